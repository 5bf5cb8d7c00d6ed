"""The people of one account: asked, answered, and what they said last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from feedback.counts.people.among import Among, account_of, answered_people, asked_people
from feedback.database import likely
from feedback.models import Answer, Mention, Response, Staff
from surveys.definition import REASON_KEY
from surveys.models import Contact, Peace

PEOPLE = 50
ANSWERS = 20
THANKED = 8


@dataclass(frozen=True)
class Person:
    """Somebody of the account."""

    id: int
    label: str
    was_asked: bool
    has_answered: bool
    in_peace: bool


@dataclass(frozen=True)
class People:
    """A page of them."""

    rows: Sequence[Person]
    found: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // PEOPLE))


@dataclass(frozen=True)
class Said:
    """One answer of the account's people."""

    at: datetime
    score: int | None
    words: str
    contact_id: int | None
    who: str


def people_of(
    session: Session, among: Among, theirs: Select[Contact], *, number: int, now: datetime
) -> People:
    """Give a page of an account's people."""
    asked = asked_people(among)
    found = session.scalar(select(func.count()).select_from(theirs.subquery())) or 0
    number = max(1, min(number, -(-found // PEOPLE)))
    rows = session.scalars(
        theirs.order_by(Contact.name, Contact.id).limit(PEOPLE).offset((number - 1) * PEOPLE)
    ).all()
    few = [row.id for row in rows]
    were = _among(session, asked, few)
    answers = likely(among.answers), Response.excluded.is_(None)
    have = _among(session, select(Response.contact_id).where(*answers), few)
    peace = _in_peace(session, few, now)
    people = [Person(c.id, c.label, c.id in were, c.id in have, c.id in peace) for c in rows]
    return People(people, found, number)


def live(among: Among, name: str, *, silent: bool) -> Select[Contact]:
    """Choose an account's people; those who were asked and are silent, if wanted."""
    theirs = select(Contact).where(account_of(Contact.attributes, among.attribute) == name)
    if silent:
        has_not = Contact.id.not_in(answered_people(among))
        theirs = theirs.where(Contact.id.in_(asked_people(among)), has_not)
    return theirs


def newest(session: Session, among: Among, name: str, theirs: ColumnElement[bool]) -> list[Said]:
    """Give the newest answers that count for an account, among those that may be of it."""
    # Neither is ever empty; told so, SQLite does not walk all answers in the order of that index.
    moment = func.coalesce(Response.answered_at, Response.updated_at)
    reason = (Answer.response_id == Response.id) & (Answer.question_key == REASON_KEY)
    wanted = (
        select(Response, Answer.text, Contact)
        .outerjoin(Answer, reason)
        .outerjoin(Contact, Contact.id == Response.contact_id)
        .where(likely(among.answers), Response.excluded.is_(None), theirs)
        .where(account_of(Response.attributes, among.attribute) == name)
        .order_by(moment.desc(), Response.id.desc())
        .limit(ANSWERS)
    )
    return [
        Said(r.answered_at, r.score, words or "", r.contact_id, who.label if who else "")
        for r, words, who in session.execute(wanted)
    ]


def thanked(
    session: Session, among: Among, name: str, theirs: ColumnElement[bool]
) -> list[tuple[int, str, int]]:
    """Name colleagues whom the account's people thanked: id, name, in how many answers."""
    wanted = (
        select(Staff.id, Staff.name, func.count())
        .join(Mention, Mention.staff_id == Staff.id)
        .join(Response, Response.id == Mention.response_id)
        .where(likely(Mention.is_good.is_(True)), Mention.is_doubtful.is_(False))
        .where(likely(among.answers), theirs)
        .where(account_of(Response.attributes, among.attribute) == name)
        .group_by(Staff.id, Staff.name)
        .order_by(func.count().desc(), Staff.name)
        .limit(THANKED)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(wanted)]


def _among(session: Session, chosen: Select[Any], few: Sequence[int]) -> set[int]:
    column = chosen.selected_columns[0]
    return set(session.scalars(chosen.where(column.in_(few))))


def _in_peace(session: Session, few: Sequence[int], now: datetime) -> set[int]:
    p = Peace
    held = select(p.contact_id).where(p.contact_id.in_(few), p.lifted_at.is_(None))
    return set(session.scalars(held.where(p.ends_at.is_(None) | (p.ends_at > now))))
