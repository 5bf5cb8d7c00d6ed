"""Responses and their answers: what came back."""

from datetime import date

from sqlalchemy import BigInteger, Float, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Blob, Key, Moment, Row, Scoped, Words, ref


class Response(Row, Base):
    """One person's answer to one survey: one row per invitation, whatever happens on the way."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("workspace_id", "invitation_id"),
        UniqueConstraint("workspace_id", "survey_id", "submission_id"),
        ref("survey_id", "survey", ondelete="CASCADE"),
        ref("version_id", "version"),
        ref("invitation_id", "invitation"),
        ref("contact_id", "contact"),
        Index(
            "ix_response_counted",  # the whole of what reports count: never the table itself
            "workspace_id",
            "survey_id",
            "answered_on",
            "score",
            "source",
            "excluded",
        ),
        Index(None, "workspace_id", "answered_at"),
        Index(None, "workspace_id", "contact_id"),
    )

    survey_id: Mapped[int] = mapped_column(BigInteger)
    version_id: Mapped[int] = mapped_column(BigInteger)
    invitation_id: Mapped[int | None] = mapped_column(BigInteger)
    contact_id: Mapped[int | None] = mapped_column(BigInteger)
    submission_id: Mapped[Key]
    """128 random bits in hex from the page; of an imported row, the hash of what it says."""
    score: Mapped[int | None]
    """The headline score as given (NPS 0-10, CSAT 1-5, CES 1-7); None where it was skipped."""
    answered_at: Mapped[Moment]
    answered_on: Mapped[date]
    """The day of `answered_at` on the workspace's clock: what reports group by."""
    updated_at: Mapped[Moment]
    revision: Mapped[int] = mapped_column(default=1)
    source: Mapped[str] = mapped_column(String(16))
    """How it came: 'mail' or 'import'."""
    excluded: Mapped[str | None] = mapped_column(String(16))
    """Why it is kept but not counted ('late', 'test'); None where it counts."""
    attributes: Mapped[Blob] = mapped_column(default=dict)
    """The contact's attributes at the time of the answer."""


class Answer(Scoped, Base):
    """The answer to one question, encoded and decoded only by its question type."""

    __tablename__ = "answer"
    __table_args__ = (ref("response_id", "response", ondelete="CASCADE"),)

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    question_key: Mapped[Key] = mapped_column(primary_key=True, sort_order=-7)
    number: Mapped[float | None] = mapped_column(Float)
    text: Mapped[Words | None]
