"""By which words a comment is found, and who looked at it."""

from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Moment, Row, Scoped, ref
from surveys.definition import REASON_KEY


class CommentWords(Scoped, Base):
    """By which words a comment is found; it leaves with them, whoever deletes the answer.

    SQLite's own index (comment_search) follows by triggers, see migration 0031.
    """

    __tablename__ = "comment_words"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "response_id", "question_key"],
            ["answer.workspace_id", "answer.response_id", "answer.question_key"],
            ondelete="CASCADE",
        ),
        Index("ix_comment_words_doc", "doc", unique=True),
        Index(
            "ix_comment_words_words",
            "words",
            postgresql_using="gin",
            sqlite_where=text("words IS NULL"),  # holds nothing: there comment_search finds them
        ),
    )

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    question_key: Mapped[Key] = mapped_column(default=REASON_KEY)
    doc: Mapped[int] = mapped_column(BigInteger)
    """Its number in the index: the day of the answer leads, so that the newest is found first."""
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


class CommentTrace(Scoped, Base):
    """That words left SQLite's index whose letters still stand in its pages, until it is packed."""

    __tablename__ = "comment_trace"


class CommentState(StrEnum):
    """Where work on a comment stands; a comment without any is new."""

    TODO = "todo"
    DONE = "done"


class CommentLook(Row, Base):
    """Who looked at a comment, when, and what is left to do; ended by the next look, never lost."""

    __tablename__ = "comment_look"
    __table_args__ = (
        ref("response_id", "response", ondelete="CASCADE"),
        Index(
            "ix_comment_look_live",  # of two who look at once, one does
            "workspace_id",
            "response_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_comment_look_response", "workspace_id", "response_id", "made_at"),
    )

    response_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[CommentState] = mapped_column(String(8))
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
