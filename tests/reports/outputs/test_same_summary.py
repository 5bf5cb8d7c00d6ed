"""Every rendering of the executive's report says the same numbers as its page."""

import io
import zipfile

import pytest
from flask import g
from pptx import Presentation

from feedback.mail.report import Standing, report_letter
from feedback.reports.outputs.opening import summary_for
from tests.factories import NOW
from tests.reports.outputs import reading
from tests.reports.outputs.test_same_numbers import (
    HARD,
    as_drawn,
    flat,
    missing,
    of_others,
    row,
    rows_of,
    same,
    words_of,
)

ASKED = "every=all&by=region"
PAGE = "/report/summary"


@pytest.fixture
def file(executive, in_words):
    """Give a function: the bytes of a file of the summary."""

    def take(kind: str) -> bytes:
        answer = executive.get(f"{PAGE}/file.{kind}?{ASKED}")
        assert answer.status_code == 200
        return answer.data

    return take


@pytest.fixture
def figures(file):
    return reading.of_json(file("json"))


def keys_of(figures):
    return tuple(dict.fromkeys(table for table, _ in figures))


def easy(rows):
    return [each for each in rows if not each.startswith(HARD)]


THEMES = ("themes", "theme_effects", "theme_shares")


def test_the_summary_is_rich(figures):
    assert keys_of(figures)[:5] == ("headline", "classes", "trend", "benchmarks", "groups")
    assert keys_of(figures)[5:] == THEMES
    assert [line.name for (table, _), line in figures.items() if table == "themes"] == [
        "Staff (Praise)",
        "Price & value (Criticism)",
    ]
    assert all(line.interval for (table, _), line in figures.items() if table == "classes")


def test_table_files_carry_every_figure(file, figures):
    assert same(reading.of_csv(file("csv")), figures)
    assert same(reading.of_xlsx(file("xlsx"), keys_of(figures)), figures)


def test_slides_carry_every_figure(file, figures):
    keys = keys_of(figures)
    found = reading.of_pptx(file("pptx"), keys)
    tables = ("trend", "benchmarks", "groups", "themes")
    drawn = {key: as_drawn(line) for key, line in figures.items() if key[0] in tables}
    assert same({key: line for key, line in found.items() if key in drawn}, drawn)


def test_paper_mail_and_page_say_every_figure(app, workspace, file, executive, figures):
    rows = easy(rows_of(figures, "trend", "benchmarks", "groups", *THEMES))
    assert missing(rows, flat(reading.of_pdf(file("pdf")))) == []
    page = words_of(executive.get(f"{PAGE}?{ASKED}").text)
    groups = [*easy(rows_of(figures, "groups")), *of_others(figures)]
    assert missing([*groups, flat(figures["headline", 0].interval)], page) == []
    assert missing(on_the_page(figures), page) == []
    with app.test_request_context():
        g.workspace = workspace
        document = summary_for({"every": "all", "by": "region"})
        to = Standing("e@acme.example", "Eva", "ask@acme.example", "Weekly", "", "1@acme", NOW)
        letter = report_letter(document, workspace, to)
    told = ("benchmarks", "groups", *THEMES)
    mailed = [row(line) for (table, _), line in figures.items() if table in told]
    assert missing(mailed, words_of(letter.html)) == []
    assert document.title in letter.text.replace("\n", " ")


def on_the_page(figures):
    """Write themes as rows of the page are read: who mentions them stands behind the interval."""
    lines = {key: line for key, line in figures.items() if key[0] in THEMES}
    said = [
        f"{x.shown} {x.interval} {x.n} of " for (table, _), x in lines.items() if table == "themes"
    ]
    pairs = zip(
        *([x for (t, _), x in lines.items() if t == name] for name in THEMES[1:]), strict=True
    )
    said += [f"{a.name} {a.shown} {a.interval} {b.shown} {b.interval}" for a, b in pairs]
    return [flat(each) for each in said]


def test_every_file_names_the_source_and_what_may_be_concluded(file):
    words = (
        "Source: A report.",
        "Ours is lower, by",
        "no comparison is made",
        "https://b.example",
    )
    sheets = zipfile.ZipFile(io.BytesIO(file("xlsx"))).read("xl/sharedStrings.xml").decode()
    texts = {
        "pdf": reading.of_pdf(file("pdf")),
        "xlsx": sheets,
        "pptx": words_on_slides(file("pptx")),
        "csv": file("csv").decode(),
        "json": file("json").decode(),
    }
    for kind, text in texts.items():
        assert missing(list(words), flat(text)) == [], kind
        assert "Of another measure" not in text


def words_on_slides(data):
    slides = Presentation(io.BytesIO(data)).slides
    shapes = [shape for slide in slides for shape in slide.shapes if shape.has_text_frame]
    return " ".join(shape.text_frame.text for shape in shapes)


@pytest.mark.parametrize("scores", [(), (3,), (None,) * 9, (10,) * 6])
def test_every_file_is_made_of_whatever_there_is(scores, executive, give):
    give(*scores)
    kinds = ("pdf", "pptx", "xlsx", "csv", "json")
    assert {executive.get(f"{PAGE}/file.{kind}").status_code for kind in kinds} == {200}


def test_its_charts_are_pictures(executive, in_words):
    for key in ("classes", "trend", "benchmarks", "groups", "themes"):
        drawn = executive.get(f"{PAGE}/chart/{key}.png?{ASKED}").data
        assert drawn.startswith(b"\x89PNG")
    assert executive.get(f"{PAGE}/chart/nothing.png").status_code == 404
