"""Contacts on their way in: rows read, doubles found, compared with those who are there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from surveys.contacts import Sorted, sort_people, write_people
from surveys.imports.mapping import Mapping
from surveys.imports.people import PeopleReader, Person, RowProblemError
from surveys.imports.table import Row
from surveys.imports.wishes import WishesReader
from surveys.scope import bound_workspace
from surveys.telling import told
from surveys.unsubscribing import IMPORT, hashing, not_yet_out, unsubscribe


class IncomingContacts:
    """One file of contacts; it remembers whom it has seen."""

    def __init__(self, mapping: Mapping, *, key: str, now: datetime) -> None:
        """Begin at the top of the file; addresses that unsubscribed are kept hashed by the key."""
        self.reader, self.wishes = PeopleReader(mapping), WishesReader(mapping, now=now)
        self.key = key
        self.seen: dict[int, int] = {}

    def read(self, row: Row) -> Person:
        """Read one contact; the same one twice in a file is taken once."""
        person = replace(
            self.reader.read(row),
            has_left=self.wishes.has_left(row),
            asked_at=self.wishes.asked_at(row),
        )
        number_only, by_number = hash(("only", person.number)), hash(("number", person.number))
        marks = [hash(person.key)]
        if person.number:
            marks.append(number_only if person.email else by_number)
        earlier = next((self.seen[mark] for mark in marks if mark in self.seen), None)
        if earlier:
            raise RowProblemError(
                told(
                    "The same contact stands in row %(earlier)s already. Keep one of the two.",
                    earlier=earlier,
                )
            )
        self.seen[marks[0]] = row.number
        if person.number:
            self.seen.setdefault(by_number, row.number)
            if not person.email:
                self.seen[number_only] = row.number
        return person

    def sort(self, session: Session, people: Sequence[Person]) -> Sorted:
        """Compare with the contacts that are there."""
        found = sort_people(session, people)
        hashed = hashing(self.key, bound_workspace(session))
        found.silenced = not_yet_out(session, {hashed(address) for address in found.left})
        return found

    def write(self, session: Session, found: Sorted, *, now: datetime) -> None:
        """Write a sorted batch."""
        write_people(session, found, now=now)
        for address in found.silenced:
            unsubscribe(session, address, via=IMPORT, now=now)
