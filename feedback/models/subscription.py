"""Standing orders for reports and alerts, and each piece of mail (or call) they led to."""

from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Blob, Key, Line, Moment, Row, Words, ref


class SubscriptionKind(StrEnum):
    """What is sent."""

    REPORT = "report"
    SCORE = "score"
    """The score lies below a threshold, with its whole interval."""
    RATE = "rate"
    """The response rate has collapsed."""
    THEME = "theme"
    """A theme is spoken of far more than it was."""
    DETRACTOR = "detractor"
    """Somebody who matters gave a low score."""
    URGENT = "urgent"
    """A comment tells of something that should not wait."""


class Cadence(StrEnum):
    """How often it is looked at, or sent."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class DispatchState(StrEnum):
    """What became of one piece."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    QUIET = "quiet"
    """An alert that had nothing to say."""
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It was under way when its worker died: it may have arrived, and is not sent again."""


class Subscription(Row, Base):
    """Who gets what when: to one address, or to one webhook."""

    __tablename__ = "subscription"
    __table_args__ = (Index(None, "next_at"),)

    kind: Mapped[SubscriptionKind] = mapped_column(String(16))
    title: Mapped[Line]
    parameters: Mapped[Blob] = mapped_column(default=dict)
    """What the report is about, as an address has it: its reader cannot widen it."""
    attribute: Mapped[Line] = mapped_column(default="")
    value: Mapped[Line] = mapped_column(default="")
    """Whom an alert about people is about."""
    threshold: Mapped[int | None]
    cadence: Mapped[Cadence] = mapped_column(String(16))
    hour: Mapped[int] = mapped_column(default=8)
    timezone: Mapped[Key]
    language: Mapped[Key]
    address: Mapped[Line] = mapped_column(default="")
    url: Mapped[Line] = mapped_column(default="")
    """A webhook instead of an address."""
    secret: Mapped[Line] = mapped_column(default="")
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[Moment]
    next_at: Mapped[Moment]
    paused_at: Mapped[Moment | None]
    reason: Mapped[Words | None]
    """Why it was paused, where Hark did it."""
    stopped_at: Mapped[Moment | None]
    """When its recipient had enough."""
    failures: Mapped[int] = mapped_column(default=0)
    """Pieces in a row that could not be delivered."""
    remembers: Mapped[Blob] = mapped_column(default=dict)
    """What an alert has said already."""

    @property
    def is_active(self) -> bool:
        """Whether it goes on."""
        return self.paused_at is None and self.stopped_at is None


class Dispatch(Row, Base):
    """One piece: there is one for each moment that a subscription was due."""

    __tablename__ = "dispatch"
    __table_args__ = (
        UniqueConstraint("workspace_id", "subscription_id", "due_at"),
        ref("subscription_id", "subscription", ondelete="CASCADE"),
    )

    subscription_id: Mapped[int] = mapped_column(BigInteger)
    due_at: Mapped[Moment]
    to: Mapped[Line] = mapped_column(default="")
    """Another address than the subscription's: somebody had it sent to themselves."""
    state: Mapped[DispatchState] = mapped_column(String(16), default=DispatchState.QUEUED)
    error: Mapped[Words | None]
    made_at: Mapped[Moment]
    done_at: Mapped[Moment | None]
