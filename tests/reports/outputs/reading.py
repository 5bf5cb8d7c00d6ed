"""Reading the figures back out of each rendering, with nothing of the code that wrote it."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass

import pypdfium2
from pptx import Presentation

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@dataclass(frozen=True)
class Found:
    """One figure as a rendering gives it; None where that rendering does not carry it."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    shown: str
    interval: str


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def of_csv(data: bytes) -> dict[tuple[str, int], Found]:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    places: dict[str, int] = {}
    found = {}
    for row in rows:
        place = places[row["table"]] = places.get(row["table"], -1) + 1
        n = int(row["n"]) if row["n"] else None
        numbers = (number(row["value"]), number(row["low"]), number(row["high"]))
        name, shown = (row[key].removeprefix("'") for key in ("name", "shown"))
        found[row["table"], place] = Found(name, *numbers, n, shown, row["interval"])
    return found


def of_json(data: bytes) -> dict[tuple[str, int], Found]:
    return {
        (table["key"], place): Found(
            line["name"],
            *(line[key] for key in ("value", "low", "high", "n", "shown", "interval")),
        )
        for table in json.loads(data)["tables"]
        for place, line in enumerate(table["lines"])
    }


OVERVIEW = ("headline", "classes", "months", "benchmarks", "groups", "scores")


def of_xlsx(data: bytes, keys: tuple[str, ...] = OVERVIEW) -> dict[tuple[str, int], Found]:
    """Read the sheets in the order of the tables; no cell may be a formula."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        shared = [
            "".join(part.itertext())
            for part in ET.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        ]
        for sheet, key in enumerate(keys, 2):
            root = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
            assert not list(root.iter(f"{SHEET}f"))
            for place, row in enumerate(list(root.iter(f"{SHEET}row"))[-lines_of(root) :]):
                found[key, place] = _row(row, shared)
    return found


def lines_of(root: ET.Element) -> int:
    return sum(int(row.get("r", 0)) > 4 for row in root.iter(f"{SHEET}row"))


def _row(row: ET.Element, shared: list[str]) -> Found:
    cells = {}
    for cell in row.iter(f"{SHEET}c"):
        text = cell.findtext(f"{SHEET}v", "")
        column = re.sub(r"\d", "", cell.get("r", ""))
        cells[column] = shared[int(text)] if cell.get("t") == "s" else text
    numbers = [number(cells.get(column, "")) for column in "BCD"]
    n = int(cells["E"]) if cells.get("E") else None
    return Found(cells["A"], *numbers, n, cells.get("F", ""), cells.get("G", ""))


def of_pptx(data: bytes, keys: tuple[str, ...] = OVERVIEW) -> dict[tuple[str, int], Found]:
    """Read values off the charts and words off the tables beside them."""
    found = {}
    slides = list(Presentation(io.BytesIO(data)).slides)
    for key, slide in zip(keys[1:], slides[1:], strict=False):
        chart = next((shape for shape in slide.shapes if shape.has_chart), None)
        if chart is None:
            continue
        chart = chart.chart
        series = chart.plots[0].series[0]
        plus, minus = (_reach(series._element, tag) for tag in ("plus", "minus"))
        table = next((shape for shape in slide.shapes if shape.has_table), None)
        cells = [[cell.text for cell in row.cells] for row in table.table.rows][1:]
        for place, (value, words) in enumerate(zip(series.values, cells, strict=True)):
            low = value - minus[place] if minus and value is not None else None
            high = value + plus[place] if plus and value is not None else None
            shown = "" if value is None else words[1]
            n = int(words[3].replace(",", "")) if words[3] else None
            found[key, place] = Found(words[0], value, low, high, n, shown, words[2])
    return found


def _reach(series, tag):
    return [float(v.text) for v in series.iterfind(f"{CHART}errBars/{CHART}{tag}//{CHART}v")]


def of_pdf(data: bytes) -> str:
    """Give all words in their order, spaces as one."""
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages))


READERS = {"csv": of_csv, "json": of_json, "xlsx": of_xlsx, "pptx": of_pptx, "pdf": of_pdf}
