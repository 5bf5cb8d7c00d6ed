"""From a table to the roster: names, nicknames, teams, and the days colleagues worked."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from surveys.imports import FORMATS
from surveys.imports.dates import DateProblemError, possible_orders, read_date
from surveys.imports.layout import fold
from surveys.imports.people import RowProblemError, cell
from surveys.imports.preview import Preview, preview
from surveys.imports.table import FileProblemError, Reading, Row
from surveys.telling import told

MOST_ROWS = 2_000
LONGEST_NAME = 120
MOST_NICKNAMES = 10


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


NAME = _names(
    """
    name fullname displayname colleague employee staff agent person vollständigername mitarbeiter
    nom nomcomplet collaborateur nombre nombrecompleto empleado الاسم
    """
)
FIRST = _names("firstname givenname forename vorname prenom prénom nombredepila")
LAST = _names("lastname surname familyname nachname familienname nomdefamille apellido apellidos")
NICKNAMES = _names(
    """
    nickname nicknames alsocalled alias aliases knownas spitzname spitznamen rufname surnom surnoms
    apodo apodos
    """
)
TEAM = _names(
    "team department group unit abteilung gruppe équipe equipe service departamento equipo"
)
PLACE = _names(
    "place location site office branch city ort standort filiale lieu ville lugar ciudad"
)
SINCE = _names(
    "since from start startdate started joined begin seit ab eintritt depuis desde inicio"
)
UNTIL = _names("until to end enddate ended left bis austritt jusqu jusqua fin hasta")
"""What columns are called, as `fold` leaves names."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One colleague as a file has them."""

    row: int
    name: str
    nicknames: tuple[str, ...] = ()
    team: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """What a file says: colleagues, and the rows that say nothing sound, with the reason."""

    listed: tuple[Listed, ...]
    problems: tuple[tuple[int, str], ...]


def read_roll(path: Path, *, now: datetime) -> Roll:
    """Read a whole file; FileProblemError where it is no roster."""
    seen = preview(path, Reading())
    reader = _Reader(seen, now)
    listed: list[Listed] = []
    problems: list[tuple[int, str]] = []
    for row in FORMATS[seen.reading.format].rows(path, seen.reading):
        if row.number < seen.layout.first_row or not any(text.strip() for text in row.cells):
            continue
        if len(listed) + len(problems) >= MOST_ROWS:
            raise FileProblemError(
                told("The file has more than %(n)s rows. Split it into several.", n=MOST_ROWS)
            )
        try:
            listed.append(reader.read(row))
        except RowProblemError as problem:
            problems.append((row.number, problem.args[0]))
    return Roll(tuple(listed), tuple(problems))


class _Reader:
    def __init__(self, seen: Preview, now: datetime) -> None:
        names = [fold(name) for name in seen.layout.names]
        self.now = now
        self.name, self.first, self.last = (_find(names, known) for known in (NAME, FIRST, LAST))
        self.nicknames, self.team = _find(names, NICKNAMES), _find(names, TEAM)
        self.place = _find(names, PLACE)
        self.since, self.until = _find(names, SINCE), _find(names, UNTIL)
        if self.name is None and self.first is None:
            raise FileProblemError(
                told("No column is called name. Call the column with the names so.")
            )
        places = [place for place in (self.since, self.until) if place is not None]
        orders = [possible_orders(seen.values(place)) for place in places]
        common = set.intersection(*map(set, orders)) if orders else set()
        self.order = next(iter(common)).value if len(common) == 1 else ""
        self.seen: dict[str, int] = {}

    def read(self, row: Row) -> Listed:
        if row.problem:
            raise RowProblemError(row.problem)
        name = self._name(row)
        since, until = self._day(row, self.since), self._day(row, self.until)
        if since and until and until < since:
            raise RowProblemError(told("The last day lies before the first. Correct one of them."))
        earlier = self.seen.setdefault(name.casefold(), row.number)
        if earlier != row.number:
            raise RowProblemError(
                told("This name stands in row %(row)s already. Keep one of the two.", row=earlier)
            )
        return Listed(
            row=row.number,
            name=name,
            nicknames=split_names(cell(row.cells, self.nicknames)),
            team=_line(cell(row.cells, self.team)),
            place=_line(cell(row.cells, self.place)),
            since=since,
            until=until,
        )

    def _name(self, row: Row) -> str:
        parts = [cell(row.cells, place) for place in (self.first, self.last)]
        name = _line(cell(row.cells, self.name)) or _line(" ".join(filter(None, parts)))
        if not any(letter.isalpha() for letter in name):
            raise RowProblemError(told("There is no name. Fill it in, or leave the row out."))
        return name

    def _day(self, row: Row, place: int | None) -> date | None:
        text = cell(row.cells, place)
        if not text:
            return None
        try:
            # A last day may lie ahead; what is read as a moment is only looked at as a day.
            ahead = self.now.replace(year=self.now.year + 50)
            return read_date(text, order=self.order, zone=UTC, now=ahead).date()
        except DateProblemError:
            raise RowProblemError(
                told("The date “%(date)s” cannot be read. Write 2026-02-28.", date=text[:60])
            ) from None


def split_names(text: str) -> tuple[str, ...]:
    """Take nicknames apart at commas and semicolons; each once, without what is no letter."""
    parts = (_line(part) for part in re.split(r"[,;/\n]", text))
    kept = dict.fromkeys(part for part in parts if any(sign.isalpha() for sign in part))
    return tuple(kept)[:MOST_NICKNAMES]


def _find(names: list[str], known: frozenset[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in known), None)


def _line(text: str) -> str:
    return " ".join("".join(s if s.isprintable() else " " for s in text).split())[:LONGEST_NAME]
