"""What guards every page: no writing in GET, headers, and a nonce for its own scripts."""

import secrets
from typing import Any

from flask import Flask, Request, Response, abort, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.datastructures import ImmutableMultiDict

from surveys.scope import read_only

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
CUSTOMERS = (
    "/r/",
    "/t/",
    "/c/",
    "/u/",
    "/q/",
    "/s/",
    "/f/",
    "/wall/",
    "/heroes/of/",
    "/verify/",
    "/.well-known/",
    "/embed/",
    "/hooks/",
    "/api/",
)
"""Where customers, the public and machines go: no session is read, no cookie can be set."""


class OfficeSessions(SecureCookieSessionInterface):
    """Sessions for members only."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Give customers none: writing to it would fail loudly."""
        if request.path.startswith(CUSTOMERS):
            return None
        return super().open_session(app, request)


class WithoutNul(ImmutableMultiDict[str, Any]):
    """Parameters as they came, but for NUL: no keyboard types it, and PostgreSQL refuses it."""

    def __init__(self, mapping: Any = None) -> None:
        """Take NUL out of names and words; files pass as they are."""
        given = ImmutableMultiDict(mapping).items(multi=True)
        super().__init__([(_plain(name), _plain(value)) for name, value in given])


class PlainRequest(Request):
    """A request whose words can all be stored."""

    parameter_storage_class = WithoutNul


def init_app(app: Flask) -> None:
    """Guard every request."""
    app.session_interface = OfficeSessions()
    app.request_class = PlainRequest
    app.url_map.merge_slashes = False  # it redirects to whatever host the request names
    app.before_request(_set_read_only)
    app.teardown_request(_end_read_only)
    app.after_request(_set_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """Give this page's nonce: only scripts and styles that carry it run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _set_read_only() -> None:
    read_only.set(request.method in SAFE_METHODS)
    if "\0" in request.path:
        abort(404)


def _end_read_only(_error: BaseException | None) -> None:
    read_only.set(False)


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    if response.mimetype != "text/html":
        return response
    headers.setdefault("Cache-Control", "private, no-store")
    headers.setdefault("Content-Security-Policy", _policy())
    return response


def _plain(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


def _policy() -> str:
    nonce = csp_nonce()
    ancestors = "*" if g.get("may_be_framed") else "'self'"
    worker = "worker-src 'self'; " if g.get("may_work_offline") else ""
    return (
        "default-src 'none'; "
        f"script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        f"{worker}img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        f"frame-src 'self'; base-uri 'none'; frame-ancestors {ancestors}"
    )
