"""Recording an answer: one row per person, in one transaction, whatever happens twice.

Two equal keys guard it in the database: one response per invitation, and one per submission.
Whoever loses a race to the first answer reads it and revises it. The key a response came with
stays its key, so that a page sent again after its answer was changed elsewhere finds it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from feedback.extensions import db
from feedback.models.consent import digest
from feedback.provenance.changing import seal_change
from feedback.respond import crowd, quotas
from feedback.respond.invited import Invited, stored_answers
from feedback.respond.labelling import label_of_first, label_of_next
from feedback.respond.standing import person_of
from feedback.respond.tables import ANSWERS, CONSENTS, RESPONSES
from feedback.respond.together import Together
from surveys.db import new_id
from surveys.definition import REASON_KEY, SCORE_KEY
from surveys.questions import Stored

LATE = "late"
Answers = Mapping[str, Stored]

together = Together()


class Outcome(StrEnum):
    """What became of a submission."""

    COUNTED = "counted"
    LATE = "late"
    """The survey had closed: kept, not counted."""
    REFUSED = "refused"
    """The survey had closed, and a counted answer stands: it stays as it was."""
    FLOODED = "flooded"
    """More came from one address than people can write: nothing was kept."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a submission, and of which response."""

    outcome: Outcome
    response_id: int


@dataclass(frozen=True)
class Submission:
    """What somebody sent, by their link or at a touchpoint."""

    invited: Invited
    key: str
    answers: Answers
    at: datetime
    origin: str = ""
    """Where it came from, hashed: only to notice a crowd, and not kept with the answer."""
    shown: Mapping[str, Any] | None = None
    """What they met on the way, where not everybody meets the same."""
    given_at: datetime | None = None
    """When it was given, where that is not the moment it came: a kiosk had no network."""

    @property
    def stored_key(self) -> str:
        """The page's key as it is stored; of an answer with a link of its own, that one's."""
        return self.invited.seed or self.invited.bound(self.key)

    @property
    def excluded(self) -> str | None:
        """Why it would be kept but not counted."""
        return LATE if self.invited.closed_at else None

    @property
    def quotas(self) -> Iterator[str]:
        """The keys of the quotas it counts towards."""
        asks = self.invited.definition
        if asks.quotas:
            person = person_of(self.invited, full=frozenset(), closed=frozenset())
            for quota in quotas.reached(asks, person, self.answers):
                yield quotas.key_of(self.invited.survey_id, quota)


def record(submission: Submission) -> Recorded:
    """Store an answer, or the newer form of one; it is on the disk when this returns."""
    if submission.invited.earlier is None:
        try:
            return _write(partial(_create, sent=submission))
        except IntegrityError:
            pass  # the same page or invitation was sent before: revise its answer
    return _write(partial(_revise, sent=submission))


def write(connection: Connection, submission: Submission, *, is_new: bool) -> Recorded:
    """Store an answer inside a transaction that has looked whether there is one already."""
    return (_create if is_new else _revise)(connection, submission)


def _write(work: Callable[[Connection], Recorded]) -> Recorded:
    written: Recorded = together.write(db.engine, work)
    return written


def _create(connection: Connection, sent: Submission) -> Recorded:
    invited, response_id = sent.invited, sent.invited.own_id or new_id()
    arrived = crowd.arrivals(connection, sent.origin, sent.at) if sent.origin else 0
    if arrived > crowd.FLOOD:
        return Recorded(Outcome.FLOODED, 0)
    given_at = sent.given_at or sent.at
    connection.execute(
        insert(RESPONSES),
        {
            "workspace_id": invited.workspace_id,
            "id": response_id,
            "survey_id": invited.survey_id,
            "version_id": invited.version_id,
            "invitation_id": invited.invitation_id,
            "touchpoint_id": invited.touchpoint_id,
            "contact_id": invited.contact_id,
            "submission_id": sent.stored_key,
            "score": score_of(sent.answers),
            "answered_at": given_at,
            "answered_on": given_at.astimezone(invited.zone).date(),
            "updated_at": sent.at,
            "revision": 1,
            "source": invited.source,
            "excluded": sent.excluded,
            "signals": label_of_first(connection, sent, arrived),
            "attributes": invited.attributes,
            "language": invited.definition.language,
            "shown": sent.shown,
        },
    )
    _insert_answers(connection, sent, response_id)
    quotas.count_in(connection, invited.workspace_id, response_id, sent.quotas)
    return Recorded(_outcome(sent), response_id)


def _revise(connection: Connection, sent: Submission) -> Recorded:
    workspace_id = sent.invited.workspace_id
    row = _locked(connection, sent)
    if sent.invited.closed_at and row.excluded != LATE:
        return Recorded(Outcome.REFUSED, row.id)
    key = {"workspace": workspace_id, "response": row.id}
    before = stored_answers(connection, workspace_id, row.id)
    now_counts = row.excluded == LATE and sent.excluded is None
    is_new = before != sent.answers or now_counts
    signal = label_of_next(connection, sent, row, is_new=is_new)
    is_written = is_new or signal != row.signals
    if is_written:
        values = {"signal": signal, "more": int(is_new), **_changes(sent, row.excluded)}
        connection.execute(_UPDATE, key | values)
        connection.execute(_CLEAR, key)
        _insert_answers(connection, sent, row.id)
        if sent.invited.definition.quotas:
            quotas.count_anew(connection, workspace_id, row.id, sent.quotas)
    if _words(before) != _words(sent.answers):
        ended = {"at": sent.at, "kept_words": digest(_words(sent.answers))}
        connection.execute(_END_CONSENTS, {**key, **ended})
    if is_written:
        seal_change(connection, workspace_id, row.id, sent.at)
    return Recorded(_outcome(sent), row.id)


def _locked(connection: Connection, sent: Submission) -> Any:
    """Lock the answer that is there already: known, or found by what kept a second one out."""
    invited = sent.invited
    where: dict[str, object] = {"workspace": invited.workspace_id}
    if invited.earlier:
        return connection.execute(_LOCKED, {**where, "response": invited.earlier.id}).one()
    if invited.invitation_id:
        given = {**where, "invitation": invited.invitation_id}
        return connection.execute(_LOCKED_BY_INVITATION, given).one()
    given = {**where, "survey": invited.survey_id, "submission": sent.stored_key}
    return connection.execute(_LOCKED_BY_KEY, given).one()


def _outcome(sent: Submission) -> Outcome:
    return Outcome.LATE if sent.excluded else Outcome.COUNTED


def _changes(sent: Submission, excluded: str | None) -> dict[str, object]:
    return {
        "now_shown": sent.shown,
        "new_score": score_of(sent.answers),
        "at": sent.at,
        "new_excluded": sent.excluded if excluded in (None, LATE) else excluded,
        "new_language": sent.invited.definition.language,
    }


def _insert_answers(connection: Connection, sent: Submission, response_id: int) -> None:
    connection.execute(
        insert(ANSWERS),
        [
            {
                "workspace_id": sent.invited.workspace_id,
                "response_id": response_id,
                "question_key": key,
                "number": answer.number,
                "text": answer.text,
            }
            for key, answer in sent.answers.items()
        ],
    )


def score_of(answers: Answers) -> int | None:
    """Give the headline score among the answers."""
    given = answers.get(SCORE_KEY)
    return None if given is None or given.number is None else int(given.number)


def _words(answers: Answers) -> str:
    given = answers.get(REASON_KEY)
    return (given.text or "") if given else ""


_r, _a, _q = RESPONSES.c, ANSWERS.c, CONSENTS.c
_TO_LOCK = (
    select(_r.id, _r.excluded, _r.signals, _r.answered_at, _r.revision)
    .where(_r.workspace_id == bindparam("workspace"))
    .with_for_update()
)
_LOCKED = _TO_LOCK.where(_r.id == bindparam("response"))
_LOCKED_BY_INVITATION = _TO_LOCK.where(_r.invitation_id == bindparam("invitation"))
_LOCKED_BY_KEY = _TO_LOCK.where(
    _r.survey_id == bindparam("survey"), _r.submission_id == bindparam("submission")
)
_UPDATE = (
    update(RESPONSES)
    .where(_r.workspace_id == bindparam("workspace"), _r.id == bindparam("response"))
    .values(
        shown=bindparam("now_shown"),
        score=bindparam("new_score"),
        updated_at=bindparam("at"),
        excluded=bindparam("new_excluded"),
        signals=bindparam("signal"),
        revision=_r.revision + bindparam("more"),
        language=bindparam("new_language"),
    )
)
_CLEAR = delete(ANSWERS).where(
    _a.workspace_id == bindparam("workspace"), _a.response_id == bindparam("response")
)
_END_CONSENTS = (
    update(CONSENTS)
    .where(
        _q.workspace_id == bindparam("workspace"),
        _q.response_id == bindparam("response"),
        _q.ended_at.is_(None),
        _q.words_hash != bindparam("kept_words"),
    )
    .values(ended_at=bindparam("at"), ended_by="edit")
)
