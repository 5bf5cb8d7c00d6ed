"""Work that comes back whenever something waits: one job of a kind per workspace, used again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback import jobs
from surveys.models import Job, JobState
from surveys.scope import bind_workspace

TRY_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Progress:
    """How far such work is; nothing is said once all is done."""

    waiting: int
    done: int
    error: str | None

    @property
    def total(self) -> int:
        """All there is."""
        return self.waiting + self.done


def plan(session: Session, kind: str, workspace_id: int, now: datetime) -> bool:
    """Queue the workspace's job where none is under way; commits. Whether it was queued."""
    bind_workspace(session, workspace_id)
    job = _newest(session, kind)
    if job is None:
        jobs.enqueue(session, kind, {}, now=now)
    elif job.state == JobState.DONE or _may_try_again(job, now):
        job.state, job.run_at, job.error = JobState.QUEUED, now, None
        job.attempts, job.done, job.total, job.finished_at = 0, 0, 0, None
    else:
        session.rollback()
        return False
    session.commit()
    return True


def progress(session: Session, kind: str, *, waiting: int, done: int) -> Progress:
    """Tell how far the work is, and why it stands still where it does."""
    job = _newest(session, kind)
    failed = job is not None and job.state == JobState.FAILED
    return Progress(waiting, done, job.error if job and failed else None)


def _newest(session: Session, kind: str) -> Job | None:
    newest = select(Job).where(Job.kind == kind).order_by(Job.id.desc()).limit(1)
    return session.scalars(newest).first()


def _may_try_again(job: Job, now: datetime) -> bool:
    return job.state == JobState.FAILED and (job.finished_at or now) < now - TRY_AGAIN
