"""A kiosk in a real browser: no network, no power, and the next in line."""

import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as TooSlow
from sqlalchemy import select
from werkzeug.serving import make_server

from feedback.models import Response
from tests import factories
from tests.browser import CHROMIUM, QUIET, until
from tests.journeys.conftest import free_port

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]


@pytest.fixture
def port():
    """Give a port at which the server comes and goes."""
    return free_port()


@contextmanager
def serving(app, port):
    """Let the server be reachable for a while."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/t/kiosk123/kiosk"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def kiosk(place):
    """Give a kiosk at the door."""
    return place("kiosk", code="kiosk123", name="Door")


class Tablet:
    """A browser with a disk of its own, whose plug can be pulled."""

    def __init__(self, playwright, folder):
        self.playwright, self.folder = playwright, folder

    @contextmanager
    def on(self, address):
        try:
            page = self._started().contexts[0].new_page()
            page.goto(address)
            page.wait_for_selector("[data-kiosk]:not([hidden])")
            yield page
        finally:
            self.pull_the_plug()

    def _started(self, tries=3):
        """A browser whose plug was pulled now and then hangs while it starts: start it anew."""
        port = free_port()
        self.process = subprocess.Popen(
            [
                CHROMIUM,
                *QUIET,
                "--headless",
                f"--user-data-dir={self.folder}",
                f"--remote-debugging-port={port}",
            ],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _await(f"http://127.0.0.1:{port}/json/version")
        try:
            where = f"http://127.0.0.1:{port}"
            return self.playwright.chromium.connect_over_cdp(where, timeout=10_000)
        except TooSlow:
            self.pull_the_plug()
            if tries == 1:
                raise
            return self._started(tries - 1)

    def pull_the_plug(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.folder / name).unlink(missing_ok=True)


def _await(address):
    for _ in range(200):
        try:
            urlopen(address, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not open")


@pytest.fixture
def tablet(tmp_path, playwright):
    """Give a tablet."""
    folder = tmp_path / "tablet"
    yield Tablet(playwright, folder)
    shutil.rmtree(folder, ignore_errors=True)


def answer(page, words):
    page.locator("[name=score][value='9']").check()
    page.locator("textarea").fill(words)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()


def answers(session):
    session.rollback()
    return sorted((r.score, r.source, r.revision) for r in session.scalars(select(Response)).all())


@pytest.mark.parametrize("times", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_offline_and_killed_each_answer_counts_exactly_once(
    app, session, kiosk, tablet, port, times
):
    with serving(app, port) as address, tablet.on(address) as page:
        page.wait_for_selector("html[data-kept]", state="attached")
    for number in range(times):
        if number % 3 == 2:
            with serving(app, port), tablet.on(address) as page:
                answer(page, f"Killed while sending {number}")
        else:
            with tablet.on(address) as page:
                answer(page, f"Offline {number}")
                page.get_by_text("for the network").wait_for()
    with serving(app, port), tablet.on(address) as page:
        until(page, "!document.querySelector('[data-waiting]').textContent")
        page.wait_for_timeout(500)
    assert answers(session) == [(9, "kiosk", 1)] * times


def test_the_next_person_sees_nothing_of_the_one_before(app, kiosk, browser, port):
    with serving(app, port) as address:
        page = browser.new_page()
        page.clock.install()
        page.goto(address)
        answer(page, "My secret words")
        assert "My secret words" not in page.content()
        page.clock.run_for(9000)
        page.wait_for_selector("[data-kiosk]:not([hidden])")
        assert page.locator("textarea").input_value() == ""
        assert page.locator("[name=score]:checked").count() == 0
        page.close()


def test_what_somebody_left_half_way_is_cleared_after_a_countdown(app, kiosk, browser, port):
    with serving(app, port) as address:
        page = browser.new_page()
        page.clock.install()
        page.goto(address)
        page.locator("[name=score][value='2']").check()
        page.locator("textarea").fill("Left half way")
        page.clock.run_for(46_000)
        assert "Starting over in" in page.locator("[data-says]").inner_text()
        assert Axe().run(page).violations_count == 0
        page.clock.run_for(16_000)
        assert page.locator("textarea").input_value() == ""
        assert page.locator("[name=score]:checked").count() == 0
        page.close()


def test_a_sign_in_page_of_the_network_is_no_receipt(app, session, kiosk, browser, port):
    with serving(app, port) as address:
        page = browser.new_page()
        page.goto(address)
        page.route("**/brief", lambda route: route.fulfill(status=200, body="<h1>Hotel</h1>"))
        answer(page, "Kept")
        page.get_by_text("1 answer waits for the network.").wait_for()
        page.unroute("**/brief")
        page.evaluate("deliver()")
        until(page, "!document.querySelector('[data-waiting]').textContent")
        assert answers(session) == [(9, "kiosk", 1)]
        page.close()


def test_an_answer_of_a_place_that_is_gone_holds_up_no_other(app, session, kiosk, browser, port):
    with serving(app, port) as address:
        page = browser.new_page()
        page.goto(address)
        gone = "{key: '!', path: '/t/gone1234/1/brief', given: [['score', '1']]}"
        page.evaluate(f"inside('readwrite', (box) => box.put({gone}))")
        answer(page, "Of today")
        page.get_by_text("For staff: 1 answer could not be delivered.").wait_for()
        page.wait_for_timeout(500)
        assert answers(session) == [(9, "kiosk", 1)]
        page.close()


def test_what_the_server_refuses_stays_with_what_to_do_and_can_be_tried_again(
    app, session, kiosk, browser, port
):
    with serving(app, port) as address:
        page = browser.new_page()
        page.goto(address)
        page.route("**/brief", lambda route: route.fulfill(status=422, json={"problem": "No."}))
        answer(page, "Kept all the same")
        page.get_by_text("For staff: 1 answer could not be delivered.").click()
        assert "Tell whoever looks after Hark" in page.locator("[data-list]").inner_text()
        assert "Kept all the same" not in page.locator("body").inner_text()
        assert Axe().run(page).violations_count == 0
        page.unroute("**/brief")
        page.get_by_role("button", name="Try again").click()
        page.locator("[data-refused]").wait_for(state="hidden")
        assert answers(session) == [(9, "kiosk", 1)]
        page.close()


def test_what_waits_is_delivered_though_the_place_was_closed_meanwhile(
    app, session, kiosk, tablet, port
):
    with serving(app, port) as address, tablet.on(address) as page:
        page.wait_for_selector("html[data-kept]", state="attached")
    with tablet.on(address) as page:
        answer(page, "Before it closed")
    kiosk.ended_at = factories.NOW
    session.commit()
    with serving(app, port):
        process = tablet._started()
        try:
            page = process.contexts[0].new_page()
            page.goto(address)
            page.get_by_role("heading", name="This survey is closed").wait_for()
            until(page, "all().then((left) => left.length === 0)")
        finally:
            tablet.pull_the_plug()
    assert answers(session) == [(9, "kiosk", 1)]


def test_a_kiosk_that_hears_it_is_closed_says_so_to_the_next(app, session, kiosk, browser, port):
    with serving(app, port) as address:
        page = browser.new_page()
        page.clock.install()
        page.goto(address)
        kiosk.ended_at = factories.NOW
        session.commit()
        answer(page, "The last one")
        page.clock.run_for(9000)
        page.get_by_role("heading", name="This survey is closed").wait_for()
        page.close()


def test_it_asks_the_browser_to_keep_what_is_on_its_disk(app, kiosk, browser, port):
    with serving(app, port) as address:
        page = browser.new_page()
        page.add_init_script(
            "navigator.storage.persist = () => { window.asked = 1; return Promise.resolve(true); }"
        )
        page.goto(address)
        assert page.evaluate("window.asked") == 1
        page.close()


def test_an_answer_tells_how_long_ago_it_was_given(app, session, kiosk, tablet, port):
    with serving(app, port) as address, tablet.on(address) as page:
        page.wait_for_selector("html[data-kept]", state="attached")
    with tablet.on(address) as page:
        answer(page, "An hour ago")
        an_hour = "(kept) => keep({ ...kept[0], at: kept[0].at - 3600000 })"
        page.evaluate(f"all().then({an_hour})")
    with serving(app, port), tablet.on(address) as page:
        until(page, "all().then((left) => left.length === 0)")
    session.rollback()
    (row,) = session.scalars(select(Response))
    assert timedelta(minutes=59) < row.updated_at - row.answered_at < timedelta(minutes=62)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_it_reads_well_and_fits(app, kiosk, browser, port, width, scheme):
    with serving(app, port) as address:
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.goto(address)
        assert Axe().run(page).violations_count == 0
        page.locator("[name=score][value='9']").check()
        assert Axe().run(page).violations_count == 0
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0
        page.close()
