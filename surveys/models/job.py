"""The job table: long work, leased, with progress people can see."""

from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Blob, Key, Moment, Row, Words


class JobState(StrEnum):
    """Where a job stands; `failed` is the dead letter: it is shown and can be run again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Row, Base):
    """One piece of long work, written in the same transaction as the change that wants it."""

    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "run_at"),)

    kind: Mapped[Key]
    payload: Mapped[Blob] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(String(16), default=JobState.QUEUED)
    run_at: Mapped[Moment]
    leased_until: Mapped[Moment | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    error: Mapped[Words | None]
    created_at: Mapped[Moment]
    finished_at: Mapped[Moment | None]
