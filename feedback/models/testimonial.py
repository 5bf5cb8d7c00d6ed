"""Testimonials: exact words cut by a marketer, and their publication."""

from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Moment, Row, Words, ref


class Testimonial(Row, Base):
    """A pull quote: which spans of the consented words it shows, and how that reads."""

    __tablename__ = "testimonial"
    __table_args__ = (
        UniqueConstraint("workspace_id", "consent_id"),
        ref("consent_id", "consent", ondelete="CASCADE"),
    )

    consent_id: Mapped[int] = mapped_column(BigInteger)
    spans: Mapped[list[Any]] = mapped_column(Json)
    """[[start, end], …] into the consented words, in order, without overlap."""
    quote: Mapped[Words]
    """What the spans read as, cuts shown as […]; always verifiable against the words."""
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[Moment]


class Publication(Row, Base):
    """The human decision to show a testimonial; ended, never deleted."""

    __tablename__ = "publication"
    __table_args__ = (
        ref("testimonial_id", "testimonial", ondelete="CASCADE"),
        Index(None, "workspace_id", "testimonial_id"),
    )

    testimonial_id: Mapped[int] = mapped_column(BigInteger)
    published_by: Mapped[int | None] = mapped_column(BigInteger)
    published_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
