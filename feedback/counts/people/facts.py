"""What some people add to accounts, read from contacts, invitations and answers by their index."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from feedback.counts.people.among import (
    Among,
    account_of,
    answered_people,
    asked_people,
    classes,
)
from feedback.models import Response
from surveys.models import Contact

NUMBERS = ("people", "asked", "responded", "answered", "who", "low", "middle", "top")


@dataclass(frozen=True, slots=True)
class Fact:
    """What one person adds to one account, or several people together; see `TallyPerson`."""

    people: int = 0
    asked: int = 0
    responded: int = 0
    answered: int = 0
    who: int = 0
    low: int = 0
    middle: int = 0
    top: int = 0
    last: datetime | None = None
    said: datetime | None = None

    @classmethod
    def of(cls, numbers: Sequence[int], last: datetime | None = None) -> "Fact":
        """Put together what was added up."""
        given: dict[str, Any] = dict(zip(NUMBERS, numbers, strict=True))
        return cls(**given, last=last)

    @property
    def numbers(self) -> tuple[int, ...]:
        """What is added up."""
        return tuple(getattr(self, name) for name in NUMBERS)


NOTHING = Fact()
Facts = dict[tuple[str, int], Fact]
"""By account and person."""


def facts_of(session: Session, among: Among, people: Sequence[int]) -> Facts:
    """Tell what these people add, each to the accounts of their answers and to that of today."""
    found = _said(session, among, people)
    contact = Contact.id
    account = func.coalesce(account_of(Contact.attributes, among.attribute), "")
    today = select(contact, account).where(contact.in_(people), account != "")
    column = asked_people(among).selected_columns[0]
    asked = set(session.scalars(asked_people(among).where(column.in_(people)).distinct()))
    answered = _answered(session, among, people)
    for person, name in session.execute(today):
        was, has, invited = person in asked, person in answered, answered.get(person, 0)
        found[name, person] = replace(
            found.get((name, person), NOTHING),
            people=1,
            asked=int(was),
            responded=int(was and bool(invited)),
            answered=int(has),
        )
    return found


def _answered(session: Session, among: Among, people: Sequence[int]) -> dict[int, int]:
    """Tell who of them answered, and whether by an invitation."""
    person = Response.contact_id
    invited = func.max(case((Response.invitation_id.is_not(None), 1), else_=0))
    wanted = answered_people(among).add_columns(invited).where(person.in_(people))
    return {row[0]: row[1] for row in session.execute(wanted.group_by(person))}


def _said(session: Session, among: Among, people: Sequence[int]) -> Facts:
    """Tell what they answered; of who belongs to no account only scores."""
    r, found = Response, Facts()
    account = func.coalesce(account_of(r.attributes, among.attribute), "").label("account")
    scored = case((r.score.is_not(None), r.answered_at))
    sums = (*classes(r.score), func.max(scored).label("last"), func.max(r.answered_at).label("at"))
    own: list[tuple[Any, ...]] = [(r.contact_id, r.contact_id.in_(people))]
    own.append((r.id, r.contact_id.is_(None) & r.id.in_(people)))
    for person, theirs in own:
        wanted = select(person, account, *sums).where(among.answers, r.excluded.is_(None), theirs)
        for who, name, low, middle, top, last, at in session.execute(
            wanted.group_by(person, "account")
        ):
            if not name and not last:
                continue
            before = found.get((name, who), NOTHING)
            found[name, who] = Fact(
                who=int(last is not None or before.who > 0),
                low=int(low) + before.low,
                middle=int(middle) + before.middle,
                top=int(top) + before.top,
                last=max(filter(None, (last, before.last)), default=None),
                said=max(filter(None, (at, before.said))),
            )
    return found
