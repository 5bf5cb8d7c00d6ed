"""The way out: a page with a button, the mail client's one click, and a way back."""

from datetime import UTC, datetime

from flask import current_app, render_template, request

from feedback import errors
from feedback.campaigns import unsubscribe
from feedback.extensions import db
from surveys import unsubscribing
from surveys.links import Link, Links, Purpose
from surveys.models import Workspace
from surveys.scope import bind_workspace

Page = str | tuple[str, int]

NO_SUCH_LINK = (
    "This link is not whole",
    "It may be cut short. Open it from the mail again, or reply and ask to be left out.",
)


@unsubscribe.get("/u/<token>")
def ask(token: str) -> Page:
    """Offer the button; opening the link changes nothing, for machines open links too."""
    link = _read(token)
    if link is None:
        return errors.page(404, *NO_SUCH_LINK)
    is_out = unsubscribing.is_unsubscribed(db.session(), unsubscribing.link_hash(link))
    return _page(token, link, "out" if is_out else "ask")


@unsubscribe.post("/u/<token>")
def leave(token: str) -> Page:
    """Write it down, see that nothing is on its way any more, then say so."""
    link = _read(token)
    if link is None:
        return errors.page(404, *NO_SUCH_LINK)
    one_click = request.form.get("List-Unsubscribe") == "One-Click"
    via = unsubscribing.ONE_CLICK if one_click else unsubscribing.PAGE
    hashed = unsubscribing.link_hash(link)
    unsubscribing.unsubscribe(db.session(), hashed, via=via, now=datetime.now(UTC))
    db.session.commit()
    unsubscribing.await_mail_in_flight(db.session(), str(current_app.secret_key), hashed)
    return _page(token, link, "out")


@unsubscribe.post("/u/<token>/return")
def come_back(token: str) -> Page:
    """Take it back."""
    link = _read(token)
    if link is None:
        return errors.page(404, *NO_SUCH_LINK)
    unsubscribing.subscribe_again(db.session(), unsubscribing.link_hash(link))
    db.session.commit()
    return _page(token, link, "back")


def _read(token: str) -> Link | None:
    link = Links(str(current_app.secret_key)).read(Purpose.UNSUBSCRIBE, token)
    if link is None or db.session.get(Workspace, link.workspace_id) is None:
        return None
    bind_workspace(db.session(), link.workspace_id)
    return link


def _page(token: str, link: Link, state: str) -> str:
    company = db.session.get_one(Workspace, link.workspace_id)
    return render_template("campaigns/unsubscribe.html", token=token, company=company, state=state)
