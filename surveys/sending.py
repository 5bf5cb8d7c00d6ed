"""The ledger after the claim: look once more, write down what became of it, never guess.

    queued → claimed → sent | failed | unknown

Claiming (`claiming.py`) is committed before a message leaves. A row that stays claimed was in
flight when its sender died: it becomes `unknown` and is never sent again by itself.
"""

import random
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from surveys.claiming import Claim
from surveys.models import (
    Campaign,
    CampaignKind,
    Contact,
    Invitation,
    InvitationState,
    SendingPause,
    Survey,
    Unsubscribe,
)
from surveys.models.campaign import IS_CLAIMED
from surveys.peace import in_peace
from surveys.speech import noted
from surveys.telling import stored
from surveys.unsubscribing import BOUNCE, LOOK_AGAIN_SECONDS, PATIENCE_SECONDS

LEASE = timedelta(minutes=5)
"""After this long a claimed row belongs to a dead sender; longer than any hand-over may take."""
GIVE_UP = timedelta(days=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
LONGEST_HOLD = timedelta(minutes=30)
REASON_LETTERS = 400

UNSCOPED = {"unscoped": True}
CUT_OFF = noted("The sender stopped while this mail was under way. It may or may not have arrived.")
UNSUBSCRIBED = noted("They unsubscribed before this mail was sent.")
ERASED = noted("They were erased before this mail was sent.")
HURT = noted("They gave a low score before this mail was sent, so they are asked for no favour.")
IN_PEACE = noted("They were to be left in peace before this mail was sent.")
ANSWERED = noted("They answered before this reminder was sent.")
ENOUGH = noted("Enough people like them had answered before this mail was sent.")
CLOSED = noted("The survey was closed before this mail was sent.")


def obstacles(session: Session, campaign_id: int, hashes: Collection[str]) -> dict[str, str]:
    """Look once more, right before the hand-over: which addresses must get no mail, and why?"""
    closed = session.scalar(
        select(Survey.closed_at)
        .join(Campaign, Campaign.survey_id == Survey.id)
        .where(Campaign.id == campaign_id, Campaign.kind != CampaignKind.QUOTES)
    )
    if closed:
        return dict.fromkeys(hashes, CLOSED)
    left = select(Unsubscribe.address_hash).where(Unsubscribe.address_hash.in_(hashes))
    return dict.fromkeys(session.scalars(left), UNSUBSCRIBED)


def is_stopped(session: Session, campaign_id: int) -> bool:
    """Look once more, right before the hand-over: does a person or a rest keep it from sending?"""
    paused = select(Campaign.id).where(Campaign.id == campaign_id, Campaign.paused_at.is_not(None))
    resting = select(SendingPause.id).where(SendingPause.ended_at.is_(None))
    return any(session.scalar(found.limit(1)) is not None for found in (paused, resting))


def await_hand_over(
    session: Session, campaign_id: int, *, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Wait until nothing of a stopped campaign is in a sender's hands any more; tell whether so.

    The sender looks right before each hand-over. A sender that died leaves something behind, so
    nobody waits longer than the patience.
    """
    in_hand = select(Invitation.id).where(IS_CLAIMED, Invitation.campaign_id == campaign_id)
    for _ in range(int(PATIENCE_SECONDS / LOOK_AGAIN_SECONDS)):
        is_free = session.scalar(in_hand.limit(1)) is None
        session.rollback()
        if is_free:
            return True
        sleep(LOOK_AGAIN_SECONDS)
    return False


def left_by_mail(session: Session, hashes: Collection[str]) -> set[str]:
    """Which of these addresses said themselves, by mail, that nobody may ask them."""
    found = select(Unsubscribe.address_hash).where(
        Unsubscribe.address_hash.in_(hashes), Unsubscribe.via != BOUNCE
    )
    return set(session.scalars(found))


def changed_since(
    session: Session, contact_ids: Collection[int], hurt: ColumnElement[bool], now: datetime
) -> dict[int, str]:
    """Which of these contacts nobody may ask any more since their mail was queued, and why?

    `hurt` is what spares them from a favour; of an honest question it holds for nobody.
    """
    columns = Contact.id, in_peace(now), hurt
    found = session.execute(select(*columns).where(Contact.id.in_(contact_ids))).all()
    still_there = {row[0] for row in found}
    reasons = {row[0]: IN_PEACE if row[1] else HURT for row in found if row[1] or row[2]}
    return {**reasons, **{who: ERASED for who in contact_ids if who not in still_there}}


def settle(
    session: Session,
    claimed: Claim,
    ids: Collection[int],
    state: InvitationState,
    *,
    now: datetime,
    error: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Write down what became of claimed invitations, as far as the claim is still ours."""
    values: dict[str, Any] = {"state": state, "error": error and error[:REASON_LETTERS]}
    if state == InvitationState.SENT:
        values["sent_at"] = now
    if due_at:
        values["due_at"] = due_at
    for attempt in {claimed.attempts[found] for found in ids}:
        session.execute(
            update(Invitation)
            .where(
                Invitation.id.in_([found for found in ids if claimed.attempts[found] == attempt]),
                Invitation.attempts == attempt,
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


def put_off(session: Session, claimed: Claim, until: Mapping[int, datetime]) -> None:
    """Return what may not go now, each until its own moment: the attempt does not count."""
    hand_back(session, claimed, list(until))
    for moment in set(until.values()):
        ids = [found for found, due_at in until.items() if due_at == moment]
        session.execute(
            update(Invitation)
            .where(Invitation.id.in_(ids), Invitation.state == InvitationState.QUEUED)
            .values(due_at=moment)
            .execution_options(synchronize_session=False)
        )


def pause_campaign(session: Session, campaign_id: int, by: int, *, now: datetime) -> None:
    """Keep a campaign from sending because a person says so; what is on the wire still leaves."""
    campaign = _campaign(session, campaign_id)
    campaign.paused_at, campaign.paused_by = campaign.paused_at or now, by


def resume_campaign(session: Session, campaign_id: int) -> None:
    """Let it send again."""
    campaign = _campaign(session, campaign_id)
    campaign.paused_at = campaign.paused_by = None


def end_campaign(session: Session, campaign_id: int, *, now: datetime) -> None:
    """Ask nobody new and remind nobody any more; once ended it stays so."""
    campaign = _campaign(session, campaign_id)
    campaign.ends_at = min(campaign.ends_at or now, now)
    campaign.plans_at = None


def hold(
    session: Session, campaign_id: int, reason: str, *, now: datetime, chance: random.Random
) -> datetime:
    """Pause a campaign because the mail server is away; gives when it is tried again."""
    campaign = _campaign(session, campaign_id)
    campaign.held_since = campaign.held_since or now
    campaign.held_until = now + pause(campaign.holds + 1, LONGEST_HOLD, chance)
    campaign.held_because = stored(reason, REASON_LETTERS)
    campaign.holds += 1
    return campaign.held_until


def go_on(session: Session, campaign_id: int) -> None:
    """End the pause: the mail server is back, or somebody wants it tried now."""
    campaign = _campaign(session, campaign_id)
    campaign.held_since = campaign.held_until = campaign.held_because = None
    campaign.holds = 0


def make_due(session: Session, campaign_id: int, *, now: datetime) -> None:
    """Let what was tried in vain go now; what waits for its own moment goes on waiting."""
    session.execute(
        update(Invitation)
        .where(
            Invitation.campaign_id == campaign_id,
            Invitation.state == InvitationState.QUEUED,
            Invitation.attempts > 0,
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


def _campaign(session: Session, campaign_id: int) -> Campaign:
    workspace_id = session.info["workspace_id"]
    return session.get_one(Campaign, {"workspace_id": workspace_id, "id": campaign_id})
