"""From a customer's words to what their theme goes along with: answered, framed, read, reported."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from analysis.reading import Frame, Theme, parse_rules
from feedback.extensions import db
from feedback.themes import frames, reading
from feedback.themes.frames import Change, Done
from feedback.worker import run_next_job
from surveys.links import Link, Links, Purpose
from tests import factories
from tests.journeys.conftest import looked_at
from tests.testimonials.outputs.conftest import hark

NOW = datetime.now(UTC)
TORN = "The wrapping was terrible, torn and wet."
assert hark


@pytest.fixture
def read(app, session):
    """Give a function: the worker reads whatever waits."""

    def run():
        session.commit()
        with app.app_context():
            reading.plan(db.session(), datetime.now(UTC))
            while run_next_job():
                pass
            db.session.remove()
        session.rollback()

    return run


@pytest.fixture
def customers(session, workspace):
    """Sixty customers wrote: of a bad wrapping, of a good team, or of neither."""
    version = factories.survey(session)
    for at in range(60):
        words, score = (
            (TORN, 3 if at % 12 else 9)
            if at % 3 == 0
            else ("Your team was friendly and great.", 10 if at % 4 else 6)
            if at % 3 == 1
            else ("We ordered on Monday.", (9, 6, 8, 10)[at % 4])
        )
        when = NOW - timedelta(days=at % 20)
        factories.response(session, version, score=score, comment=words, answered_at=when)
    frame = Frame(
        (
            Theme("7001", "Packaging", parse_rules("box")),
            Theme("7002", "Team", parse_rules("team")),
        )
    )
    frames.apply(session, frame, Done(Change.ADDED, "", None, NOW, 0))
    session.commit()
    return version


def test_from_a_comment_to_what_its_theme_goes_along_with(
    app, hark, browser, office: Page, read, customers, session, workspace
):
    sent = factories.invitation(session, customers, factories.contact(session))
    session.commit()
    token = Links(str(app.secret_key)).token(Purpose.ANSWER, Link(workspace.id, sent.id))
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    tab = phone.new_page()
    tab.goto(f"{hark}/r/{token}?score=2")
    tab.get_by_label("reason", exact=False).fill(TORN)
    tab.get_by_role("button", name="Send").click()
    tab.wait_for_url("**/thanks")
    phone.close()
    read()

    looked_at(office).goto(f"{hark}/themes/explorer")
    expect(office.get_by_role("rowheader", name="Packaging")).to_have_count(0)
    looked_at(office).get_by_role("link", name="Words", exact=True).click()
    office.get_by_role("link", name="Packaging").click()
    office.get_by_role("textbox", name="Words and phrases").fill("box\nwrapping")
    office.get_by_role("button", name="Show what it catches").click()
    came_in = office.locator(".theme-effect div").filter(has_text="Come in").locator("dd")
    expect(came_in).to_have_text("21")
    looked_at(office).get_by_role("button", name="Apply").click()
    expect(office.get_by_text("Applied.", exact=False)).to_be_visible()
    read()

    office.goto(f"{hark}/themes/explorer")
    row = office.locator(".effects-table tbody").filter(has_text="Packaging")
    expect(row).to_contain_text("21 of 61")
    expect(row.locator("td.tone")).to_contain_text("Criticism")
    told = row.locator("td b").inner_text()
    assert told.startswith("−")
    looked_at(office).get_by_role("link", name="Packaging").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Packaging")
    expect(office.locator(".comments mark").first).to_have_text("wrapping")
    looked_at(office)

    office.goto(f"{hark}/report/summary?every=all")
    line = office.locator(".theme-effects tbody tr").filter(has_text="Packaging")
    expect(line).to_contain_text(told)
    expect(line).to_contain_text(re.compile(r"21 of 61"))
    looked_at(office)
