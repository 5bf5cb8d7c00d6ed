"""The inbox by keyboard, in a real browser: through a hundred comments without the mouse."""

import threading
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from werkzeug.serving import make_server

from feedback.ids import spell
from feedback.models import Decline, Triage, Verdict

SAYINGS = tuple(
    f"Since we switched in {month} our reports take {n} hours instead of three days."
    for n, month in enumerate(("May", "June", "July", "August"), 2)
)


@pytest.fixture
def inbox(app, browser, marketer, said, judge):
    """The inbox with four comments, open in a browser, signed in."""
    for words in SAYINGS:
        said(words)
    judge()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    context = browser.new_context()
    cookie = marketer.get_cookie("hark").value
    context.add_cookies([{"name": "hark", "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/testimonials")
    yield page
    context.close()
    server.shutdown()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def listed(page):
    return page.locator("[data-item]").evaluate_all("all => all.map(one => one.id)")


def here(page):
    """The comment that has the focus, or holds it."""
    return page.evaluate("document.activeElement.closest('[data-item]')?.id")


def left(page, n):
    expect(page.locator("[data-item]")).to_have_count(n)


def decided(session):
    session.rollback()
    rows = session.scalars(select(Triage).where(Triage.ended_at.is_(None)))
    return {f"c{spell(row.response_id)}": (row.verdict, row.reason) for row in rows}


def test_next_and_previous_move_from_comment_to_comment(inbox):
    first, second, *_others, last = listed(inbox)
    press(inbox, "j")
    assert here(inbox) == first
    press(inbox, "j")
    assert here(inbox) == second
    press(inbox, "k", "k")
    assert here(inbox) == first
    press(inbox, *"jjjjjj")
    assert here(inbox) == last


def test_shortlisting_keeps_the_place(inbox, session):
    _first, second, third, _last = listed(inbox)
    press(inbox, "j", "j", "s")
    left(inbox, 3)
    expect(inbox.locator(f"#{third}")).to_be_focused()
    assert decided(session) == {second: (Verdict.SHORTLISTED, None)}


def test_declining_asks_why_and_keeps_the_reason(inbox, session):
    first, *_others = listed(inbox)
    press(inbox, "j", "d")
    assert decided(session) == {}
    why = inbox.evaluate("document.activeElement.textContent.trim()")
    assert why == "Says too little"
    press(inbox, "Tab", "Enter")
    left(inbox, 3)
    assert decided(session) == {first: (Verdict.DECLINED, Decline.UNCLEAR)}


def test_ticked_comments_are_decided_about_at_once(inbox, session):
    first, second, *_others = listed(inbox)
    press(inbox, "j", "x", "j", "x")
    assert inbox.locator("input[name=response]:checked").count() == 2
    inbox.locator(".bulk button[value=shortlisted]").focus()
    press(inbox, "Enter")
    left(inbox, 2)
    assert set(decided(session)) == {first, second}


def test_opening_reads_the_comment_and_asking_opens_the_ask(inbox):
    first, *_others = listed(inbox)
    press(inbox, "j", "o")
    inbox.wait_for_url("**/testimonials/comments/*")
    assert urlsplit(inbox.url).path == f"/testimonials/comments/{first[1:]}"
    inbox.go_back()
    expect(inbox.locator("[data-item]")).to_have_count(len(SAYINGS))
    press(inbox, "j", "a")
    inbox.wait_for_url("**/ask")


def test_letters_that_are_typed_decide_nothing(inbox, session):
    press(inbox, "j", "/")
    assert inbox.evaluate("document.activeElement.matches('[data-search]')")
    press(inbox, *"jsdx")
    assert inbox.locator("[data-search]").input_value() == "jsdx"
    assert decided(session) == {}
