"""What every import format gives: numbered rows of text, or a sentence about the file."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from surveys.telling import told

MAX_COLUMNS = 200
MAX_ROWS = 1_048_576
"""As many as a spreadsheet has."""
MAX_CELL = 100_000


class FileProblemError(Exception):
    """The file cannot be read as a table; its words say why and what to do."""


class Row(NamedTuple):
    """One row as a spreadsheet numbers it, the first being 1."""

    number: int
    cells: list[str]
    problem: str = ""
    """Why the row could not be read; its cells then hold what was seen of it."""


@dataclass(frozen=True)
class Reading:
    """How a file is read; empty fields are found out by looking at the file."""

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    """What `sheet` can be chosen from."""

    def stored(self) -> dict[str, Any]:
        """Give the form that is kept with the upload."""
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Reading":
        """Read the stored form back."""
        return cls(**{**stored, "sheets": tuple(stored.get("sheets", ()))})


@dataclass(frozen=True)
class Format:
    """One kind of file: how it is recognised, looked at, and turned into rows."""

    label: str
    recognises: Callable[[bytes], bool]
    """Whether the first bytes of a file are of this kind."""
    look: Callable[[Path, Reading], Reading]
    """Fill in what the reading leaves open."""
    rows: Callable[[Path, Reading], Iterator[Row]]
    """Give the rows, one after another, without holding them all."""
    estimate: Callable[[Path, Reading], int]
    """About how many rows there are, for the progress bar."""


def within_limits(rows: Iterator[Row]) -> Iterator[Row]:
    """Stop a table that nobody could map or that would never end."""
    for row in rows:
        if len(row.cells) > MAX_COLUMNS:
            _refuse_wide(row)
        if row.number > MAX_ROWS:
            raise FileProblemError(
                told(
                    "The file has more than %(most)s rows. Split it and upload the parts "
                    "one by one; people in several parts are recognised.",
                    most=MAX_ROWS,
                )
            )
        yield row


def _refuse_wide(row: Row) -> None:
    while row.cells and not row.cells[-1].strip():
        row.cells.pop()
    if len(row.cells) > MAX_COLUMNS:
        raise FileProblemError(
            told(
                "Row %(number)s has %(cells)s columns; %(most)s is the most that "
                "can be mapped. Delete the columns you do not need and upload the file "
                "again.",
                number=row.number,
                cells=len(row.cells),
                most=MAX_COLUMNS,
            )
        )
