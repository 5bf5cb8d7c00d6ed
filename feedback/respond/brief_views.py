"""The brief way to answer: score and reason alone, in a widget on another site or at a kiosk.

Both send with a script, so the reply is data. A widget is heard from its own sites only; what it
sends is a plain form, so no browser asks beforehand, and no cookie rides along.
"""

import re
import secrets
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import abort, current_app, jsonify, make_response, request
from werkzeug.wrappers import Response

from feedback.appearance import Accent
from feedback.languages import direction
from feedback.respond import respond
from feedback.respond.brief import Brief, briefly, opened_at, sites_of
from feedback.respond.crowd import origin
from feedback.respond.invited import Invited, invited_at, links
from feedback.respond.recording import Outcome, Submission, record
from feedback.respond.standing import is_enough
from surveys.answering import AnswerForm
from surveys.definition import SCORE_KEY
from surveys.links import Link, Purpose
from surveys.models import TouchpointKind
from surveys.speech import _

LARGEST_FORM = 4 * 1024 * 1024
MINUTES_KEPT = 10
LONGEST_AGO = 366 * 24 * 3600


@respond.get("/t/<code>/widget.js")
def widget_script(code: str) -> Response:
    """Give the script of a widget; it holds nothing of the survey, it asks for that."""
    if invited_at(code).source != TouchpointKind.WIDGET:
        abort(404)
    script = str(current_app.extensions["assets"].inline_script("widget.js"))
    response = make_response(_squeezed(script))
    response.mimetype = "text/javascript"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={MINUTES_KEPT * 60}"
    response.add_etag()
    return response.make_conditional(request)


@respond.get("/t/<code>/widget.json")
def widget_data(code: str) -> Response:
    """Give what a widget shows, to its own sites."""
    invited = invited_at(code)
    heard = _heard(invited)
    if invited.closed_at or is_enough(invited):
        return _reply(heard, 410, closed=True)
    brief = briefly(invited)
    if brief is None:
        return _reply(heard, 404, closed=True)
    return _reply(heard, 200, **_shown(invited, brief))


@respond.post("/t/<code>/<id:version_id>/brief")
def answer_briefly(code: str, version_id: int) -> Response:
    """Record score and reason; it is on the disk when the reply says so."""
    request.max_form_memory_size = LARGEST_FORM
    invited = invited_at(code, version_id)
    heard = _heard(invited)
    brief = briefly(invited) or abort(404)
    form = AnswerForm(brief.definition, request.form)
    if not form.validate() or SCORE_KEY not in form.answers():
        problems = [str(error) for field in form for error in field.errors]
        return _reply(heard, 422, problem=" ".join(problems) or brief.request)
    # Without a key an answer is one of its own: it must not fall on a stranger's.
    key = request.form.get("_submission") or secrets.token_hex(16)
    came_from = origin(str(current_app.secret_key), request.remote_addr or "")
    now, said = datetime.now(UTC), form.answers()
    given_at = _given_at(invited, now)
    sent = Submission(invited, key, said, now, came_from, brief.shown, given_at)
    recorded = record(sent)
    if recorded.outcome == Outcome.FLOODED:
        return _reply(heard, 429)
    if recorded.outcome != Outcome.COUNTED:
        return _reply(heard, 410, closed=True)
    own = links().token(Purpose.CHANGE, Link(invited.workspace_id, recorded.response_id))
    base = current_app.extensions["settings"].base_url
    return _reply(heard, 200, own=f"{base}/r/{own}")


def _given_at(invited: Invited, now: datetime) -> datetime | None:
    """When a kiosk's answer was given, as its own clock tells how long ago; None is now.

    Never before the place was there, and never in the future.
    """
    age = request.form.get("_age", "")
    if invited.source != TouchpointKind.KIOSK or not (age.isascii() and age.isdigit()):
        return None
    ago = timedelta(seconds=min(int(age[:12]), LONGEST_AGO))
    return max(now - ago, min(opened_at(invited), now))


def _squeezed(script: str) -> str:
    """Leave out what people read and browsers need not load."""
    script = re.sub(r"^/\*.*?\*/\n", "", script, flags=re.DOTALL)
    before, look, after = re.split(r"(?<=LOOK = `)|(?=`;)", script, maxsplit=2)
    look = re.sub(r"\s*([{};,])\s*|(?<=[a-z]:) ", r"\1", look)
    return re.sub(r"\n\s+", "\n", before + look + after)


def _shown(invited: Invited, brief: Brief) -> dict[str, Any]:
    language = invited.definition.language
    return {
        "version": brief.version,
        "language": language,
        "direction": direction(language),
        "accent": asdict(Accent.of(invited.accent)),
        "company": invited.name,
        "question": brief.definition.score.text,
        "steps": [[step.value, step.name] for step in brief.steps],
        "ends": brief.ends,
        "reason": brief.definition.reason.text,
        "thanks": invited.definition.thanks_title,
        "said": {
            "send": _("Send"),
            "close": _("Close"),
            "more": _("Add to your answer or change it"),
            "trying": _("Not sent yet. Trying again …"),
            "failed": _("That did not get through. Answer here instead:"),
        },
    }


def _heard(invited: Invited) -> str:
    """Give the origin that may read the reply; "" where our own page asks. 403 for any other."""
    if invited.source == TouchpointKind.KIOSK:
        return ""
    asking = request.headers.get("Origin", "")
    if invited.source != TouchpointKind.WIDGET or asking not in sites_of(invited):
        abort(403)
    return asking


def _reply(heard: str, status: int, **said: Any) -> Response:
    response = jsonify(said)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Origin")
    if heard:
        response.headers["Access-Control-Allow-Origin"] = heard
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
