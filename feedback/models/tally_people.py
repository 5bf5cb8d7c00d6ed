"""What is kept of accounts: people's shares in them, the sums of these, and who is to be looked at.

Everything that is told apart is told apart by person, so sums over people are exact, and a person
whose rows were made anew changes them by the difference (counts/people).
"""

from datetime import date

from sqlalchemy import BigInteger, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Line, Moment, Scoped, Words, ref


class TallyScope(Scoped, Base):
    """Which answers the sums of accounts are of: 0 is everything, else a survey or a period."""

    __tablename__ = "tally_scope"
    __table_args__ = (ref("survey_id", "survey", ondelete="CASCADE"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    attribute: Mapped[Line]
    """By which accounts were told; where the workspace has another one by now, it means nothing."""
    survey_id: Mapped[int | None] = mapped_column(BigInteger)
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    counted_at: Mapped[Moment | None]
    """None until it was counted to its end."""
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    """The job that counts it."""


class Share:
    """What people add to the sums of an account."""

    people: Mapped[int] = mapped_column(default=0)
    """Contacts of the account of today."""
    asked: Mapped[int] = mapped_column(default=0)
    """Of these."""
    responded: Mapped[int] = mapped_column(default=0)
    """Of those asked."""
    answered: Mapped[int] = mapped_column(default=0)
    """Of these contacts, asked or not."""
    who: Mapped[int] = mapped_column(default=0)
    """People whose scores count for the account: they were of it when they answered."""
    low: Mapped[int] = mapped_column(default=0)
    middle: Mapped[int] = mapped_column(default=0)
    top: Mapped[int] = mapped_column(default=0)
    last: Mapped[Moment | None]
    """Newest score that counts."""


class TallyAccount(Share, Scoped, Base):
    """An account: its people, who was asked, who answered, and the classes of their scores."""

    __tablename__ = "tally_account"
    __table_args__ = (
        ref("scope_id", "tally_scope", ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    scope_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    account_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-7)
    """63 bits of the hash of its name: names may be longer than an index takes."""
    account: Mapped[Words]
    """"" stands for who belongs to none; of them only scores are counted."""
    alike: Mapped[list[list[int]] | None] = mapped_column(Json)
    """[[detractors, passives, promoters, people who answered so], …]; None where people's own
    rows say it."""


class TallyPerson(Share, Scoped, Base):
    """What one person adds to an account, of all time."""

    __tablename__ = "tally_person"
    __table_args__ = (
        Index(None, "workspace_id", "person_id"),
        Index(None, "workspace_id", "account_id", "said"),
        {"sqlite_with_rowid": False},
    )

    account_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-7)
    """A contact; an answer without one stands for somebody of its own."""
    said: Mapped[Moment | None]
    """Newest answer that counts for the account, with a score or without."""


class TallyStale(Scoped, Base):
    """Somebody whose rows are to be made anew; written by the database with what changed."""

    __tablename__ = "tally_stale"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Moment]
