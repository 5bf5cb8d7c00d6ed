"""Counting stale days anew, and reading them: what is counted, and what is not from the answers.

A worker reads a few days of one survey in one moment, and then writes them in a short transaction
that takes away the marks it saw. A mark that came meanwhile stays, and with it the day is stale: so
answers never wait for the worker, and nothing that it did not see is taken for counted.
"""

import logging
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, cast

from flask import Flask
from sqlalchemy import Connection, Table, delete, select, text, union
from sqlalchemy.orm import Session

from feedback.counts import derived, weighing
from feedback.counts.derived import KINDS, Derived, Group
from feedback.database import read_snapshot
from feedback.extensions import db
from feedback.models import Response, StaleDay, ToldDay
from feedback.models.tally import STEPS
from surveys.models import Survey
from surveys.scope import bind_workspace

log = logging.getLogger("hark.counts")

AT_ONCE = 20
"""Days of a survey that are read in one moment and written in one transaction."""
EVERY_SECONDS = 1.0
RESTS = 4
"""Rest so many times as long as a round took: while an import goes on, each marks all its days."""
PATIENCE = 60
"""Seconds to wait for whoever was writing when marks were read."""
NAMES = [f"s{step}" for step in range(STEPS)]
Marks = dict[date, set[int]]
Rows = dict[tuple[str, str], tuple[int, ...]]
"""A day's answers by score, by kind and group."""


def told(session: Session, surveys: Sequence[int], kind: Derived) -> list[Group]:
    """Read the days of each group, exact at any moment (see `one_moment`)."""
    s, t = StaleDay, ToldDay
    stale: dict[int, set[date]] = defaultdict(set)
    marks = select(s.survey_id, s.day).where(s.survey_id.in_(surveys)).distinct()
    for survey, day in session.execute(marks):
        stale[survey].add(day)
    kept = select(t.survey_id, t.value, t.day, *(getattr(t, name) for name in NAMES)).where(
        t.survey_id.in_(surveys),
        t.survey_id.not_in(select(Survey.id).where(Survey.is_anonymous)),
        t.kind == kind,
    )
    rows = [(row[0], row[1], row[2], tuple(row[3:])) for row in session.execute(kept)]
    found = [row for row in rows if row[2] not in stale.get(row[0], ())]
    return found + derived.of_days(session, stale, kind) if stale else found


def watch_beside(app: Flask, stop: threading.Event) -> None:
    """Count in a thread of its own: other work of the worker takes minutes."""

    def watch() -> None:
        rest = EVERY_SECONDS
        while not stop.wait(rest):
            began = time.monotonic()
            try:
                with app.app_context():
                    weighing.count_frames(datetime.now(UTC))
                    count_stale()
            except Exception:
                log.exception("counting days stumbled and goes on")
            rest = max(EVERY_SECONDS, RESTS * (time.monotonic() - began))

    threading.Thread(target=watch, name="days", daemon=True).start()


def count_stale() -> int:
    """Count all days that are stale now, a few at a time; tell how many there were."""
    s = _columns(StaleDay)
    key = (s.workspace_id, s.survey_id, s.day)
    with read_snapshot(db.engine) as connection:
        stale = [tuple(row) for row in connection.execute(select(*key).distinct().order_by(*key))]
    done = 0
    for where, theirs in groupby(stale, key=lambda row: row[:2]):
        for few in _parts([day for *_, day in theirs]):
            _Few(where[0], where[1], few).count()
            done += len(few)
            if len(stale) > AT_ONCE:
                log.info("%d of %d stale days counted", done, len(stale))
    return len(stale)


def recount(workspace: int, survey: int) -> int:
    """Count all days of a survey anew; tell how many had been wrong."""
    ours = -1 - secrets.randbits(62)
    with read_snapshot(db.engine) as connection:
        days = _all_days(connection, workspace, survey)
    with db.engine.begin() as connection:
        stale = set(_marks(connection, workspace, survey, days))
        marks = [
            {"workspace_id": workspace, "survey_id": survey, "day": day, "written_by": ours}
            for day in days
            if day not in stale
        ]
        if marks:
            connection.execute(cast("Table", StaleDay.__table__).insert(), marks)
    return sum(_Few(workspace, survey, few, ours).count() for few in _parts(days))


@dataclass
class _Few:
    """A few days of a survey that are counted anew."""

    workspace: int
    survey: int
    days: Sequence[date]
    ours: int | None = None
    """The mark of days that nothing happened to: what differs in them had been wrong."""
    found: dict[date, Rows] = field(default_factory=lambda: defaultdict(dict))

    def count(self) -> int:
        """Count them; tell how many had been wrong."""
        with read_snapshot(db.engine) as connection:
            marks = _marks(connection, self.workspace, self.survey, self.days)
        _await_writers()
        with self._moment() as session:
            self._read(session, marks)
        with db.engine.begin() as connection:
            return sum(self._write(connection, day, seen) for day, seen in marks.items())

    @contextmanager
    def _moment(self) -> Iterator[Session]:
        with read_snapshot(db.engine) as connection, Session(connection) as session:
            bind_workspace(session, self.workspace)
            yield session

    def _read(self, session: Session, days: Iterable[date]) -> None:
        for kind in KINDS:
            for _, value, day, steps in derived.of_days(session, {self.survey: days}, kind):
                self.found[day][kind, value] = steps

    def _write(self, connection: Connection, day: date, seen: set[int]) -> bool:
        """Replace a day's counts, but where somebody else did it or it was marked in their place.

        Answers that the moment of reading did not hold have left marks that were not seen.
        """
        s, t = cast("Table", StaleDay.__table__), cast("Table", ToldDay.__table__)
        here = {"workspace_id": self.workspace, "survey_id": self.survey, "day": day}
        marks = [s.c[name] == value for name, value in here.items()]
        there = set(connection.scalars(select(s.c.written_by).where(*marks).with_for_update()))
        if not seen <= there:
            return False
        connection.execute(delete(s).where(*marks, s.c.written_by.in_(seen)))
        old = delete(t).where(*(t.c[name] == value for name, value in here.items()))
        gone = connection.execute(old.returning(t.c.kind, t.c.value, *(t.c[n] for n in NAMES)))
        before = {(row[0], row[1]): tuple(row[2:]) for row in gone}
        now = self.found.get(day, {})
        rows = [
            here | {"kind": kind, "value": value} | dict(zip(NAMES, steps, strict=True))
            for (kind, value), steps in now.items()
        ]
        if rows:
            connection.execute(t.insert(), rows)
        return there == {self.ours} and before != now


def _parts(days: Sequence[date]) -> list[Sequence[date]]:
    return [days[start : start + AT_ONCE] for start in range(0, len(days), AT_ONCE)]


WRITERS = text(
    """SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation'
    AND mode = 'RowExclusiveLock' AND relation = CAST('stale_day' AS regclass)
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
)


def _await_writers() -> None:
    """Wait until those are through who mark days at this moment; whoever begins later need not be.

    PostgreSQL: somebody's first answer and their second one, written at the same moment, do not see
    each other, so the first did not mark the second one's day. That day's own mark, seen already,
    must not go before both are there.
    """
    if db.engine.dialect.name == "sqlite":
        return
    ends = time.monotonic() + PATIENCE
    with db.engine.connect() as connection:
        before = set(connection.scalars(WRITERS))
        while before & set(connection.scalars(WRITERS)):
            if time.monotonic() > ends:
                raise TimeoutError(f"somebody has been writing for more than {PATIENCE} seconds")
            time.sleep(0.02)


def _marks(connection: Connection, workspace: int, survey: int, days: Sequence[date]) -> Marks:
    """Read the marks of those days that are stale."""
    s = _columns(StaleDay)
    theirs = s.workspace_id == workspace, s.survey_id == survey, s.day.in_(days)
    found: Marks = defaultdict(set)
    for day, mark in connection.execute(select(s.day, s.written_by).where(*theirs)):
        found[day].add(mark)
    return found


def _all_days(connection: Connection, workspace: int, survey: int) -> list[date]:
    """Name the days that have answers, or counts, or marks."""
    r, t, s = map(_columns, (Response, ToldDay, StaleDay))
    here = [
        select(day).where(c.workspace_id == workspace, c.survey_id == survey)
        for c, day in ((r, r.answered_on), (t, t.day), (s, s.day))
    ]
    return sorted(connection.scalars(union(*here)))


def _columns(model: Any) -> Any:
    return cast("Table", model.__table__).c
