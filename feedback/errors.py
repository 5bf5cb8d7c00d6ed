"""Each exception to one page: what happened, what was kept, what to do next."""

import logging
from sqlite3 import OperationalError as SqliteError

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from feedback.extensions import db
from feedback.problem import problem
from surveys.speech import _, noted

log = logging.getLogger("hark")

MACHINES = ("/api/", "/hooks/")
PAGES: dict[int, tuple[str, str]] = {
    400: (
        noted("That did not reach us whole"),
        noted("Go back, reload the page and try once more."),
    ),
    403: (
        noted("This page is not open to you"),
        noted("Your role does not include it. An owner of the workspace can change your role."),
    ),
    404: (
        noted("There is nothing at this address"),
        noted("The link may be cut short or old. Nothing was changed."),
    ),
    405: (noted("There is nothing at this address"), noted("Nothing was changed.")),
    410: (noted("This is over"), noted("What stood here is closed. Nothing was changed.")),
    413: (
        noted("That is too large"),
        noted("Files up to 100 MB are taken. Split it and send the parts; nothing was saved."),
    ),
    429: (
        noted("Too many tries"),
        noted("Wait a few minutes, then try again. Nothing was changed."),
    ),
    500: (
        noted("Something broke on our side"),
        noted("It is written down for the people who run this. Nothing was half saved."),
    ),
    503: (
        noted("The database does not answer just now"),
        noted("Nothing was saved by halves. Wait a minute, then reload."),
    ),
}


def init_app(app: Flask) -> None:
    """Answer every exception with a page."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    for away in (OperationalError, InterfaceError, PoolTimeout, SqliteError):
        app.register_error_handler(away, _database_away)
    app.register_error_handler(Exception, _broken)


def page(status: int, title: str = "", advice: str = "") -> tuple[str, int]:
    """Render the page for a status; it needs neither the database nor a sign-in."""
    known = PAGES.get(status, PAGES[500 if status >= 500 else 400])
    html = render_template(
        "errors/page.html", title=title or _(known[0]), advice=advice or _(known[1]), status=status
    )
    return html, status


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    return page(
        403,
        _("This form was open too long"),
        _(
            "You may have signed out in another window. Go back, reload and send it again; "
            "nothing was saved."
        ),
    )


def _http(error: HTTPException) -> tuple[str, int] | HTTPException | Response:
    if error.code is None or error.code < 400:
        return error
    return _told_machine(error.code) or page(error.code)


def _database_away(error: Exception) -> tuple[str, int, dict[str, str]] | Response:
    log.error("database away on %s %s: %s", request.method, request.path, error)
    db.session.rollback()
    return _told_machine(503) or (*page(503), {"Retry-After": "30"})


def _broken(error: Exception) -> tuple[str, int] | Response:
    log.exception("failed on %s %s", request.method, request.path, exc_info=error)
    return _told_machine(500) or page(500)


def _told_machine(status: int) -> Response | None:
    """Answer machines in their own form."""
    if not request.path.startswith(MACHINES):
        return None
    title, detail = PAGES.get(status, PAGES[500 if status >= 500 else 400])
    return problem(status, title, detail)
