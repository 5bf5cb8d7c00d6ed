"""From a row of a file to a person: who it is, or a sentence about what is wrong."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from surveys.addresses import AddressProblemError, normal_address
from surveys.imports.mapping import Mapping, Role
from surveys.imports.table import MAX_CELL, Row
from surveys.speech import noted
from surveys.telling import told
from surveys.unsubscribing import fold_address

MAX_NAME = 200
MAX_NUMBER = 100
MAX_VALUE = 500
CONTROL = re.compile(r"[\x01-\x1f\x7f-\x9f\u2028\u2029\s]+")
LONG_NUMBER = noted(
    "The customer number has %(letters)s characters; %(longest)s are the most. Shorten it."
)
LONG_NAME = noted("The name has %(letters)s characters; %(longest)s are the most. Shorten it.")
EDGES = " \t\r\n\u00a0\u200b\u200e\u200f\u2060\ufeff"


class RowProblemError(ValueError):
    """A row that cannot be taken; its words say why and what to do."""


class Problem(NamedTuple):
    """A row that is left out, with the reason."""

    row: int
    sentence: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a file."""

    row: int
    email: str = ""
    number: str = ""
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    has_left: bool = False
    """Whether the file says that they unsubscribed."""
    asked_at: datetime | None = None
    """When the file says they were asked last."""

    @property
    def key(self) -> str:
        """What makes them the same person; empty where only a name is known."""
        if self.email:
            return fold_address(self.email)
        return f"#{self.number}" if self.number else ""


class PeopleReader:
    """Reads people from rows that are mapped the same way."""

    def __init__(self, mapping: Mapping) -> None:
        """Look the columns up once."""
        self.width = mapping.width
        self.email = mapping.place(Role.EMAIL)
        self.number = mapping.place(Role.NUMBER)
        self.names = [
            place
            for role in (Role.NAME, Role.FIRST_NAME, Role.LAST_NAME)
            if (place := mapping.place(role)) is not None
        ]
        self.attributes = [(column.index, column.name) for column in mapping.attributes]

    def read(self, row: Row) -> Person:
        """Read a contact: somebody with an address or a number."""
        person = self.who(row)
        if not person.key:
            raise RowProblemError(
                told(
                    "There is neither an e-mail nor a customer number. Fill one in, or leave "
                    "the row out."
                )
            )
        return person

    def who(self, row: Row) -> Person:
        """Read whoever the row is about, known by whatever it says."""
        cells = self.sound(row)
        return Person(
            row=row.number,
            email=self._email(cells),
            number=_line(cell(cells, self.number), LONG_NUMBER, MAX_NUMBER),
            name=_line(" ".join(cell(cells, place) for place in self.names), LONG_NAME, MAX_NAME),
            attributes=self._attributes(cells),
        )

    def sound(self, row: Row) -> list[str]:
        """Give the cells of a row that is whole."""
        if row.problem:
            raise RowProblemError(row.problem)
        cells = row.cells
        if len(cells) > self.width and any(extra.strip() for extra in cells[self.width :]):
            raise RowProblemError(
                told(
                    "The row has %(cells)s cells, but there are %(width)s columns. Give each "
                    "column a name; in a CSV, put cells that contain the separator between "
                    "quotes.",
                    cells=len(cells),
                    width=self.width,
                )
            )
        if any("\0" in text or len(text) > MAX_CELL for text in cells):
            raise RowProblemError(
                told(
                    "A cell holds zero bytes or more than 100,000 characters: it is damaged. "
                    "Correct it, or leave the row out."
                )
            )
        return cells

    def _email(self, cells: list[str]) -> str:
        text = cell(cells, self.email)
        if not text:
            return ""
        try:
            return normal_address(text)
        except AddressProblemError as problem:
            raise RowProblemError(
                told("%(problem)s Correct it, or leave the row out.", problem=problem.args[0])
            ) from None

    def _attributes(self, cells: list[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for place, name in self.attributes:
            if place < len(cells) and (value := cells[place].strip(EDGES)):
                if len(value) > MAX_VALUE:
                    raise RowProblemError(
                        told(
                            "“%(name)s” has %(letters)s characters; an attribute holds %(most)s at "
                            "most. Shorten it, or leave the column out.",
                            name=name,
                            letters=len(value),
                            most=MAX_VALUE,
                        )
                    )
                found[name] = value if value.isprintable() else CONTROL.sub(" ", value)
        return found


def cell(cells: list[str], place: int | None) -> str:
    """Give a cell without the blanks around it; rows may end early."""
    return "" if place is None or place >= len(cells) else cells[place].strip(EDGES)


def _line(text: str, sentence: str, longest: int) -> str:
    text = text if text.isprintable() else CONTROL.sub(" ", text)
    if len(text) > longest:
        raise RowProblemError(told(sentence, letters=len(text), longest=longest))
    return text.strip(EDGES)
