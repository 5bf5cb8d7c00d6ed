"""Contacts on their way in: rows read, doubles found, compared with those who are there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from surveys.contacts import Sorted, sort_people, write_people
from surveys.imports.mapping import Mapping
from surveys.imports.people import PeopleReader, Person, RowProblemError
from surveys.imports.table import Row


class IncomingContacts:
    """One file of contacts; it remembers whom it has seen."""

    def __init__(self, mapping: Mapping) -> None:
        """Begin at the top of the file."""
        self.reader = PeopleReader(mapping)
        self.seen: dict[int, int] = {}

    def read(self, row: Row) -> Person:
        """Read one contact; the same one twice in a file is taken once."""
        person = self.reader.read(row)
        number_only, by_number = hash(("only", person.number)), hash(("number", person.number))
        marks = [hash(person.key)]
        if person.number:
            marks.append(number_only if person.email else by_number)
        earlier = next((self.seen[mark] for mark in marks if mark in self.seen), None)
        if earlier:
            raise RowProblemError(
                f"The same contact stands in row {earlier:,} already. Keep one of the two."
            )
        self.seen[marks[0]] = row.number
        if person.number:
            self.seen.setdefault(by_number, row.number)
            if not person.email:
                self.seen[number_only] = row.number
        return person

    def sort(self, session: Session, people: Sequence[Person]) -> Sorted:
        """Compare with the contacts that are there."""
        return sort_people(session, people)

    def write(self, session: Session, found: Sorted, *, now: datetime) -> None:
        """Write a sorted batch."""
        write_people(session, found, now=now)
