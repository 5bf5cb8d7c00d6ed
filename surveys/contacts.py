"""Bringing people into the contacts: who is new, who changed, and writing both in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from surveys.db import new_id
from surveys.imports.people import Person
from surveys.models import Contact
from surveys.scope import bound_workspace

ONE_STATEMENT = {"render_nulls": True}
"""Otherwise a new INSERT begins wherever a column turns empty: thousands instead of one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the contacts already say of somebody."""

    id: int
    key: str
    email: str | None
    external_id: str | None
    name: str
    attributes: Mapping[str, Any]
    last_asked_at: datetime | None = None


@dataclass
class Sorted:
    """A batch of people, sorted by what they mean for the contacts."""

    new: list[Person] = field(default_factory=list)
    changed: list[tuple[Known, Person]] = field(default_factory=list)
    unchanged: int = 0
    left: list[str] = field(default_factory=list)
    """Addresses of those who unsubscribed, as the file says."""
    silenced: set[str] = field(default_factory=set)
    """The hashes of those addresses that were not known to have left."""

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "silenced": len(self.silenced),
        }


class Directory:
    """The contacts that a batch of people may already be."""

    def __init__(self, known: Iterable[Known]) -> None:
        """Index them by key and by customer number."""
        self.by_key: dict[str, Known] = {}
        self.by_number: dict[str, list[Known]] = {}
        for contact in known:
            self.by_key[contact.key] = contact
            if contact.external_id:
                self.by_number.setdefault(contact.external_id, []).append(contact)

    def find(self, person: Person) -> Known | None:
        """Find somebody by address; by number where that is unmistakable."""
        found = self.by_key.get(person.key)
        if found or not person.number:
            return found
        same_number = self.by_number.get(person.number, [])
        if person.email:
            same_number = [contact for contact in same_number if not contact.email]
        return same_number[0] if len(same_number) == 1 else None


def directory(session: Session, people: Sequence[Person]) -> Directory:
    """Look up all contacts that these people may be: two queries, each on its own index."""
    keys = [person.key for person in people if person.key]
    numbers = [person.number for person in people if person.number]
    columns = (
        Contact.id,
        Contact.key,
        Contact.email,
        Contact.external_id,
        Contact.name,
        Contact.attributes,
        Contact.last_asked_at,
    )
    found: list[Known] = []
    for is_one in (Contact.key.in_(keys), Contact.external_id.in_(numbers)):
        found += [Known(*row) for row in session.execute(select(*columns).where(is_one))]
    return Directory({contact.id: contact for contact in found}.values())


def sort_people(session: Session, people: Sequence[Person]) -> Sorted:
    """Tell who is new, who changed, and how many are as they were."""
    contacts = directory(session, people)
    found = Sorted()
    for person in people:
        known = contacts.find(person)
        if person.has_left and (address := person.email or (known and known.email)):
            found.left.append(address)
        if known is None:
            found.new.append(person)
        elif _as_it_will_be(known, person) != _as_it_is(known):
            found.changed.append((known, person))
        else:
            found.unchanged += 1
    return found


def write_people(session: Session, found: Sorted, *, now: datetime) -> None:
    """Add the new ones and change the changed ones, in two statements."""
    add_people(session, found.new, now=now)
    if found.changed:
        workspace = {"workspace_id": bound_workspace(session), "updated_at": now}
        changes = [
            {**workspace, "id": known.id, **_as_it_will_be(known, person)}
            for known, person in found.changed
        ]
        session.execute(update(Contact), changes)


def add_people(session: Session, people: Sequence[Person], *, now: datetime) -> dict[str, int]:
    """Add people who are not among the contacts yet; give their ids by key."""
    workspace_id = bound_workspace(session)
    rows: list[dict[str, Any]] = [
        {
            "workspace_id": workspace_id,
            "id": new_id(),
            "key": person.key,
            "email": person.email or None,
            "external_id": person.number or None,
            "name": person.name,
            "attributes": person.attributes,
            "last_asked_at": person.asked_at,
            "created_at": now,
            "updated_at": now,
        }
        for person in people
    ]
    if rows:
        session.execute(insert(Contact), rows, execution_options=ONE_STATEMENT)
    return {row["key"]: row["id"] for row in rows}


def _as_it_is(known: Known) -> dict[str, Any]:
    return {
        "key": known.key,
        "email": known.email,
        "external_id": known.external_id,
        "name": known.name,
        "attributes": dict(known.attributes),
        "last_asked_at": known.last_asked_at,
    }


def _as_it_will_be(known: Known, person: Person) -> dict[str, Any]:
    """An empty cell takes nothing away; attributes that the file does not have stay."""
    return {
        "key": known.key if known.email else person.key,
        "email": person.email if not known.email and person.email else known.email,
        "external_id": person.number or known.external_id,
        "name": person.name or known.name,
        "attributes": {**known.attributes, **person.attributes},
        "last_asked_at": max(filter(None, (known.last_asked_at, person.asked_at)), default=None),
    }
