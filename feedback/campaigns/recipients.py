"""Whom claimed invitations go to, read without keeping any writer waiting."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session

from feedback.extensions import db
from feedback.models import Response, UsedLink
from feedback.models.hurt import low_answers
from surveys import sending
from surveys.claiming import Claim
from surveys.hurting import is_hurt
from surveys.models import Channel, Contact, Invitation, Workspace
from surveys.models.contact import known_language
from surveys.numbers import number_of
from surveys.scheduling import zone_of
from surveys.scope import bind_workspace, read_only
from surveys.speech import noted
from surveys.unsubscribing import hashing

UTC_ZONE = ZoneInfo("UTC")
NO_ADDRESS = noted("This contact has no address any more.")


@dataclass(frozen=True)
class Recipient:
    """Whom one invitation goes to."""

    invitation_id: int
    queued_at: datetime
    address: str
    name: str
    language: str = ""
    """What is known of the language they read."""
    zone: ZoneInfo = UTC_ZONE
    first_id: int | None = None
    """Of a reminder: the invitation that it reminds of."""
    step: int = 0
    contact_id: int | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    email: str = ""
    """Of somebody who is texted: what they asked for by mail holds as well."""

    @property
    def wording(self) -> tuple[str, int]:
        """In which language, and as which of the mails, it is worded."""
        return self.language, self.step

    @property
    def link_id(self) -> int:
        """The invitation that the answer link speaks for."""
        return self.first_id or self.invitation_id


def recipients_of(
    session: Session, claimed: Claim, channel: Channel = Channel.MAIL
) -> Mapping[int, Recipient]:
    """Read the people behind claimed invitations; an erased one has no address."""
    by_number = channel == Channel.SMS
    ours = session.get_one(Workspace, claimed.workspace_id).zone
    rows = session.execute(
        select(
            Invitation.id,
            Invitation.queued_at,
            Invitation.first_id,
            Invitation.step,
            Invitation.contact_id,
            Contact.email,
            Contact.name,
            Contact.attributes,
        )
        .outerjoin(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.id.in_(list(claimed.attempts)))
    )
    return {
        row.id: Recipient(
            invitation_id=row.id,
            queued_at=row.queued_at,
            address=number_of(row.attributes or {}) if by_number else row.email or "",
            name=row.name or "",
            language=known_language(row.attributes or {}),
            zone=zone_of(row.attributes or {}, ours),
            first_id=row.first_id,
            step=row.step,
            contact_id=row.contact_id,
            attributes=row.attributes or {},
            email=(row.email or "") if by_number else "",
        )
        for row in rows
    }


def obstacles_of(
    session: Session,
    claimed: Claim,
    people: Collection[Recipient],
    *,
    is_favour: bool,
    key: str,
    now: datetime,
) -> dict[int, str]:
    """Look once more, right before the hand-over: who must get no mail, and why?"""
    hashed = hashing(key, claimed.workspace_id)
    hashes = {who.invitation_id: hashed(who.address) for who in people if who.address}
    by_address = sending.obstacles(session, claimed.campaign_id, set(hashes.values()))
    mailboxes = {who.invitation_id: hashed(who.email) for who in people if who.email}
    left = sending.left_by_mail(session, set(mailboxes.values())) if mailboxes else set()
    contacts = {who.contact_id for who in people if who.contact_id}
    hurt = is_hurt(low_answers, now) if is_favour else false()
    changed = sending.changed_since(session, contacts, hurt, now)
    answered = _answered(session, {who.first_id for who in people if who.first_id})
    found: dict[int, str] = {}
    for who in people:
        reasons = {
            NO_ADDRESS: not who.address,
            sending.UNSUBSCRIBED: mailboxes.get(who.invitation_id) in left,
            sending.ANSWERED: who.first_id in answered,
        }
        because = [reason for reason, holds in reasons.items() if holds]
        because += filter(None, [changed.get(who.contact_id or 0)])
        because += filter(None, [by_address.get(hashes.get(who.invitation_id, ""))])
        if because:
            found[who.invitation_id] = because[0]
    return found


def has_answered(workspace_id: Any, invitation_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether an answer came to the invitation of a query."""
    named = Response.workspace_id == workspace_id, Response.invitation_id == invitation_id
    nameless = UsedLink.workspace_id == workspace_id, UsedLink.invitation_id == invitation_id
    return or_(exists().where(*named), exists().where(*nameless))


def _answered(session: Session, invitation_ids: Collection[int]) -> set[int | None]:
    if not invitation_ids:
        return set()
    found = [
        select(column).where(column.in_(invitation_ids))
        for column in (Response.invitation_id, UsedLink.invitation_id)
    ]
    return {number for numbers in found for number in session.scalars(numbers)}


@contextmanager
def reading(workspace_id: int | None = None) -> Iterator[Session]:
    """Lend a session that only reads: it neither waits for writers nor keeps them waiting."""
    before = read_only.set(True)
    try:
        with Session(db.engine) as session:
            if workspace_id is not None:
                bind_workspace(session, workspace_id)
            yield session
    finally:
        read_only.reset(before)
