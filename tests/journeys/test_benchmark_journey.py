"""A figure of others: from a table somebody sends to what the summary says of it, and out again."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.journeys.conftest import looked_at
from tests.reports.test_benchmarks import TABLE
from tests.testimonials.outputs.conftest import hark

assert hark
SUMMARY = "/report/summary?every=all"


@pytest.fixture
def answered(session, workspace):
    """Two hundred customers answered: NPS 50."""
    version, now = factories.survey(session), datetime.now(UTC)
    for at in range(200):
        score = 3 if at % 5 == 0 else 8 if at % 10 == 1 else 10
        when = now - timedelta(days=at % 90)
        factories.response(session, version, score=score, answered_at=when)
    session.commit()


def test_a_table_of_others_stands_beside_our_score_until_it_is_taken_out(
    hark, answered, office: Page, tmp_path
):
    table = tmp_path / "Vergleich.csv"
    table.write_bytes(TABLE.replace("\N{MINUS SIGN}", "-").encode("cp1252"))
    office.goto(f"{hark}/report/benchmarks")
    office.get_by_role("link", name="Upload a table").click()
    office.get_by_label("File").set_input_files(table)
    office.get_by_role("button", name="Look at it").click()
    expect(office.get_by_text("Nothing is saved yet.")).to_be_visible()
    looked_at(office)
    office.get_by_role("button", name="Save these figures").click()
    expect(office.get_by_text("figures added")).to_be_visible()

    office.goto(f"{hark}{SUMMARY}")
    theirs = office.get_by_text("Händler, Süd (2025)").first
    expect(theirs).to_be_visible()
    expect(office.get_by_text("Ours is higher, by").first).to_be_visible()
    office.set_viewport_size({"width": 390, "height": 844})
    looked_at(office)

    office.goto(f"{hark}/report/benchmarks")
    looked_at(office)
    office.get_by_role("link", name="Händler, Süd").click()
    expect(office.get_by_label("Source", exact=True)).to_have_value("Verbandsbericht")
    looked_at(office)
    office.get_by_role("button", name="Remove").click()
    expect(office.get_by_text("No report shows it any more.")).to_be_visible()
    office.goto(f"{hark}{SUMMARY}")
    expect(office.get_by_text("Händler, Süd")).to_have_count(0)
