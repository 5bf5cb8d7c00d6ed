"""The roster: who works here, when, and what of it the finder of names has to know."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from analysis.named import Colleague, Roster
from feedback import jobs
from feedback.models import Member, Mention, PraiseReading, Staff, StaffOptIn
from surveys.db import new_id
from surveys.imports.colleagues import Listed
from surveys.models import Job, JobState
from surveys.scope import bound_workspace

READ_NAMES = "read-names"


@dataclass(frozen=True)
class OnRoster:
    """A colleague, with their yes to being shown in public if they gave one."""

    staff: Staff
    opted_in_at: datetime | None

    def is_active(self, today: date) -> bool:
        """Whether they work here on a day."""
        return works_on(self.staff, today)


def works_on(staff: Staff, day: date) -> bool:
    """Whether a colleague works here on a day."""
    return (staff.since is None or staff.since <= day) and (
        staff.until is None or day <= staff.until
    )


def everybody(session: Session) -> list[OnRoster]:
    """List the roster by name."""
    rows = session.execute(
        select(Staff, StaffOptIn.given_at)
        .outerjoin(StaffOptIn, _opted_in())
        .order_by(Staff.name, Staff.id)
    )
    return [OnRoster(*row) for row in rows]


def one(session: Session, staff_id: int) -> OnRoster | None:
    """Find one colleague."""
    row = session.execute(
        select(Staff, StaffOptIn.given_at)
        .outerjoin(StaffOptIn, _opted_in())
        .where(Staff.id == staff_id)
    ).first()
    return OnRoster(*row) if row else None


def roster_of(people: Iterable[Staff]) -> Roster:
    """Make what the finder of names reads with."""
    return Roster(
        Colleague(
            key=each.id,
            name=each.name,
            nicknames=tuple(each.nicknames),
            team=each.team,
            place=each.place,
            since=each.since.toordinal() if each.since else None,
            until=each.until.toordinal() if each.until else None,
        )
        for each in people
    )


def digest_of(people: Iterable[Staff]) -> str:
    """Give what changes whenever the roster does."""
    told = [
        (p.id, p.name, p.nicknames, p.team, p.place, str(p.since), str(p.until)) for p in people
    ]
    return hashlib.blake2b(json.dumps(sorted(told)).encode(), digest_size=16).hexdigest()


def add(
    session: Session, listed: Sequence[Listed], *, by: Member, now: datetime
) -> tuple[int, int]:
    """Add who is new and change who is there by that name; give how many of each."""
    known = {each.name.casefold(): each for each in session.scalars(select(Staff))}
    new = changed = 0
    for person in listed:
        row = known.get(person.name.casefold())
        if row is None:
            row = Staff(id=new_id(), name=person.name, added_at=now, added_by=by.id)
            session.add(row)
            new += 1
        elif not differs(row, person):
            continue
        else:
            changed += 1
        write(row, person)
    session.flush()
    if new or changed:
        read_anew(session, now)
    return new, changed


def differs(row: Staff, person: Listed) -> bool:
    """Whether a file says something else of somebody; empty cells take nothing away."""
    before = (row.nicknames, row.team, row.place, row.since, row.until)
    return before != (
        list(person.nicknames) or row.nicknames,
        person.team or row.team,
        person.place or row.place,
        person.since or row.since,
        person.until or row.until,
    )


def write(row: Staff, person: Listed) -> None:
    """Write what a file says of somebody; empty cells take nothing away."""
    row.nicknames = list(person.nicknames) or row.nicknames or []
    row.team, row.place = person.team or row.team or "", person.place or row.place or ""
    row.since, row.until = person.since or row.since, person.until or row.until


def opt_in(session: Session, staff: Staff, *, by: Member, now: datetime) -> None:
    """Record that a colleague agrees to be shown in public; saying it twice changes nothing."""
    there = select(StaffOptIn.id).where(
        StaffOptIn.staff_id == staff.id, StaffOptIn.ended_at.is_(None)
    )
    if session.scalar(there) is None:
        row = StaffOptIn(id=new_id(), staff_id=staff.id, given_at=now, recorded_by=by.id)
        session.add(row)
        session.flush()


def opt_out(session: Session, staff: Staff, *, by: Member, now: datetime) -> None:
    """End it; at the next request they are on no public page."""
    session.execute(
        update(StaffOptIn)
        .where(StaffOptIn.staff_id == staff.id, StaffOptIn.ended_at.is_(None))
        .values(ended_at=now, ended_by=by.id)
    )


def end(session: Session, staff: Staff, *, on: date, by: Member, now: datetime) -> None:
    """Let a colleague leave: they are off the walls, and thanked no more for later answers."""
    staff.until = min(staff.until or on, on)
    opt_out(session, staff, by=by, now=now)
    session.flush()
    read_anew(session, now)


def erase(session: Session, staff: Staff, now: datetime) -> None:
    """Erase a colleague with all that was found of them."""
    session.execute(delete(Mention).where(Mention.staff_id == staff.id))
    session.execute(delete(StaffOptIn).where(StaffOptIn.staff_id == staff.id))
    session.execute(delete(Staff).where(Staff.id == staff.id))
    read_anew(session, now)


def read_anew(session: Session, now: datetime) -> None:
    """Let the worker read all answers again, once, however often the roster changes meanwhile."""
    waiting = select(Job.id).where(Job.kind == READ_NAMES, Job.state == JobState.QUEUED)
    is_queued = session.scalar(waiting.limit(1)) is not None
    reading = session.get(PraiseReading, bound_workspace(session), with_for_update=True)
    if reading is None:
        reading = PraiseReading(rules="", roster="", read_until=None)
        session.add(reading)
    reading.read_until = None
    if not is_queued:
        reading.job_id = jobs.enqueue(session, READ_NAMES, {}, now=now).id
    session.flush()


def progress(session: Session) -> Job | None:
    """Give the job that reads the answers now; None where they are read."""
    reading = session.get(PraiseReading, bound_workspace(session))
    if reading is None or reading.job_id is None:
        return None
    job = session.get(Job, {"workspace_id": reading.workspace_id, "id": reading.job_id})
    return None if job is None or job.state == JobState.DONE else job


def _opted_in() -> ColumnElement[bool]:
    return and_(
        StaffOptIn.workspace_id == Staff.workspace_id,
        StaffOptIn.staff_id == Staff.id,
        StaffOptIn.ended_at.is_(None),
    )
