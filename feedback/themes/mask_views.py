"""People in words, looked over by a person: what was found, what stays hidden, what is none."""

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.ids import page_number
from feedback.masks import deciding, own_words, reviewing
from feedback.masks.decided import HIDE, SHOW
from feedback.masks.masking import PLACEHOLDERS, Mask
from feedback.themes import reading, themes
from surveys.speech import _, counted

Page = str | Response | tuple[str, int]


@themes.get("/themes/people")
@permit(Permission.READ_CONTACTS)
def people_found() -> str:
    """List comments in which people were found and nobody said yet whether they stay hidden."""
    session, page = db.session(), page_number(request.args)
    found = reviewing.waiting(session, page)
    return render_template(
        "themes/people.html",
        items=found[: reviewing.PER_PAGE],
        has_more=len(found) > reviewing.PER_PAGE,
        page=page,
        total=reviewing.count_waiting(session),
        latest=reviewing.latest(session),
        progress=reading.progress(session),
        own=own_words.listed(session),
        suggested=own_words.suggested(session),
    )


@themes.get("/themes/people/<id:response_id>")
@permit(Permission.READ_CONTACTS)
def people_in_comment(response_id: int) -> Page:
    """Show one comment with every mask, who decided what, and how to change it."""
    return _page(response_id)


@themes.post("/themes/people/<id:response_id>/decisions")
@permit(Permission.WRITE_MASKS)
def decide_on_mask(response_id: int) -> Page:
    """Hide or show some letters, or keep hidden all that was found."""
    session, now = db.session(), datetime.now(UTC)
    seen = reviewing.one(session, response_id) or abort(404)
    try:
        if request.form.get("do") == "confirm":
            made = deciding.confirm(session, response_id, by=g.member.id, now=now)
        else:
            wanted, verdict = _wanted(seen.words)
            made = deciding.decide(session, response_id, wanted, verdict, by=g.member.id, now=now)
        session.commit()
    except IntegrityError:
        session.rollback()
        flash(_("A colleague decided on the same words a moment ago. Look again."))
        return redirect(url_for("themes.people_in_comment", response_id=response_id), 303)
    if not made and request.form.get("do") == "hide":
        words = request.form.get("words", "").strip()
        return _page(response_id, _missing(words), words), 422
    flash(counted("%(n)s decision is kept.", "%(n)s decisions are kept.", made))
    return redirect(_next(response_id), 303)


@themes.post("/themes/people/<id:response_id>/decisions/<id:decision_id>/undoing")
@permit(Permission.WRITE_MASKS)
def undo_mask(response_id: int, decision_id: int) -> Page:
    """Take a decision back."""
    if deciding.undo(db.session(), response_id, decision_id, now=datetime.now(UTC)):
        db.session.commit()
        flash(_("Taken back. It is again as it was before."))
    elif reviewing.one(db.session(), response_id) is None:
        abort(404)
    return redirect(url_for("themes.people_in_comment", response_id=response_id), 303)


def _page(response_id: int, error: str = "", words: str = "") -> str:
    seen = reviewing.one(db.session(), response_id) or abort(404)
    return render_template(
        "themes/people_one.html",
        seen=seen,
        history=deciding.history(db.session(), response_id, seen.words),
        kinds=KINDS,
        error=error,
        given=words,
    )


def _wanted(words: str) -> tuple[list[Mask], str]:
    """Read what was asked for: the letters of one mask, or words to hide wherever they stand."""
    given, kind = request.form, request.form.get("kind", "")
    kind = kind if kind in PLACEHOLDERS else "other"
    if given.get("do") == SHOW or given.get("first"):
        low, high = given.get("first", -1, int), given.get("last", -1, int)
        return [Mask(low, high, kind)], SHOW if given.get("do") == SHOW else HIDE
    return deciding.places(words, given.get("words", "").strip(), kind), HIDE


def _missing(words: str) -> str:
    if not words:
        return _("Write the words that are to be hidden, as they stand in the comment.")
    return _("“%(words)s” does not stand in the comment, or is hidden already.", words=words)


def _next(response_id: int) -> str:
    """Go back to the list where the decision was made there."""
    if request.form.get("back"):
        return url_for("themes.people_found")
    return url_for("themes.people_in_comment", response_id=response_id)


KINDS = ("name", "phone", "email", "street", "account", "other")
"""What somebody may say that words are."""
