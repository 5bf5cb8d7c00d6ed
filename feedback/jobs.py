"""The job table at work: claim with a lease, run, report progress, retry, or say it failed."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy.orm import Session

from surveys.db import new_id
from surveys.models import Job, JobState
from surveys.scope import bind_workspace, bound_workspace

log = logging.getLogger("hark.jobs")

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5

Work = Callable[[Session, Job], None]
JobKey = tuple[int, int]
"""Its workspace and its id."""
UNSCOPED = {"unscoped": True}


class JobRefusedError(Exception):
    """The work cannot be done however often it is tried; its words are for the person."""


def enqueue(session: Session, kind: str, payload: dict[str, Any], *, now: datetime) -> Job:
    """Write a job in the caller's transaction: it exists exactly if the change does."""
    job = Job(
        workspace_id=bound_workspace(session),
        id=new_id(),
        kind=kind,
        payload=payload,
        run_at=now,
        created_at=now,
    )
    session.add(job)
    return job


def claim(session: Session, *, now: datetime, key: JobKey | None = None) -> Job | None:
    """Lease the next job (or just this one) that is due, or whose worker died; commits."""
    due = or_(
        (Job.state == JobState.QUEUED) & (Job.run_at <= now),
        (Job.state == JobState.RUNNING) & (Job.leased_until < now),
    )
    if key:
        due &= tuple_(Job.workspace_id, Job.id) == key
    job = session.scalars(
        select(Job).where(due).order_by(Job.run_at).limit(1).with_for_update(skip_locked=True),
        execution_options=UNSCOPED,
    ).first()
    if job is None:
        session.rollback()
        return None
    bind_workspace(session, job.workspace_id)
    job.state, job.leased_until, job.attempts = JobState.RUNNING, now + LEASE, job.attempts + 1
    session.commit()
    return job


def report(session: Session, job: Job, *, done: int, total: int, now: datetime) -> None:
    """Write progress and renew the lease, in the worker's own transaction."""
    session.execute(
        update(Job).where(Job.id == job.id).values(done=done, total=total, leased_until=now + LEASE)
    )


def run(session: Session, job: Job, work: Work, *, now: Callable[[], datetime]) -> None:
    """Run one claimed job to its end: done, again later, or failed with its reason."""
    key = {"workspace_id": job.workspace_id, "id": job.id}
    try:
        work(session, job)
        state, error = JobState.DONE, None
    except JobRefusedError as refusal:
        state, error = JobState.FAILED, str(refusal)
    except Exception as failure:
        log.exception("job %s failed", key)
        error = f"{type(failure).__name__}: {failure}"
        state = JobState.FAILED if job.attempts >= MAX_ATTEMPTS else JobState.QUEUED
    if state != JobState.DONE:
        session.rollback()
    job = session.get_one(Job, key)
    job.state, job.error, job.leased_until = state, error, None
    if state == JobState.QUEUED:
        job.run_at = now() + timedelta(seconds=10 * 2**job.attempts)
    else:
        job.finished_at = now()
    session.commit()
