"""`POST /api/v1/events`: something happened to a customer."""

from datetime import UTC, datetime

from flask import Response, current_app, jsonify, request

from feedback.accounts import throttle, tokens
from feedback.api import api
from feedback.api.bodies import BodyProblemError, read_event
from feedback.extensions import db
from feedback.models import ApiToken
from feedback.models.hurt import low_answers
from feedback.problem import problem
from surveys.events import OtherStoryError, receive
from surveys.scope import bind_workspace

MOST_BYTES = 64 * 1024
MOST_CALLS = 9000
"""In a quarter of an hour, by one token: ten a second."""


@api.post("/events")
def events() -> Response:
    """Take an event; the same id again changes nothing and gets the same answer."""
    now, given = datetime.now(UTC), request.headers.get("Authorization", "")
    token = tokens.token_of(db.session(), given.removeprefix("Bearer ").strip(), tokens.EVENTS)
    if token is None:
        return _stranger()
    return _refused_call(token, now) or _taken(now)


def _taken(now: datetime) -> Response:
    request.max_content_length = MOST_BYTES
    try:
        told = read_event(request.get_data()).happening(now)
        key = str(current_app.secret_key)
        found = receive(db.session(), told, now=now, key=key, low_answers=low_answers)
    except BodyProblemError as wrong:
        return problem(422, "Not an event", "Nothing was taken.", errors=wrong.errors)
    except OtherStoryError as wrong:
        return problem(409, "Another event has this id", f"{wrong} Nothing was taken.")
    db.session.commit()
    reply = jsonify(id=told.reference, asked=found.asked, new=found.is_new)
    reply.status_code = 202 if found.is_new else 200
    return reply


def _refused_call(token: ApiToken, now: datetime) -> Response | None:
    """Count the call, and refuse what is too much or of another type."""
    workspace_id, name = token.workspace_id, f"api\0{token.workspace_id}\0{token.id}"
    tokens.note_use(token, now)
    if not throttle.allow(db.session(), name, limit=MOST_CALLS, now=now):
        reply = problem(429, "Too many calls", "Wait a few minutes. Nothing was taken.")
        reply.headers["Retry-After"] = "300"
        return reply
    bind_workspace(db.session(), workspace_id)
    if request.mimetype != "application/json":
        return problem(415, "Not JSON", "The content type must be application/json.")
    return None


def _stranger() -> Response:
    reply = problem(401, "No such token", "Send Authorization: Bearer and a token that works.")
    reply.headers["WWW-Authenticate"] = 'Bearer realm="hark"'
    return reply
