"""Where figures stand in files: beside their chart, whole on a page, drawn with their limits."""

import io
import xml.etree.ElementTree as ET
import zipfile

import pytest
from pptx import Presentation

from tests.reports.outputs import reading
from tests.reports.outputs.reading import CHART, SHEET
from tests.reports.outputs.test_same_summary import ASKED, PAGE


@pytest.fixture
def file(executive, in_words):
    return lambda kind: executive.get(f"{PAGE}/file.{kind}?{ASKED}").data


def tables_of(slide):
    found = [shape.table for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


def test_figures_without_a_chart_share_the_slide_of_theirs(file):
    slides = Presentation(io.BytesIO(file("pptx"))).slides
    figures = reading.of_json(file("json"))
    about = [slide for slide in slides if "Points of NPS that themes come to" in words_of(slide)]
    assert len(about) == 1
    main, *further = tables_of(about[0])
    shown = [[cells[1] for cells in table[1:]] for table in (main, *further)]
    assert shown == [
        [line.shown for (table, _), line in figures.items() if table == key]
        for key in ("themes", "theme_effects", "theme_shares")
    ]
    assert all(
        tables_of(slide) or "In their words" in words_of(slide) for slide in list(slides)[1:]
    )


def words_of(slide):
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_notes_of_a_slide_say_every_figure_on_it(file):
    for slide in list(Presentation(io.BytesIO(file("pptx"))).slides)[1:]:
        notes = slide.notes_slide.notes_text_frame.text if tables_of(slide) else ""
        for table in tables_of(slide):
            assert all(cells[2] in notes for cells in table[1:])


def test_paper_says_what_it_means_before_the_long_table_behind_it(file):
    text = reading.of_pdf(file("pdf"))
    places = [text.index(said) for said in ("How it went", "By region", "How it went: its figures")]
    assert places == sorted(places)
    assert text.index("November 2025") > places[2]


def test_charts_of_the_workbook_draw_the_limits_that_its_cells_hold(file):
    figures = reading.of_json(file("json"))
    with zipfile.ZipFile(io.BytesIO(file("xlsx"))) as book:
        chart = ET.fromstring(book.read("xl/charts/chart2.xml"))
        cells = ET.fromstring(book.read("xl/worksheets/sheet4.xml"))
    bars = chart.find(f".//{CHART}errBars")
    assert [bars.findtext(f".//{CHART}{end}//{CHART}f") for end in ("plus", "minus")] == [
        "'3 How it went'!$AE$5:$AE$17",
        "'3 How it went'!$AF$5:$AF$17",
    ]
    written = {cell.get("r"): cell.findtext(f"{SHEET}v") for cell in cells.iter(f"{SHEET}c")}
    trend = [line for (table, _), line in figures.items() if table == "trend"]
    told = [line for line in trend if line.low is not None]
    assert len(told) > 10
    for row, line in enumerate(trend, 5):
        if line.low is not None:
            assert float(written[f"AE{row}"]) == pytest.approx(line.high - line.value)
            assert float(written[f"AF{row}"]) == pytest.approx(line.value - line.low)
