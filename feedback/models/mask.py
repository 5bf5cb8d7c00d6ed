"""What people decided about letters of a comment that tell who somebody is."""

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Line, Moment, Row, ref


class MaskDecision(Row, Base):
    """Letters that somebody hid or showed; it wins over the reader as long as they stand there."""

    __tablename__ = "mask_decision"
    __table_args__ = (
        ref("response_id", "response", ondelete="CASCADE"),
        Index(
            "ix_mask_decision_live",  # of two who decide at once, one does
            "workspace_id",
            "response_id",
            "first",
            "last",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    response_id: Mapped[int] = mapped_column(BigInteger)
    first: Mapped[int]
    last: Mapped[int]
    """The letter behind the last one."""
    kind: Mapped[str] = mapped_column(String(16))
    verdict: Mapped[str] = mapped_column(String(8))
    """"hide" or "show"."""
    letters_hash: Mapped[Key]
    made_at: Mapped[Moment]
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[Moment | None]
    replaced_by: Mapped[int | None] = mapped_column(BigInteger)
    """The decision it made way for; it stands again when that is taken back."""


class OwnWord(Row, Base):
    """A word of the company's own that is found as a name of somebody, and is none."""

    __tablename__ = "own_word"
    __table_args__ = (UniqueConstraint("workspace_id", "folded"),)

    words: Mapped[Line]
    folded: Mapped[Line]
    """As it is compared, and never twice."""
    added_at: Mapped[Moment]
    added_by: Mapped[int | None] = mapped_column(BigInteger)
