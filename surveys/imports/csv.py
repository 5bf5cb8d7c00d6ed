"""CSV and its relatives: any delimiter, any encoding, row by row, whatever its quotes are like."""

import csv
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from surveys.imports.encodings import LABELS, found_encoding, is_valid
from surveys.imports.table import MAX_CELL, FileProblemError, Format, Reading, Row, within_limits
from surveys.speech import lazy
from surveys.telling import told

DELIMITERS = {
    ",": lazy("Comma"),
    ";": lazy("Semicolon"),
    "\t": lazy("Tab"),
    "|": lazy("Vertical bar"),
}
DAMAGED = "\ufffd"
MAX_BROKEN_QUOTES = 100
SAMPLE_ROWS = 40
CHUNK = 1024 * 1024


def look(path: Path, reading: Reading) -> Reading:
    """Find the encoding and the delimiter, unless they were chosen."""
    encoding = reading.encoding if reading.encoding in LABELS else found_encoding(path)
    reading = replace(reading, format="csv", encoding=encoding)
    if reading.delimiter not in DELIMITERS:
        reading = replace(reading, delimiter=_found_delimiter(path, encoding))
    return reading


def rows(path: Path, reading: Reading) -> Iterator[Row]:
    """Read row by row; a row that cannot be read says so, and the next one is read all the same."""
    damaged = not is_valid(path, reading.encoding)
    with _opened(path, reading.encoding) as file:
        for row in within_limits(_records(_Lines(file), reading.delimiter)):
            if damaged and not row.problem and DAMAGED in "".join(row.cells):
                label = LABELS[reading.encoding]
                problem = told(
                    "A letter cannot be read as %(label)s. Choose the encoding the file was "
                    "saved in, or save it again as UTF-8.",
                    label=told(label.sentence),
                )
                yield row._replace(problem=problem)
            else:
                yield row


def estimate(path: Path, reading: Reading) -> int:
    """Count the line ends: not more than that many rows."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b"")) or 1


def _recognises(head: bytes) -> bool:
    """Text is what has few control bytes, leaving aside the zeros of UTF-16."""
    control = sum(head.count(byte) for byte in range(1, 32) if byte not in b"\t\n\r\f\x1a")
    return control <= len(head) // 100


FORMAT = Format("CSV", _recognises, look, rows, estimate)


class _Lines:
    """The lines of a file, of which the last few can be given back."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.given: list[str] = []
        self.waiting: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else self.file.readline(MAX_CELL * 10)
        if not line:
            raise StopIteration
        if len(line) >= MAX_CELL * 10:
            raise FileProblemError(
                told(
                    "A line of the file is longer than a million characters: this is not a "
                    "table. Export it again as CSV or XLSX."
                )
            )
        self.given.append(line)
        return line

    def give_back_all_but_first(self) -> str:
        first, *others = self.given
        self.waiting.extendleft(reversed(others))
        return first


def _opened(path: Path, encoding: str) -> TextIO:
    file = path.open(encoding=encoding, errors="replace", newline="")
    if file.read(1) != "\ufeff":
        file.seek(0)
    return file


def _records(lines: _Lines, delimiter: str) -> Iterator[Row]:
    """Number the records; after a broken quote go on with the line below it."""
    csv.field_size_limit(MAX_CELL)
    parser = csv.reader(lines, delimiter=delimiter, strict=True)
    number = broken = 0
    while True:
        number += 1
        lines.given.clear()
        try:
            cells = next(parser)
        except StopIteration:
            return
        except csv.Error as error:
            broken += 1
            if broken > MAX_BROKEN_QUOTES:
                raise FileProblemError(
                    told(
                        "More than %(most)s rows have broken quotation marks, the "
                        "last is row %(number)s. Export the file again, or save it as XLSX.",
                        most=MAX_BROKEN_QUOTES,
                        number=number,
                    )
                ) from None
            first = lines.give_back_all_but_first()
            yield Row(number, first.rstrip("\r\n")[:MAX_CELL].split(delimiter), _sentence(error))
            continue
        if number == 1 and len(lines.given) == 1 and lines.given[0].lower().startswith("sep="):
            continue  # Excel's own note of the delimiter
        yield Row(number, cells)


def _sentence(error: csv.Error) -> str:
    if "field larger" in str(error):
        return told(
            "A cell has more than %(most)s characters, or a quotation mark opens "
            "in it and never closes. Correct the row and upload it again.",
            most=MAX_CELL,
        )
    return told(
        "A quotation mark is not closed, or stands inside a quoted cell without "
        "being doubled. Correct the row and upload it again."
    )


def _found_delimiter(path: Path, encoding: str) -> str:
    with _opened(path, encoding) as file:
        first = file.readline(64)
    if first.lower().startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4]
    return max(DELIMITERS, key=lambda delimiter: _regularity(path, encoding, delimiter))


def _regularity(path: Path, encoding: str, delimiter: str) -> tuple[float, int]:
    """How many of the first rows have the same number of cells above one, and that number."""
    with _opened(path, encoding) as file:
        records = islice(_records(_Lines(file), delimiter), SAMPLE_ROWS)
        widths = Counter(len(row.cells) for row in records if any(row.cells) and not row.problem)
    if not widths:
        return (0.0, 0)
    width, times = widths.most_common(1)[0]
    return (times / widths.total() if width > 1 else 0.0, width)
