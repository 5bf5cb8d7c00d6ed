"""Of claimed rows of the ledger that are about comments: what each says, and whether it may go."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from feedback.agreements.giving import standing
from feedback.campaigns.addressing import Desk
from feedback.campaigns.recipients import Recipient
from feedback.languages import INTERFACE, negotiated
from feedback.mail.about_comment import AboutComment, Envelope, about_comment
from feedback.mail.letter import Sealed
from feedback.models import Answer, Consent, QuoteMail, QuoteMailKind, Relation, Response
from feedback.models.consent import digest
from surveys.definition import REASON_KEY
from surveys.links import Link, Purpose
from surveys.models import Workspace
from surveys.return_path import mark, return_path
from surveys.speech import noted
from surveys.unsubscribing import unsubscribe_link

GONE = noted("This comment or its author was erased before the mail was sent.")
CHANGED = noted("Its author changed the comment before this mail was sent.")
AGREED = noted("Its author had agreed before this mail was sent.")
ENDED = noted("The agreement had ended before this mail was sent.")


@dataclass(frozen=True)
class Subject:
    """One mail with the comment it is about."""

    mail: QuoteMail
    response: Response
    words: str
    consent: Consent | None


def obstacles(session: Session, invitation_ids: Collection[int], now: datetime) -> dict[int, str]:
    """Look once more, right before the hand-over, whether the comment still is what it was."""
    subjects = _subjects(session, invitation_ids)
    found = {number: GONE for number in invitation_ids if number not in subjects}
    for number, about in subjects.items():
        reason = _obstacle(session, about, now)
        if reason:
            found[number] = reason
    return found


def writer(
    desk: Desk, session: Session, workspace_id: int, invitation_ids: Collection[int]
) -> Callable[[Recipient, datetime], Sealed]:
    """Read what the letters are about; gives what writes them, each in its reader's language."""
    subjects = _subjects(session, invitation_ids)
    workspace = session.get_one(Workspace, workspace_id)

    def write(person: Recipient, at: datetime) -> Sealed:
        said = _said(desk, subjects[person.invitation_id], person)
        return about_comment(said, workspace, _envelope(desk, workspace_id, person, at)).sealed()

    return write


def _subjects(session: Session, invitation_ids: Collection[int]) -> dict[int, Subject]:
    words = and_(Answer.response_id == Response.id, Answer.question_key == REASON_KEY)
    rows = session.execute(
        select(QuoteMail, Response, Answer.text, Consent)
        .join(Response, Response.id == QuoteMail.response_id)
        .outerjoin(Answer, words)
        .outerjoin(Consent, Consent.id == QuoteMail.consent_id)
        .where(QuoteMail.invitation_id.in_(list(invitation_ids)))
    )
    return {
        mail.invitation_id: Subject(mail, response, text or "", consent)
        for mail, response, text, consent in rows
    }


def _obstacle(session: Session, about: Subject, now: datetime) -> str:
    if digest(about.words) != about.mail.words_hash:
        return CHANGED
    if about.mail.kind == QuoteMailKind.ASK:
        return AGREED if standing(session, about.response.id, now) else ""
    agreed = about.consent
    holds = agreed is not None and agreed.ended_at is None and now < agreed.expires_at
    return "" if holds else ENDED


def _said(desk: Desk, about: Subject, person: Recipient) -> AboutComment:
    mail, agreed = about.mail, about.consent
    agreed_in = agreed.locale if agreed else ""
    wishes = (agreed_in, about.response.language or "", person.language)
    purpose, row = (Purpose.WITHDRAW, agreed.id) if agreed else (Purpose.QUOTE, mail.id)
    token = desk.links.token(purpose, Link(mail.workspace_id, row))
    relation = agreed.relation if agreed else mail.relation
    return AboutComment(
        kind=QuoteMailKind(mail.kind),
        language=negotiated(wishes, INTERFACE) or "en",
        words=agreed.quotable if agreed else about.words,
        answered_on=about.response.answered_on,
        url=f"{desk.base_url}/{'c' if agreed else 'q'}/{token}",
        named_as=agreed.named_as if agreed else "",
        ends_on=agreed.expires_at if agreed else None,
        incentive=agreed.incentive if agreed else mail.incentive,
        relation=Relation(relation) if relation else None,
    )


def _envelope(desk: Desk, workspace_id: int, person: Recipient, at: datetime) -> Envelope:
    known_by = mark(desk.key, Link(workspace_id, person.invitation_id))
    out = unsubscribe_link(desk.key, workspace_id, person.address)
    return Envelope(
        address=person.address,
        name=person.name,
        # The same for each attempt, so that a receiver can tell a repeat.
        message_id=f"{known_by}.comment@{desk.sender.rpartition('@')[2]}",
        return_path=return_path(desk.returns_to, known_by) if desk.returns_to else "",
        unsubscribe_url=f"{desk.base_url}/u/{desk.links.token(Purpose.UNSUBSCRIBE, out)}",
        sender=desk.sender,
        at=at,
    )
