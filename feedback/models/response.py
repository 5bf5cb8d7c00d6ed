"""Responses and their answers: what came back."""

from datetime import date

from sqlalchemy import BigInteger, Float, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Blob, Key, Moment, Row, Scoped, Words, ref

HAS_WORDS = "question_key = 'reason' AND text IS NOT NULL AND judged_by IS NOT NULL"
IS_READ = "question_key = 'reason' AND text IS NOT NULL AND read_by IS NOT NULL"


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
        ref("touchpoint_id", "touchpoint"),
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
        Index(None, "workspace_id", "contact_id", "answered_on"),
        Index(
            "ix_response_labelled",  # few rows: counted by every report, never searched for
            "workspace_id",
            "survey_id",
            "answered_on",
            sqlite_where=text("signals IS NOT NULL"),
            postgresql_where=text("signals IS NOT NULL"),
        ),
        Index(
            "ix_response_low",  # whoever was hurt not long ago; low on any scale is at most 6
            "workspace_id",
            "updated_at",
            "contact_id",
            sqlite_where=text("score <= 6"),
            postgresql_where=text("score <= 6"),
        ),
        Index(
            "ix_response_touchpoint",
            "workspace_id",
            "touchpoint_id",
            sqlite_where=text("touchpoint_id IS NOT NULL"),
            postgresql_where=text("touchpoint_id IS NOT NULL"),
        ),
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
    """When it was given: of a kiosk without a network before it came (`updated_at`)."""
    answered_on: Mapped[date]
    """The day of `answered_at` on the workspace's clock: what reports group by."""
    updated_at: Mapped[Moment]
    revision: Mapped[int] = mapped_column(default=1)
    source: Mapped[str] = mapped_column(String(16))
    """How it came: 'mail', 'import', or the kind of its touchpoint."""
    touchpoint_id: Mapped[int | None] = mapped_column(BigInteger)
    """Where it was given, for answers without an invitation."""
    excluded: Mapped[str | None] = mapped_column(String(16))
    """Why it is kept but not counted ('late', 'test'); None where it counts."""
    signals: Mapped[str | None] = mapped_column(String(16))
    """What made it look like a machine's; a label only, it counts (respond/signals.py)."""
    shown: Mapped[Blob | None]
    """Of a survey with rules: which questions and pages they met, and shuffled options' order."""
    attributes: Mapped[Blob] = mapped_column(default=dict)
    """The contact's attributes at the time of the answer."""
    language: Mapped[str | None] = mapped_column(String(35))
    """The language it was given in; None where that is not known."""


class Answer(Scoped, Base):
    """The answer to one question, encoded and decoded only by its question type."""

    __tablename__ = "answer"
    __table_args__ = (
        ref("response_id", "response", ondelete="CASCADE"),
        Index(
            "ix_answer_unjudged",
            "judged_by",
            "workspace_id",
            sqlite_where=text(HAS_WORDS),
            postgresql_where=text(HAS_WORDS),
        ),
        Index(
            "ix_answer_unread",
            "workspace_id",
            "read_by",
            sqlite_where=text(IS_READ),
            postgresql_where=text(IS_READ),
        ),
    )

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    question_key: Mapped[Key] = mapped_column(primary_key=True, sort_order=-7)
    number: Mapped[float | None] = mapped_column(Float)
    judged_by: Mapped[int | None] = mapped_column(default=0, server_default=text("0"))
    """Version of the judge that has read these words; 0: none yet; None: none ever will
    (anonymous: writing such a row once more would tell it from those it is shuffled among)."""
    read_by: Mapped[int | None] = mapped_column(default=0, server_default=text("0"))
    """Version of the code frame these words were read with for themes; 0 and None as above."""
    text: Mapped[Words | None]
