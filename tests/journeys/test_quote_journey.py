"""A comment's whole life in a browser: answered, agreed to, shown, checked, taken back."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from feedback.campaigns.addressing import Desk
from feedback.campaigns.delivery import Sender
from feedback.ids import spell
from feedback.mail.outbox import Outbox
from feedback.models import Consent, LocalMail, Publication, Response
from surveys.links import Link, Links, Purpose
from tests import factories
from tests.testimonials.outputs.conftest import hark
from tests.testimonials.outputs.foreign import foreign_site

WORDS = "They fixed it within an hour, and I could go home."
assert hark


@pytest.fixture
def tab(browser):
    """A customer's tab, on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    assert context.cookies() == []
    context.close()


@pytest.fixture
def letter(app, session):
    """Give a function: deliver what waits, and give the address in the newest mail."""

    def read(path: str) -> str:
        with app.app_context():
            sender = Sender(Outbox(), Desk.of(app), lambda: datetime.now(UTC))
            while sender.deliver_next():
                pass
        session.rollback()
        row = session.scalars(select(LocalMail).order_by(LocalMail.id.desc())).first()
        mail = message_from_bytes(row.raw, policy=policy.default)
        text = mail.get_body(("plain",)).get_content()
        return re.search(rf"http://hark\.test(/{path}/\S+)", text).group(1)

    return read


def test_from_an_answer_to_a_checked_quote_and_back(
    app, hark, tab: Page, letter, marketer, session, workspace
):
    version = factories.survey(session)
    who = factories.contact(session, attributes={"company": "Fjord AS"})
    sent = factories.invitation(session, version, who)
    session.commit()
    token = Links(str(app.secret_key)).token(Purpose.ANSWER, Link(workspace.id, sent.id))

    tab.goto(f"{hark}/r/{token}?score=10")
    tab.get_by_label("reason", exact=False).fill(WORDS)
    tab.get_by_role("button", name="Send").click()
    tab.wait_for_url("**/thanks")

    session.rollback()
    response = spell(session.scalars(select(Response)).one().id)
    ask = f"/testimonials/comments/{response}/ask"
    marketer.submit(ask, {"incentive": "A mug", "relation": ""})
    tab.goto(hark + letter("q"))
    tab.get_by_text("Social media", exact=True).click()
    expect(tab.locator(".sample.wide img")).to_be_visible()
    tab.get_by_role("radio", name=re.compile("full name")).check()
    expect(tab.locator("figure .named")).to_have_text(["Carla Customer, Fjord AS"] * 2)
    tab.get_by_role("textbox", name="Your full name").fill("Carla C. Customer")
    expect(tab.locator("figure .named")).to_have_text(["Carla C. Customer, Fjord AS"] * 2)
    tab.get_by_role("checkbox", name="on its website").check()
    tab.get_by_role("checkbox", name="in its posts").check()
    tab.get_by_role("button", name="Allow").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Your words may be quoted")

    page = publish(marketer, session)
    tab.goto(f"{hark}/wall/acme?lang=en")
    expect(tab.get_by_text(WORDS)).to_be_visible()
    expect(tab.get_by_text("Received for agreeing to be quoted: A mug.")).to_be_visible()
    tab.goto(f"{hark}{page}?lang=en")
    expect(tab.get_by_text("A verified customer")).to_be_visible()
    expect(tab.get_by_text("Fingerprint of this quote")).to_be_visible()

    with foreign_site(hark) as shop:
        tab.goto(shop)
        expect(tab.locator("hark-wall figure")).to_contain_text(WORDS)

        tab.goto(hark + letter("c"))
        tab.get_by_role("button", name="Take my words back").click()
        expect(tab.get_by_text("You took your permission back")).to_be_visible()

        tab.goto(shop)
        tab.wait_for_selector("hark-wall[hidden]", state="attached")
        expect(tab.locator("hark-wall figure")).to_have_count(0)
    tab.goto(f"{hark}{page}?lang=en")
    expect(tab.get_by_role("heading", level=1)).to_have_text("This quote is no longer shown")
    assert "hour" not in tab.content()
    assert "Carla" not in tab.content()
    tab.goto(f"{hark}/wall/acme?lang=en")
    assert "hour" not in tab.content()


def publish(marketer, session) -> str:
    """Cut and publish the only comment there is; give the address where it can be checked."""
    session.rollback()
    page = f"/testimonials/{spell(session.scalars(select(Consent)).one().id)}"
    marketer.submit(f"{page}/quote", {"sentence": ["0"]}, page=page)
    marketer.submit(f"{page}/publication", {"fair": "1"}, page=page)
    session.rollback()
    return f"/verify/{session.scalars(select(Publication)).one().public_id}"
