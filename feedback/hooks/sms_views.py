"""The doors for what comes back to texts: answers, of which STOP counts, and receipts."""

import hashlib
from datetime import UTC, datetime

from flask import Response, abort, current_app, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.config import Settings
from feedback.extensions import db
from feedback.hooks import hooks
from feedback.problem import problem
from feedback.sms.receipts import LEFT, LOST, reason_of
from feedback.sms.signature import is_genuine
from feedback.sms.twilio import receipt_address
from surveys.models import Workspace
from surveys.numbers import dialled
from surveys.return_path import read_mark
from surveys.returning import text_came_back, text_left
from surveys.scope import bind_workspace
from surveys.unsubscribing import STOP, address_hash, start_again, unsubscribe

ENGLISH = ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT")
STOPS = frozenset((*ENGLISH, "STOPP", "ARRET", "ARRÊT", "PARAR", "BAJA", "توقف", "إيقاف"))
STARTS = frozenset(("START", "UNSTOP"))
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@hooks.post("/sms")
def take_text() -> Response:
    """Take an answer to a text; only STOP and START leave a trace."""
    settings: Settings = current_app.extensions["settings"]
    if not _is_signed(f"{settings.base_url}/hooks/sms"):
        return problem(403, "Not signed", "Nothing was taken: the signature is not ours.")
    number, key = dialled(request.form.get("From", "")), str(current_app.secret_key)
    if number and _says("STOP", STOPS):
        stop(db.session(), key, number, now=datetime.now(UTC))
    elif number and _says("START", STARTS):
        start(db.session(), key, number)
    return Response(NOTHING_TO_SAY, mimetype="text/xml")


@hooks.post("/sms/<letters>")
def take_receipt(letters: str) -> Response:
    """Take what became of one text: what did not arrive stands on its campaign's page."""
    settings: Settings = current_app.extensions["settings"]
    if not _is_signed(receipt_address(settings.base_url, letters)):
        return problem(403, "Not signed", "Nothing was taken: the signature is not ours.")
    link = read_mark(str(current_app.secret_key), letters) or abort(404)
    session, now = db.session(), datetime.now(UTC)
    bind_workspace(session, link.workspace_id)
    status = request.form.get("MessageStatus", "")
    if status in LOST:
        code, told = request.form.get("ErrorCode", ""), request.form.get("MessageSid", "")
        source = hashlib.sha256(f"receipt\0{link.row_id}\0{told}".encode()).hexdigest()
        words = reason_of(code)
        text_came_back(session, link, code=code[:8], words=words, source=source, now=now)
    elif status in LEFT:
        text_left(session, link, now=now)
    session.commit()
    return Response(status=204)


def stop(session: Session, key: str, number: str, *, now: datetime) -> None:
    """Text to a number never again: it answered our number, so no workspace may; commits."""
    for workspace_id in session.scalars(select(Workspace.id)).all():
        bind_workspace(session, workspace_id)
        unsubscribe(session, address_hash(key, workspace_id, number), via=STOP, now=now)
    session.commit()


def start(session: Session, key: str, number: str) -> None:
    """Let a number be texted again that had said STOP; what else was asked for stays; commits."""
    for workspace_id in session.scalars(select(Workspace.id)).all():
        bind_workspace(session, workspace_id)
        start_again(session, address_hash(key, workspace_id, number))
    session.commit()


def _says(kind: str, words: frozenset[str]) -> bool:
    """Whether an answer is nothing but such a word, or the provider itself took it for one."""
    said = request.form.get("Body", "").strip(" \t\r\n.!\"'").upper()
    return request.form.get("OptOutType", "").upper() == kind or said in words


def _is_signed(address: str) -> bool:
    settings: Settings = current_app.extensions["settings"]
    fields = list(request.form.items(multi=True))
    given = request.headers.get("X-Twilio-Signature", "")
    return is_genuine(settings.sms_token, address, fields, given)
