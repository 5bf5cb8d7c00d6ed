"""Events from a table: what happened, when, called what, and to whom."""

from datetime import datetime, tzinfo

from surveys.addresses import shown
from surveys.events import Happening
from surveys.imports.dates import DateProblemError, read_date
from surveys.imports.layout import fold
from surveys.imports.mapping import Column, Mapping, Role
from surveys.imports.people import PeopleReader, RowProblemError, cell
from surveys.imports.preview import Preview
from surveys.imports.table import FileProblemError, Row
from surveys.telling import told


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


EVENT = _names("event eventname eventtype ereignis evenement evento gebeurtenis trigger")
MOMENT = _names(
    """occurredat happenedat date datetime timestamp time at when eventdate eventtime createdat
    deliveredat completedat closedat datum fecha data"""
)
REFERENCE = _names(
    """id eventid reference ordernumber orderid orderno order ticketid ticket invoice
    bestellnummer referenz numerodecommande pedido"""
)
"""What columns are called, as `fold` leaves names."""
LONGEST_EVENT, LONGEST_ID = 100, 200


class HappeningsReader:
    """Reads events from the rows of one file."""

    def __init__(self, seen: Preview, *, event: str, zone: tzinfo, now: datetime) -> None:
        """Find the columns by their names; `event` is what a file without such a column tells of.

        FileProblemError where nobody can be recognised by what the file has.
        """
        names = [fold(name) for name in seen.layout.names]
        self.event, self.zone, self.now = event, zone, now
        self.name = _first(names, EVENT)
        self.moment = _first(names, MOMENT)
        self.reference = _first(names, REFERENCE)
        taken = {self.name, self.moment, self.reference}
        roles = seen.guessed(answers=False)
        columns = [
            Column(i, Role.LEAVE if i in taken else role, seen.layout.names[i])
            for i, role in enumerate(roles)
        ]
        mapping = Mapping(
            seen.reading, tuple(columns), tuple(seen.layout.names), seen.layout.first_row
        )
        if mapping.place(Role.EMAIL) is None and mapping.place(Role.NUMBER) is None:
            raise FileProblemError(
                told("No column is called e-mail or customer number, so nobody can be recognised.")
            )
        self.mapping, self.people = mapping, PeopleReader(mapping)

    def read(self, row: Row) -> Happening:
        """Read one row; RowProblemError where it cannot be taken."""
        who = self.people.read(row)
        event = " ".join(cell(row.cells, self.name).split()) or self.event
        if not event or len(event) > LONGEST_EVENT:
            raise RowProblemError(
                told("There is no event, or its name is too long. Say what happened.")
            )
        at = self._at(row)
        given = cell(row.cells, self.reference)[:LONGEST_ID]
        # Without an id of its own, the same thing at the same moment is the same event.
        return Happening(event, who, at, given or f"{event}\x1f{who.key}\x1f{at.isoformat()}")

    def _at(self, row: Row) -> datetime:
        text = cell(row.cells, self.moment)
        if not text:
            raise RowProblemError(told("There is no date. Say when it happened."))
        try:
            return read_date(text, order="", zone=self.zone, now=self.now)
        except DateProblemError as problem:
            raise RowProblemError(
                told(
                    "The date %(date)s %(problem)s. Correct it.",
                    date=shown(text),
                    problem=problem.args[0],
                )
            ) from None


def _first(names: list[str], known: frozenset[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in known), None)
