"""The way out: a page that asks how often, the mail client's one click, and a way back."""

from datetime import UTC, datetime

from flask import current_app, request

from feedback import errors
from feedback.campaigns import unsubscribe
from feedback.extensions import db
from feedback.respond.pages import frame, render
from surveys import pacing, unsubscribing
from surveys.links import Link, Links, Purpose
from surveys.models import Workspace
from surveys.scope import bind_workspace
from surveys.speech import _, noted, spoken

Page = str | tuple[str, int]

NO_SUCH_LINK = (
    noted("This link is not whole"),
    noted("It may be cut short. Open it from the mail again, or reply and ask to be left out."),
)
AS_OTHERS = "0"
PACES = {str(days): days for days in pacing.PACES}


@unsubscribe.get("/u/<token>")
def ask(token: str) -> Page:
    """Offer the choice; opening the link changes nothing, for machines open links too."""
    link = _read(token)
    if link is None:
        return errors.page(404, *map(_, NO_SUCH_LINK))
    is_out = unsubscribing.is_unsubscribed(db.session(), unsubscribing.link_hash(link))
    return _page(token, link, "out" if is_out else "ask")


@unsubscribe.post("/u/<token>")
def leave(token: str) -> Page:
    """Write it down, see that nothing is on its way any more, then say so."""
    link = _read(token)
    if link is None:
        return errors.page(404, *map(_, NO_SUCH_LINK))
    one_click = request.form.get("List-Unsubscribe") == "One-Click"
    via = unsubscribing.ONE_CLICK if one_click else unsubscribing.PAGE
    hashed = unsubscribing.link_hash(link)
    unsubscribing.unsubscribe(db.session(), hashed, via=via, now=datetime.now(UTC))
    db.session.commit()
    unsubscribing.await_mail_in_flight(db.session(), str(current_app.secret_key), hashed)
    return _page(token, link, "out")


@unsubscribe.post("/u/<token>/pace")
def less_often(token: str) -> Page:
    """Write down how often they want to be asked; whoever had left and says so is back."""
    link = _read(token)
    if link is None:
        return errors.page(404, *map(_, NO_SUCH_LINK))
    hashed, wish = unsubscribing.link_hash(link), request.form.get("gap_days", "")
    if wish not in (*PACES, AS_OTHERS):
        return ask(token)
    unsubscribing.subscribe_again(db.session(), hashed)
    if wish == AS_OTHERS:
        pacing.ask_as_often_as_others(db.session(), hashed)
    else:
        pacing.ask_less_often(db.session(), hashed, PACES[wish], now=datetime.now(UTC))
    db.session.commit()
    return _page(token, link, "back" if wish == AS_OTHERS else "less")


@unsubscribe.post("/u/<token>/return")
def come_back(token: str) -> Page:
    """Take it back."""
    link = _read(token)
    if link is None:
        return errors.page(404, *map(_, NO_SUCH_LINK))
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
    return render(
        "campaigns/unsubscribe.html",
        state=state,
        wishes_link=f"/u/{token}",
        pace=pacing.pace_of(db.session(), unsubscribing.link_hash(link)),
        has_left=state == "out",
        once=pacing.ONCE_A_YEAR,
        twice=pacing.TWICE_A_YEAR,
        **frame(company, spoken().language),
    )
