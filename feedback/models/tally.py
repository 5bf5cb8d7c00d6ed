"""Daily counts of answers and of mail that left: additive, and never more than the rows they count.

Changes are appended by the database itself, in the transaction of the answer (counts/triggers.py);
a worker folds them into the counts. Folded counts and changes that wait are exact at any moment.
Anonymous surveys are not counted here: a row of changes would tell the order of their answers.
"""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Key, Moment, Scoped, Words, ref

STEPS = 11
"""Scores 0 to 10: every scale fits into them."""


class Steps:
    """Answers by score: a column each, so that a day is one row."""

    s0: Mapped[int] = mapped_column(default=0)
    s1: Mapped[int] = mapped_column(default=0)
    s2: Mapped[int] = mapped_column(default=0)
    s3: Mapped[int] = mapped_column(default=0)
    s4: Mapped[int] = mapped_column(default=0)
    s5: Mapped[int] = mapped_column(default=0)
    s6: Mapped[int] = mapped_column(default=0)
    s7: Mapped[int] = mapped_column(default=0)
    s8: Mapped[int] = mapped_column(default=0)
    s9: Mapped[int] = mapped_column(default=0)
    s10: Mapped[int] = mapped_column(default=0)


class Tally(Steps, Scoped, Base):
    """How many answered on a day, by all that reports ask of an answer itself."""

    __tablename__ = "tally"
    __table_args__ = (
        ref("survey_id", "survey", ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    survey_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    """"" where it is not known."""
    excluded: Mapped[str] = mapped_column(String(16), primary_key=True)
    """"" where they count."""
    labelled: Mapped[bool] = mapped_column(primary_key=True)
    """Whether they look like a mail scanner's."""
    skipped: Mapped[int] = mapped_column(default=0)


class TallyValue(Scoped, Base):
    """A value that an attribute had when somebody answered; "" stands for all its values."""

    __tablename__ = "tally_value"
    __table_args__ = (
        ref("survey_id", "survey", ondelete="CASCADE"),
        Index(None, "workspace_id", "survey_id", "attribute_id"),
    )

    survey_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """63 bits of the hash of attribute and value."""
    attribute_id: Mapped[int] = mapped_column(BigInteger)
    """63 bits of the hash of the attribute's name: names may be longer than an index takes."""
    attribute: Mapped[Words]
    value: Mapped[Words]
    n: Mapped[int] = mapped_column(default=0)
    """Counted answers with a score, over all days."""


class TallyGroup(Steps, Scoped, Base):
    """How many of those who share a value gave each score on a day; counted answers only."""

    __tablename__ = "tally_group"
    __table_args__ = (
        ref("survey_id", "survey", ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    survey_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    value_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class TallyWide(Scoped, Base):
    """An attribute with too many values in a survey to be counted value by value."""

    __tablename__ = "tally_wide"
    __table_args__ = (ref("survey_id", "survey", ondelete="CASCADE"),)

    survey_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    attribute: Mapped[Words]
    is_counted: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It has few values again and is being counted anew; reports wait until all of it is."""


class TallyBeside(Scoped, Base):
    """Which groups of a survey may be shown beside those of its other attributes, and of when."""

    __tablename__ = "tally_beside"
    __table_args__ = (ref("survey_id", "survey", ondelete="CASCADE"),)

    survey_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    changes: Mapped[int] = mapped_column(default=0)
    """How often its answers were counted; where more than `decided`, it is to be decided anew."""
    decided: Mapped[int] = mapped_column(default=0)
    n: Mapped[int] = mapped_column(default=0)
    """Answers it was decided from."""
    at: Mapped[Moment | None]
    found: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """By attribute: groups that days are cut for, those that join the others, and since when."""


class TallyAsked(Scoped, Base):
    """How many were asked by a campaign in a quarter of an hour, and how many of them answered."""

    __tablename__ = "tally_asked"
    __table_args__ = (
        ref("campaign_id", "campaign", ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    campaign_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    slot: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """Quarters of an hour since 1970: days of every time zone are made of them."""
    sent: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)


class TallyChange(Scoped, Base):
    """An answer that came (n = 1) or went (n = -1) and is not folded into the counts yet."""

    __tablename__ = "tally_change"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    survey_id: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[date]
    version_id: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    excluded: Mapped[str] = mapped_column(String(16))
    labelled: Mapped[bool]
    score: Mapped[int | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(Json)
    n: Mapped[int]


class TallyAskedChange(Scoped, Base):
    """Mail that left, or an answer to it, not folded into the counts yet."""

    __tablename__ = "tally_asked_change"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(BigInteger)
    slot: Mapped[int] = mapped_column(BigInteger)
    sent: Mapped[int]
    answered: Mapped[int]


class KeptReport(Scoped, Base):
    """What a report said at a moment, kept so that anybody can compute it once more."""

    __tablename__ = "kept_report"

    id: Mapped[Key] = mapped_column(primary_key=True)
    parameters: Mapped[dict[str, str]] = mapped_column(Json)
    """What was asked for, as the address had it."""
    figures: Mapped[dict[str, Any]] = mapped_column(Json)
    rules: Mapped[Key]
    """The version of the rules by which it was counted."""
    at: Mapped[Moment]
    kept_by: Mapped[int | None] = mapped_column(BigInteger)
