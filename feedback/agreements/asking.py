"""Asking the author of a comment, by mail, whether it may be quoted: whom, and once only."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased

from feedback.agreements.insiders import tie_seen
from feedback.agreements.mails import Draft, queue
from feedback.agreements.terms import Terms
from feedback.models import Answer, Consent, QuoteMail, QuoteMailKind, Response
from feedback.models.consent import digest
from feedback.models.hurt import low_answers
from surveys.asking import Ask, judged
from surveys.definition import REASON_KEY
from surveys.hurting import score_hurts
from surveys.models import Favour, Skip, Survey, SurveyKind, Workspace
from surveys.rules import AskingRules
from surveys.scope import bound_workspace
from surveys.timing import lock_workspace

REST = timedelta(days=90)
"""Between two asks about comments to one person, whatever the surveys do."""
MOST_AT_ONCE = 500
NOBODY = 0


class Refusal(StrEnum):
    """Why the author of a comment is not asked, beside the reasons that hold for any mail."""

    NO_SUCH = "no_such"
    NO_WORDS = "no_words"
    ANONYMOUS = "anonymous"
    NOT_COUNTED = "not_counted"
    AGREED = "agreed"
    ASKED = "asked"
    ASKED_LATELY = "asked_lately"
    NOBODY_KNOWN = "nobody_known"
    TIE_UNSAID = "tie_unsaid"


Reason = Refusal | Skip


class NotAskedError(ValueError):
    """The author must not be asked; the reason says why."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason."""
        super().__init__(reason.value)
        self.reason = reason


def obstacles(
    session: Session, response_ids: Collection[int], *, key: str, now: datetime
) -> dict[int, Reason | None]:
    """Say of comments why their author is not to be asked now; None where they may be."""
    comments = {row.id: row for row in session.execute(_comments(response_ids, now))}
    people = sorted({row.contact_id for row in comments.values() if row.contact_id})
    kept_from = _judged(session, people, key, now) if people else {}
    return {
        number: _obstacle(comments[number], kept_from) if number in comments else Refusal.NO_SUCH
        for number in response_ids
    }


def ask(
    session: Session, response_id: int, *, terms: Terms, by: int, key: str, now: datetime
) -> QuoteMail:
    """Queue the mail; NotAskedError where the author must not get it.

    The workspace is locked meanwhile, so that two who ask at once ask once.
    """
    lock_workspace(session)
    reason = obstacles(session, [response_id], key=key, now=now)[response_id]
    if reason is None and terms.relation is None and tie_seen(session, response_id):
        reason = Refusal.TIE_UNSAID
    if reason is not None:
        raise NotAskedError(reason)
    row = session.execute(_comments([response_id], now)).one()
    draft = Draft(
        kind=QuoteMailKind.ASK,
        response_id=response_id,
        contact_id=row.contact_id,
        words_hash=digest(row.text),
        incentive=terms.incentive,
        relation=terms.relation,
        made_by=by,
    )
    return queue(session, draft, now)


def ask_each(
    session: Session,
    response_ids: Collection[int],
    *,
    terms: Terms,
    by: int,
    key: str,
    now: datetime,
) -> dict[int, Reason | None]:
    """Ask about several comments; gives for each why its author was not asked, or None."""
    found: dict[int, Reason | None] = {}
    for number in list(dict.fromkeys(response_ids))[:MOST_AT_ONCE]:
        try:
            ask(session, number, terms=terms, by=by, key=key, now=now)
            found[number] = None
        except NotAskedError as error:
            found[number] = error.reason
    return found


def decline(session: Session, mail: QuoteMail, now: datetime) -> None:
    """Keep that the author said no; the first no stands."""
    mail.declined_at = mail.declined_at or now


def _obstacle(row: Any, kept_from: Mapping[int, Skip | None]) -> Reason | None:
    kind = SurveyKind(row.kind)
    holds: dict[Reason, bool] = {
        Refusal.ANONYMOUS: row.is_anonymous,
        Refusal.NO_WORDS: not (row.text or "").strip(),
        Refusal.NOT_COUNTED: row.excluded is not None,
        Refusal.AGREED: row.agreed,
        Refusal.ASKED: row.asked,
        Skip.HURT: score_hurts(kind, row.score),
        Refusal.NOBODY_KNOWN: row.contact_id is None,
        Refusal.ASKED_LATELY: row.asked_lately,
    }
    first = next((reason for reason, is_so in holds.items() if is_so), None)
    return first or kept_from.get(row.contact_id)


def _comments(response_ids: Collection[int], now: datetime) -> Any:
    mine, theirs = aliased(QuoteMail), aliased(QuoteMail)
    agreed = exists().where(
        Consent.workspace_id == Response.workspace_id,
        Consent.response_id == Response.id,
        Consent.ended_at.is_(None),
        Consent.expires_at > now,
    )
    asked = exists().where(
        mine.workspace_id == Response.workspace_id,
        mine.response_id == Response.id,
        mine.kind == QuoteMailKind.ASK,
    )
    lately = exists().where(
        theirs.workspace_id == Response.workspace_id,
        theirs.contact_id == Response.contact_id,
        theirs.made_at > now - REST,
        theirs.kind == QuoteMailKind.ASK,
    )
    words = and_(
        Answer.workspace_id == Response.workspace_id,
        Answer.response_id == Response.id,
        Answer.question_key == REASON_KEY,
    )
    survey = and_(Survey.workspace_id == Response.workspace_id, Survey.id == Response.survey_id)
    return (
        select(
            Response.id,
            Response.contact_id,
            Response.score,
            Response.excluded,
            Survey.kind,
            Survey.is_anonymous,
            Answer.text,
            agreed.label("agreed"),
            asked.label("asked"),
            lately.label("asked_lately"),
        )
        .join(Survey, survey)
        .outerjoin(Answer, words)
        .where(Response.id.in_(list(response_ids)))
    )


def _judged(session: Session, people: list[int], key: str, now: datetime) -> dict[int, Skip | None]:
    """Hold the people to what holds for any favour by mail; the days between surveys do not."""
    rules = _without_days(session.get_one(Workspace, bound_workspace(session)).asking_rules)
    about = Ask(
        NOBODY,
        {},
        rules,
        now,
        key,
        favour=Favour.TESTIMONIAL,
        low_answers=low_answers,
        only=people,
    )
    rows = session.execute(judged(session, about))
    return {row.id: Skip(row.reason) if row.reason else None for row in rows}


def _without_days(rules: AskingRules) -> AskingRules:
    """Whoever is never asked is not asked now; the days since the last survey do not matter."""
    never = tuple(
        replace(each, gap_days=None if each.gap_days is None else 0) for each in rules.overrides
    )
    return replace(rules, gap_days=0, overrides=never)
