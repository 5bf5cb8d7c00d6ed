"""Reminders: a second and a third mail to those who stay silent, with the first one's link."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, insert, select
from sqlalchemy.orm import Session, aliased

from surveys.db import new_id
from surveys.models import Campaign, CampaignKind, Contact, Invitation, InvitationState
from surveys.peace import in_peace
from surveys.scheduling import Schedule
from surveys.timing import time_rows

MOST_AT_ONCE = 2000

Answered = Callable[[Any, ColumnElement[int]], ColumnElement[bool]]
"""Whether an answer came to this workspace's invitation: only the application knows answers."""


def remind(
    session: Session, campaign: Campaign, schedule: Schedule, now: datetime, answered: Answered
) -> bool:
    """Queue reminders for those who have not answered; tells whether these were all."""
    all_done = True
    for step, reminder in enumerate(schedule.reminders, 1):
        cutoff = now - timedelta(days=reminder.after_days)
        rows = session.execute(_silent(campaign.id, step, now, cutoff, answered)).all()
        all_done = all_done and len(rows) < MOST_AT_ONCE
        made = [
            {
                "workspace_id": campaign.workspace_id,
                "id": new_id(),
                "campaign_id": campaign.id,
                "contact_id": row.contact_id,
                "round": row.round,
                "step": step,
                "first_id": row.first_id,
                "queued_at": now,
                "due_at": now,
            }
            for row in rows
        ]
        if made:
            session.execute(insert(Invitation), made)
        ids = zip(made, rows, strict=True)
        time_rows(session, campaign, ((new["id"], now, row[3]) for new, row in ids))
    return all_done


def is_over(session: Session, campaign: Campaign, schedule: Schedule, now: datetime) -> bool:
    """Whether a one-off has nothing more to plan: all has left, and the last to remind is past."""
    if campaign.kind != CampaignKind.ONCE:
        return False
    of_it = Invitation.campaign_id == campaign.id
    open_ones = Invitation.state.in_([InvitationState.QUEUED, InvitationState.CLAIMED])
    if session.scalar(select(Invitation.id).where(of_it, open_ones).limit(1)):
        return False
    last = session.scalar(select(func.max(Invitation.sent_at)).where(of_it))
    longest = timedelta(days=sum(reminder.after_days for reminder in schedule.reminders) + 1)
    return last is None or last + longest < now


def _silent(
    campaign_id: int, step: int, now: datetime, cutoff: datetime, answered: Answered
) -> Any:
    """Whom the step before reached in time, and who has neither answered nor been reminded."""
    before, after = aliased(Invitation), aliased(Invitation)
    first_id: ColumnElement[int] = func.coalesce(before.first_id, before.id)
    is_reminded = exists().where(
        after.workspace_id == before.workspace_id,
        after.campaign_id == before.campaign_id,
        after.contact_id == before.contact_id,
        after.round == before.round,
        after.step == step,
    )
    return (
        select(before.contact_id, before.round, first_id.label("first_id"), Contact.attributes)
        .join(Contact, Contact.id == before.contact_id)
        .where(
            before.campaign_id == campaign_id,
            before.state == InvitationState.SENT,
            before.step == step - 1,
            before.due_at <= cutoff,
            before.sent_at <= cutoff,
            ~is_reminded,
            ~answered(before.workspace_id, first_id),
            ~in_peace(now),
        )
        .limit(MOST_AT_ONCE)
    )
