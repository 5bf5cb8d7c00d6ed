"""Whose score rose, which of it is a turnaround, and the story of one customer."""

from datetime import UTC, datetime

from flask import abort, render_template
from werkzeug.wrappers import Response

from analysis import MINIMUM
from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.people import again, people

Page = str | Response
SHOWN = 200


@people.get("/again")
@permit(Permission.READ_TESTIMONIALS)
def answered_again() -> Page:
    """List turnarounds, and apart from them the scores that merely rose."""
    found = again.answered_again(db.session(), datetime.now(UTC))
    graded = [story for story in found.stories if story.grade != "C"]
    return render_template(
        "people/again.html",
        turnarounds=graded[:SHOWN],
        rose=[story for story in found.stories if story.grade == "C"][:SHOWN],
        figures=found.figures,
        followed=found.followed,
        least=MINIMUM,
    )


@people.get("/again/<id:response_id>/<id:second_id>")
@permit(Permission.READ_TESTIMONIALS)
def story(response_id: int, second_id: int) -> Page:
    """Tell one story, and what keeps it from being published."""
    found = again.story(db.session(), response_id, second_id, datetime.now(UTC))
    return render_template("people/story.html", story=found or abort(404))
