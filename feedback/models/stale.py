"""Days that are counted by what other rows say of an answer: their counts, and which are stale.

Whether an answer came early hangs on its mail, its author's first answer on all their answers: no
note of the answer itself can tell how such counts change. So whatever may change them marks days in
its own transaction (counts/stale.py), and a worker counts whole days anew (counts/days.py).
Anonymous surveys have neither marks nor such counts.
"""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.tally import Steps
from surveys.db import Base, Json, Moment, Scoped, ref


class StaleDay(Scoped, Base):
    """A day of a survey that is counted no more as it is; until it is, reports read its answers."""

    __tablename__ = "stale_day"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    written_by: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """PostgreSQL: the transaction, so that none waits for another one's mark. SQLite: drawn by lot,
    in the place of the mark before. Below 0: no change of an answer, only to be counted anew."""


class ToldDay(Steps, Scoped, Base):
    """How many of a group gave each score on a day; counted answers only."""

    __tablename__ = "told_day"
    __table_args__ = (
        ref("survey_id", "survey", ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    survey_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    """What the groups are made by (counts/derived.py)."""
    day: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(64), primary_key=True)


class KeptFrame(Scoped, Base):
    """The contacts that answers are weighted to, counted now and then (counts/weighing.py)."""

    __tablename__ = "kept_frame"

    names: Mapped[list[str]] = mapped_column(Json)
    """The attributes they were counted by."""
    people: Mapped[int]
    values: Mapped[list[Any]] = mapped_column(Json)
    """Of each attribute the largest values, each with its contacts, and how many have another."""
    at: Mapped[Moment]
