"""Something happened to a customer: they become a contact, and are asked in due time. Once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.contacts import directory, sort_people, write_people
from surveys.db import new_id
from surveys.hurting import LowAnswers
from surveys.imports.people import Person
from surveys.models import Event
from surveys.timing import lock_workspace
from surveys.triggering import happened

ASKS_WITHIN = timedelta(days=30)
"""What lies further back is learned from and asks nobody: it comes from somebody's archive."""


class OtherStoryError(ValueError):
    """This id was told before, and something else was said of it."""


@dataclass(frozen=True)
class Happening:
    """What happened, to whom, when, and what it is called by who tells of it."""

    event: str
    who: Person
    at: datetime
    reference: str
    is_dated: bool = True
    """Whether the moment was told, or is that at which we were told."""

    @property
    def digest(self) -> str:
        """Tell one story from another."""
        who = self.who
        attributes = sorted(who.attributes.items())
        at = self.at.isoformat() if self.is_dated else ""
        told = repr((self.event, who.email, who.number, who.name, attributes, at))
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Received:
    """What became of it."""

    asked: int
    is_new: bool


def receive(
    session: Session, told: Happening, *, now: datetime, key: str, low_answers: LowAnswers
) -> Received:
    """Take what happened, once by its reference; OtherStoryError where that meant something else.

    Whoever tells of one workspace stands in line, so that nothing told twice at once is taken
    twice. The caller commits.
    """
    lock_workspace(session)
    reference = hashlib.sha256(told.reference.encode("utf-8", "replace")).hexdigest()
    known = session.scalars(select(Event).where(Event.reference == reference)).first()
    if known is not None:
        if known.digest != told.digest:
            raise OtherStoryError("This id was used before for something else.")
        return Received(known.asked, is_new=False)
    asked = _ask(session, told, now=now, key=key, low_answers=low_answers)
    session.add(
        Event(
            id=new_id(),
            reference=reference,
            digest=told.digest,
            name=told.event,
            occurred_at=told.at,
            received_at=now,
            asked=asked,
        )
    )
    session.flush()
    return Received(asked, is_new=True)


def _ask(
    session: Session, told: Happening, *, now: datetime, key: str, low_answers: LowAnswers
) -> int:
    write_people(session, sort_people(session, [told.who]), now=now)
    contact = directory(session, [told.who]).find(told.who)
    if contact is None or now - told.at > ASKS_WITHIN:
        return 0
    reference = f"{told.event}\0{told.reference}"
    found = happened(
        session,
        contact.id,
        told.event,
        at=told.at,
        now=now,
        key=key,
        reference=reference,
        low_answers=low_answers,
    )
    return len(found)
