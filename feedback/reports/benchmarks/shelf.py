"""What was entered: listed, added, changed, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from feedback.models import Benchmark
from surveys.db import new_id
from surveys.published import CES, CSAT, NPS, Published
from surveys.scope import bound_workspace
from surveys.speech import noted
from surveys.telling import told

MOST = 6
"""Of one measure: all of them are shown, so nobody chooses those that flatter."""
FULL = noted("%(most)s figures of one measure are the most. Remove one first.")


@dataclass(frozen=True)
class Sorted:
    """Figures of a file by what they would become; those with no room, with the reason."""

    new: tuple[Published, ...]
    changed: tuple[Published, ...]
    unchanged: tuple[Published, ...]
    no_room: tuple[tuple[int, str], ...]


def every(session: Session) -> list[Benchmark]:
    """List what was entered: by measure, the newest period first."""
    rows = session.scalars(select(Benchmark))
    return sorted(rows, key=lambda row: (row.measure, -of(row).year, row.name.casefold(), row.id))


def of_measure(session: Session, measure: str) -> tuple[Published, ...]:
    """Give the figures of one measure, the newest period first."""
    return tuple(of(row) for row in every(session) if row.measure == measure)


def of(row: Benchmark) -> Published:
    """Read a row."""
    return Published(
        measure=row.measure,
        name=row.name,
        value=row.value,
        period=row.period,
        source=row.source,
        low=row.low,
        high=row.high,
        n=row.n,
        link=row.link,
    )


def standing_in_the_way(session: Session, found: Published, row_id: int = 0) -> tuple[str, str]:
    """Tell why a figure cannot be kept beside the others, and at which field; "" where it can."""
    others = [of(row) for row in every(session) if row.id != row_id]
    if any(each.key == found.key for each in others):
        return "name", told("This figure of the same period is there already. Change that one.")
    if sum(each.measure == found.measure for each in others) >= MOST:
        return "measure", told(FULL, most=MOST)
    return "", ""


def write(row: Benchmark, found: Published) -> None:
    """Write all of a figure; what was emptied is empty."""
    row.measure, row.name, row.period = found.measure, found.name, found.period
    row.value, row.low, row.high, row.n = found.value, found.low, found.high, found.n
    row.source, row.link = found.source, found.link


def add(session: Session, found: Published, *, by: int | None, now: datetime) -> None:
    """Enter a figure."""
    row = Benchmark(id=new_id(), entered_at=now, entered_by=by)
    write(row, found)
    session.add(row)
    session.flush()


def remove(session: Session, row: Benchmark) -> None:
    """Take a figure away."""
    session.execute(delete(Benchmark).where(Benchmark.id == row.id))


def one(session: Session, benchmark_id: int) -> Benchmark | None:
    """Find a figure."""
    key = {"workspace_id": bound_workspace(session), "id": benchmark_id}
    return session.get(Benchmark, key)


def compared(session: Session, listed: Sequence[tuple[int, Published]]) -> Sorted:
    """Tell what the figures of a file would become."""
    known = {of(row).key: of(row) for row in every(session)}
    room = dict.fromkeys((NPS, CSAT, CES), MOST)
    for measure, _name, _period in known:
        room[measure] -= 1
    parts: dict[str, list[Published]] = {"new": [], "changed": [], "unchanged": []}
    no_room = []
    for row, found in listed:
        there = known.get(found.key)
        if there is None and room[found.measure] <= 0:
            no_room.append((row, told(FULL, most=MOST)))
            continue
        room[found.measure] -= there is None
        part = "new" if there is None else "unchanged" if there == found else "changed"
        parts[part].append(found)
    return Sorted(**{name: tuple(found) for name, found in parts.items()}, no_room=tuple(no_room))


def bring(
    session: Session, listed: Sequence[tuple[int, Published]], *, by: int, now: datetime
) -> tuple[int, int]:
    """Enter what is new and change what differs; give how many of each."""
    parts = compared(session, listed)
    rows = {of(row).key: row for row in every(session)}
    for found in parts.new:
        add(session, found, by=by, now=now)
    for found in parts.changed:
        row = rows[found.key]
        write(row, found)
        row.entered_at, row.entered_by = now, by
    session.flush()
    return len(parts.new), len(parts.changed)
