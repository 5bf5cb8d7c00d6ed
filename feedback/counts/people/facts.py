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
    asked_people,
    classes,
)
from feedback.database import likely
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
    found, answered = _said(session, among, people)
    contact = Contact.id
    account = func.coalesce(account_of(Contact.attributes, among.attribute), "")
    today = select(contact, account).where(contact.in_(people), account != "")
    column = asked_people(among).selected_columns[0]
    asked = set(session.scalars(asked_people(among).where(column.in_(people))))
    for person, name in session.execute(today):
        was, has = person in asked, person in answered
        found[name, person] = replace(
            found.get((name, person), NOTHING),
            people=1,
            asked=int(was),
            responded=int(was and answered.get(person, False)),
            answered=int(has),
        )
    return found


def _said(session: Session, among: Among, people: Sequence[int]) -> tuple[Facts, dict[int, bool]]:
    """Tell what they answered, and of which contacts there is an answer, and one to an invitation.

    Of who belongs to no account only scores are told.
    """
    r, found, answered = Response, Facts(), dict[int, bool]()
    account = func.coalesce(account_of(r.attributes, among.attribute), "").label("account")
    scored = case((r.score.is_not(None), r.answered_at))
    invited = func.max(case((r.invitation_id.is_not(None), 1), else_=0))
    sums = (*classes(r.score), func.max(scored).label("last"), func.max(r.answered_at).label("at"))
    alone = r.contact_id.is_(None)
    for person, theirs in (
        (r.contact_id, r.contact_id.in_(people)),
        (r.id, alone & r.id.in_(people)),
    ):
        wanted = select(person, account, *sums, invited).where(
            likely(among.answers), r.excluded.is_(None), theirs
        )
        for who, name, low, middle, top, last, at, by_mail in session.execute(
            wanted.group_by(person, "account")
        ):
            if person is r.contact_id:
                answered[who] = answered.get(who, False) or bool(by_mail)
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
    return found, answered
