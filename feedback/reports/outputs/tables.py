"""The figures of a report for programs: CSV for spreadsheets, JSON with all that stands around."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from feedback.contacts.problems import harmless
from feedback.lettering import NOT_XML
from feedback.reports.outputs.document import Document, Line, Table

COLUMNS = (
    "table",
    "key",
    "name",
    "value",
    "low",
    "high",
    "n",
    "unit",
    "shown",
    "interval",
    "said",
    "link",
    "group",
)
"""The same in every language, as programs read them."""


def as_csv(document: Document) -> str:
    """Write one line for each figure; a spreadsheet runs no cell of it."""
    out = StringIO()
    file = csv.writer(out)
    file.writerow(COLUMNS)
    whose = harmless(NOT_XML.sub("", document.group))
    for table in document.every_table:
        file.writerows((*_cells(table, line), whose) for line in table.lines)
    return "\ufeff" + out.getvalue()


def as_json(document: Document) -> dict[str, Any]:
    """Give all that the report says."""
    return {
        "company": document.company,
        "language": document.language,
        "title": document.title,
        "lead": document.lead,
        "basis": document.basis,
        "group": document.group,
        "notes": list(document.notes),
        "source": document.source,
        "watch": [{"text": text, "why": why} for text, why in document.points],
        "tables": [_table(table) for table in document.every_table],
        "quotes": [
            {
                "words": quote.words,
                "score": quote.score,
                "class": quote.tone,
                "day": quote.day.isoformat() if quote.day else None,
            }
            for quote in document.quotes
        ],
    }


def _cells(table: Table, line: Line) -> Iterator[str]:
    """Numbers of ours go in as they are, below 0 too; words are kept from being formulas."""
    yield from (harmless(NOT_XML.sub("", words)) for words in (table.key, line.key, line.name))
    numbers = (line.value, line.low, line.high, line.n)
    yield from ("" if number is None else repr(number) for number in numbers)
    yield from (harmless(words) for words in (line.unit.strip(), line.whole, line.interval))
    yield from (harmless(NOT_XML.sub("", words)) for words in (line.said, line.link))


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": table.title,
        "note": table.note,
        "lines": [
            {
                "key": line.key,
                "name": line.name,
                "value": line.value,
                "low": line.low,
                "high": line.high,
                "n": line.n,
                "unit": line.unit.strip(),
                "shown": line.whole,
                "interval": line.interval,
                "said": line.said,
                "link": line.link,
            }
            for line in table.lines
        ],
    }
