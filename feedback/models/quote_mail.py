"""Mail about one comment: asking for its words, the way back out of it, asking again in time."""

from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.consent import Relation
from surveys.db import Base, Key, Line, Moment, Row, ref


class QuoteMailKind(StrEnum):
    """What the mail is for."""

    ASK = "ask"
    """May these words be quoted?"""
    RECEIPT = "receipt"
    """They may: this is what was agreed to, and here it is taken back."""
    RENEWAL = "renewal"
    """The agreement is about to end: is its author still happy with it?"""


class QuoteMail(Row, Base):
    """What one row of the ledger says, where it is about a comment instead of a survey."""

    __tablename__ = "quote_mail"
    __table_args__ = (
        UniqueConstraint("workspace_id", "invitation_id"),
        ref("invitation_id", "invitation", ondelete="CASCADE"),
        ref("response_id", "response", ondelete="CASCADE"),
        ref("consent_id", "consent", ondelete="CASCADE"),
        Index(
            "ix_quote_mail_asked_once",  # about one comment its author is asked once, ever
            "workspace_id",
            "response_id",
            unique=True,
            sqlite_where=text("kind = 'ask'"),
            postgresql_where=text("kind = 'ask'"),
        ),
        Index(None, "workspace_id", "contact_id", "made_at"),
        Index(None, "workspace_id", "consent_id"),
    )

    invitation_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[QuoteMailKind] = mapped_column(String(16))
    response_id: Mapped[int] = mapped_column(BigInteger)
    contact_id: Mapped[int] = mapped_column(BigInteger)
    """Whom it goes to; erasing them erases the row."""
    consent_id: Mapped[int | None] = mapped_column(BigInteger)
    """The agreement that a receipt or a renewal is about."""
    words_hash: Mapped[Key]
    """The words it is about, as they stood when it was queued."""
    incentive: Mapped[Line | None]
    """What the author gets for agreeing, whatever else they say."""
    relation: Mapped[Relation | None] = mapped_column(String(16))
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    """The member who asked."""
    made_at: Mapped[Moment]
    declined_at: Mapped[Moment | None]
    """When the author said no to an ask."""
