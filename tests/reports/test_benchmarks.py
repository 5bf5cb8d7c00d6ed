"""Figures of others: entered with their source, held beside ours where that is honest."""

import io
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Benchmark, Role
from feedback.reports.benchmarks import shelf
from feedback.reports.benchmarks.beside import beside
from feedback.reports.figures import headline
from feedback.reports.scale import NET_PROMOTER, SATISFACTION
from surveys.models import SurveyKind, Workspace
from surveys.published import Published
from tests import factories

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = "/report/benchmarks"
SOUND = {
    "measure": "nps",
    "name": "SaaS, Europe",
    "value": "31",
    "period": "2025",
    "source": "A report",
}
TABLE = (
    "Kennzahl;Bezeichnung;Wert;Untergrenze;Obergrenze;Antworten;Jahr;Quelle;Link\r\n"
    "NPS;Händler, Süd;−12,5;−20;-5;1.200;2025;Verbandsbericht;https://verband.example/nps\r\n"
    "Kundenzufriedenheit;Läden;83 %;;;;Q1 2026;Verbandsbericht;\r\n"
    "eNPS;Belegschaft;12;;;;2025;Verbandsbericht;\r\n"
    "CSAT;Mittel;4,2;;;;2025;Verbandsbericht;\r\n"
)


def enter(session, **given):
    shelf.add(session, Published(**{**SOUND, "value": 31, **given}), by=None, now=AT)
    session.commit()


def held(*others, scores=(40, 20, 140)):
    low, middle, high = scores
    counts = (low, 0, 0, 0, 0, 0, 0, middle, 0, 0, high)
    return beside(NET_PROMOTER, headline(NET_PROMOTER, counts), "Acme", others)


def look(owner, table, name="others.csv"):
    data = {"csrf_token": owner.csrf(f"{PAGE}/file"), "file": (io.BytesIO(table), name)}
    return owner.post(f"{PAGE}/file", data=data, content_type="multipart/form-data")


def bring(owner, page):
    table = re.search(r'<textarea name="table"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1]
    table = table.replace("&#34;", '"').replace("&amp;", "&")
    return owner.submit(f"{PAGE}/file/import", {"table": table}, page=f"{PAGE}/file")


def test_owner_enters_changes_and_removes_a_figure(owner, session):
    owner.submit(f"{PAGE}/new", SOUND | {"low": "27,5", "high": "35", "n": "1,850"})
    row = session.scalars(select(Benchmark)).one()
    assert (row.value, row.low, row.high, row.n, row.source) == (31, 27.5, 35, 1850, "A report")
    one = f"{PAGE}/{spell(row.id)}"
    assert 'value="27.5"' in owner.get(one).text
    owner.submit(one, SOUND | {"value": "33", "low": "", "high": "", "n": ""})
    session.expire_all()
    assert (row.value, row.low, row.high, row.n) == (33, None, None, None)
    owner.submit(f"{one}/removal", {}, page=one)
    assert session.scalars(select(Benchmark)).all() == []


@pytest.mark.parametrize(
    "given",
    [
        {"source": ""},
        {"source": "?"},
        {"period": "last year"},
        {"name": " "},
        {"value": "high"},
        {"value": "131"},
        {"value": "0.42"},
        {"measure": "csat", "value": "-3"},
        {"measure": "csat", "value": "4.2"},
        {"measure": "mean"},
        {"low": "20"},
        {"low": "32", "high": "40"},
        {"low": "31", "high": "31"},
        {"n": "4"},
        {"n": "many"},
        {"link": "http://plain.example"},
        {"link": "javascript:alert(1)"},
    ],
)
def test_what_is_unsound_is_told_at_its_field(owner, session, given):
    answer = owner.submit(f"{PAGE}/new", SOUND | given)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert session.scalars(select(Benchmark)).all() == []


def test_the_same_figure_twice_or_a_seventh_is_refused(owner, session):
    owner.submit(f"{PAGE}/new", SOUND)
    assert "is there already" in owner.submit(f"{PAGE}/new", SOUND | {"value": "40"}).text
    for year in range(2018, 2023):
        enter(session, period=str(year))
    assert "Remove one first" in owner.submit(f"{PAGE}/new", SOUND | {"period": "2017"}).text
    assert owner.submit(f"{PAGE}/new", SOUND | {"measure": "ces", "value": "70"}).status_code == 303


@pytest.mark.parametrize("role", [Role.MARKETER, Role.ANALYST, Role.EXECUTIVE])
def test_only_owners_enter_figures_and_all_readers_see_them(role, sign_in_as, session, workspace):
    enter(session)
    member = sign_in_as(role)
    assert "SaaS, Europe" in member.get(PAGE).text
    assert member.get(f"{PAGE}/new").status_code == 403
    assert member.get(f"{PAGE}/file").status_code == 403


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_spreadsheets_table_is_looked_at_then_kept(owner, session, encoding):
    table = TABLE if encoding != "cp1252" else TABLE.replace("−", "-")
    page = look(owner, table.encode(encoding)).text
    assert "Nothing is saved yet" in page
    assert "“eNPS” is no measure" in page
    assert "looks like a mean" in page
    assert session.scalars(select(Benchmark)).all() == []
    bring(owner, page)
    found = [shelf.of(row) for row in shelf.every(session)]
    link = "https://verband.example/nps"
    assert found == [
        Published("csat", "Läden", 83, "Q1 2026", "Verbandsbericht"),
        Published("nps", "Händler, Süd", -12.5, "2025", "Verbandsbericht", -20, -5, 1200, link),
    ]


def test_the_same_table_again_changes_nothing(owner, session):
    table = TABLE.encode()
    bring(owner, look(owner, table).text)
    page = look(owner, table).text
    assert "As they are" in page
    assert "Save these figures" not in page
    bring(owner, look(owner, table.replace(b"83 %", b"84 %")).text)
    assert sorted(row.value for row in shelf.every(session)) == [-12.5, 84]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"name,value\nA,3\n", "No column is called measure, period, source"),
        (b"", "The file is empty"),
        (b"\x89PNG....", "a PNG picture"),
    ],
)
def test_a_file_that_is_no_table_of_figures_says_why(owner, table, told):
    answer = look(owner, table)
    assert answer.status_code == 422
    assert told in answer.text


def test_figures_whose_intervals_keep_apart_are_told_apart():
    found = held(
        Published("nps", "Low", 20, "2025", "A", low=15, high=25),
        Published("nps", "Near", 48, "2025", "A", low=40, high=56),
        Published("nps", "High", 80, "2025", "A", low=76, high=84),
    )
    assert [each.verdict for each in found.benchmarks] == ["higher", "alike", "lower"]
    assert "Bonferroni" in found.note


def test_nothing_is_compared_where_uncertainty_is_not_known():
    (only,) = held(Published("nps", "Bare", 90, "2025", "A")).benchmarks
    assert (only.verdict, only.interval, only.low) == ("unknown", "", None)
    assert "no comparison is made" in only.said


def test_of_an_nps_with_its_answers_alone_the_widest_interval_is_taken():
    (only,) = held(Published("nps", "Counted", 40, "2025", "A", n=200)).benchmarks
    assert only.interval == "27 to 52"
    assert "widest that 200 answers allow" in only.said


def test_a_published_number_is_never_rounded_away():
    (only,) = held(Published("nps", "Fine", 42.5, "2025", "A", low=41.2, high=44)).benchmarks
    assert (only.whole, only.interval) == ("42.5", "41.2 to 44")


def test_only_figures_of_the_same_measure_stand_beside_each_other():
    assert held(Published("csat", "Other", 83, "2025", "A")) is None
    own = headline(SATISFACTION, (1, 1, 2, 8, 8))
    assert beside(SATISFACTION, own, "Acme", [Published("nps", "N", 40, "2025", "A")]) is None


def test_a_survey_of_satisfaction_is_shown_beside_satisfaction(executive, session, workspace):
    of = factories.survey(session, kind=SurveyKind.CSAT)
    for score in (5, 4, 4, 2, 5, 3):
        factories.response(session, of, score=score)
    enter(session)
    enter(session, measure="csat", name="Shops", value=83)
    page = executive.get("/report").text
    assert "Shops (2025)" in page
    assert "SaaS, Europe" not in page


@pytest.mark.parametrize("page", ["/report?", "/report/summary?every=all"])
def test_figures_of_others_change_none_of_ours(executive, session, give, page):
    give(*[9] * 12, *[3] * 6)
    session.commit()
    path = page.replace("?", "/file.json?")
    before = executive.get(path).json
    enter(session, low=20, high=40)
    after = executive.get(path).json
    assert [t["key"] for t in after["tables"]].count("benchmarks") == 1
    after["tables"] = [table for table in after["tables"] if table["key"] != "benchmarks"]
    assert after == before


def test_below_five_answers_nothing_is_held_beside_them(executive, session, give):
    give(9, 9, 3)
    enter(session)
    assert "SaaS, Europe" not in executive.get("/report").text
    assert "SaaS, Europe" not in executive.get("/report/summary").text


def test_they_go_with_their_workspace(app, session, workspace):
    enter(session)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(delete(Workspace).where(Workspace.id == workspace.id))
    rows = select(Benchmark.id).execution_options(unscoped=True)
    assert session.scalars(rows).all() == []
