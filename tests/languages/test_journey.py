"""An answer in Arabic from the first look to the last, in a real browser."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from feedback.agreements.wording import current
from surveys.definition import Translation
from tests.browser import until

pytestmark = pytest.mark.journey
WRITTEN = "خدمة سريعة من Acme، طلب 12-345"


@pytest.fixture
def hark(app) -> Iterator[str]:
    """The application behind a real server; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(browser):
    """A window of somebody whose browser asks for Arabic."""
    context = browser.new_context(locale="ar-EG", viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def left_of(page, value):
    return page.locator(f'label.step:has(input[value="{value}"])').bounding_box()["x"]


def looked_at(page):
    """Axe finds nothing, and nothing stands beyond the screen at any width."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), width
    return page


def test_arabic_from_the_link_to_the_withdrawal(hark, page, carla, session):
    page.goto(f"{hark}{carla.path}?score=9")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    looked_at(page)
    assert left_of(page, 0) > left_of(page, 9) > left_of(page, 10)
    assert page.locator('input[value="9"]').is_checked()
    page.locator("#reason").fill(WRITTEN)
    page.get_by_text("أزرق").click()
    page.get_by_role("button", name="أرسل").click()
    page.wait_for_url("**/thanks*")
    looked_at(page)
    assert page.locator("h1").inner_text() == "شكرًا لك!"
    page.locator("input[name=purposes][value=website]").check()
    page.get_by_role("button", name="أسمح").click()
    page.locator("a.keep").wait_for()
    session.expire_all()
    (response,), (consent,) = carla.responses(), carla.consents()
    assert (response.language, carla.answers()["qa"]) == ("ar", "Blue")
    assert (consent.locale, consent.wording_hash) == ("ar", current("ar").digest)
    assert (consent.words, consent.named_as) == (WRITTEN, "عميل موثَّق")


def test_the_switch_keeps_what_was_typed(hark, page, carla, rows):
    page.goto(hark + carla.path)
    page.locator("#reason").fill(WRITTEN)
    before = rows()
    page.get_by_role("link", name="Deutsch").click()
    until(page, "document.documentElement.lang == 'de'")
    assert page.locator("#reason").input_value() == WRITTEN
    assert rows() == before


def test_a_mixed_name_stays_whole_in_a_hebrew_page(hark, page, invite, asks, workspace):
    workspace.name = "Acme (2024) GmbH"
    hebrew = {"score-text": Translation("מה הסיכוי שתמליץ?", asks.score.text)}
    who = invite(asks=type(asks)(**{**vars(asks), "translations": {"he": hebrew}}))
    page.goto(f"{hark}{who.path}?lang=he")
    assert page.locator("html").get_attribute("lang") == "he"
    looked_at(page)
    words = page.locator(".from bdi")
    assert words.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"
    hint = page.locator(".fine").first
    assert hint.evaluate("e => getComputedStyle(e).unicodeBidi") == "plaintext"
