"""Every rendering of one rich report says the same numbers as its page."""

import html
import re
from dataclasses import astuple, replace

import pytest
from flask import g

from feedback.mail.letter import Letter
from feedback.mail.report import Standing, report_letter
from feedback.reports.outputs.opening import document_for
from tests.factories import NOW
from tests.reports.outputs.conftest import LONG, REGIONS
from tests.reports.outputs.reading import Found
from tests.testimonials.outputs.fonts import need_letters

HARD = (LONG, "الشرق الأوسط")
"""Names that paper breaks over lines, or sets from the right: such a row is read backwards."""
TABLES = {"headline": 2, "classes": 3, "months": 13, "benchmarks": 4, "groups": 6, "scores": 11}


def words_of(page: str) -> str:
    page = re.sub(r"<(style|script).*?</\1>|<svg.*?</svg>", " ", page, flags=re.DOTALL)
    return flat(html.unescape(re.sub(r"<[^>]+>", " ", page)))


def flat(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("\u200b", "").replace("\xa0", " "))


def same(found: dict, figures: dict) -> bool:
    assert found.keys() == figures.keys()
    return all(
        astuple(found[key]) == pytest.approx(astuple(line), abs=1e-9)
        for key, line in figures.items()
    )


def rows_of(figures: dict, *tables: str) -> list[str]:
    """Write each line as a row of a table is read: name, figure, interval, answers."""
    return [row(line) for (table, _), line in figures.items() if table in tables]


def row(line: Found) -> str:
    if not line.shown:
        return f"{line.name} too few answers"
    n = "" if line.n is None else f"{line.n:,}"
    return flat(" ".join(filter(None, (line.name, line.shown, line.interval, n))))


def told(line: Found) -> str:
    return f"{line.shown} {line.interval} {line.n}"


def missing(rows: list[str], words: str) -> list[str]:
    assert rows
    return [each for each in rows if each not in words]


def of_others(figures: dict) -> list[str]:
    """Write figures of others as the page does: a dash where something is not known."""
    lines = [line for (table, _), line in figures.items() if table == "benchmarks"]
    return [
        flat(f"{x.name} {x.shown} {x.interval or '–'} {'–' if x.n is None else f'{x.n:,}'}")
        for x in lines
    ]


@pytest.fixture
def figures(renderings) -> dict[tuple[str, int], Found]:
    return renderings["json"]()


@pytest.fixture
def letter(app, session, workspace, rich) -> Letter:
    """Write the same report as mail."""
    with app.test_request_context():
        g.workspace = workspace
        document = document_for({"by": "region"})
        to = Standing("e@acme.example", "Eva", "ask@acme.example", "Weekly", "", "1@acme", NOW)
        return report_letter(document, workspace, to)


def test_the_report_is_rich(figures):
    tables = [table for table, _ in figures]
    assert {key: tables.count(key) for key in dict.fromkeys(tables)} == TABLES
    names = {line.name for (table, _), line in figures.items() if table == "groups"}
    assert names > set(REGIONS)
    assert [line.name for line in figures.values() if not line.shown] == ["May 2026"]


def test_csv_and_workbook_carry_every_figure(renderings, figures):
    assert same(renderings["csv"](), figures)
    assert same(renderings["xlsx"](), figures)


def test_slides_carry_every_figure_in_charts_and_in_tables(renderings, figures):
    found = renderings["pptx"]()
    drawn = {key: as_drawn(line) for key, line in figures.items() if key[0] != "headline"}
    assert same(found, drawn)


def as_drawn(line: Found) -> Found:
    """A chart draws a figure without limits as one whose limits lie upon it."""
    if line.interval or line.value is None:
        return line
    is_in_bars = line.n is not None
    return line if is_in_bars else replace(line, low=line.value, high=line.value)


def test_paper_says_every_figure(renderings, figures):
    need_letters("".join(REGIONS))
    paper = flat(renderings["pdf"]())
    tables = ("months", "benchmarks", "groups")
    plain = [each for each in rows_of(figures, *tables) if not each.startswith(HARD)]
    hard = [flat(told(x)) for x in figures.values() if x.name in HARD]
    hard = [" ".join(reversed(x.split())) if x not in paper else x for x in hard]
    assert missing([*plain, *hard], paper) == []
    assert LONG.replace(" ", "") in paper.replace(" ", "")
    scores = [line for (table, _), line in figures.items() if table == "scores"]
    across = [" ".join(getattr(line, name) for line in scores) for name in ("name", "shown")]
    counts = " ".join(f"{line.n}" for line in scores)
    classes = [f"{row(line)} answers" for key, line in figures.items() if key[0] == "classes"]
    top = [f"{line.name} {line.shown} {line.interval}" for line in (figures["headline", 0],)]
    assert missing([*map(flat, across), counts, *classes, *top], paper) == []


def test_mail_says_every_figure_but_single_scores(letter, figures):
    written = words_of(letter.html)
    tables = ("classes", "months", "benchmarks", "groups")
    assert missing(rows_of(figures, *tables), written) == []
    plain = flat(letter.text)
    lines = [
        f"{x.name}: {x.shown}" for (table, _), x in figures.items() if table != "scores" and x.shown
    ]
    assert missing([*map(flat, lines)], plain) == []


def test_page_says_every_figure(executive, figures):
    page = words_of(executive.get("/report?by=region").text)
    assert missing(rows_of(figures, "months", "groups"), page) == []
    assert missing(of_others(figures), page) == []
    scores = [f"{x.name} {x.n} {x.shown}" for (t, _), x in figures.items() if t == "scores"]
    assert missing([*map(flat, scores)], page) == []
