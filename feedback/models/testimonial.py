"""Testimonials: exact words cut by a marketer, and their publication."""

import secrets
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback.ids import ALPHABET
from surveys.db import Base, Json, Key, Moment, Row, Words, ref

PUBLIC_LETTERS = 16


def new_public_id() -> str:
    """Give the name of a publication in public addresses: 80 random bits, nothing to guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_LETTERS))


class Testimonial(Row, Base):
    """A pull quote: which spans of the consented words it shows, and how that reads."""

    __tablename__ = "testimonial"
    __table_args__ = (
        UniqueConstraint("workspace_id", "consent_id"),
        ref("consent_id", "consent", ondelete="CASCADE"),
    )

    consent_id: Mapped[int] = mapped_column(BigInteger)
    spans: Mapped[list[Any]] = mapped_column(Json)
    """[[start, end], …] into `Consent.quotable`, in order, without overlap."""
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
        Index(
            "ix_publication_live",  # however many approve at once, a quote is published once
            "workspace_id",
            "testimonial_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        # It finds the workspace, as a touchpoint's code does: so it is unique across all.
        Index("ix_publication_public_id", "public_id", unique=True),
    )

    public_id: Mapped[Key] = mapped_column(default=new_public_id)
    testimonial_id: Mapped[int] = mapped_column(BigInteger)
    published_by: Mapped[int | None] = mapped_column(BigInteger)
    published_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
