"""A kiosk: one full page that is never left, works without a network, and keeps what waits."""

from flask import abort, current_app, g, make_response
from werkzeug.wrappers import Response

from feedback.languages import speaking_in
from feedback.respond import respond
from feedback.respond.brief import briefly
from feedback.respond.endings import closed_kiosk
from feedback.respond.invited import Invited, invited_at
from feedback.respond.leaves import leaf_of
from feedback.respond.pages import frame, render
from surveys.answering import AnswerForm
from surveys.models import TouchpointKind


@respond.get("/t/<code>/kiosk")
def kiosk(code: str) -> str | tuple[str, int]:
    """Show the kiosk's page; everything is in it, so that one copy suffices without a network."""
    invited = _at_kiosk(code)
    if invited.closed_at:
        return closed_kiosk(invited), 410
    brief = briefly(invited)
    if brief is None:
        abort(404)
    g.may_work_offline = True
    with speaking_in(invited.definition.language):
        return render(
            "respond/kiosk.html",
            leaf=leaf_of(AnswerForm(brief.definition)),
            request=brief.request,
            definition=invited.definition,
            path=f"/t/{code}/{brief.version}/brief",
            worker=f"/t/{code}/kiosk-worker.js",
            **frame(invited, invited.definition.language),
        )


@respond.get("/t/<code>/kiosk-worker.js")
def kiosk_worker(code: str) -> Response:
    """Give the script that keeps a copy of the page; where it lies bounds what it may touch."""
    _at_kiosk(code)
    script = current_app.extensions["assets"].inline_script("kiosk-worker.js")
    response = make_response(script)
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _at_kiosk(code: str) -> Invited:
    invited = invited_at(code)
    return invited if invited.source == TouchpointKind.KIOSK else abort(404)
