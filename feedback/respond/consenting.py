"""Agreeing to be quoted on the thanks page: one POST by the author's own link."""

from datetime import UTC, datetime

from flask import redirect, request
from werkzeug.wrappers import Response

from feedback.agreements.giving import Offer, give
from feedback.agreements.terms import Terms
from feedback.respond import respond
from feedback.respond.forms import ConsentForm, begun, consent_form
from feedback.respond.invited import Invited, invited_by
from feedback.respond.quoting import CHANNEL, session_of, stated
from feedback.respond.thanking import look
from surveys.speech import _, noted

Page = str | Response | tuple[str, int]

LOOK = noted("This is how it would appear. If you agree, tick where, and allow it.")
TICK = noted("Nothing is allowed yet: tick where it may appear, if you agree.")
CHANGED = noted(
    "Something has changed since this page was opened. This is how your words would appear now."
)


@respond.post("/r/<token>/consent")
def consent(token: str) -> Page:
    """Keep the agreement to exactly what the author saw; otherwise show that first."""
    invited = invited_by(token)
    if invited.earlier is None:
        return redirect(f"/r/{token}", 303)
    form = consent_form(is_public=invited.is_public)(request.form)
    terms = stated(invited)
    note = form.problem() or unseen(form, terms)
    if note:
        return look(invited, token, form, _(note)), 200 if note == LOOK else 422
    session = session_of(invited.workspace_id)
    if give(session, invited.earlier.id, _offer(invited, form, terms), datetime.now(UTC)) is None:
        session.rollback()
        form.purposes.data = []
        return look(invited, token, form, _(CHANGED)), 422
    session.commit()
    return redirect(f"/r/{token}/thanks", 303)


@respond.get("/r/<token>/quotation")
def quotation(token: str) -> Page:
    """Show the offer to whoever looks for it: a hurt customer is not asked, and not refused."""
    invited = invited_by(token)
    if invited.earlier is None:
        return redirect(f"/r/{token}")
    known = begun(invited.contact_name, invited.attributes)
    return look(invited, token, consent_form(is_public=invited.is_public)(data=known))


def unseen(form: ConsentForm, terms: Terms) -> str:
    """Say what keeps an agreement from being one: it was not seen like this, or nothing ticked."""
    seen = form.seen.data, form.terms.data or ""
    if "preview" in request.form or seen != (form.named_as, terms.stamp):
        return LOOK
    return "" if form.allowed else TICK


def _offer(invited: Invited, form: ConsentForm, terms: Terms) -> Offer:
    return Offer(
        words_hash=form.words.data,
        attribution=form.rung,
        named_as=form.named_as,
        purposes=form.allowed,
        language=invited.definition.language,
        channel=CHANNEL,
        terms=terms,
    )
