"""One comment, and setting right what was read wrong in it or in many."""

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from analysis.reading import VERSION
from feedback import ids
from feedback.accounts.permissions import Permission, permit
from feedback.comments import comments, correcting, finding, marking, reading, words
from feedback.comments.correcting import BELONGS, Stated
from feedback.comments.sifting import Sieve
from feedback.comments.views import back, clean
from feedback.extensions import db
from feedback.themes import frames
from feedback.themes.corrected import ABSENT
from surveys.speech import _, counted

Page = str | Response | tuple[str, int]


@comments.get("/comments/<id:response_id>")
@permit(Permission.READ_COMMENTS)
def comment(response_id: int) -> Page:
    """Show one comment whole, with what was found in it and the words that say so."""
    session = db.session()
    found = marking.whole(session, response_id) or abort(404)
    known = {each.theme_id for each in found.found}
    return render_template(
        "comments/comment.html",
        found=found,
        item=found.item,
        others=[t for t in frames.frame_of(session).frame.themes if int(t.id) not in known],
        corrections=correcting.standing(session, response_id),
        history=reading.history(session, response_id),
        called=words,
        model=VERSION,
        back=clean(request.args.get("back", "")),
    )


@comments.post("/comments/<id:response_id>/corrections")
@permit(Permission.DECIDE_COMMENTS)
def correct(response_id: int) -> Page:
    """Say of one comment what was read wrong."""
    session = db.session()
    marking.whole(session, response_id) or abort(404)
    theme_id = _number(request.form.get("theme", ""))
    verdict = request.form.get("verdict", "")
    if not correcting.is_known(session, theme_id, verdict):
        abort(404)
    said = Stated(theme_id, verdict, g.member.id, datetime.now(UTC))
    correcting.state(session, [response_id], said)
    session.commit()
    flash(_("Set right. It stays so when comments are read again, and can be taken back below."))
    return redirect(_page(response_id), 303)


@comments.post("/comments/<id:response_id>/corrections/<id:correction_id>/end")
@permit(Permission.DECIDE_COMMENTS)
def take_back(response_id: int, correction_id: int) -> Page:
    """Take a correction back."""
    now = datetime.now(UTC)
    if not correcting.take_back(db.session(), response_id, correction_id, now):
        abort(404)
    db.session.commit()
    flash(_("Taken back. The rules speak again."))
    return redirect(_page(response_id), 303)


@comments.get("/comments/belonging")
@permit(Permission.DECIDE_COMMENTS)
def belonging() -> Page:
    """Ask which theme all comments that fit belong to, and say how many they are."""
    sieve = Sieve.of(request.args) or abort(404)
    return render_template(
        "comments/belonging.html",
        sieve=sieve.from_the_top,
        n=finding.count(db.session(), sieve),
        themes=frames.frame_of(db.session()).frame.themes,
    )


@comments.post("/comments/belonging")
@permit(Permission.DECIDE_COMMENTS)
def belong() -> Page:
    """Say that comments belong to a theme or do not: those chosen, or by a job all that fit."""
    session = db.session()
    how, theme_id = request.form.get("how", ""), _number(request.form.get("about", ""))
    verdict = {"belongs": BELONGS, "absent": ABSENT}.get(how, "")
    if not correcting.is_known(session, theme_id, verdict) or not theme_id:
        flash(_("Choose a theme first."))
        return redirect(back(), 303)
    said = Stated(theme_id, verdict, g.member.id, datetime.now(UTC))
    if request.form.get("all"):
        sieve = Sieve.of(MultiDict(request.form)) or abort(404)
        correcting.state_later(session, sieve, said)
        message = _("Set right in the background; this page says how far it is.")
    else:
        changed = correcting.state(session, ids.numbers(request.form.getlist("response")), said)
        message = counted("%(n)s comment set right.", "%(n)s comments set right.", changed)
    session.commit()
    flash(message)
    return redirect(back(), 303)


def _page(response_id: int) -> str:
    query = clean(request.form.get("back", ""))
    return url_for("comments.comment", response_id=response_id, back=query or None)


def _number(spelled: str) -> int:
    try:
        return ids.read(spelled) if spelled else 0
    except ValueError:
        return -1
