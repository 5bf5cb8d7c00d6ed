"""The short link of a text message: it leads to the invitation's own, and does nothing else."""

from flask import abort, current_app, redirect
from werkzeug.wrappers import Response

from feedback.respond import respond
from feedback.respond.invited import links
from surveys.links import Purpose
from surveys.short_links import read_short_code


@respond.get("/s/<code>")
def short_link(code: str) -> Response:
    """Lead on to the survey page; 404 where the code is forged or cut short."""
    link = read_short_code(str(current_app.secret_key), code) or abort(404)
    return redirect(f"/r/{links().token(Purpose.ANSWER, link)}", 302)
