"""Beginning campaigns, and looking again and again whose turn it is and who is to be reminded.

Everything here queues rows of the ledger and sends nothing. Each look is one transaction that
also says when to look next, so that several workers may look and nobody is queued twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from surveys import audience
from surveys.asking import Ask, Audience, confirm, queue
from surveys.hurting import LowAnswers
from surveys.models import (
    Campaign,
    CampaignKind,
    Contact,
    Favour,
    Invitation,
    Survey,
)
from surveys.reminding import Answered, is_over, remind
from surveys.scheduling import Schedule, phase, turn
from surveys.scope import bind_workspace
from surveys.timing import lock_workspace, time_rows

LOOK_EVERY = timedelta(minutes=5)
LONG_REST = timedelta(days=1)
UNSCOPED = {"unscoped": True}


@dataclass(frozen=True)
class Look:
    """One look at one campaign: at which moment, and what is needed to judge people."""

    now: datetime
    key: str
    answered: Answered
    low_answers: LowAnswers | None = None
    """Needed once a campaign asks for a favour."""


def begin(session: Session, campaign: Campaign, ask: Ask) -> Audience | None:
    """Confirm a campaign of any kind; None where that was done already.

    A one-off queues everybody at once. The others queue nobody yet: their time comes.
    """
    schedule = Schedule.of(campaign.schedule)
    if campaign.kind == CampaignKind.ONCE:
        counted = confirm(session, campaign, ask)
        if counted:
            _time(session, campaign, schedule, max(campaign.starts_at or ask.now, ask.now))
    else:
        counted = _announce(session, campaign)
    if counted is not None and (campaign.kind == CampaignKind.RECURRING or schedule.reminders):
        campaign.plans_at = campaign.planned_until = max(campaign.starts_at or ask.now, ask.now)
    return counted


def is_anything_to_plan(session: Session, *, now: datetime) -> bool:
    """Whether some campaign is to be looked at; only looks."""
    found = _to_plan(now).limit(1)
    return session.execute(found, execution_options=UNSCOPED).first() is not None


def plan_next(session: Session, look: Look) -> bool:
    """Look at one campaign whose time has come; tells whether there was one; commits."""
    found = _to_plan(look.now).limit(1).with_for_update(skip_locked=True)
    row = session.execute(found, execution_options=UNSCOPED).first()
    if row is None:
        session.rollback()
        return False
    bind_workspace(session, row.workspace_id)
    campaign = session.get_one(Campaign, (row.workspace_id, row.id))
    schedule = Schedule.of(campaign.schedule)
    if campaign.ends_at and campaign.ends_at <= look.now:
        campaign.plans_at = None
    elif _is_open(session, campaign):
        if campaign.kind == CampaignKind.RECURRING:
            _ask_whose_turn_it_is(session, campaign, schedule, look)
        is_all = remind(session, campaign, schedule, look.now, look.answered)
        over = is_over(session, campaign, schedule, look.now)
        campaign.plans_at = None if over else look.now + (LOOK_EVERY if is_all else timedelta(0))
    else:
        campaign.plans_at = look.now + LOOK_EVERY
    session.commit()
    return True


def _announce(session: Session, campaign: Campaign) -> Audience | None:
    workspace = lock_workspace(session)
    if session.get(Campaign, (workspace.id, campaign.id)):
        return None
    session.add(campaign)
    session.flush()
    return Audience()


def _time(session: Session, campaign: Campaign, schedule: Schedule, earliest: datetime) -> None:
    """Let what was queued at once leave from a moment on, in each customer's hours."""
    if schedule.has_window:
        rows = session.execute(
            select(Invitation.id, Contact.attributes)
            .join(Contact, Contact.id == Invitation.contact_id)
            .where(Invitation.campaign_id == campaign.id)
        ).all()
        time_rows(session, campaign, ((row[0], earliest, row[1]) for row in rows))
    elif campaign.starts_at:
        session.execute(
            update(Invitation)
            .where(Invitation.campaign_id == campaign.id)
            .values(due_at=earliest)
            .execution_options(synchronize_session=False)
        )


def _to_plan(now: datetime) -> Any:
    due = Campaign.plans_at <= now, Campaign.paused_at.is_(None)
    return select(Campaign.workspace_id, Campaign.id).where(*due).order_by(Campaign.plans_at)


def _is_open(session: Session, campaign: Campaign) -> bool:
    survey = session.get_one(Survey, (campaign.workspace_id, campaign.survey_id))
    return survey.closed_at is None


def _ask_whose_turn_it_is(
    session: Session, campaign: Campaign, schedule: Schedule, look: Look
) -> None:
    workspace = lock_workspace(session)
    rounds = _turns(session, campaign, schedule, look.now)
    campaign.planned_until = look.now
    for number, turns in rounds.items():
        ask = Ask(
            campaign.id,
            campaign.audience,
            workspace.asking_rules,
            look.now,
            look.key,
            favour=campaign.favour and Favour(campaign.favour),
            channel=campaign.channel,
            low_answers=look.low_answers,
            only=list(turns),
            round=number,
        )
        queue(session, ask)
        _move_to_their_turns(session, campaign, number, turns, look.now)


def _turns(
    session: Session, campaign: Campaign, schedule: Schedule, now: datetime
) -> dict[int, dict[int, datetime]]:
    """Whose turn came since the last look: round → contact → moment.

    After a long rest everybody moves on by it: who was missed is asked in the same trickle.
    """
    start = campaign.starts_at or campaign.created_at
    period, after = timedelta(days=schedule.period_days), campaign.planned_until or start
    chosen = audience.matching(campaign.audience).with_only_columns(Contact.id)
    rested = min(now - after, period) if now - after > LONG_REST else timedelta()
    rounds: dict[int, dict[int, datetime]] = {}
    for contact_id in session.scalars(chosen):
        found = turn(start, phase(campaign.id, contact_id, period), period, after, now)
        if found:
            rounds.setdefault(found[0], {})[contact_id] = found[1] + rested
    return rounds


def _move_to_their_turns(
    session: Session,
    campaign: Campaign,
    number: int,
    turns: Mapping[int, datetime],
    now: datetime,
) -> None:
    """They count as asked at their turn, not when we looked: else 90 days were a minute short."""
    rows = session.execute(
        select(Invitation.id, Invitation.contact_id, Contact.attributes)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(
            Invitation.campaign_id == campaign.id,
            Invitation.round == number,
            Invitation.step == 0,
            Invitation.queued_at == now,
        )
    ).all()
    for row in rows:
        session.execute(
            update(Invitation)
            .where(Invitation.id == row.id)
            .values(queued_at=turns[row.contact_id])
            .execution_options(synchronize_session=False)
        )
    time_rows(session, campaign, ((row.id, turns[row.contact_id], row.attributes) for row in rows))
