"""XLSX, read as a stream: two far-apart cells or a zip bomb cost no more than their own bytes.

A ready-made reader lays the sheet out as one rectangle: a file of 5 kB with a cell in A1 and one
in XFD1048576 then asks for terabytes and takes the whole process down.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from surveys.imports.table import MAX_CELL, MAX_COLUMNS, FileProblemError, Format, Reading, Row
from surveys.imports.table import within_limits as limited
from surveys.imports.workbook import Workbook
from surveys.imports.xml import Element, elements
from surveys.telling import told

NOT_READABLE = told(
    "The file says it is an XLSX workbook but cannot be read as one: it is "
    "damaged or incomplete. Open it in your spreadsheet, save it again as XLSX "
    "or CSV, and upload that."
)
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - a sheet's time has no zone
LAST_SERIAL = 2_958_465
BROKEN = (BadZipFile, LookupError, ValueError, RuntimeError, EOFError, OSError, zlib.error)
LETTERS = re.compile("[A-Z]+")


def look(path: Path, reading: Reading) -> Reading:
    """Find the sheets; the first is read unless another was chosen."""
    with _opened(path) as archive:
        sheets = tuple(Workbook(archive).sheets)
    sheet = reading.sheet if reading.sheet in sheets else sheets[0]
    return replace(reading, format="xlsx", sheet=sheet, sheets=sheets)


def rows(path: Path, reading: Reading) -> Iterator[Row]:
    """Read a sheet row by row; every value as text, dates in ISO form, formulas as their value."""
    with _opened(path) as archive:
        book = Workbook(archive)
        yield from limited(_rows(book, book.sheets[reading.sheet]))


def estimate(path: Path, reading: Reading) -> int:
    """Take what the sheet says of its own size, if it does."""
    with _opened(path) as archive:
        book = Workbook(archive)
        for element in elements(archive, book.sheets[reading.sheet], "dimension"):
            return int(re.sub(r"\D", "", element.get("ref", "").partition(":")[2]) or 1)
    return 1


def _recognises(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and (b"xl/" in head or b"[Content_Types].xml" in head)


FORMAT = Format("XLSX", _recognises, look, rows, estimate)


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    """Open a workbook, and turn whatever is wrong with it into one sentence."""
    try:
        with ZipFile(path) as archive:
            yield archive
    except BROKEN:
        raise FileProblemError(NOT_READABLE) from None


def _rows(book: Workbook, member: str) -> Iterator[Row]:
    number = 0
    for element in elements(book.archive, member, "row", part="c"):
        number = int(element.get("r") or number + 1)
        yield Row(number, _cells(book, element))


def _cells(book: Workbook, row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row.parts:
        place = cell.get("r")
        column = _column(place) if place else len(cells)
        text = _text(book, cell)
        if not text:
            continue
        if column >= MAX_COLUMNS:
            raise FileProblemError(
                told(
                    "Cell %(cell)s lies beyond the %(most)s columns that can be "
                    "mapped. Delete the columns you do not need and upload the file again.",
                    cell=place or column,
                    most=MAX_COLUMNS,
                )
            )
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
    return cells


def _column(place: str) -> int:
    found = LETTERS.match(place)
    number = 0
    for letter in found.group()[:6] if found else "A":
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(book: Workbook, cell: Element) -> str:
    kind = cell.get("t")
    if kind == "s":
        return book.strings[int(cell.text)] if cell.text else ""
    if kind == "b":
        return "TRUE" if cell.text == "1" else "FALSE"
    if kind in ("str", "inlineStr", "e", "d") or not cell.text:
        return cell.text[: MAX_CELL + 1]
    number = float(cell.text)
    if int(cell.get("s") or 0) in book.date_styles and 0 <= number <= LAST_SERIAL:
        return _moment(number, book)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _moment(serial: float, book: Workbook) -> str:
    at = EPOCHS[book.counts_from_1904] + timedelta(seconds=round(serial * 86400))
    if serial < 1:
        return at.time().isoformat()
    return at.date().isoformat() if serial == int(serial) else at.isoformat(sep=" ")
