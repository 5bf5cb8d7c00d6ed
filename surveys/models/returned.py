"""Mail that came back, and sending that rests because too many called it spam."""

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Line, Moment, Row, ref
from surveys.returns import Kind


class ReturnedMail(Row, Base):
    """What was heard of a mail after it had left; its ledger row stays as it is."""

    __tablename__ = "returned_mail"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        ref("invitation_id", "invitation", ondelete="CASCADE"),
        Index(None, "workspace_id", "invitation_id"),
        Index(None, "workspace_id", "address_hash"),
        Index(None, "workspace_id", "kind", "at"),
    )

    invitation_id: Mapped[int] = mapped_column(BigInteger)
    address_hash: Mapped[Key] = mapped_column(default="")
    """The address it went to, as Unsubscribe has it; empty where that is not known any more."""
    kind: Mapped[Kind] = mapped_column(String(16))
    status: Mapped[Key] = mapped_column(default="")
    words: Mapped[Line] = mapped_column(default="")
    """The receiver's reason: anybody's words, escaped wherever they are shown."""
    source: Mapped[Key]
    """A digest of what was brought: the same mail brought twice is taken once."""
    at: Mapped[Moment]
    forgiven_at: Mapped[Moment | None]
    """When somebody said that this address is to be written to again."""


class SendingPause(Row, Base):
    """Since when and why a workspace sends no campaigns, until somebody says go on."""

    __tablename__ = "sending_pause"
    __table_args__ = (Index(None, "workspace_id", "ended_at"),)

    reason: Mapped[Line]
    began_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
