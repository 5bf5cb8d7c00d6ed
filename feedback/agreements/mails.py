"""Queueing mail about a comment in the ledger, where all other mail waits as well."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.models import QuoteMail, QuoteMailKind, Relation, Response
from surveys.db import new_id
from surveys.models import Campaign, CampaignKind, Favour, Invitation, InvitationState

NAME = "Comments that may be quoted"
ROUND_BITS = 30
FAVOURS: dict[QuoteMailKind, Favour | None] = {
    QuoteMailKind.ASK: Favour.TESTIMONIAL,
    QuoteMailKind.RENEWAL: Favour.TESTIMONIAL,
    QuoteMailKind.RECEIPT: None,
}
"""What each mail wants for the company's sake: right before it leaves nobody hurt gets a favour."""


@dataclass(frozen=True)
class Draft:
    """One mail about one comment, to one person."""

    kind: QuoteMailKind
    response_id: int
    contact_id: int
    words_hash: str
    consent_id: int | None = None
    incentive: str | None = None
    relation: Relation | None = None
    made_by: int | None = None


def queue(session: Session, draft: Draft, now: datetime) -> QuoteMail:
    """Put the mail into the ledger; whether it may go is looked at again at the hand-over."""
    invitation = Invitation(
        id=new_id(),
        campaign_id=_campaign(session, draft, now).id,
        contact_id=draft.contact_id,
        round=secrets.randbits(ROUND_BITS),
        state=InvitationState.QUEUED,
        queued_at=now,
        due_at=now,
    )
    session.add(invitation)
    session.flush()
    mail = QuoteMail(id=new_id(), invitation_id=invitation.id, made_at=now, **vars(draft))
    session.add(mail)
    session.flush()
    return mail


def _campaign(session: Session, draft: Draft, now: datetime) -> Campaign:
    """Every row of the ledger belongs to a campaign; these have one for each survey and favour."""
    response = session.scalars(select(Response).where(Response.id == draft.response_id)).one()
    favour = FAVOURS[draft.kind]
    found = session.scalar(
        select(Campaign)
        .where(
            Campaign.kind == CampaignKind.QUOTES,
            Campaign.survey_id == response.survey_id,
            Campaign.favour == favour if favour else Campaign.favour.is_(None),
        )
        .order_by(Campaign.id)
        .limit(1)
    )
    if found is None:
        found = Campaign(
            id=new_id(),
            survey_id=response.survey_id,
            version_id=response.version_id,
            name=NAME,
            kind=CampaignKind.QUOTES,
            favour=favour,
            created_at=now,
        )
        session.add(found)
        session.flush()
    return found
