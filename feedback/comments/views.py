"""The stream: all comments, the newest first, with what is to be done about them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from feedback import ids
from feedback.accounts.permissions import Permission, permit
from feedback.comments import comments, correcting, deciding, facets, finding, reading, words
from feedback.comments.sifting import Sieve
from feedback.extensions import db
from feedback.models import CommentReading, CommentState
from feedback.themes import reading as themes_reading
from surveys.speech import _, counted

Page = str | Response | tuple[str, int]
TO = {"new": None, "todo": CommentState.TODO, "done": CommentState.DONE}


@dataclass(frozen=True)
class Counts:
    """How many comments wait; from `finding.MOST_COUNTED` on no more is said."""

    new: int
    todo: int
    urgent: int
    odd: int


@comments.get("/comments")
@permit(Permission.READ_COMMENTS)
def stream() -> Page:
    """List comments, the newest first."""
    session = db.session()
    sieve = Sieve.of(request.args) or abort(404)
    found = finding.page(session, sieve)
    shown = found[: finding.PER_PAGE]
    return render_template(
        "comments/stream.html",
        sieve=sieve,
        items=reading.items(session, [place.response_id for place in shown], sieve),
        next_after=shown[-1] if len(found) > finding.PER_PAGE else None,
        counts=_counts(),
        most=finding.MOST_COUNTED,
        facets=facets.read(session),
        progress=themes_reading.progress(session),
        setting_right=correcting.under_way(session),
        called=words,
    )


@comments.post("/comments/decisions")
@permit(Permission.DECIDE_COMMENTS)
def decisions() -> Page:
    """Say where work stands on the comments chosen, or on the one whose button was pressed."""
    to, one, number = request.form.get("to", "").partition(":")
    if to not in TO:
        abort(404)
    chosen = ids.numbers([number] if one else request.form.getlist("response"))
    if not chosen:
        flash(_("Choose at least one comment first."))
        return redirect(back(), 303)
    now = datetime.now(UTC)
    changed = deciding.decide(db.session(), chosen, TO[to], by=g.member, now=now)
    db.session.commit()
    flash(_done(to, changed))
    return redirect(back(), 303)


def back() -> str:
    """Give the list that a form came from, as the list itself would write its address."""
    query = clean(request.form.get("back", ""))
    return url_for("comments.stream") + (f"?{query}" if query else "")


def clean(given: str) -> str:
    """Keep of an address only what the stream itself would have written."""
    sieve = Sieve.of(MultiDict(parse_qsl(given, max_num_fields=30)))
    return sieve.query if sieve else ""


def _counts() -> Counts:
    session = db.session()
    is_new = CommentReading.state == ""
    return Counts(
        new=finding.counted(session, is_new),
        todo=finding.counted(session, CommentReading.state == CommentState.TODO),
        urgent=finding.counted(session, finding.is_urgent(), is_new),
        odd=finding.counted(session, finding.is_odd(), is_new),
    )


def _done(to: str, changed: int) -> str:
    if to == "todo":
        return counted("%(n)s comment is to do.", "%(n)s comments are to do.", changed)
    if to == "done":
        return counted("%(n)s comment is done.", "%(n)s comments are done.", changed)
    return counted("%(n)s comment is new again.", "%(n)s comments are new again.", changed)
