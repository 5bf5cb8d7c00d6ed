"""A real server, a real SMTP server and a real browser, for the journeys."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from feedback.accounts import identity
from feedback.models import Role
from tests import databases, factories

ROOT = Path(__file__).parents[2]


@dataclass
class Postbox:
    """An SMTP server that keeps every message it was given."""

    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Keep one message."""
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 kept"

    def to(self, address: str, seconds: float = 30) -> EmailMessage:
        """Wait for the letter to this address."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for letter in self.letters:
                if address in str(letter["To"]):
                    return letter
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} in {seconds} s; {len(self.letters)} others")


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """Give the SMTP server, listening on a port of its own."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port  # type: ignore[attr-defined]
    yield box
    controller.stop()


@pytest.fixture
def address(database_url: str, postbox: Postbox, tmp_path: Path) -> Iterator[str]:
    """Start `hark serve` with its worker on an empty database; give its address."""
    on_postgresql = database_url.startswith("postgresql")
    url = databases.own_schema(database_url, "journey") if on_postgresql else ""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "HARK_DATA": str(tmp_path / "data"),
        "HARK_DATABASE_URL": url,
        "HARK_PORT": str(port),
        "HARK_BASE_URL": base,
        "HARK_SMTP_HOST": "127.0.0.1",
        "HARK_SMTP_PORT": str(postbox.port),  # type: ignore[attr-defined]
        "HARK_SMTP_SECURITY": "none",
        "HARK_MAIL_FROM": "feedback@acme.example",
        "PYTHONUNBUFFERED": "1",
    }
    written = tmp_path / "server.log"
    command = [sys.executable, "-m", "feedback", "serve"]
    with (
        written.open("wb") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        ) as server,
    ):
        try:
            _wait_for(base, server, written)
            yield base
        finally:
            _stop(server)


@pytest.fixture
def setup_link(address: str, tmp_path: Path) -> str:
    """Give the link that the server printed at its first start."""
    words = (tmp_path / "server.log").read_text().split()
    return next(word for word in words if word.startswith(f"{address}/setup/"))


@pytest.fixture
def office(app, hark, browser, session, workspace):
    """A member's tab, signed in, on which nothing may go wrong."""
    member = factories.member(session, role=Role.OWNER)
    made = identity.make_sign_in(session, member, datetime.now(UTC))
    session.commit()
    context = browser.new_context(viewport={"width": 1280, "height": 844}, locale="en-US")
    wrong = strict(context, hark)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{hark}/enter/{identity.entry_token(str(app.secret_key), made)}")
    yield page
    assert wrong == []
    context.close()


def looked_at(page: Page) -> Page:
    """Let axe look at the page: no violation, and nothing wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0, f"{page.url} scrolls sideways"
    return page


def strict(context: BrowserContext, base: str) -> list[str]:
    """Collect what must not happen on any page: errors, foreign requests."""
    wrong: list[str] = []
    context.set_default_timeout(10_000)
    context.on("weberror", lambda error: wrong.append(f"error: {error.error}"))
    context.on(
        "console",
        lambda message: (
            wrong.append(f"console: {message.text}")
            if message.type == "error" and "frame is sandboxed" not in message.text
            else None
        ),
    )
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((base, "data:", "about:", "blob:"))
            else wrong.append(f"foreign request: {request.url}")
        ),
    )
    return wrong


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(base: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()
        try:
            urlopen(f"{base}/sign-in", timeout=2).close()
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
