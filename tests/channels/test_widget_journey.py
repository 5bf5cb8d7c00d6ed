"""The widget in a real browser, on a foreign page with a strict policy."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select
from werkzeug.serving import make_server

from feedback.models import Response

pytestmark = pytest.mark.journey
OPEN = "hark-widget section"


@contextmanager
def shop(hark, options):
    """Serve somebody else's page, strict in all it allows; gives its address."""
    html = (
        "<!doctype html><html lang=en><title>Shop</title><main><h1>Shop</h1>"
        "<button id=tell>Feedback</button><p>Buy.</p></main>"
        f'<script src="{hark}/t/widget12/widget.js" async {options}></script></html>'
    ).encode()
    policy = (
        f"default-src 'none'; script-src {hark}; connect-src {hark}; style-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def hark(app):
    """Give the application behind a real server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def visit(hark, place, session, browser):
    """Give a function: a visitor on the shop's page, which shows the widget with these options."""
    with shop(hark, "data-delay=0") as first, shop(hark, "data-open=#tell") as second:
        place("widget", code="widget12", sites=[first, second])
        contexts = []

        def open_page(*, by_button=False, context=None):
            context = context or browser.new_context()
            contexts.append(context)
            page = context.new_page()
            page.troubles = []
            page.on("pageerror", lambda error: page.troubles.append(str(error)))
            page.on("console", lambda m: page.troubles.append(m.text) if m.type == "error" else 0)
            page.goto(second if by_button else first)
            if by_button:
                page.wait_for_load_state("networkidle")
                page.click("#tell")
            return page

        yield open_page
        for context in contexts:
            context.close()


def scores(session):
    session.rollback()
    return [(r.score, r.source, r.revision) for r in session.scalars(select(Response))]


def test_a_visitor_answers_in_the_corner_and_it_counts_once(visit, session):
    page = visit()
    page.wait_for_selector(OPEN)
    page.get_by_label("9 of 10").check()
    page.locator(f"{OPEN} textarea").fill("Quick <b>delivery</b>")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert Axe().run(page).violations_count == 0
    assert scores(session) == [(9, "widget", 1)]
    assert page.troubles == []
    assert page.context.cookies() == []


def test_a_lost_reply_is_sent_again_with_the_same_key(visit, session):
    page = visit()
    page.wait_for_selector(OPEN)
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/brief", lose)
    page.get_by_label("3 of 10").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert lost[0].status == 200
    assert scores(session) == [(3, "widget", 1)]


def test_when_nothing_gets_through_there_is_a_plain_link(visit, session):
    page = visit()
    page.wait_for_selector(OPEN)
    page.route("**/brief", lambda route: route.abort())
    page.get_by_label("3 of 10").check()
    page.get_by_role("button", name="Send").click()
    link = page.locator(f"{OPEN} .note a")
    link.wait_for(timeout=15_000)
    assert link.get_attribute("href").endswith("/t/widget12?score=3")
    assert scores(session) == []


def test_nothing_is_remembered_before_and_it_does_not_ask_again_after(visit, session):
    page = visit()
    page.wait_for_selector(OPEN)
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Close").click()
    assert page.locator(OPEN).count() == 0
    again = visit(context=page.context)
    again.wait_for_timeout(500)
    assert again.locator(OPEN).count() == 0


def test_it_works_by_keyboard_alone_and_gives_the_focus_back(visit, session):
    page = visit(by_button=True)
    page.wait_for_selector(OPEN)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("Keys")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0
    assert page.evaluate("document.activeElement.id") == "tell"
    assert [source for _, source, _ in scores(session)] == ["widget"]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_it_fits_and_reads_at_every_width_by_day_and_night(visit, width, scheme):
    page = visit()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 640})
    page.wait_for_selector(OPEN)
    page.get_by_label("9 of 10").check()
    assert Axe().run(page).violations_count == 0
    box = page.locator(OPEN).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
