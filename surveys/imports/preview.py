"""A first look at a file: how it is read, where its data begins, and its first rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from surveys.imports import FORMATS, look
from surveys.imports.guess import guess
from surveys.imports.layout import Layout, fold, layout_of
from surveys.imports.mapping import Role
from surveys.imports.table import FileProblemError, Reading, Row
from surveys.telling import told

SAMPLE = 500
SHOWN = 3
SHOWN_LENGTH = 60


@dataclass(frozen=True)
class Preview:
    """What can be told from the first few hundred rows."""

    reading: Reading
    layout: Layout
    rows: tuple[Row, ...]

    def values(self, index: int) -> Iterator[str]:
        """Give what the first rows say in one column."""
        cells = (row.cells[index] for row in self.rows if index < len(row.cells))
        return (cell.strip() for cell in cells if cell.strip())

    def examples(self, index: int) -> list[str]:
        """Give a few different values of a column, cut to a length for looking."""
        several = dict.fromkeys(" ".join(v.split()) for v in islice(self.values(index), 60))
        return [_cut(value) for value in islice(several, SHOWN)]

    def guessed(self, *, answers: bool) -> list[Role]:
        """Guess what each column is."""
        samples = [row.cells for row in self.rows[:60]]
        return guess(self.layout.names, samples, answers=answers)

    @property
    def mentions_utc(self) -> bool:
        """Whether a column says that its times are UTC."""
        return any(fold(name).endswith("utc") for name in self.layout.names)


def preview(path: Path, reading: Reading, *, has_header: bool | None = None) -> Preview:
    """Look at a file; FileProblemError where there is nothing in it to map."""
    reading = look(path, reading)
    rows = list(islice(FORMATS[reading.format].rows(path, reading), SAMPLE))
    layout = layout_of(rows, has_header=has_header)
    data = tuple(row for row in rows if row.number >= layout.first_row and any(row.cells))
    if not layout.names:
        raise FileProblemError(told("The file is empty. Export it again, with its column names."))
    if not data:
        raise FileProblemError(
            told("The file has column names but no rows below them. Export it again with its rows.")
        )
    return Preview(reading, layout, data)


def _cut(value: str) -> str:
    return value if len(value) <= SHOWN_LENGTH else value[: SHOWN_LENGTH - 1] + "…"
