"""When something fails on a customer's page: kindly, and with all that they typed."""

import logging
from sqlite3 import OperationalError as SqliteError

from flask import request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from feedback.respond import respond
from feedback.respond.pages import held_page, kind_page
from surveys.questions.text import LONGEST
from surveys.speech import _, number

log = logging.getLogger("hark.respond")
Page = tuple[str, int] | tuple[str, int, dict[str, str]]


@respond.errorhandler(404)
def no_such_link(_error: HTTPException) -> Page:
    """The link is cut short, mistyped, or its survey is gone."""
    return kind_page(
        _("This link does not lead to a survey"),
        _(
            "It may have been cut short on its way. Try the button in the mail itself, or copy "
            "the whole link. Nothing was changed."
        ),
    ), 404


@respond.errorhandler(413)
def too_much(_error: HTTPException) -> Page:
    """More than anybody writes."""
    return kind_page(
        _("That is more than we can take"),
        _(
            "Each answer may be up to %(most)s characters long. Go back in your browser, where "
            "your words still stand, shorten them and send again.",
            most=number(LONGEST),
        ),
    ), 413


@respond.errorhandler(DBAPIError)
@respond.errorhandler(PoolTimeout)
@respond.errorhandler(SqliteError)
def database_away(error: Exception) -> Page:
    """Nothing was saved: give everything back, ready to be sent again."""
    log.error("database away on %s %s: %s", request.method, request.endpoint, error)
    return (*_held(503), {"Retry-After": "30"})


@respond.errorhandler(Exception)
def broken(error: Exception) -> Page | HTTPException:
    """Whatever else fails, a person's words come back to them."""
    if isinstance(error, HTTPException):
        return error
    log.exception("failed on %s %s", request.method, request.endpoint, exc_info=error)
    return _held(500)


def _held(status: int) -> tuple[str, int]:
    if request.method == "POST":
        return held_page(request.path, list(request.form.items(multi=True))), status
    return kind_page(
        _("We cannot open this page just now"),
        _("Nothing is lost and nothing was changed. Wait a minute, then open the link again."),
    ), status
