"""A test client that looks at every page it loads, as a careful colleague would."""

import re
import threading
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"input", "textarea", "select"}
UNLABELLED = {"hidden", "submit", "button", "image"}
CSRF_FREE = ("/r/", "/t/", "/u/", "/c/", "/f/")
"""Customers' pages carry a signed link instead of a session: nothing for CSRF to ride on."""


class AuditedClient(FlaskClient):
    """Raises AssertionError on a page that breaks the house's rules; `audit=False` skips it."""

    def open(self, *args: Any, audit: bool = True, **kwargs: Any) -> TestResponse:
        """Make the request and audit the page that came back.

        The test's own session is committed before and fresh after, unless another thread asks:
        a session belongs to one thread.
        """
        is_in_the_test = threading.current_thread() is threading.main_thread()
        session = is_in_the_test and self.application.extensions.get("test_session")
        if session:
            session.commit()
        response = super().open(*args, **kwargs)
        if session:
            session.rollback()
        if (
            audit
            and response.mimetype == "text/html"
            and not response.is_streamed
            and response.data
        ):
            audit_page(response)
        return response

    def csrf(self, path: str) -> str:
        """Load a page and give its CSRF token."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path).text)
        assert found, f"no CSRF token on {path}"
        return found.group(1)

    def submit(
        self, path: str, data: dict[str, Any] | None = None, *, page: str = ""
    ) -> TestResponse:
        """Post a form the way a browser does: load the page, take what it hides, send."""
        hidden = {"csrf_token": self.csrf(page or path)}
        seen = re.search(
            rf'action="{re.escape(path)}".*?</form>', self.get(page or path).text, re.S
        )
        stamp = seen and re.search(r'name="seen"[^>]*value="([^"]*)"', seen.group())
        return self.post(
            path, data=hidden | ({"seen": stamp.group(1)} if stamp else {}) | (data or {})
        )


def audit_page(response: TestResponse) -> None:
    """Check one page against the house's rules."""
    page = _Page()
    page.feed(response.text)
    where = f"{response.request.method} {response.request.path}"
    assert page.count("h1") == 1, f"{where}: {page.count('h1')} h1"
    assert page.title.strip(), f"{where}: no title"
    assert page.lang, f"{where}: html has no lang"
    assert not page.unlabelled(), f"{where}: fields without a label {page.unlabelled()}"
    assert not page.twice(), f"{where}: ids used twice {page.twice()}"
    if not response.request.path.startswith(CSRF_FREE):
        assert not page.unguarded, f"{where}: a form without CSRF token"
    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    for attributes in page.inline:
        assert nonce, f"{where}: inline code without a nonce in the policy"
        assert attributes.get("nonce") == nonce.group(1), f"{where}: inline code without nonce"
    assert "style" not in page.attributes, f"{where}: a style attribute, which the policy blocks"
    assert not [a for a in page.attributes if a.startswith("on")], f"{where}: inline handler"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.inline: list[dict[str, str | None]] = []
        self.title, self.lang = "", ""
        self.unguarded = False
        self._open: list[str] = []
        self._form_guarded = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(found)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "html":
            self.lang = found.get("lang") or ""
        if tag == "label" and found.get("for"):
            self.labels.add(str(found["for"]))
        if tag in VOID and found.get("type") not in UNLABELLED:
            self.fields.append(found | {"wrapped": "yes" if "label" in self._open else None})
        if tag == "style" or (tag == "script" and found.get("type") != "application/json"):
            self.inline.append(found)
        if tag == "form":
            self._form_guarded = (found.get("method") or "get").lower() != "post"
        if tag == "input" and found.get("name") == "csrf_token":
            self._form_guarded = True
        if tag not in ("input", "meta", "link", "br", "img", "hr"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and not self._form_guarded:
            self.unguarded = True
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def count(self, tag: str) -> int:
        return self.tags.count(tag)

    def unlabelled(self) -> list[str]:
        return [
            str(field.get("name"))
            for field in self.fields
            if not (
                field.get("wrapped")
                or field.get("aria-label")
                or field.get("aria-labelledby")
                or field.get("id") in self.labels
            )
        ]

    def twice(self) -> set[str]:
        return {name for name in self.ids if self.ids.count(name) > 1}
