"""The rows with problems as a file: to correct in a spreadsheet and upload again."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from surveys.telling import said

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(path: Path, names: Sequence[str]) -> Iterator[str]:
    """Write the listed problems line by line; Excel reads it as UTF-8 because of its mark."""
    yield "\ufeff" + line(["Row", "Problem", *names])
    with path.open(encoding="utf-8") as file:
        for stored in file:
            row, sentence, cells = json.loads(stored)
            yield line([str(row), said(sentence), *cells])


def harmless(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula: an apostrophe makes it text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_SIGNS) else cell


def as_meant(cell: str) -> str:
    """Take the apostrophe away again from a cell that comes back."""
    return cell[1:] if cell[:1] == "'" and harmless(cell[1:]) == cell else cell


def line(cells: Sequence[str]) -> str:
    """Write one line of a file that spreadsheets open."""
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell.replace("\0", "")) for cell in cells])
    return out.getvalue()
