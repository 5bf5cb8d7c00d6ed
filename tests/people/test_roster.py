"""The roster: by form, from a file that is looked at first, and who agreed to be shown."""

import io
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import Purpose, Staff, StaffOptIn
from feedback.models import Testimonial as Quoted
from tests import factories
from tests.testimonials.conftest import agree, published  # noqa: F401 - fixtures

TABLE = "Name;Spitzname;Abteilung;Ort;Seit;Bis\nPriya Raman;Pri;Support;Leith;01.02.2024;\n"


def look(owner, table, name="roster.csv"):
    data = {"csrf_token": owner.csrf("/staff/file"), "file": (io.BytesIO(table), name)}
    return owner.post("/staff/file", data=data, content_type="multipart/form-data")


def bring(owner, page):
    table = re.search(r'<textarea name="table"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1]
    return owner.submit("/staff/file/import", {"table": table}, page="/staff/file")


def test_colleague_is_added_by_form_changed_and_listed(owner, session):
    owner.submit("/staff", {"name": "Priya  Raman", "nicknames": "Pri, P.", "team": "Support"})
    row = session.scalars(select(Staff)).one()
    assert (row.name, row.nicknames, row.team) == ("Priya Raman", ["Pri", "P."], "Support")
    page = f"/staff/{spell(row.id)}"
    assert 'value="Pri, P."' in owner.get(page).text
    owner.submit(page, {"name": "Priya Raman", "nicknames": "", "team": "", "until": "2026-01-31"})
    session.expire_all()
    assert (row.nicknames, row.team, str(row.until)) == ([], "", "2026-01-31")
    assert "until 31 Jan 2026" in owner.get("/staff").text


@pytest.mark.parametrize(
    "given",
    [
        {"name": ""},
        {"name": "  "},
        {"name": "123"},
        {"name": "x" * 121},
        {"name": "Ann Able", "since": "2026-02-01", "until": "2026-01-01"},
        {"name": "Ann Able", "since": "yesterday"},
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(owner, session, given):
    answer = owner.submit("/staff", given)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert session.scalars(select(Staff)).all() == []


def test_file_is_looked_at_before_anything_is_kept(owner, session):
    page = look(owner, TABLE.encode("cp1252")).text
    assert "Nothing is saved yet" in page
    assert "Priya Raman" in page
    assert session.scalars(select(Staff)).all() == []
    bring(owner, page)
    row = session.scalars(select(Staff)).one()
    assert (row.nicknames, row.team, row.place, str(row.since)) == (
        ["Pri"],
        "Support",
        "Leith",
        "2024-02-01",
    )


def test_the_same_file_again_changes_nothing_and_an_empty_cell_takes_nothing(owner, session):
    bring(owner, look(owner, TABLE.encode()).text)
    again = look(owner, b"name,team\nPriya Raman,\nJon Reed,Sales\n").text
    assert "As they are" in again
    bring(owner, again)
    rows = session.scalars(select(Staff).order_by(Staff.name)).all()
    assert [(r.name, r.team) for r in rows] == [("Jon Reed", "Sales"), ("Priya Raman", "Support")]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"team,place\nSupport,Leith\n", "No column is called name"),
        (b"", "The file is empty"),
        (b"\x89PNG....", "a PNG picture"),
    ],
)
def test_file_that_is_no_roster_says_why(owner, table, told):
    answer = look(owner, table)
    assert answer.status_code == 422
    assert told in answer.text


def test_rows_that_cannot_be_taken_are_named_and_the_others_kept(owner, session):
    table = "name,since,until\nAnn Able,31.12.2025,1.1.2025\n,2020-01-01,\nJo Li,,\nJo Li,,\n"
    page = look(owner, table.encode()).text
    for told in ("last day lies before the first", "There is no name", "row 4 already"):
        assert told in page
    bring(owner, page)
    assert session.scalars(select(Staff.name)).all() == ["Jo Li"]


def test_workbook_is_taken(owner, session, tmp_path):
    import xlsxwriter

    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["First name", "Last name", "Team"])
        sheet.write_row(1, 0, ["Siobhan", "O’Neill", "Billing"])
    bring(owner, look(owner, path.read_bytes(), "roster.xlsx").text)
    assert session.scalars(select(Staff.name)).all() == ["Siobhan O’Neill"]


def test_public_page_shows_who_opted_in_with_published_words_alone(
    owner,
    hire,
    say,
    read,
    session,
    client,
    published,  # noqa: F811
):
    maria, priya = hire("Maria Silva"), hire("Priya Raman")
    published()
    say("Priya was unpublishedly wonderful.")
    read()
    assert "Maria" not in client.get("/heroes/of/acme").text
    for staff in (maria, priya):
        page = f"/staff/{spell(staff.id)}"
        owner.submit(f"{page}/public", page=page)
    opted = session.scalars(select(StaffOptIn)).all()
    assert all(o.given_at and o.recorded_by for o in opted)
    shown = client.get("/heroes/of/acme")
    assert "Maria Silva" in shown.text
    assert "but Maria helped" in shown.text
    assert "unpublishedly" not in shown.text
    assert "Priya" not in shown.text
    assert "Set-Cookie" not in shown.headers
    page = f"/staff/{spell(maria.id)}"
    owner.submit(f"{page}/public/end", page=page)
    assert "Maria" not in client.get("/heroes/of/acme").text


def test_public_page_says_beside_each_quote_what_readers_have_to_know(
    owner,
    hire,
    read,
    client,
    session,
    version,
    published,  # noqa: F811
):
    maria = hire("Maria Silva")
    consent = published()
    consent.relation, consent.incentive = "employee", "A voucher"
    for score in (10, 9, 8, 7, 3):
        factories.response(session, version, score=score)
    session.commit()
    read()
    page = f"/staff/{spell(maria.id)}"
    owner.submit(f"{page}/public", page=page)
    shown = client.get("/heroes/of/acme").text
    assert "Works for Acme." in shown
    assert "Received for agreeing to be quoted: A voucher." in shown
    assert "/verify/" in shown
    assert "6 customers" in shown


@pytest.mark.parametrize(
    "ended",
    [
        {"ended_at": datetime.now(UTC), "ended_by": "author"},
        {"purposes": [Purpose.SALES.value]},
    ],
)
def test_words_withdrawn_or_meant_for_something_else_are_not_in_public(
    owner,
    hire,
    read,
    client,
    session,
    published,  # noqa: F811
    ended,
):
    maria = hire("Maria Silva")
    consent = published()
    read()
    page = f"/staff/{spell(maria.id)}"
    owner.submit(f"{page}/public", page=page)
    assert "Maria helped" in client.get("/heroes/of/acme").text
    for name, value in ended.items():
        setattr(consent, name, value)
    session.commit()
    assert "Maria" not in client.get("/heroes/of/acme").text


def test_public_page_shows_quotes_that_hold_the_whole_name(
    owner,
    hire,
    read,
    session,
    client,
    published,  # noqa: F811
):
    ann = hire("Ann Able")
    published("Ann is so kind. Annual billing is fair.")
    read()
    page = f"/staff/{spell(ann.id)}"
    owner.submit(f"{page}/public", page=page)
    assert "Annual billing" in client.get("/heroes/of/acme").text
    quote = session.scalars(select(Quoted)).one()
    quote.quote, quote.spans = "Annual billing is fair.", [[16, 39]]
    session.commit()
    assert "Annual billing" not in client.get("/heroes/of/acme").text
