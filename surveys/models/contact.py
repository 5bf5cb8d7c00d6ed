"""Contacts, and the addresses that asked not to be written to."""

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Blob, Key, Line, Moment, Row, Scoped


class Contact(Row, Base):
    """A customer we may ask: an address or the company's own number, a name, attributes."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(None, "workspace_id", "created_at"),
        Index(None, "workspace_id", "external_id"),
    )

    key: Mapped[Line]
    """Folded e-mail address, or '#' and the customer number: what makes a contact the same."""
    email: Mapped[Line | None]
    name: Mapped[Line] = mapped_column(default="")
    external_id: Mapped[Line | None]
    attributes: Mapped[Blob] = mapped_column(default=dict)
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    @property
    def label(self) -> str:
        """How to call them in a list."""
        return self.name or self.email or self.external_id or "–"


class Unsubscribe(Scoped, Base):
    """An address that must not be written to; only its keyed hash, so it outlives the contact."""

    __tablename__ = "unsubscribe"

    address_hash: Mapped[Key] = mapped_column(primary_key=True)
    via: Mapped[Key]
    at: Mapped[Moment]
