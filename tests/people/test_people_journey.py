"""From a roster to a wall of thanks, and a link passed on, in a real browser."""

import re
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import func, select
from werkzeug.serving import make_server

from feedback.accounts import identity
from feedback.models import Member, Mention, Referral, ReferralLooks
from surveys.links import Link, Links, Purpose
from surveys.sharing import Sharing, Site
from tests import factories
from tests.people.conftest import NOW

pytestmark = pytest.mark.journey


@pytest.fixture
def hark(app):
    """The application behind a real server; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="en-US")
    tab = context.new_page()
    tab.troubles = []
    tab.on("pageerror", lambda error: tab.troubles.append(str(error)))
    tab.on("console", lambda m: tab.troubles.append(m.text) if m.type == "error" else None)
    yield tab
    assert tab.troubles == []
    context.close()


@pytest.fixture
def olive(app, session, workspace, hark, page):
    """An owner, signed in."""
    member = factories.member(session, name="Olive Owner")
    token = identity.make_sign_in(session, member, NOW)
    session.commit()
    page.goto(f"{hark}/enter/{identity.entry_token(str(app.secret_key), token)}")
    return member


def looked_at(page):
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), width


def test_from_the_roster_to_a_decision_by_key_and_the_wall(hark, page, olive, say, read, session):
    for name, team in (("Maria Silva", "Support"), ("Maria Santos", "Billing")):
        page.goto(f"{hark}/staff")
        page.get_by_label("First name and surname").fill(name)
        page.get_by_label("Team").fill(team)
        page.get_by_role("button", name="Add to the roster").click()
        page.get_by_role("cell", name=name).wait_for()
    looked_at(page)
    say("Maria was wonderful!")
    say("Maria from billing was wonderful!")
    read()
    page.goto(f"{hark}/heroes")
    page.get_by_role("heading", name="Maria Santos").wait_for()
    looked_at(page)
    page.get_by_role("link", name="Say who is meant").click()
    looked_at(page)
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.get_by_role("heading", name="Nothing to decide").wait_for()
    session.expire_all()
    decided = session.scalars(select(Mention).where(Mention.decided_at.is_not(None))).one()
    assert session.get_one(Member, (decided.workspace_id, decided.decided_by)).name == "Olive Owner"
    for path in ("/heroes/concerns", "/again", "/advocates", "/sharing", "/staff/file"):
        page.goto(hark + path)
        looked_at(page)


def test_a_link_is_passed_on_looked_at_and_pressed(hark, page, app, workspace, session, version):
    workspace.sharing = Sharing(
        "", (Site("Trusty", "https://trusty.example"),), True, f"{hark}/wall/acme"
    ).stored
    who = factories.contact(session)
    invitation = factories.invitation(session, version, who)
    session.commit()
    links = Links(str(app.secret_key))
    page.goto(f"{hark}/r/{links.token(Purpose.ANSWER, Link(workspace.id, invitation.id))}?score=2")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Would you tell others?").wait_for()
    looked_at(page)
    passed_on = re.sub("http://hark.test", hark, page.locator("#refer").input_value())
    page.goto(passed_on)
    looked_at(page)
    assert session.scalar(select(func.count()).select_from(ReferralLooks)) == 0
    with page.expect_request("**/look"):
        page.get_by_role("link", name="See Acme").click()
    page.wait_for_url("**/wall/acme")
    page.goto(passed_on)
    page.get_by_label("Your e-mail address").fill("fred@example.com")
    page.get_by_role("button", name="Leave my address").click()
    page.get_by_text("Acme will be in touch").wait_for()
    session.rollback()
    assert session.scalars(select(ReferralLooks.looks)).all() == [1]
    assert session.scalars(select(Referral.advocate_id)).all() == [who.id]
