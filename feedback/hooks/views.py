"""The door for returned mail: signed messages only, a raw mail or an event in JSON."""

import hashlib
from datetime import UTC, datetime

from flask import Response, current_app, jsonify, request

from feedback.config import Settings
from feedback.extensions import db
from feedback.hooks import hooks
from feedback.problem import problem
from feedback.returns.events import NoEventError, read_event
from feedback.returns.intake import take
from feedback.returns.signature import UnsignedError, verified_id
from surveys.returns import Kind, Returned, read

MOST_BYTES = 12 * 1024 * 1024
MAIL, EVENT = "message/rfc822", "application/json"


@hooks.post("/returns")
def take_returned() -> Response:
    """Take one returned mail; the same id again changes nothing, so it may be sent again."""
    request.max_content_length = MOST_BYTES
    body = request.get_data()
    try:
        message_id = verified_id(_secret(), dict(request.headers), body, now=datetime.now(UTC))
        found = _read(body)
    except UnsignedError as missing:
        return problem(401, "Not signed", f"Nothing was taken: {missing}.")
    except NoEventError as missing:
        return problem(422, "No such event", f"Nothing was taken: {missing}.")
    source = hashlib.sha256(f"webhook\0{message_id}".encode("utf-8", "replace")).hexdigest()
    key = str(current_app.secret_key)
    kind = take(db.session(), key, found, source=source, now=datetime.now(UTC))
    return jsonify(taken=kind if kind != Kind.UNRELATED else None)


def _read(body: bytes) -> Returned:
    if request.mimetype == MAIL:
        return read(body)
    if request.mimetype == EVENT:
        return read_event(body)
    raise NoEventError(f"the content type must be {MAIL} or {EVENT}")


def _secret() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.bounce_secret
