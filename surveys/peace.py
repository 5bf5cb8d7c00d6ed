"""Leaving people in peace: after a complaint, while a case is open, or because somebody says so."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select, update
from sqlalchemy.orm import Session

from surveys.db import new_id
from surveys.models import Contact, Peace, PeaceReason


def leave_in_peace(
    session: Session,
    contact_id: int,
    reason: PeaceReason,
    *,
    now: datetime,
    until: datetime | None = None,
    note: str = "",
    by: int | None = None,
) -> Peace:
    """Let nobody ask this contact until then, or until it is lifted."""
    row = Peace(
        id=new_id(),
        contact_id=contact_id,
        reason=reason,
        begins_at=now,
        ends_at=until,
        note=note,
        made_by=by,
    )
    session.add(row)
    session.flush()
    return row


def lift(
    session: Session,
    contact_id: int,
    *,
    now: datetime,
    by: int | None = None,
    reason: PeaceReason | None = None,
) -> None:
    """End what holds for a contact: all of it, or what was for this reason."""
    about = [Peace.reason == reason] if reason else []
    session.execute(
        update(Peace)
        .where(Peace.contact_id == contact_id, *about, *_holds(now))
        .values(lifted_at=now, lifted_by=by)
        .execution_options(synchronize_session=False)
    )


def in_peace(now: datetime, *reasons: PeaceReason) -> ColumnElement[bool]:
    """Whether the contact of a query is left in peace, for one of these reasons if any is named."""
    to_them = Peace.workspace_id == Contact.workspace_id, Peace.contact_id == Contact.id
    about = [Peace.reason.in_(reasons)] if reasons else []
    return exists().where(*to_them, *about, *_holds(now)).correlate(Contact)


def left_in_peace(now: datetime) -> Select[Any]:
    """Select all contacts who are left in peace now, at once."""
    return select(Peace.contact_id).where(*_holds(now))


def peace_of(session: Session, contact_id: int, now: datetime) -> Sequence[Peace]:
    """Give what holds for a contact now, the oldest first."""
    found = select(Peace).where(Peace.contact_id == contact_id, *_holds(now))
    return session.scalars(found.order_by(Peace.begins_at)).all()


def _holds(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Peace.begins_at <= now,
        or_(Peace.ends_at.is_(None), Peace.ends_at > now),
        Peace.lifted_at.is_(None),
    )
