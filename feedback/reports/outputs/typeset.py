"""A report on paper and its charts as pictures: typst sets both from the same figures."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import typst

from feedback.appearance import Accent
from feedback.filters import count, day
from feedback.lettering import breakable, fonts, fonts_for, is_rtl, language_of
from feedback.reports.outputs.document import Document, Line, Quote, Table
from surveys.speech import _

HERE = Path(__file__).parent
CHARTS = (HERE / "charts.typ").read_bytes()
REPORT = CHARTS + (HERE / "report.typ").read_bytes()
PICTURE = CHARTS + (HERE / "picture.typ").read_bytes()
STANDARDS = ["ua-1", "a-2a"]
"""Read aloud in order (PDF/UA), and readable in decades (PDF/A)."""
PPI = 144
NOT_SET = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
"""Letters that no page shows."""
MISSING = re.compile(r'the text `"(.+?)"` could not')
NO_LETTER = "\N{WHITE SQUARE}"
Kind = Literal["png", "svg"]


def as_pdf(document: Document) -> bytes:
    """Set the report; letters that this machine has no font for become empty squares, said so."""
    return _compiled(REPORT, _data(document), format="pdf", pdf_standards=STANDARDS)


def as_picture(document: Document, table: Table, kind: Kind) -> bytes:
    """Draw one chart, with its title and what it rests on."""
    data = _data(document) | {"tables": [_table(table)], "title": table.title}
    return _compiled(PICTURE, data, format=kind, ppi=PPI)


def _compiled(source: bytes, data: dict[str, Any], **how: Any) -> bytes:
    written = json.dumps(data)
    try:
        return _set(source, written, how)
    except typst.TypstError as error:
        missing = MISSING.findall(str(error.diagnostic))
        if not missing:
            raise
        unknown = set("".join(missing))
        words = json.dumps(data, ensure_ascii=False)
        for letter in unknown:
            words = words.replace(letter, NO_LETTER)
        told = json.loads(words)
        told["notes"].append(
            _("This machine has no letters for some words; they are shown as %(square)s.",
              square=NO_LETTER)
        )  # fmt: skip
        return _set(source, json.dumps(told), how)


def _set(source: bytes, written: str, how: dict[str, Any]) -> bytes:
    made = typst.compile(source, font_paths=fonts(), sys_inputs={"report": written}, **how)
    assert isinstance(made, bytes)
    return made


def _data(document: Document) -> dict[str, Any]:
    words = "".join((document.title, document.basis, *(quote.words for quote in document.quotes)))
    data = {
        "company": document.company,
        "language": document.language.partition("-")[0],
        "rtl": document.rtl,
        "accent": Accent.of(document.accent).light,
        "title": document.title,
        "lead": document.lead,
        "basis": document.basis,
        "notes": list(document.notes),
        "headline": _table(document.headline),
        "tables": [_table(table) for table in document.tables],
        "points_title": document.points_title,
        "points": document.points,
        "quotes_title": document.quotes_title,
        "quotes": [_quote(quote) for quote in document.quotes],
        "glossary": document.glossary,
        "source": document.footer,
        "fonts": fonts_for(language_of(words)),
        "says": _says(),
    }
    clean: dict[str, Any] = _fit(data)
    return clean


def _says() -> dict[str, str]:
    return {
        "interval": _("95 %% interval"),
        "answers": _("Answers"),
        "few": _("too few answers"),
        "glossary": _("How to read these figures"),
    }


def _table(table: Table) -> dict[str, Any]:
    chart = table.chart
    rows = [_row(line, table) for line in table.lines]
    whole = next((row["at"] for row in rows if row["kind"] == "all"), None)
    zero = chart.axis.at(0) if chart and chart.axis.low < 0 < chart.axis.high else None
    return {
        "title": table.title,
        "behind": _("%(chart)s: its figures", chart=table.title),
        "note": table.note,
        "heading": table.heading,
        "measure": table.measure,
        "kind": chart.kind if chart else "",
        "alt": chart.alt if chart else "",
        "intervals": table.has_intervals,
        "rows": rows,
        "whole": whole,
        "runs": _runs(table.lines),
        "ticks": [asdict(t) | {"zero": t.at == zero} for t in (chart.ticks if chart else ())],
        "along": [asdict(tick) for tick in (chart.along if chart else ())],
        "says": _says(),
    }


def _row(line: Line, table: Table) -> dict[str, Any]:
    tallest = max((each.value or 0 for each in table.lines), default=0)
    row = {
        "name": line.name,
        "rtl": is_rtl(line.name),
        "whole": line.whole,
        "interval": line.interval,
        "answers": "" if line.n is None else count(line.n),
        "rests": line.rests,
        "value": line.value or 0,
        "share": (line.value or 0) / tallest if tallest > 0 else 0,
        "tone": line.tone,
        "kind": line.kind,
        "said": " ".join((line.said, line.link)).strip(),
        "at": 0,
        "top": 0,
        "bottom": 0,
    }
    if table.chart and line.value is not None:
        at = table.chart.axis.at
        low, high = (line.value if end is None else end for end in (line.low, line.high))
        row |= {"at": at(line.value), "top": at(high), "bottom": at(low)}
    return row


def _runs(lines: Sequence[Line]) -> list[list[int]]:
    """Give the places of neighbouring lines that have a figure, run by run."""
    places = groupby(range(len(lines)), key=lambda i: lines[i].value is not None)
    return [list(run) for has_figure, run in places if has_figure]


def _quote(quote: Quote) -> dict[str, Any]:
    by = [str(quote.score) if quote.score is not None else "", quote.band]
    by += [day(quote.day)] if quote.day else []
    return {
        "words": quote.words,
        "rtl": is_rtl(quote.words),
        "language": language_of(quote.words),
        "tone": quote.tone,
        "by": " · ".join(filter(None, by)),
    }


def _fit(said: Any) -> Any:
    """Take away what no page can show, and let long runs of letters break."""
    if isinstance(said, str):
        return breakable(NOT_SET.sub("\N{REPLACEMENT CHARACTER}", said))
    if isinstance(said, dict):
        return {key: _fit(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [_fit(value) for value in said]
    return said
