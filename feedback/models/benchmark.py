"""A figure from elsewhere that a report may be held against, with where it comes from."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Line, Moment, Row


class Benchmark(Row, Base):
    """Somebody else's score as published; never part of any figure of the workspace's own."""

    __tablename__ = "benchmark"

    measure: Mapped[Key]
    """The key of a scale: only figures of the same one are held against each other."""
    name: Mapped[Line]
    value: Mapped[float]
    """As people read it: -100 to 100 (NPS), or percent."""
    low: Mapped[float | None]
    high: Mapped[float | None]
    """The limits of its 95 % interval, where they were published."""
    n: Mapped[int | None]
    """Answers it rests on, where that was published."""
    period: Mapped[Line]
    source: Mapped[Line]
    link: Mapped[Line] = mapped_column(default="")
    entered_at: Mapped[Moment]
    entered_by: Mapped[int | None] = mapped_column(BigInteger)
