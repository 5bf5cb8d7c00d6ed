"""Members of a workspace, their sign-ins, and the throttle on guessing."""

from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Line, Moment, Row, Scoped, ref


class Role(StrEnum):
    """What a member may do; `feedback.accounts.permissions` says it in detail."""

    OWNER = "owner"
    MARKETER = "marketer"
    ANALYST = "analyst"
    EXECUTIVE = "executive"


class Member(Row, Base):
    """Somebody who works in a workspace."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("workspace_id", "email"), Index(None, "email"))

    email: Mapped[Line]
    name: Mapped[Line] = mapped_column(default="")
    role: Mapped[Role] = mapped_column(String(16))
    language: Mapped[Key | None]
    password_hash: Mapped[Line | None]
    invited_at: Mapped[Moment]
    joined_at: Mapped[Moment | None]
    disabled_at: Mapped[Moment | None]


class SignIn(Scoped, Base):
    """One signed-in browser; gone at sign-out and at any password change."""

    __tablename__ = "sign_in"
    __table_args__ = (ref("member_id", "member", ondelete="CASCADE"),)

    token_hash: Mapped[Key] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[Moment]


class Throttle(Base):
    """How often something was tried in a window; shared by all workers, of no workspace."""

    __tablename__ = "throttle"

    key: Mapped[Key] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    tries: Mapped[int]
