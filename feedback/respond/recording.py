"""Recording an answer: one row per invitation, in one transaction, whatever happens twice.

Two equal keys guard it in the database: one response per invitation, and one per submission.
Whoever loses a race to the first answer reads it and revises it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from feedback.extensions import db
from feedback.respond.invited import Invited, stored_answers
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


@dataclass(frozen=True)
class Submission:
    """What somebody sent for one invitation."""

    invited: Invited
    key: str
    answers: Answers
    at: datetime

    @property
    def stored_key(self) -> str:
        """The page's key, bound to its invitation: nobody can take another one's."""
        return hashlib.sha256(f"{self.invited.id}:{self.key}".encode()).hexdigest()[:32]

    @property
    def excluded(self) -> str | None:
        """Why it would be kept but not counted."""
        return LATE if self.invited.closed_at else None


def record(submission: Submission) -> Outcome:
    """Store an answer, or the newer form of one; it is on the disk when this returns."""
    if submission.invited.earlier is None:
        try:
            return Outcome(together.write(db.engine, partial(_create, sent=submission)))
        except IntegrityError:
            pass  # another request for the same invitation was first: revise its answer
    return Outcome(together.write(db.engine, partial(_revise, sent=submission)))


def digest(words: str) -> str:
    """Give the hash by which a consent knows its words."""
    return hashlib.sha256(words.encode()).hexdigest()


def _create(connection: Connection, sent: Submission) -> Outcome:
    invited, response_id = sent.invited, new_id()
    connection.execute(
        insert(RESPONSES),
        {
            "workspace_id": invited.workspace_id,
            "id": response_id,
            "survey_id": invited.survey_id,
            "version_id": invited.version_id,
            "invitation_id": invited.id,
            "contact_id": invited.contact_id,
            "submission_id": sent.stored_key,
            "score": _score(sent.answers),
            "answered_at": sent.at,
            "answered_on": sent.at.astimezone(invited.zone).date(),
            "updated_at": sent.at,
            "revision": 1,
            "source": "mail",
            "excluded": sent.excluded,
            "attributes": invited.attributes,
        },
    )
    _insert_answers(connection, sent, response_id)
    return _outcome(sent)


def _revise(connection: Connection, sent: Submission) -> Outcome:
    workspace_id = sent.invited.workspace_id
    where = {"workspace": workspace_id, "invitation": sent.invited.id}
    row = connection.execute(_LOCKED, where).one()
    if sent.invited.closed_at and row.excluded != LATE:
        return Outcome.REFUSED
    key = {"workspace": workspace_id, "response": row.id}
    before = stored_answers(connection, workspace_id, row.id)
    now_counts = row.excluded == LATE and sent.excluded is None
    if before != sent.answers or now_counts:
        connection.execute(_UPDATE, {**key, **_changes(sent, row.excluded)})
        connection.execute(_CLEAR, key)
        _insert_answers(connection, sent, row.id)
    if _words(before) != _words(sent.answers):
        ended = {"at": sent.at, "kept_words": digest(_words(sent.answers))}
        connection.execute(_END_CONSENTS, {**key, **ended})
    return _outcome(sent)


def _outcome(sent: Submission) -> Outcome:
    return Outcome.LATE if sent.excluded else Outcome.COUNTED


def _changes(sent: Submission, excluded: str | None) -> dict[str, object]:
    return {
        "new_submission": sent.stored_key,
        "new_score": _score(sent.answers),
        "at": sent.at,
        "new_excluded": sent.excluded if excluded in (None, LATE) else excluded,
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


def _score(answers: Answers) -> int | None:
    given = answers.get(SCORE_KEY)
    return None if given is None or given.number is None else int(given.number)


def _words(answers: Answers) -> str:
    given = answers.get(REASON_KEY)
    return (given.text or "") if given else ""


_r, _a, _q = RESPONSES.c, ANSWERS.c, CONSENTS.c
_LOCKED = (
    select(_r.id, _r.excluded)
    .where(_r.workspace_id == bindparam("workspace"), _r.invitation_id == bindparam("invitation"))
    .with_for_update()
)
_UPDATE = (
    update(RESPONSES)
    .where(_r.workspace_id == bindparam("workspace"), _r.id == bindparam("response"))
    .values(
        submission_id=bindparam("new_submission"),
        score=bindparam("new_score"),
        updated_at=bindparam("at"),
        excluded=bindparam("new_excluded"),
        revision=_r.revision + 1,
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
