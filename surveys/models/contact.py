"""Contacts, what their addresses asked for, and who is left in peace for now."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Blob, Key, Line, Moment, Row, Scoped, ref

TELLS_LANGUAGE = ("language", "locale", "lang", "sprache", "langue", "idioma", "لغة", "اللغة")
"""Names of the attribute that says which language somebody reads."""


def known_language(attributes: Mapping[str, Any]) -> str:
    """Give what a contact's attributes say about their language; "" where nothing is said."""
    given = {key.strip().casefold(): value for key, value in attributes.items() if value}
    return next((str(given[name]) for name in TELLS_LANGUAGE if name in given), "")


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
    last_asked_at: Mapped[Moment | None]
    """When another tool asked them last, as an import said; the ledger knows of Hark's own."""

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


class Pace(Scoped, Base):
    """An address that wants to be asked less often; its keyed hash, like Unsubscribe."""

    __tablename__ = "pace"

    address_hash: Mapped[Key] = mapped_column(primary_key=True)
    gap_days: Mapped[int]
    at: Mapped[Moment]


class PeaceReason(StrEnum):
    """Why somebody is left in peace."""

    COMPLAINT = "complaint"
    CASE = "case"
    MANUAL = "manual"


class Peace(Row, Base):
    """A contact nobody may ask for now; it ends by its day, or when somebody lifts it."""

    __tablename__ = "peace"
    __table_args__ = (
        ref("contact_id", "contact", ondelete="CASCADE"),
        Index(None, "workspace_id", "contact_id"),
    )

    contact_id: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[PeaceReason] = mapped_column(String(16))
    begins_at: Mapped[Moment]
    ends_at: Mapped[Moment | None]
    """None: until it is lifted."""
    note: Mapped[Line] = mapped_column(default="")
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    lifted_at: Mapped[Moment | None]
    lifted_by: Mapped[int | None] = mapped_column(BigInteger)
