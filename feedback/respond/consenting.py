"""Agreeing to be quoted, and taking it back: each one POST by the author's own link."""

from datetime import UTC, datetime

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from feedback.respond import respond
from feedback.respond.forms import ConsentForm
from feedback.respond.invited import invited_by, links
from feedback.respond.pages import frame, render
from feedback.respond.quoting import Granted, Offer, give, granted, withdraw
from feedback.respond.thanking import look
from surveys.links import Link, Purpose

Page = str | Response | tuple[str, int]

LOOK = "This is how it would appear. If you agree, tick the box and allow it."
TICK = "Nothing is allowed yet: tick the box if you agree."
CHANGED = "Your words have changed since this page was opened. This is how they read now."


@respond.post("/r/<token>/consent")
def consent(token: str) -> Page:
    """Keep the agreement to exactly what the author saw; otherwise show that first."""
    invited = invited_by(token)
    if invited.earlier is None:
        return redirect(f"/r/{token}", 303)
    form = ConsentForm(request.form)
    note = form.problem() or _unseen(form)
    if note:
        form.agree.data = False
        return look(invited, token, form, note), 200 if note == LOOK else 422
    offer = Offer(form.words.data, form.rung, form.named_as)
    if not give(invited, offer, datetime.now(UTC)):
        return look(invited, token, form, CHANGED), 422
    return redirect(f"/r/{token}/thanks", 303)


@respond.get("/c/<token>")
def permission(token: str) -> Page:
    """Show what was agreed to, and one button."""
    found = _granted(_link(token))
    return render(
        "respond/permission.html",
        permission=found.permission,
        answered_on=found.answered_on,
        holds=found.permission.holds(datetime.now(UTC)),
        token=token,
        **frame(found),
    )


@respond.post("/c/<token>")
def withdrawal(token: str) -> Page:
    """End the agreement."""
    link = _link(token)
    _granted(link)
    withdraw(link, datetime.now(UTC))
    return redirect(f"/c/{token}", 303)


def _unseen(form: ConsentForm) -> str:
    if "preview" in request.form or form.seen.data != form.named_as:
        return LOOK
    return "" if form.agree.data else TICK


def _link(token: str) -> Link:
    return links().read(Purpose.WITHDRAW, token) or abort(404)


def _granted(link: Link) -> Granted:
    return granted(link) or abort(404)
