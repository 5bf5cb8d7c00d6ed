"""How quotable each comment is, and what a marketer decided about it."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Key, Moment, Row, Scoped, ref
from surveys.definition import REASON_KEY


class Judgement(Scoped, Base):
    """What the judge made of one comment; gone with the words, made anew when they change.

    What the inbox parts and orders comments by is copied here, so that a hundred thousand are
    ordered without touching an answer.
    """

    __tablename__ = "judgement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "response_id", "question_key"],
            ["answer.workspace_id", "answer.response_id", "answer.question_key"],
            ondelete="CASCADE",
        ),
        Index(
            "ix_judgement_order",
            "workspace_id",
            "is_held",
            "points",
            "answered_on",
            "response_id",
            "contact_id",
            "is_imported",
        ),
        Index("ix_judgement_language", "workspace_id", "language"),
    )

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    question_key: Mapped[Key] = mapped_column(default=REASON_KEY)
    model: Mapped[int]
    """The judge's version (analysis.praise.MODEL)."""
    language: Mapped[str] = mapped_column(String(8))
    """Of the words, as far as they tell; "" where nobody knows."""
    points: Mapped[int]
    """Without what its age is worth, which changes."""
    is_held: Mapped[bool]
    """Whether the words, the score or the author shut a gate that only a person can open."""
    is_imported: Mapped[bool]
    """Whether it came in a file: nobody knows on what terms it was given."""
    contact_id: Mapped[int | None] = mapped_column(BigInteger)
    answered_on: Mapped[date]
    score: Mapped[int | None]
    words: Mapped[int]
    """How many."""
    names_somebody: Mapped[bool]
    reasons: Mapped[list[Any]] = mapped_column(Json)
    """[[name, found], …] of analysis.praise.Reason, weightiest first, without age."""
    gates: Mapped[list[Any]] = mapped_column(Json)
    """[[name, found], …] of analysis.gates.Gate, and those of score and author."""
    judged_at: Mapped[Moment]


class Verdict(StrEnum):
    """What a marketer made of a comment."""

    SHORTLISTED = "shortlisted"
    DECLINED = "declined"


class Decline(StrEnum):
    """Why a comment is not to become a testimonial."""

    VAGUE = "vague"
    UNCLEAR = "unclear"
    PRIVATE = "private"
    REPEATS = "repeats"
    UNFAIR = "unfair"
    OTHER = "other"


class Triage(Row, Base):
    """One decision about a comment by one member; ended by the next one, never deleted."""

    __tablename__ = "triage"
    __table_args__ = (
        ref("response_id", "response", ondelete="CASCADE"),
        Index(
            "ix_triage_live",  # of two who decide at once, one decides
            "workspace_id",
            "response_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_triage_response", "workspace_id", "response_id", "made_at"),
    )

    response_id: Mapped[int] = mapped_column(BigInteger)
    verdict: Mapped[Verdict] = mapped_column(String(16))
    reason: Mapped[Decline | None] = mapped_column(String(16))
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
