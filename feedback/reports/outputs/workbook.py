"""A report as a workbook: its words, all figures, and a sheet with a native chart for each."""

import re
from io import BytesIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname as quoted
from xlsxwriter.utility import xl_range_abs

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
WIDE, REMARKS = 100, 70
"""Letters of the usual size that stand on a line of the sheet of words, and beside a figure."""
POINTS = {"title": 18, "lead": 12}
"""Sizes of type other than the usual one."""
USUAL, LEADING = 11, 1.36
LENGTHS = 30
"""The hidden column of lengths up to the upper limit, before those down to the lower one."""
SHORT = 20
"""Lines of figures that a chart stands below, on one page with them."""
A4 = 9


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
        "heading": book.add_format({"bold": True, "font_size": 16}),
        "note": book.add_format({"font_color": MUTED}),
        "lead": book.add_format({"font_size": 12, "text_wrap": True, "valign": "top"}),
        "muted": book.add_format({"font_color": MUTED, "text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "bottom": 1, "font_color": accent}),
        "head_right": book.add_format(
            {"bold": True, "bottom": 1, "font_color": accent, "align": "right"}
        ),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "shown": book.add_format({"align": "right"}),
        "number": book.add_format({"num_format": "0.0"}),
        "count": book.add_format({"num_format": "#,##0"}),
    }


def _words(book: Workbook, formats: dict[str, Any], document: Document) -> None:
    sheet = book.add_worksheet(_name(_("Report"), 0))
    if document.rtl:
        sheet.right_to_left()
    sheet.hide_gridlines(2)
    _on_paper(sheet)
    sheet.set_column(0, 0, WIDE)
    said = [(document.company, "muted"), (document.title, "title"), (document.lead, "lead")]
    said += [(words, "muted") for words in (document.basis, *document.notes, document.source)]
    if document.points:
        said += [("", "words"), (document.points_title, "head")]
    said += [(f"{text} {why}", "words") for text, why in document.points]
    if document.quotes:
        said += [("", "words"), (document.quotes_title, "head")]
    said += [(quote.words, "words") for quote in document.quotes]
    for row, (words, style) in enumerate(said):
        sheet.set_row(row, _height(words, POINTS.get(style, USUAL), WIDE))
        sheet.write_string(row, 0, _clean(words), formats[style])


def _height(words: str, points: int, wide: int) -> float:
    """Give the height of wrapped words: not every spreadsheet program finds it by itself."""
    letters = wide * USUAL * 0.92 / points
    lines = sum(max(1, ceil(len(line) / letters)) for line in words.split("\n"))
    return points * LEADING * lines


def _on_paper(sheet: Any, *, is_short: bool = False) -> None:
    """Let a sheet be printed across one page, and whole on it where it is short."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1 if is_short else 0)


def _figures(
    book: Workbook, formats: dict[str, Any], document: Document, table: Table, number: int
) -> None:
    sheet = book.add_worksheet(_name(table.title, number))
    if document.rtl:
        sheet.right_to_left()
    sheet.hide_gridlines(2)
    _on_paper(sheet, is_short=len(table.lines) <= SHORT)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 6, 14)
    sheet.write_string(0, 0, _clean(table.title), formats["heading"])
    sheet.write_string(1, 0, _clean(table.note), formats["note"])
    measure = table.measure or _("Figure")
    names = [table.heading or _("Figure"), measure, _("Lower limit"), _("Upper limit")]
    for column, name in enumerate([*names, _("Answers"), _("As shown"), _("95 %% interval")]):
        style = formats["head_right" if column else "head"]
        sheet.write_string(FIRST - 1, column, _clean(name), style)
    for row, line in enumerate(table.lines, FIRST):
        _line(sheet, formats, row, line)
    if table.remarks:
        sheet.set_column(7, 7, REMARKS)
        sheet.write_string(FIRST - 1, 7, _("Source and comparison"), formats["head"])
    if table.chart:
        _lengths(sheet, table)
        chart = _chart(book, sheet.get_name(), table, Accent.of(document.accent).light)
        sheet.insert_chart(*_place(table), chart, {"description": _clean(table.chart.alt)[:250]})


def _line(sheet: Any, formats: dict[str, Any], row: int, line: Line) -> None:
    sheet.write_string(row, 0, _clean(line.name))
    for column, value in enumerate((line.value, line.low, line.high), 1):
        if value is not None:
            sheet.write_number(row, column, value, formats["number"])
    if line.n is not None:
        sheet.write_number(row, 4, line.n, formats["count"])
    sheet.write_string(row, 5, _clean(line.whole), formats["shown"])
    sheet.write_string(row, 6, _clean(line.interval), formats["shown"])
    if line.said:
        said = " ".join((line.said, line.link)).strip()
        sheet.set_row(row, _height(said, USUAL, REMARKS))
        sheet.write_string(row, 7, _clean(said), formats["words"])


def _lengths(sheet: Any, table: Table) -> None:
    """Write how far the limits lie from each figure: charts draw them from cells that nobody sees.

    Written into the chart itself, LibreOffice would leave them away.
    """
    for row, line in enumerate(table.lines, FIRST):
        if line.value is not None and line.low is not None and line.high is not None:
            sheet.write_number(row, LENGTHS, line.high - line.value)
            sheet.write_number(row, LENGTHS + 1, line.value - line.low)
    sheet.set_column(LENGTHS, LENGTHS + 1, None, None, {"hidden": True})
    sheet.print_area(0, 0, *_end(table))


def _end(table: Table) -> tuple[int, int]:
    """Give the last cell that has something to print."""
    row, column = _place(table)
    rows = _tall(table) // 20 + 2
    return max(FIRST + len(table.lines), row + rows), column + 12 if column else 7


def _tall(table: Table) -> int:
    """Give the height of its chart in pixels."""
    is_forest = table.chart is not None and table.chart.kind == "forest"
    return max(360, 26 * len(table.lines) if is_forest else 0)


def _place(table: Table) -> tuple[int, int]:
    """Give the cell of the chart: below its figures, or beside them where they are many."""
    is_short = len(table.lines) <= SHORT or table.remarks
    return (FIRST + len(table.lines) + 1, 0) if is_short else (FIRST - 1, 8)


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
        up, down = (f"={quoted(name)}!{_range(LENGTHS + i, last)}" for i in (0, 1))
        bars = {"type": "custom", "plus_values": up, "minus_values": down, "line": {"color": INK}}
        series["x_error_bars" if kind == "forest" else "y_error_bars"] = bars
    if kind == "trend":
        series |= {"line": {"color": accent, "width": 2.25}, "marker": {"type": "circle"}}
    chart.add_series(series)
    chart.set_title({"name": _clean(table.title), "overlay": False})
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    chart.show_hidden_data()
    chart.set_size({"width": 830, "height": _tall(table)})
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


def _range(column: int, last: int) -> str:
    found: str = xl_range_abs(FIRST, column, last, column)
    return found


def _name(title: str, number: int) -> str:
    """Give a sheet a name that spreadsheets take, each its own."""
    words = NO_SHEET.sub(" ", _clean(title)).strip()[:NAME_LETTERS].strip()
    return f"{number} {words}".strip() if number else words or "Hark"


def _clean(words: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)
