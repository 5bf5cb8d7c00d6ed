"""Without a connection nothing typed is lost, in a browser that is killed meanwhile neither."""

import os
import signal
import socket
import subprocess
import time
from threading import Thread
from urllib.request import urlopen

import pytest
from werkzeug.serving import make_server

from surveys.definition import Question
from tests import factories
from tests.browser import CHROMIUM, QUIET
from tests.respond.test_pages import FOLLOWS

pytestmark = pytest.mark.journey
LAST = Question("q1", "text", "Anything else?", new_page=True)
FLUSHED = 6
"""Seconds after which Chromium has what a page keeps on the disk."""


@pytest.fixture
def served(app, session):
    """The real application on a real port; gives its address."""
    app.extensions.pop("test_session")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    app.extensions["test_session"] = session


class Window:
    """A Chromium of its own with a profile on the disk, that can be killed."""

    def __init__(self, chromium, profile):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [CHROMIUM, *QUIET, "--headless=new", f"--user-data-dir={profile}"]
        self.process = subprocess.Popen(
            [*command, f"--remote-debugging-port={port}", "about:blank"],
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.browser = chromium.connect_over_cdp(_when_up(port))
        self.context = self.browser.contexts[0]
        self.page = self.context.pages[0]

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _when_up(port):
    for _ in range(200):
        try:
            urlopen(f"http://127.0.0.1:{port}/json/version", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    return f"http://127.0.0.1:{port}"


def offline_killed_and_back(chromium, profile, address, words):
    """Type, lose the connection, press the button, be killed, come back, send."""
    first = Window(chromium, profile)
    first.page.goto(address)
    first.page.fill("[name=reason]", words)
    first.context.set_offline(True)
    first.page.click("button.primary")
    first.page.wait_for_selector("[data-offline]:visible")
    time.sleep(FLUSHED)
    first.kill()
    second = Window(chromium, profile)
    second.page.goto(address)
    second.page.wait_for_selector("[data-restored]:visible")
    assert second.page.input_value("[name=reason]") == words
    second.page.dblclick("button.primary")
    second.page.wait_for_url("**/thanks")
    left = second.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('hark:'))")
    assert left == []
    second.kill()


def run(times, served, invite, tmp_path, browser):
    customers = [invite() for _ in range(times)]
    for n, customer in enumerate(customers):
        address = f"{served}{customer.path}?score=9"
        offline_killed_and_back(browser.browser_type, tmp_path / str(n), address, f"Words {n}")
    found = customers[0].responses()
    assert sorted(r.invitation_id for r in found) == sorted(c.invitation.id for c in customers)
    assert {(r.score, r.revision, r.excluded) for r in found} == {(9, 1, None)}


def test_words_typed_offline_outlive_a_killed_browser(served, invite, tmp_path, browser):
    run(1, served, invite, tmp_path, browser)


@pytest.mark.slow
def test_fifteen_browsers_offline_and_killed_leave_fifteen_answers(
    served, invite, tmp_path, browser
):
    run(15, served, invite, tmp_path, browser)


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_what_was_sent_offline_is_sent_by_itself_when_there_is_a_connection(served, invite, page):
    customer = invite(LAST)
    page.goto(f"{served}{customer.path}?score=7")
    page.fill("[name=reason]", "On the train")
    page.context.set_offline(True)
    page.click("button.primary")
    page.wait_for_selector("[data-offline]:visible")
    page.context.set_offline(False)
    page.wait_for_url("**page=2*")
    page.fill("[name=q1]", "Home")
    page.click("button.primary")
    page.wait_for_url("**/thanks")
    assert customer.answers() == {"score": 7, "reason": "On the train", "q1": "Home"}


def test_an_answer_whose_reply_was_lost_is_sent_again_and_counted_once(served, invite, page):
    customer = invite()
    lost = []

    def lose(route):
        """Let the server have it, and lose what it says."""
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    page.route("**/r/**", lose)
    page.goto(f"{served}{customer.path}?score=7")
    page.click("button.primary")
    page.wait_for_url("**/thanks")
    assert lost == [303]
    assert [(r.score, r.revision) for r in customer.responses()] == [(7, 1)]


def test_a_question_appears_as_soon_as_an_answer_calls_for_it(served, invite, page):
    customer = invite(FOLLOWS)
    page.goto(f"{served}{customer.path}?score=9")
    assert not page.is_visible("[name=q4]")
    page.check("[name=score][value='2']", force=True)
    page.fill("[name=q4]", "Everything")
    page.click("button.primary")
    page.wait_for_url("**/thanks")
    assert customer.answers() == {"score": 2, "q4": "Everything"}


def test_a_mistake_is_shown_by_the_server_with_everything_typed(served, invite, page):
    customer = invite()
    page.goto(f"{served}{customer.path}")
    page.fill("[name=reason]", "No score yet")
    page.click("button.primary")
    page.wait_for_selector(".problem")
    assert page.input_value("[name=reason]") == "No score yet"
    assert customer.responses() == []


@pytest.fixture
def counter(served, session, workspace):
    """A QR code that people open on whatever device is at hand; gives its address."""
    factories.touchpoint(session, factories.survey(session), code="counter123")
    session.commit()
    return f"{served}/t/counter123"


def test_at_a_touchpoint_the_next_person_reads_nothing_of_what_was_not_sent(counter, page):
    page.goto(counter)
    page.fill("[name=reason]", "Between me and you")
    page.reload()
    assert page.input_value("[name=reason]") == "Between me and you"
    after = page.context.new_page()
    after.goto(counter)
    assert after.input_value("[name=reason]") == ""
    assert "Between me" not in after.evaluate("JSON.stringify({...localStorage})")


def test_what_was_sent_after_a_mistake_is_kept_nowhere(counter, page):
    page.goto(counter)
    page.fill("[name=reason]", "Fine")
    page.click("button.primary")
    page.wait_for_selector(".problem")
    page.check("[name=score][value='8']", force=True)
    page.click("button.primary")
    page.wait_for_url("**/thanks")
    page.goto(counter)
    assert page.input_value("[name=reason]") == ""
