"""The code frame by version, what was found in comments, and what people corrected."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Float, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Key, Line, Moment, Row, Scoped, ref
from surveys.definition import REASON_KEY


class FrameVersion(Scoped, Base):
    """The code frame from one change to the next: written once, never changed but for its counts.

    Of two people who change the same version one comes second, told by the key.
    """

    __tablename__ = "frame_version"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-8)
    reads: Mapped[int]
    """The version since which comments are read alike: a new name alone changes no finding."""
    themes: Mapped[list[Any]] = mapped_column(Json)
    """As `analysis.reading.Frame.as_data` writes them."""
    reader: Mapped[str] = mapped_column(String(16))
    """Of models and rules beside the frame (analysis.reading.VERSION)."""
    change: Mapped[str] = mapped_column(String(16))
    """What was done: a `feedback.themes.frames.Change`."""
    about: Mapped[Line] = mapped_column(default="")
    """The theme or pack that it was done with."""
    made_at: Mapped[Moment]
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    """Nobody where a new reader made it."""
    lesson_id: Mapped[int | None] = mapped_column(BigInteger)
    """What was learned from corrections and reads beside the rules; None: the rules alone."""
    came_in: Mapped[int] = mapped_column(default=0)
    """Comments that got a theme when history was read again; counted by the job."""
    went_out: Mapped[int] = mapped_column(default=0)


class CommentReading(Scoped, Base):
    """What was found in one comment; gone with the words, made anew when they change.

    What pages part and order comments by is copied here: an answer that changes is written anew,
    and its comment is read anew.
    """

    __tablename__ = "comment_reading"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "response_id", "question_key"],
            ["answer.workspace_id", "answer.response_id", "answer.question_key"],
            ondelete="CASCADE",
        ),
        Index(
            "ix_comment_reading_counted",  # the whole of what the explorer counts
            "workspace_id",
            "survey_id",
            "answered_on",
            "score",
            "is_counted",
        ),
        Index("ix_comment_reading_order", "workspace_id", "answered_on", "response_id"),
        Index("ix_comment_reading_state", "workspace_id", "state", "answered_on", "response_id"),
        Index(
            "ix_comment_reading_urgent",
            "workspace_id",
            "answered_on",
            "response_id",
            sqlite_where=text("urgency != ''"),
            postgresql_where=text("urgency != ''"),
        ),
        Index(
            "ix_comment_reading_language", "workspace_id", "language", "answered_on", "response_id"
        ),
        Index(
            "ix_comment_reading_unknown",
            "workspace_id",
            "answered_on",
            "response_id",
            sqlite_where=text("NOT is_analysed"),
            postgresql_where=text("NOT is_analysed"),
        ),
        Index(
            "ix_comment_reading_rude",
            "workspace_id",
            "answered_on",
            "response_id",
            sqlite_where=text("toxicity != ''"),
            postgresql_where=text("toxicity != ''"),
        ),
        Index(
            "ix_comment_reading_odd",
            "workspace_id",
            "answered_on",
            "response_id",
            sqlite_where=text("disagrees"),
            postgresql_where=text("disagrees"),
        ),
        Index(
            "ix_comment_reading_masked",
            "workspace_id",
            "answered_on",
            "response_id",
            sqlite_where=text("open_masks > 0"),
            postgresql_where=text("open_masks > 0"),
        ),
    )

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    question_key: Mapped[Key] = mapped_column(default=REASON_KEY)
    number: Mapped[int]
    """The version of the frame it was read with (`FrameVersion.reads`)."""
    reader: Mapped[str] = mapped_column(String(16))
    survey_id: Mapped[int] = mapped_column(BigInteger)
    contact_id: Mapped[int | None] = mapped_column(BigInteger)
    answered_on: Mapped[date]
    score: Mapped[int | None]
    is_counted: Mapped[bool]
    """Whether reports count the answer."""
    language: Mapped[str] = mapped_column(String(8))
    is_analysed: Mapped[bool]
    """Whether the reader knows the language: without it nothing is said of its sentiment."""
    polarity: Mapped[float | None] = mapped_column(Float)
    judges: Mapped[float | None] = mapped_column(Float)
    sentiment: Mapped[str] = mapped_column(String(8))
    """"" where it is not analysed."""
    urgency: Mapped[str] = mapped_column(String(16))
    """The cue that says so; "" where nothing is urgent."""
    toxicity: Mapped[str] = mapped_column(String(16))
    disagrees: Mapped[bool]
    """Whether its words say clearly what its score denies."""
    state: Mapped[str] = mapped_column(String(8), default="", server_default="")
    """Of the live `CommentLook`, where the answer is still the one that was looked at."""
    same: Mapped[int | None] = mapped_column(BigInteger)
    """Alike for the same words (`analysis.reading.copies.fingerprint`)."""
    open_masks: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """People found in its words, of whom nobody has said yet whether they stay hidden."""


class ThemeMention(Scoped, Base):
    """A theme that a comment speaks of, and what it says of it."""

    __tablename__ = "theme_mention"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "response_id"],
            ["comment_reading.workspace_id", "comment_reading.response_id"],
            ondelete="CASCADE",
        ),
        Index(
            "ix_theme_mention_counted",  # the whole of what the explorer counts
            "workspace_id",
            "theme_id",
            "survey_id",
            "answered_on",
            "score",
            "sentiment",
            "is_counted",
        ),
        Index("ix_theme_mention_order", "workspace_id", "theme_id", "answered_on", "response_id"),
    )

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    theme_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-7)
    sentiment: Mapped[str] = mapped_column(String(8))
    confidence: Mapped[float] = mapped_column(Float)
    by_hand: Mapped[bool]
    """Whether a person said so."""
    survey_id: Mapped[int] = mapped_column(BigInteger)
    answered_on: Mapped[date]
    score: Mapped[int | None]
    is_counted: Mapped[bool]


class ThemeCorrection(Row, Base):
    """What a person said of a comment against the rules; it wins as long as the words stay."""

    __tablename__ = "theme_correction"
    __table_args__ = (
        ref("response_id", "response", ondelete="CASCADE"),
        Index(
            "ix_theme_correction_live",  # of two who correct at once, one does
            "workspace_id",
            "response_id",
            "theme_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    response_id: Mapped[int] = mapped_column(BigInteger)
    theme_id: Mapped[int] = mapped_column(BigInteger)
    """0: it is about the comment as a whole."""
    verdict: Mapped[str] = mapped_column(String(8))
    """A sentiment, or "absent": the comment does not speak of the theme."""
    words_hash: Mapped[Key]
    made_at: Mapped[Moment]
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[Moment | None]


class ThemeLesson(Row, Base):
    """What corrections taught, held against the rules; never changed but for what became of it."""

    __tablename__ = "theme_lesson"

    made_at: Mapped[Moment]
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    number: Mapped[int]
    """The version of the frame whose rules it was held against."""
    corrections: Mapped[int]
    held: Mapped[int]
    """Corrections that were held back."""
    mended: Mapped[int]
    spoiled: Mapped[int]
    p: Mapped[float] = mapped_column(Float)
    weights: Mapped[dict[str, Any]] = mapped_column(Json)
    """Of each theme the weight of each word."""
    effects: Mapped[dict[str, Any]] = mapped_column(Json)
    """Of each theme how many comments would come in, and how many go out."""
    examined: Mapped[int]
    """Newest comments on which the effects were counted."""
    state: Mapped[str] = mapped_column(String(8))
    """"offered", "worse" (than the rules, or not surely better), "taken", "declined" or "old"."""
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)


class ThemeProposal(Row, Base):
    """A group of comments that no theme caught, as the last look over them proposed it."""

    __tablename__ = "theme_proposal"
    __table_args__ = (Index(None, "workspace_id", "state"),)

    phrase: Mapped[Line]
    others: Mapped[list[Any]] = mapped_column(Json)
    """Further phrases of that kind."""
    central: Mapped[list[Any]] = mapped_column(Json)
    """Responses whose words stand for it."""
    size: Mapped[int]
    """Comments of it among those that were compared."""
    compared: Mapped[int]
    pool: Mapped[int]
    """Comments that no theme caught, of which so many were compared."""
    state: Mapped[str] = mapped_column(String(8))
    """"open", "taken" (a theme has its words) or "ignored"."""
    made_at: Mapped[Moment]
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    theme_id: Mapped[int | None] = mapped_column(BigInteger)
    """The theme that took its words."""


class WordCopies(Scoped, Base):
    """The same words in many comments within two weeks, as the last look counted them."""

    __tablename__ = "word_copies"

    same: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, sort_order=-8
    )
    n: Mapped[int]
    response_id: Mapped[int] = mapped_column(BigInteger)
    """One of them."""
    first_on: Mapped[date]
    last_on: Mapped[date]
