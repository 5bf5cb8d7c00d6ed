"""What an author lets be quoted: to look at, to narrow, to prolong and to take back."""

from datetime import UTC, datetime

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from feedback.agreements import giving
from feedback.agreements.disclosing import PLACES, disclosures
from feedback.agreements.wording import YEARS
from feedback.languages import speech_in
from feedback.models import Consent, Purpose
from feedback.respond import respond
from feedback.respond.invited import links
from feedback.respond.pages import frame, render
from feedback.respond.quoting import granted, others, purposes_of, session_of
from surveys.links import Link
from surveys.links import Purpose as Signed
from surveys.speech import speak

Page = str | Response | tuple[str, int]


@respond.get("/c/<token>")
def permission(token: str) -> Page:
    """Show what was agreed to, and the ways out."""
    link, now = _link(token), datetime.now(UTC)
    session = session_of(link.workspace_id)
    found = granted(session, link.row_id) or abort(404)
    speak(speech_in(found.locale))
    about = found.permission
    return render(
        "respond/permission.html",
        permission=about,
        places=[(purpose.value, PLACES[purpose]) for purpose in purposes_of(about)],
        beside=disclosures(about.incentive, about.relation, found.name),
        answered_on=found.answered_on,
        holds=about.holds(now),
        is_renewable=giving.is_renewable(about.ended_at, about.expires_at, now),
        years=YEARS,
        others=[(_address(link, other.id), other) for other in others(session, found, now)],
        token=token,
        **frame(found, found.locale),
    )


@respond.post("/c/<token>")
def withdrawal(token: str) -> Page:
    """End the agreement, or take one purpose out of it."""
    link, now = _link(token), datetime.now(UTC)
    session = session_of(link.workspace_id)
    consent = _consent(link)
    if request.form.get("purpose") in set(Purpose):
        giving.narrow(session, consent, Purpose(request.form["purpose"]), now)
    else:
        giving.withdraw(session, consent, now)
    session.commit()
    return redirect(f"/c/{token}", 303)


@respond.post("/c/<token>/renewal")
def renewal(token: str) -> Page:
    """Prolong an agreement that is about to end: its author is still happy with it."""
    link = _link(token)
    consent = _consent(link)
    giving.renew(session_of(link.workspace_id), consent, datetime.now(UTC))
    session_of(link.workspace_id).commit()
    return redirect(f"/c/{token}", 303)


def _link(token: str) -> Link:
    return links().read(Signed.WITHDRAW, token) or abort(404)


def _consent(link: Link) -> Consent:
    return giving.locked(session_of(link.workspace_id), link.row_id) or abort(404)


def _address(link: Link, consent_id: int) -> str:
    return f"/c/{links().token(Signed.WITHDRAW, Link(link.workspace_id, consent_id))}"
