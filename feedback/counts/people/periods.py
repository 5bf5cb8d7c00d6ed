"""Accounts of one survey or of a period: counted when somebody asks for them, and kept for a week.

No sums are kept of these, and looking at everybody takes minutes in a large house: a job does it,
says how far it is, and leaves sums of a moment.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from feedback import jobs
from feedback.campaigns.recipients import reading
from feedback.counts.figures import number
from feedback.counts.people.among import Bounds, counted_surveys
from feedback.counts.people.facts import NUMBERS, Fact, facts_of
from feedback.counts.people.keeping import ACCOUNT, EVERYTHING
from feedback.counts.people.sweeping import UNSCOPED, everybody, size
from feedback.database import read_snapshot
from feedback.extensions import db
from feedback.models import TallyAccount, TallyScope
from surveys.db import new_id
from surveys.models import Job, JobState, Workspace
from surveys.scope import bind_workspace, bound_workspace

COUNT_PERIOD = "count-account-period"
KEPT = timedelta(days=7)
MOST = 8
"""Kept in a workspace; the oldest go first."""
ROWS = 1000
"""Accounts of a transaction."""
SAY_SECONDS = 1.0
OPEN = (JobState.QUEUED, JobState.RUNNING)


@dataclass
class _Sum:
    """What people add to an account, and how many of them answered alike."""

    numbers: list[int] = field(default_factory=lambda: [0] * len(NUMBERS))
    alike: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    last: datetime | None = None

    def add(self, fact: Fact) -> None:
        """Add one person."""
        self.numbers = [a + b for a, b in zip(self.numbers, fact.numbers, strict=True)]
        if fact.who:
            self.alike[fact.low, fact.middle, fact.top] += 1
        self.last = max(filter(None, (self.last, fact.last)), default=None)


def ask(session: Session, attribute: str, bounds: Bounds, now: datetime) -> None:
    """Let a job count, unless one is under way."""
    found = newest(session, attribute, bounds)
    if found and found.counted_at is None and is_under_way(session, found):
        return
    scope = TallyScope(id=new_id(), attribute=attribute, **vars(bounds))
    session.add(scope)
    scope.job_id = jobs.enqueue(session, COUNT_PERIOD, {"scope": scope.id}, now=now).id


def newest(
    session: Session, attribute: str, bounds: Bounds, *, counted: bool = False
) -> TallyScope | None:
    """Find the newest of these bounds, or the newest that was counted to its end."""
    s = TallyScope
    same = [
        getattr(s, name).is_(value) if value is None else getattr(s, name) == value
        for name, value in vars(bounds).items()
    ]
    wanted = select(s).where(s.id != EVERYTHING, s.attribute == attribute, *same)
    if counted:
        wanted = wanted.where(s.counted_at.is_not(None))
    return session.scalars(wanted.order_by(s.id.desc()).limit(1)).first()


def is_under_way(session: Session, scope: TallyScope) -> bool:
    """Tell whether its job waits or works."""
    wanted = select(Job.id).where(Job.id == scope.job_id, Job.state.in_(OPEN))
    return session.scalar(wanted) is not None


def count_period(session: Session, job: Job) -> None:
    """Count everybody within the bounds; what was broken off begins anew."""
    workspace = bound_workspace(session)
    scope = session.get(TallyScope, (workspace, job.payload["scope"]))
    told = session.get_one(Workspace, workspace)
    if scope is None or scope.attribute != told.account_attribute:
        return  # erased, or of another attribute than accounts are told by now
    bounds = Bounds(scope.survey_id, scope.starts, scope.ends)
    surveys = [bounds.survey_id] if bounds.survey_id else counted_surveys(session)
    among, key = bounds.among(scope.attribute, surveys, told.zone), scope.id
    session.execute(delete(TallyAccount).where(TallyAccount.scope_id == key))
    sums: dict[str, _Sum] = defaultdict(_Sum)
    done, total, said_at = 0, size(workspace), 0.0
    for people in everybody(workspace):
        if time.monotonic() - said_at > SAY_SECONDS:
            jobs.report(session, job, done=done, total=total, now=datetime.now(UTC))
            session.commit()
            said_at = time.monotonic()
        with read_snapshot(db.engine) as connection, Session(connection) as reader:
            bind_workspace(reader, workspace)
            for (name, _person), fact in facts_of(reader, among, people).items():
                sums[name].add(fact)
        done += len(people)
    _write(session, job, key, sums)
    _finish(session, key, bounds)


def expire(session: Session, now: datetime) -> bool:
    """Take one away that was kept long enough; commits. Whether there was any."""
    old = select(TallyScope.workspace_id, TallyScope.id).where(
        TallyScope.id != EVERYTHING,
        or_(
            TallyScope.counted_at < now - KEPT,
            TallyScope.counted_at.is_(None) & ~_open(now - KEPT).exists(),
        ),
    )
    with reading() as reader:
        found = reader.execute(old.limit(1), execution_options=UNSCOPED).first()
    if found is None:
        return False
    bind_workspace(session, found[0])
    session.execute(delete(TallyScope).where(TallyScope.id == found[1]))
    session.commit()
    return True


def forget(session: Session) -> None:
    """Take all of them away: somebody who is in their sums is erased."""
    session.execute(delete(TallyScope).where(TallyScope.id != EVERYTHING))


def _open(since: datetime) -> Select[Any]:
    """Choose the job of a scope where it is not through, or failed not long ago."""
    is_open = Job.state.in_(OPEN) | (Job.finished_at > since)
    return select(Job.id).where(
        Job.workspace_id == TallyScope.workspace_id, Job.id == TallyScope.job_id, is_open
    )


def _write(session: Session, job: Job, scope: int, sums: dict[str, _Sum]) -> None:
    rows = list(_rows(bound_workspace(session), scope, sums))
    for start in range(0, len(rows), ROWS):
        few = [
            {"workspace_id": bound_workspace(session)} | row for row in rows[start : start + ROWS]
        ]
        session.connection().execute(ACCOUNT.insert(), few)
        jobs.report(session, job, done=job.total, total=job.total, now=datetime.now(UTC))
        session.commit()


def _rows(workspace: int, scope: int, sums: dict[str, _Sum]) -> Iterator[dict[str, Any]]:
    for name, found in sums.items():
        if any(found.numbers):
            alike = [[*classes, people] for classes, people in sorted(found.alike.items())]
            yield {
                "workspace_id": workspace,
                "scope_id": scope,
                "account_id": number(name),
                "account": name,
                "alike": alike if name else [],
                "last": found.last,
            } | dict(zip(NUMBERS, found.numbers, strict=True))


def _finish(session: Session, key: int, bounds: Bounds) -> None:
    """Show what was counted instead of what was counted before."""
    scope = session.get(TallyScope, (bound_workspace(session), key), populate_existing=True)
    if scope is None:
        return
    scope.counted_at = datetime.now(UTC)
    s = TallyScope
    others = session.scalars(select(s).where(s.id.not_in((EVERYTHING, key))).order_by(s.id.desc()))
    for place, other in enumerate(others.all(), start=1):
        same = Bounds(other.survey_id, other.starts, other.ends) == bounds
        if same or (place >= MOST and other.counted_at):
            session.delete(other)
    session.commit()
