"""The ledger at work: claim before the hand-over, write down what became of it, never guess.

    queued → claimed → sent | failed | unknown

Claiming is committed before a message leaves. A row that stays claimed was in flight when its
sender died: it becomes `unknown` and is never sent again by itself.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from surveys.models import Campaign, Invitation, InvitationState, Survey, Unsubscribe
from surveys.models.campaign import IS_CLAIMED
from surveys.scope import bind_workspace

BATCH = 10
LEASE = timedelta(minutes=5)
"""After this long a claimed row belongs to a dead sender; longer than any hand-over may take."""
GIVE_UP = timedelta(days=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
LONGEST_HOLD = timedelta(minutes=30)
REASON_LETTERS = 400

UNSCOPED = {"unscoped": True}
CUT_OFF = "The sender stopped while this mail was under way. It may or may not have arrived."
UNSUBSCRIBED = "They unsubscribed before this mail was sent."
CLOSED = "The survey was closed before this mail was sent."


@dataclass(frozen=True)
class Claim:
    """Invitations of one campaign that are ours to send for as long as the lease lasts."""

    workspace_id: int
    campaign_id: int
    at: datetime
    attempts: dict[int, int]
    """Invitation id → which attempt this is: what came of it counts for this attempt only."""


def claim(session: Session, *, now: datetime, chance: random.Random) -> Claim | None:
    """Take the next due invitations of one campaign, each campaign alike; commits."""
    found = _due_campaigns(session, now)
    if not found:
        session.rollback()
        return None
    workspace_id, campaign_id = chance.choice(found)
    bind_workspace(session, workspace_id)
    rows = session.scalars(
        select(Invitation)
        .where(
            Invitation.campaign_id == campaign_id,
            Invitation.state == InvitationState.QUEUED,
            Invitation.due_at <= now,
        )
        .order_by(Invitation.due_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.state, row.claimed_at, row.attempts = InvitationState.CLAIMED, now, row.attempts + 1
    taken = Claim(workspace_id, campaign_id, now, {row.id: row.attempts for row in rows})
    session.commit()
    return taken


def obstacle(session: Session, campaign_id: int, hashed: str) -> str | None:
    """Look once more, right before the hand-over: why must this mail not go?"""
    found = (
        select(
            Survey.closed_at,
            exists().where(
                Unsubscribe.workspace_id == Campaign.workspace_id,
                Unsubscribe.address_hash == hashed,
            ),
        )
        .join(Campaign, Campaign.survey_id == Survey.id)
        .where(Campaign.id == campaign_id)
    )
    closed_at, has_left = session.execute(found).one()
    if has_left:
        return UNSUBSCRIBED
    return CLOSED if closed_at else None


def settle(
    session: Session,
    claimed: Claim,
    invitation_id: int,
    state: InvitationState,
    *,
    now: datetime,
    error: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Write down what became of one claimed invitation, if the claim is still ours."""
    values: dict[str, Any] = {"state": state, "error": error and error[:REASON_LETTERS]}
    if state == InvitationState.SENT:
        values["sent_at"] = now
    if due_at:
        values["due_at"] = due_at
    session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.attempts == claimed.attempts[invitation_id],
            Invitation.state.in_([InvitationState.CLAIMED, InvitationState.UNKNOWN]),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def hand_back(session: Session, claimed: Claim, ids: Sequence[int]) -> None:
    """Return what was claimed but not tried: the attempt does not count."""
    session.execute(
        update(Invitation)
        .where(Invitation.id.in_(ids), IS_CLAIMED, Invitation.claimed_at == claimed.at)
        .values(state=InvitationState.QUEUED, claimed_at=None, attempts=Invitation.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def hold(
    session: Session, campaign_id: int, reason: str, *, now: datetime, chance: random.Random
) -> datetime:
    """Pause a campaign because the mail server is away; gives when it is tried again."""
    campaign = _campaign(session, campaign_id)
    campaign.held_since = campaign.held_since or now
    campaign.held_until = now + pause(campaign.holds + 1, LONGEST_HOLD, chance)
    campaign.held_because = reason[:REASON_LETTERS]
    campaign.holds += 1
    return campaign.held_until


def go_on(session: Session, campaign_id: int) -> None:
    """End the pause: the mail server is back, or somebody wants it tried now."""
    campaign = _campaign(session, campaign_id)
    campaign.held_since = campaign.held_until = campaign.held_because = None
    campaign.holds = 0


def make_due(session: Session, campaign_id: int, *, now: datetime) -> None:
    """Let what waits for its next attempt go now."""
    session.execute(
        update(Invitation)
        .where(
            Invitation.campaign_id == campaign_id,
            Invitation.state == InvitationState.QUEUED,
            Invitation.due_at > now,
        )
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )


def pause(attempt: int, longest: timedelta, chance: random.Random) -> timedelta:
    """Give the wait before the next attempt: doubling, with a quarter of jitter."""
    doublings = min(attempt - 1, 16)
    return min(FIRST_PAUSE * (1 << doublings), longest) * chance.uniform(0.75, 1.25)


def drop_queue(session: Session, campaign_id: int, reason: str) -> None:
    """Give up what is still queued."""
    session.execute(
        update(Invitation)
        .where(Invitation.campaign_id == campaign_id, Invitation.state == InvitationState.QUEUED)
        .values(state=InvitationState.FAILED, error=reason)
        .execution_options(synchronize_session=False)
    )


def is_anything_due(session: Session, *, now: datetime) -> bool:
    """Whether there is something to claim; only looks."""
    return bool(_due_campaigns(session, now))


def has_abandoned(session: Session, *, now: datetime) -> bool:
    """Whether a sender died and left claimed invitations behind."""
    found = select(Invitation.id).where(IS_CLAIMED, Invitation.claimed_at < now - LEASE)
    return session.scalar(found.limit(1), execution_options=UNSCOPED) is not None


def give_up_abandoned(session: Session, *, now: datetime) -> None:
    """Say `unknown` of what a dead sender had claimed; commits."""
    session.execute(
        update(Invitation)
        .where(IS_CLAIMED, Invitation.claimed_at < now - LEASE)
        .values(state=InvitationState.UNKNOWN, error=CUT_OFF)
        .execution_options(synchronize_session=False, **UNSCOPED)
    )
    session.commit()


def send_again(session: Session, invitation: Invitation, *, now: datetime) -> bool:
    """Queue an invitation once more because a person decided so; False where it is not over."""
    if invitation.state not in (InvitationState.FAILED, InvitationState.UNKNOWN):
        return False
    invitation.state, invitation.error = InvitationState.QUEUED, None
    invitation.queued_at = invitation.due_at = now
    return True


def _due_campaigns(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    due = exists().where(
        Invitation.workspace_id == Campaign.workspace_id,
        Invitation.campaign_id == Campaign.id,
        Invitation.state == InvitationState.QUEUED,
        Invitation.due_at <= now,
    )
    free = or_(Campaign.held_until.is_(None), Campaign.held_until <= now)
    found = select(Campaign.workspace_id, Campaign.id).where(free, due).limit(50)
    return [(row[0], row[1]) for row in session.execute(found, execution_options=UNSCOPED)]


def _campaign(session: Session, campaign_id: int) -> Campaign:
    workspace_id = session.info["workspace_id"]
    return session.get_one(Campaign, {"workspace_id": workspace_id, "id": campaign_id})
