"""One headless Chromium, and one Firefox, for every test that needs a real browser.

`engine` is each of them in turn, as one tab that both can be: opened, resized, asked, typed into.
"""

import json
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.firefox import FIREFOX, Firefox

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Give the one that drives browsers."""
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Give the browser; each test opens a context of its own in it."""
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield chromium
    chromium.close()


class Chromium:
    """One tab of Chromium, with the same few things to do as one of Firefox."""

    def __init__(self, page: Page) -> None:
        """Keep the tab."""
        self.page = page

    def open(self, address: str) -> None:
        """Load a page."""
        self.page.goto(address)

    def resize(self, width: int, height: int) -> None:
        """Make the page as wide as a screen."""
        self.page.set_viewport_size({"width": width, "height": height})

    def run(self, script: str) -> Any:
        """Evaluate an expression in the page."""
        return self.page.evaluate(script)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other; a longer word that is no key is typed."""
        for key in keys:
            if key[0].isupper() and not key.isupper():
                self.page.keyboard.press(key)
            else:
                self.page.keyboard.type(key)


def until(page: Page, true: str, seconds: float = 20) -> None:
    """Wait until an expression is true; asked from outside, since pages forbid `eval` in them."""
    end = time.monotonic() + seconds
    while not page.evaluate(true):
        assert time.monotonic() < end, f"not true after {seconds} s: {true}"
        page.wait_for_timeout(50)


Engine = Chromium | Firefox


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Give a tab of each browser in turn, a new one to each module: some leave it attacked."""
    if request.param == "firefox":
        if not FIREFOX:
            pytest.skip("no Firefox on this machine")
        with Firefox.started() as firefox:
            yield firefox
    else:
        context = request.getfixturevalue("browser").new_context(locale="en-US")
        yield Chromium(context.new_page())
        context.close()


def violations(engine: Engine, context: str = "document") -> list[str]:
    """Let axe look at the page: what it finds, and where."""
    engine.run(f"(0, eval)({json.dumps(AXE_SCRIPT)}), 0")
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = engine.run(f"axe.run({context}, {json.dumps(options)}).then((told) => told.violations)")
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]
