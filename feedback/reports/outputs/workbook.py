"""A report as a workbook: its words, all figures, and a sheet with a native chart for each."""

import re
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from feedback.appearance import Accent, pale
from feedback.lettering import NOT_XML
from feedback.reports.outputs.document import Document, Line, Table
from surveys.speech import _

MUTED, RULE, INK = "#625f58", "#e5e1da", "#1d1c1a"
TONES = {
    "promoter": "#14745f",
    "passive": "#a59f93",
    "detractor": "#b4441f",
    "benchmark": "#ddd9d0",
    "all": "#a59f93",
}
NO_SHEET = re.compile(r"[\[\]:*?/\\']")
NAME_LETTERS = 28
KINDS = {"trend": "line", "forest": "bar", "bars": "column", "stacked": "column"}
FIRST = 4
"""The row at which figures begin, below the title and the headings."""


def as_xlsx(document: Document) -> bytes:
    """Make the workbook; every word goes in as words, never as a formula or a link."""
    out = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(out, options) as book:
        book.set_properties({"title": _clean(document.title), "company": _clean(document.company)})
        formats = _formats(book, document)
        _words(book, formats, document)
        for number, table in enumerate(document.every_table, 1):
            _figures(book, formats, document, table, number)
    return out.getvalue()


def _formats(book: Workbook, document: Document) -> dict[str, Any]:
    accent = Accent.of(document.accent).light
    return {
        "title": book.add_format({"bold": True, "font_size": 18, "text_wrap": True}),
        "lead": book.add_format({"font_size": 12, "text_wrap": True, "valign": "top"}),
        "muted": book.add_format({"font_color": MUTED, "text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "bottom": 1, "font_color": accent}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "0.0"}),
        "count": book.add_format({"num_format": "#,##0"}),
    }


def _words(book: Workbook, formats: dict[str, Any], document: Document) -> None:
    sheet = book.add_worksheet(_name(_("Report"), 0))
    if document.rtl:
        sheet.right_to_left()
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100)
    said = [(document.company, "muted"), (document.title, "title"), (document.lead, "lead")]
    said += [(words, "muted") for words in (document.basis, *document.notes, document.source)]
    said += [(f"{text} {why}", "words") for text, why in document.points]
    said += [(quote.words, "words") for quote in document.quotes]
    for row, (words, style) in enumerate(said):
        sheet.write_string(row, 0, _clean(words), formats[style])


def _figures(
    book: Workbook, formats: dict[str, Any], document: Document, table: Table, number: int
) -> None:
    sheet = book.add_worksheet(_name(table.title, number))
    if document.rtl:
        sheet.right_to_left()
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 6, 14)
    sheet.write_string(0, 0, _clean(table.title), formats["title"])
    sheet.write_string(1, 0, _clean(table.note))
    measure = table.measure or _("Figure")
    names = [table.heading or _("Figure"), measure, _("Lower limit"), _("Upper limit")]
    for column, name in enumerate([*names, _("Answers"), _("As shown"), _("95 %% interval")]):
        sheet.write_string(FIRST - 1, column, _clean(name), formats["head"])
    for row, line in enumerate(table.lines, FIRST):
        _line(sheet, formats, row, line)
    if table.remarks:
        sheet.set_column(7, 7, 70)
        sheet.write_string(FIRST - 1, 7, _("Source and comparison"), formats["head"])
    if table.chart:
        chart = _chart(book, sheet.get_name(), table, Accent.of(document.accent).light)
        sheet.insert_chart(*_place(table), chart, {"description": _clean(table.chart.alt)[:250]})


def _line(sheet: Any, formats: dict[str, Any], row: int, line: Line) -> None:
    sheet.write_string(row, 0, _clean(line.name))
    for column, value in enumerate((line.value, line.low, line.high), 1):
        if value is not None:
            sheet.write_number(row, column, value, formats["number"])
    if line.n is not None:
        sheet.write_number(row, 4, line.n, formats["count"])
    sheet.write_string(row, 5, _clean(line.whole))
    sheet.write_string(row, 6, _clean(line.interval))
    if line.said:
        sheet.write_string(
            row, 7, _clean(" ".join((line.said, line.link)).strip()), formats["words"]
        )


def _place(table: Table) -> tuple[int, int]:
    """Give the cell of the chart: beside the figures, or below them where words stand beside."""
    return (FIRST + len(table.lines) + 1, 0) if table.remarks else (FIRST - 1, 8)


def _chart(book: Workbook, name: str, table: Table, accent: str) -> Any:
    assert table.chart
    kind, lines = table.chart.kind, table.lines
    chart = book.add_chart({"type": KINDS[kind]})
    last = FIRST + len(lines) - 1
    series: dict[str, Any] = {
        "name": _clean(table.measure),
        "categories": [name, FIRST, 0, last, 0],
        "values": [name, FIRST, 1, last, 1],
        "fill": {"color": pale(accent) if kind == "forest" else accent},
    }
    if any(line.tone or line.kind for line in lines):
        ours = TONES if not table.remarks else TONES | {"all": pale(accent)}
        fills = [ours.get(line.tone or line.kind, pale(accent)) for line in lines]
        series["points"] = [{"fill": {"color": fill}} for fill in fills]
    if any(line.tone for line in lines):
        series["gap"] = 25
    if kind in ("trend", "forest"):
        up, down = ([_reach(line, high=high) for line in lines] for high in (True, False))
        bars = {"type": "custom", "plus_values": up, "minus_values": down, "line": {"color": INK}}
        series["x_error_bars" if kind == "forest" else "y_error_bars"] = bars
    if kind == "trend":
        series |= {"line": {"color": accent, "width": 2.25}, "marker": {"type": "circle"}}
    chart.add_series(series)
    chart.set_title({"name": _clean(table.title), "overlay": False})
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 760, "height": max(360, 26 * len(lines) if kind == "forest" else 0)})
    _axes(chart, table)
    return chart


def _axes(chart: Any, table: Table) -> None:
    assert table.chart
    grid = {"visible": True, "line": {"color": RULE}}
    low, high = table.chart.stretch
    values = {"major_gridlines": grid, "num_format": "0", "min": low, "max": high}
    names: dict[str, Any] = {"label_position": "low"}
    if table.chart.kind == "forest":  # a bar chart's first axis is the one of its names
        chart.set_x_axis(values)
        chart.set_y_axis(names | {"reverse": True, "major_gridlines": {"visible": False}})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(values)


def _reach(line: Line, *, high: bool) -> float:
    """How far a limit lies from its figure."""
    if line.value is None or line.low is None or line.high is None:
        return 0
    return line.high - line.value if high else line.value - line.low


def _name(title: str, number: int) -> str:
    """Give a sheet a name that spreadsheets take, each its own."""
    words = NO_SHEET.sub(" ", _clean(title)).strip()[:NAME_LETTERS].strip()
    return f"{number} {words}".strip() if number else words or "Hark"


def _clean(words: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)
