"""From the executive's mail to the page, and from the page to one person's words."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect

from feedback.accounts import identity
from feedback.models import Role
from tests import factories
from tests.subscriptions.conftest import DUE
from tests.testimonials.outputs.conftest import hark

WORDS = "Nobody called, and the kitchen stood on the street overnight."
assert hark


@pytest.fixture
def reader(app, session, workspace, browser, hark):
    """Give a function: the tab of a member with this role and address, signed in."""
    contexts = []

    def open_as(role: Role, email: str) -> Page:
        member = factories.member(session, role=role, email=email)
        token = identity.make_sign_in(session, member, datetime.now(UTC))
        session.commit()
        context = browser.new_context(locale="en-US")
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        tab.goto(f"{hark}/enter/{identity.entry_token(str(app.secret_key), token)}")
        return tab

    yield open_as
    for context in contexts:
        context.close()


@pytest.fixture
def said(session, answers):
    """Dora, known by name, was let down yesterday and says so."""
    dora = factories.contact(session, name="Dora Disappointed")
    factories.response(
        session,
        answers,
        score=1,
        comment=WORDS,
        contact_id=dora.id,
        answered_at=DUE - timedelta(days=1),
    )
    session.commit()
    return dora


def open_mail(tab: Page, letter, base: str) -> None:
    """Open a mail as its reader's client shows it, then the report behind its button."""
    mail = message_from_bytes(letter.raw, policy=policy.default)
    tab.set_content(mail.get_body(("html",)).get_content().replace("http://hark.test", base))
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    tab.get_by_role("link", name="Open the report").click()


def test_from_the_mail_to_the_page_to_one_persons_words(hark, reader, said, order, worker, post):
    tab = reader(Role.ANALYST, "eva@acme.example")
    order()
    worker.work()
    open_mail(tab, post.letters[0], hark)
    tab.wait_for_url("**/report?**from=2026-11-21**")
    expect(tab.get_by_text(WORDS)).to_be_visible()
    expect(tab.get_by_text("31 answers").first).to_be_visible()
    tab.get_by_role("link", name="See every answer behind them").click()
    tab.get_by_role("link", name="Dora Disappointed").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Dora Disappointed")
    expect(tab.get_by_text(WORDS)).to_be_visible()


def test_an_executive_reads_the_words_and_nobodys_name(hark, reader, said, order, worker, post):
    tab = reader(Role.EXECUTIVE, "eva@acme.example")
    order()
    worker.work()
    open_mail(tab, post.letters[0], hark)
    expect(tab.get_by_text(WORDS)).to_be_visible()
    expect(tab.get_by_text("Dora")).to_have_count(0)
    tab.get_by_text("Take it with you").click()
    with tab.expect_download() as paper:
        tab.get_by_role("link", name="PDF, to print or to send").click()
    assert paper.value.suggested_filename.endswith(".pdf")


def test_its_reader_stops_it_from_the_mail(hark, browser, answers, order, worker, post, session):
    row = order(address="guest@else.example")
    worker.work()
    context = browser.new_context(locale="en-US")
    tab = context.new_page()
    mail = message_from_bytes(post.letters[0].raw, policy=policy.default)
    tab.set_content(mail.get_body(("html",)).get_content().replace("http://hark.test", hark))
    tab.get_by_role("link", name="Stop this mail").click()
    tab.get_by_role("button", name="Send it no more").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("This mail has stopped")
    context.close()
    session.refresh(row)
    assert row.stopped_at
