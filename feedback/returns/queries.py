"""What the pages show of returned mail: by campaign, by contact, and how all of it stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.returns.advice import Cause, cause_of
from surveys import complaints
from surveys.models import Contact, Invitation, ReturnedMail, SendingPause, Unsubscribe
from surveys.returns import Kind
from surveys.scope import bound_workspace
from surveys.unsubscribing import address_hash

MOST_ROWS = 50
MOST_REFUSALS = 1000
GIVES_UP = ("bounce", "complaint")


@dataclass(frozen=True)
class CameBack:
    """What came back of one campaign's mail."""

    counts: Mapping[Kind, int] = field(default_factory=dict)
    """How many invitations each was said of."""
    rows: Sequence[tuple[ReturnedMail, Contact | None]] = ()
    refusals: Sequence[tuple[Cause, int]] = ()
    """Why receivers refused us, the most frequent first."""


@dataclass(frozen=True)
class Rest:
    """Whether sending rests, and how many complained lately."""

    complaints: complaints.Complaints
    pause: SendingPause | None


@dataclass(frozen=True)
class Address:
    """An address that is not written to any more because of what came back."""

    via: str
    at: datetime
    words: str = ""


def came_back(session: Session, campaign_id: int) -> CameBack:
    """Read what came back of a campaign."""
    of_it = Invitation.campaign_id == campaign_id
    counted = session.execute(
        select(ReturnedMail.kind, func.count(ReturnedMail.invitation_id.distinct()))
        .join(Invitation, Invitation.id == ReturnedMail.invitation_id)
        .where(of_it)
        .group_by(ReturnedMail.kind)
    )
    counts = {Kind(kind): number for kind, number in counted}
    if not counts:
        return CameBack()
    rows = session.execute(
        select(ReturnedMail, Contact)
        .join(Invitation, Invitation.id == ReturnedMail.invitation_id)
        .outerjoin(Contact, Contact.id == Invitation.contact_id)
        .where(of_it, ReturnedMail.kind.not_in([Kind.AUTO_REPLY, Kind.DELAYED]))
        .order_by(ReturnedMail.at.desc(), ReturnedMail.id.desc())
        .limit(MOST_ROWS)
    )
    return CameBack(counts, [(row[0], row[1]) for row in rows], _refusals(session, campaign_id))


def rest(session: Session, *, now: datetime) -> Rest:
    """Tell how complaints stand."""
    return Rest(complaints.recent(session, now=now), complaints.pause_of(session))


def address_of(session: Session, key: str, contact: Contact) -> Address | None:
    """Tell whether a contact's address was given up because of what came back."""
    if not contact.email:
        return None
    hashed = address_hash(key, bound_workspace(session), contact.email)
    left = session.scalars(
        select(Unsubscribe).where(Unsubscribe.address_hash == hashed, Unsubscribe.via.in_(GIVES_UP))
    ).first()
    if left is None:
        return None
    words = session.scalars(
        select(ReturnedMail.words)
        .where(ReturnedMail.address_hash == hashed, ReturnedMail.kind.in_([Kind.HARD, Kind.SOFT]))
        .order_by(ReturnedMail.at.desc())
        .limit(1)
    ).first()
    return Address(left.via, left.at, words or "")


def returned_to(session: Session, contact: Contact) -> Sequence[ReturnedMail]:
    """Give what came back of mail to one contact."""
    return session.scalars(
        select(ReturnedMail)
        .join(Invitation, Invitation.id == ReturnedMail.invitation_id)
        .where(Invitation.contact_id == contact.id)
    ).all()


def _refusals(session: Session, campaign_id: int) -> Sequence[tuple[Cause, int]]:
    rows = session.execute(
        select(ReturnedMail.status, ReturnedMail.words, ReturnedMail.invitation_id)
        .join(Invitation, Invitation.id == ReturnedMail.invitation_id)
        .where(Invitation.campaign_id == campaign_id, ReturnedMail.kind == Kind.POLICY)
        .limit(MOST_REFUSALS)
    )
    causes = {row.invitation_id: cause_of(row.status, row.words) for row in rows}
    return Counter(causes.values()).most_common()
