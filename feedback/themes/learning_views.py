"""The page of what corrections taught: its figures and effect, then take it or leave it."""

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from analysis.reading.learning import LEAST
from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.themes import frames, lessons, teaching, themes
from feedback.themes.frames import ChangedMeanwhileError
from surveys.speech import Phrase, _, lazy

Page = str | Response | tuple[str, int]


@themes.get("/themes/learning")
@permit(Permission.READ_REPORTS)
def learning() -> str:
    """Show how many corrections there are, what they taught, and what reads with it."""
    session = db.session()
    return render_template(
        "themes/learning.html",
        corrections=lessons.count_corrections(session),
        least=LEAST,
        listed=lessons.listed(session),
        frame=frames.frame_of(session),
        progress=teaching.progress(session),
    )


@themes.post("/themes/learning/lessons")
@permit(Permission.WRITE_THEMES)
def learn_anew() -> Page:
    """Have the worker learn from the corrections."""
    session = db.session()
    if not lessons.has_enough(session):
        flash(_("There are too few corrections to learn from."))
    elif teaching.plan(session, g.workspace.id, datetime.now(UTC)):
        flash(_("Learning begins. This page shows how far it is; nothing changes by it."))
    else:
        flash(_("Learning is under way already."))
    return redirect(url_for("themes.learning"), 303)


@themes.post("/themes/learning/lessons/<id:lesson_id>/use")
@permit(Permission.WRITE_THEMES)
def take_lesson(lesson_id: int) -> Page:
    """Read with a lesson that is offered, history too."""
    session, now = db.session(), datetime.now(UTC)
    lessons.is_there(session, lesson_id) or abort(404)
    try:
        is_taken = lessons.take(session, lesson_id, by=g.member.id, now=now)
    except ChangedMeanwhileError:
        is_taken = False
    return _done(APPLIED if is_taken else NOT_OFFERED)


@themes.post("/themes/learning/lessons/<id:lesson_id>/refusal")
@permit(Permission.WRITE_THEMES)
def decline_lesson(lesson_id: int) -> Page:
    """Leave a lesson that is offered."""
    session, now = db.session(), datetime.now(UTC)
    lessons.is_there(session, lesson_id) or abort(404)
    is_declined = lessons.decline(session, lesson_id, by=g.member.id, now=now)
    return _done(DECLINED if is_declined else NOT_OFFERED)


@themes.post("/themes/learning/end")
@permit(Permission.WRITE_THEMES)
def unlearn() -> Page:
    """Read by the rules alone again."""
    try:
        lessons.unlearn(db.session(), by=g.member.id, now=datetime.now(UTC))
    except ChangedMeanwhileError:
        return _done(NOT_OFFERED)
    return _done(APPLIED)


def _done(said: Phrase) -> Response:
    if said is NOT_OFFERED:
        db.session.rollback()
    db.session.commit()
    flash(str(said))
    return redirect(url_for("themes.learning"), 303)


APPLIED = lazy("Applied. Comments are read again; until then pages show what was found before.")
DECLINED = lazy("Declined. Comments are read as before.")
NOT_OFFERED = lazy(
    "Nothing was changed: it is not offered any more, or the themes changed since. Learn anew."
)
