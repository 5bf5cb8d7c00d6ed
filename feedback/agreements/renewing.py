"""Asking in time whether an author is still happy: silence lets an agreement end."""

from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from feedback.agreements.giving import RENEWABLE, is_renewable, locked
from feedback.agreements.mails import Draft, queue
from feedback.models import Consent, QuoteMail, QuoteMailKind, Response
from surveys.models import Contact
from surveys.scope import bind_workspace

BEFORE = timedelta(weeks=6)
AT_ONCE = 20
UNSCOPED = {"unscoped": True}


def is_anything_to_renew(session: Session, now: datetime) -> bool:
    """Whether some agreement is about to end and its author was not asked; only looks."""
    return bool(_due(session, now, 1))


def ask_to_renew(session: Session, now: datetime) -> bool:
    """Queue the mail for the next few agreements that are about to end; commits each."""
    found = _due(session, now, AT_ONCE)
    for workspace_id, consent_id in found:
        session.rollback()
        bind_workspace(session, workspace_id)
        _ask(session, consent_id, now)
        session.commit()
    return bool(found)


def _ask(session: Session, consent_id: int, now: datetime) -> None:
    """Ask once: whoever else looked at the same moment is waited for, and seen."""
    consent = locked(session, consent_id)
    if consent is None or not is_renewable(consent.ended_at, consent.expires_at, now):
        return
    if session.scalar(_asked(consent)):
        return
    response = session.scalars(select(Response).where(Response.id == consent.response_id)).one()
    if response.contact_id is None:
        return
    draft = Draft(
        kind=QuoteMailKind.RENEWAL,
        response_id=response.id,
        contact_id=response.contact_id,
        words_hash=consent.words_hash,
        consent_id=consent.id,
    )
    queue(session, draft, now)


def _asked(consent: Consent) -> Select[int]:
    return select(QuoteMail.id).where(
        QuoteMail.consent_id == consent.id,
        QuoteMail.kind == QuoteMailKind.RENEWAL,
        QuoteMail.made_at > consent.expires_at - RENEWABLE,
    )


def _due(session: Session, now: datetime, most: int) -> list[tuple[int, int]]:
    asked = exists().where(
        QuoteMail.workspace_id == Consent.workspace_id,
        QuoteMail.consent_id == Consent.id,
        QuoteMail.kind == QuoteMailKind.RENEWAL,
        QuoteMail.made_at > now - RENEWABLE,
    )
    found = (
        select(Consent.workspace_id, Consent.id)
        .join(
            Response,
            (Response.workspace_id == Consent.workspace_id) & (Response.id == Consent.response_id),
        )
        .join(
            Contact,
            (Contact.workspace_id == Response.workspace_id) & (Contact.id == Response.contact_id),
        )
        .where(Consent.ended_at.is_(None), Consent.expires_at.between(now, now + BEFORE))
        .where(Contact.email.is_not(None), ~asked)
        .order_by(Consent.expires_at)
        .limit(most)
    )
    rows = session.execute(found, execution_options=UNSCOPED)
    return [(row[0], row[1]) for row in rows]
