"""Things that happened to contacts, as other programs told us."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Line, Moment, Row


class Event(Row, Base):
    """One thing that happened, taken once. It names nobody: whom it was about, the ledger knows."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("workspace_id", "reference"),)

    reference: Mapped[Key]
    """A digest of the id it was told under."""
    digest: Mapped[Key]
    """A digest of all that was told: the same id with another story is refused."""
    name: Mapped[Line]
    occurred_at: Mapped[Moment]
    received_at: Mapped[Moment]
    asked: Mapped[int] = mapped_column(default=0)
    """How many asks it led to."""
