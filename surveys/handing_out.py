"""Personal links as a file: invitations that somebody else delivers, by letter, chat or newsletter.

They stand in the ledger like any other, so that the rules of asking count them; but whether and
when they reach anybody is not ours to know, and they are `handed`, never `sent`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from surveys.models import Contact, Invitation, InvitationState

AT_ONCE = 2000


@dataclass(frozen=True)
class Handed:
    """Whom one link is for."""

    invitation_id: int
    name: str
    email: str
    external_id: str


def hand_out(session: Session, campaign_id: int, now: datetime) -> None:
    """Take all that a campaign has just queued out of the sender's hands."""
    session.execute(
        update(Invitation)
        .where(Invitation.campaign_id == campaign_id, Invitation.state == InvitationState.QUEUED)
        .values(state=InvitationState.HANDED, sent_at=now)
        .execution_options(synchronize_session=False)
    )


def handed(
    session: Session, campaign_id: int, spared: ColumnElement[bool], is_out: Callable[[str], bool]
) -> Iterator[Handed]:
    """Read whom the links are for, in the order they were made, a few at a time.

    Made weeks ago, the file may be taken today: whoever left or is to be spared since is not in it.
    """
    rows = session.execute(
        select(Invitation.id, Contact.name, Contact.email, Contact.external_id)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.campaign_id == campaign_id, Invitation.state == InvitationState.HANDED)
        .where(~spared)
        .order_by(Invitation.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in rows:
        if row.email and is_out(row.email):
            continue
        yield Handed(row.id, row.name or "", row.email or "", row.external_id or "")
