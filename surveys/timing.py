"""When queued invitations may leave: each in the hours of the customer it goes to."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from surveys.models import Campaign, Invitation, Workspace
from surveys.scheduling import Schedule, zone_of
from surveys.scope import bound_workspace

AT_ONCE = 5000


def time_rows(
    session: Session, campaign: Campaign, rows: Iterable[tuple[int, datetime, Mapping[str, Any]]]
) -> None:
    """Say of invitations (id, not before, attributes) when they may leave."""
    schedule = Schedule.of(campaign.schedule)
    ours = session.get_one(Workspace, campaign.workspace_id).zone
    moments: dict[datetime, list[int]] = {}
    for invitation_id, earliest, attributes in rows:
        zone = zone_of(attributes, ours)
        moments.setdefault(schedule.next_open(earliest, zone), []).append(invitation_id)
    for due_at, ids in moments.items():
        for start in range(0, len(ids), AT_ONCE):
            session.execute(
                update(Invitation)
                .where(Invitation.id.in_(ids[start : start + AT_ONCE]))
                .values(due_at=due_at)
                .execution_options(synchronize_session=False)
            )


def lock_workspace(session: Session) -> Workspace:
    """Let whoever queues people of this workspace do so one after the other."""
    found = select(Workspace).where(Workspace.id == bound_workspace(session)).with_for_update()
    return session.scalars(found).one()
