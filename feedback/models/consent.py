"""Consent to be quoted: these words, named like this, for these purposes, until then."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Key, Line, Moment, Row, Words, ref


class Attribution(StrEnum):
    """How the author is named, from most to least."""

    FULL = "full"
    INITIALS = "initials"
    ROLE = "role"
    ANONYMOUS = "anonymous"


class Consent(Row, Base):
    """One agreement by one author; it ends by withdrawal, by expiry, or when the words change."""

    __tablename__ = "consent"
    __table_args__ = (
        ref("response_id", "response", ondelete="CASCADE"),
        Index(None, "workspace_id", "response_id"),
    )

    response_id: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[Words]
    """The comment exactly as it stood when its author agreed."""
    words_hash: Mapped[Key]
    attribution: Mapped[Attribution] = mapped_column(String(16))
    named_as: Mapped[Line]
    """The line under the quote, exactly as the author saw it."""
    purposes: Mapped[list[Any]] = mapped_column(Json)
    wording_version: Mapped[Key]
    wording_hash: Mapped[Key]
    locale: Mapped[Key]
    channel: Mapped[Key]
    given_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[str | None] = mapped_column(String(16))
    """'author' (withdrawn) or 'edit' (the words changed, so the agreement ended)."""
