"""Whose turn it is: a due subscription gets one dispatch, and a job that delivers it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from feedback import jobs
from feedback.models import Dispatch, Subscription
from feedback.models.subscription import Cadence
from feedback.subscriptions.turns import last_turn, next_turn
from surveys.db import new_id
from surveys.models import Workspace
from surveys.scope import bind_workspace

DELIVER = "subscriptions.deliver"
UNSCOPED = {"unscoped": True}


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether some subscription is due; only looks."""
    return session.scalars(_due(now), execution_options=UNSCOPED).first() is not None


def plan_next(session: Session, now: datetime) -> bool:
    """Make the dispatch of one subscription that is due; commits.

    Two workers at once: the row is locked, and where that is not so its key allows one dispatch
    for each turn.
    """
    found = session.scalars(
        _due(now).with_for_update(skip_locked=True), execution_options=UNSCOPED
    ).first()
    if found is None:
        session.rollback()
        return False
    bind_workspace(session, found.workspace_id)
    begins = session.get_one(Workspace, found.workspace_id).year_begins
    zone, cadence = ZoneInfo(found.timezone), Cadence(found.cadence)
    due = max(found.next_at, last_turn(cadence, found.hour, zone, now, begins))
    found.next_at = next_turn(cadence, found.hour, zone, now, begins)
    try:
        dispatch(session, found, due_at=due, now=now)
        session.commit()
    except IntegrityError:
        session.rollback()
    return True


def dispatch(
    session: Session, subscription: Subscription, *, due_at: datetime, now: datetime, to: str = ""
) -> Dispatch:
    """Write one piece and the job that delivers it, in the caller's transaction."""
    row = Dispatch(id=new_id(), subscription_id=subscription.id, due_at=due_at, to=to, made_at=now)
    session.add(row)
    session.flush()
    jobs.enqueue(session, DELIVER, {"dispatch": row.id}, now=now)
    return row


def _due(now: datetime) -> Select[Subscription]:
    return (
        select(Subscription)
        .where(
            Subscription.next_at <= now,
            Subscription.paused_at.is_(None),
            Subscription.stopped_at.is_(None),
        )
        .order_by(Subscription.next_at)
        .limit(1)
    )
