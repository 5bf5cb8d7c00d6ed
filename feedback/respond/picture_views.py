"""Pictures of what is not agreed to yet, for the eyes of its author: one by one, as they look."""

from flask import abort, make_response
from werkzeug.wrappers import Response

from feedback.agreements.disclosing import disclosures
from feedback.respond import respond
from feedback.respond.asked import asked_by
from feedback.respond.invited import invited_by
from feedback.respond.picturing import SIZES, Draft, asked_for, drawing
from feedback.respond.quoting import quotable, session_of, stated
from feedback.testimonials.outputs.drawing import NoFontError


@respond.get("/q/<token>/picture/<shape>.png")
def picture_of_asked(token: str, shape: str) -> Response:
    """Draw a comment that a mail asked about."""
    found = asked_by(token)
    draft = Draft(found.words, asked_for(), found.answered_on, found.beside, found)
    return _picture(draft, shape)


@respond.get("/r/<token>/picture/<shape>.png")
def picture_of_answer(token: str, shape: str) -> Response:
    """Draw the words of an answer."""
    invited = invited_by(token)
    if invited.earlier is None or invited.answered_on is None or invited.is_anonymous:
        abort(404)
    session_of(invited.workspace_id)
    terms, words = stated(invited), quotable(invited).words
    beside = disclosures(terms.incentive, terms.relation, invited.name)
    return _picture(Draft(words, asked_for(), invited.answered_on, beside, invited), shape)


def _picture(draft: Draft, shape: str) -> Response:
    if shape not in SIZES or not draft.words.strip():
        abort(404)
    try:
        response = make_response(drawing(draft, shape))
    except NoFontError:
        abort(404)
    response.mimetype = "image/png"
    response.headers["Cache-Control"] = "private, max-age=60"
    return response
