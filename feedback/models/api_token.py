"""Tokens with which other programs speak to a workspace."""

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Line, Moment, Row


class ApiToken(Row, Base):
    """One program's token: only its hash, what it may do, and who made and ended it."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("workspace_id", "token_hash"),)

    name: Mapped[Line]
    token_hash: Mapped[Key]
    scope: Mapped[Key] = mapped_column(default="events")
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    """On which day it was used last; days are enough."""
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
