"""Colleagues whom customers name, and where in the answers they are named."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Key, Line, Moment, Row, Scoped, ref


class Staff(Row, Base):
    """Somebody who works for the company, whether or not they are a member here."""

    __tablename__ = "staff"

    name: Mapped[Line]
    nicknames: Mapped[list[Any]] = mapped_column(Json, default=list)
    team: Mapped[Line] = mapped_column(default="")
    place: Mapped[Line] = mapped_column(default="")
    since: Mapped[date | None]
    until: Mapped[date | None]
    """Their last day; from the day after they are on no wall."""
    added_at: Mapped[Moment]
    added_by: Mapped[int | None] = mapped_column(BigInteger)


class StaffOptIn(Row, Base):
    """One colleague's yes to being shown in public; ended, never deleted."""

    __tablename__ = "staff_opt_in"
    __table_args__ = (
        ref("staff_id", "staff", ondelete="CASCADE"),
        Index(None, "workspace_id", "staff_id"),
    )

    staff_id: Mapped[int] = mapped_column(BigInteger)
    given_at: Mapped[Moment]
    recorded_by: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)


class Mention(Row, Base):
    """A colleague named in an answer with praise or blame: places in the words, never the words.

    What a machine found is found anew when the rules, the roster or the words change; what a
    person decided stays as long as the words do.
    """

    __tablename__ = "mention"
    __table_args__ = (
        ref("response_id", "response", ondelete="CASCADE"),
        ref("staff_id", "staff", ondelete="CASCADE"),
        Index(None, "workspace_id", "response_id"),
        Index(None, "workspace_id", "staff_id", "response_id", unique=True),
        Index(None, "workspace_id", "is_good", "staff_id", "id"),
    )

    response_id: Mapped[int] = mapped_column(BigInteger)
    staff_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who is meant; None while that is asked, and where a person said that it is nobody."""
    is_good: Mapped[bool]
    """Whether it is praise; blame is for the owners alone."""
    is_doubtful: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether such praise may be none ("everyone except Priya"): asked of owners, like blame."""
    candidates: Mapped[list[Any]] = mapped_column(Json)
    """[[staff id, sureness, how], …], the likeliest first."""
    name_start: Mapped[int]
    name_end: Mapped[int]
    clause_start: Mapped[int]
    clause_end: Mapped[int]
    words_hash: Mapped[Key]
    """Of the words it was found in: in others it means nothing."""
    rules: Mapped[str] = mapped_column(String(16))
    """The version of the rules that found it."""
    found_at: Mapped[Moment]
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)


class PraiseReading(Scoped, Base):
    """How far a workspace's answers have been read for names, and by which rules and roster."""

    __tablename__ = "praise_reading"

    rules: Mapped[str] = mapped_column(String(16))
    roster: Mapped[Key]
    """A digest of the roster they were read with."""
    read_until: Mapped[Moment | None]
    """Answers changed up to then have been read."""
    job_id: Mapped[int | None] = mapped_column(BigInteger)
