"""Firefox without a window, driven over WebDriver BiDi: https://w3c.github.io/webdriver-bidi/."""

import itertools
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
KEYS = {
    "Tab": "\ue004",
    "Shift": "\ue008",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Space": " ",
}
PREFERENCES = {
    "accessibility.tabfocus": 7,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "en-US",
    "ui.useOverlayScrollbars": 1,
    "network.connectivity-service.enabled": False,
}
PATIENCE = 60


class Firefox:
    """One tab."""

    def __init__(self, socket: ClientConnection) -> None:
        """Begin a session."""
        self.socket = socket
        self.numbers = itertools.count(1)
        self.send("session.new", capabilities={})
        self.tab = self.send("browsingContext.create", type="tab")["context"]

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Self]:
        """Start Firefox with a fresh profile, and end it."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            wanted = [
                f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()
            ]
            Path(profile, "user.js").write_text("\n".join(wanted))
            command = [FIREFOX, "--headless", "--profile", profile, "--remote-debugging-port", "0"]
            log = Path(profile, "log")
            with (
                log.open("wb") as out,
                subprocess.Popen(command, stdout=out, stderr=out) as started,
            ):
                try:
                    with connect(_address(log), max_size=None, proxy=None) as socket:
                        yield cls(socket)
                finally:
                    started.terminate()

    def send(self, method: str, **params: Any) -> Any:
        """Send a command and wait for what comes of it; events are passed over."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv(timeout=PATIENCE))
            if told.get("id") == number:
                assert told["type"] == "success", told
                return told["result"]

    def open(self, address: str) -> None:
        """Load a page."""
        self.send("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def resize(self, width: int, height: int) -> None:
        """Make the page as wide as a screen."""
        size = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self.tab, viewport=size)

    def run(self, script: str) -> Any:
        """Evaluate an expression in the page; what comes of it must be JSON."""
        wrapped = f"(async () => JSON.stringify(await ({script})) ?? 'null')()"
        told = self.send(
            "script.evaluate",
            expression=wrapped,
            target={"context": self.tab},
            awaitPromise=True,
            userActivation=True,
        )
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return json.loads(told["result"]["value"])

    def press(self, *keys: str) -> None:
        """Press keys, one after the other; a longer word that is no key is typed."""
        strokes = [stroke for key in keys for stroke in _strokes(key)]
        source = {"type": "key", "id": "keyboard", "actions": strokes}
        self.send("input.performActions", context=self.tab, actions=[source])


def _strokes(key: str) -> list[dict[str, str]]:
    parts = key.split("+") if key.startswith("Shift+") else [key]
    values = [KEYS[part] for part in parts if part in KEYS] or list(key)
    down = [{"type": "keyDown", "value": value} for value in values]
    up = [{"type": "keyUp", "value": value} for value in reversed(values)]
    if key.startswith("Shift+"):
        return down + up
    return [stroke for pair in zip(down, reversed(up), strict=True) for stroke in pair]


def _address(log: Path) -> str:
    """Wait until Firefox says where it listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for line in log.read_text(errors="replace").splitlines():
            if "WebDriver BiDi listening on " in line:
                return f"{line.split(' on ', 1)[1].strip()}/session"
        time.sleep(0.1)
    raise AssertionError(f"Firefox did not start:\n{log.read_text(errors='replace')}")
