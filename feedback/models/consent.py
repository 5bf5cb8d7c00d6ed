"""Consent to be quoted: these words, named like this, for these purposes, until then."""

import hashlib
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Key, Line, Moment, Row, Words, ref


def digest(words: str) -> str:
    """Give the hash by which a consent knows its words."""
    return hashlib.sha256(words.encode()).hexdigest()


class Attribution(StrEnum):
    """How the author is named, from most to least."""

    FULL = "full"
    INITIALS = "initials"
    ROLE = "role"
    ANONYMOUS = "anonymous"


class Purpose(StrEnum):
    """Where somebody lets their words be shown; each is agreed to by itself."""

    WEBSITE = "website"
    """The wall, its embed and feeds."""
    SOCIAL = "social"
    SALES = "sales"
    ADS = "ads"
    PRESS = "press"


class Relation(StrEnum):
    """What ties an author to the company beside being its customer."""

    NONE = "none"
    EMPLOYEE = "employee"
    PARTNER = "partner"
    INVESTOR = "investor"
    FAMILY = "family"


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
    corrected: Mapped[Words | None]
    """Those words as their author corrected them, if they did; the answer stays as it is."""
    attribution: Mapped[Attribution] = mapped_column(String(16))
    named_as: Mapped[Line]
    """The line under the quote, exactly as the author saw it."""
    purposes: Mapped[list[Any]] = mapped_column(Json)
    """The Purposes that were ticked."""
    incentive: Mapped[Line | None]
    """What the author got for agreeing; None where nothing was given."""
    relation: Mapped[Relation | None] = mapped_column(String(16))
    """What ties them to the company; None where nobody said."""
    wording_version: Mapped[Key]
    wording_hash: Mapped[Key]
    locale: Mapped[Key]
    channel: Mapped[Key]
    given_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    renewed_at: Mapped[Moment | None]
    """When the author last said that they are still happy with it; it runs on from its end."""
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[str | None] = mapped_column(String(16))
    """'author' (withdrawn), 'anew' (agreed to another form) or 'edit' (the words changed)."""

    @property
    def is_corrected(self) -> bool:
        """Whether the words are the author's own correction of what they had answered."""
        return self.corrected is not None

    @property
    def quotable(self) -> str:
        """The words that may be quoted: as the author corrected them, else as they answered."""
        return self.words if self.corrected is None else self.corrected
