"""The recipient's way out of a standing order: a page, and the mail client's one click."""

from datetime import UTC, datetime

from flask import current_app

from feedback import errors
from feedback.campaigns import unsubscribe
from feedback.extensions import csrf, db
from feedback.models import Subscription
from feedback.respond.pages import frame, render
from surveys.links import Links, Purpose
from surveys.models import Workspace
from surveys.scope import bind_workspace
from surveys.speech import _, noted, spoken

Page = str | tuple[str, int]
NO_SUCH_LINK = (
    noted("This link is not whole"),
    noted("It may be cut short, or what it stopped is gone already. Nothing was changed."),
)


@unsubscribe.get("/u/report/<token>")
def ask_to_stop(token: str) -> Page:
    """Offer it; opening the link changes nothing, for machines open links too."""
    found = _found(token)
    return _page(token, found) if found else errors.page(404, *map(_, NO_SUCH_LINK))


@unsubscribe.post("/u/report/<token>")
def stop(token: str) -> Page:
    """Send nothing more to whoever holds the link."""
    found = _found(token)
    if found is None:
        return errors.page(404, *map(_, NO_SUCH_LINK))
    found.stopped_at = found.stopped_at or datetime.now(UTC)
    db.session.commit()
    return _page(token, found)


def _found(token: str) -> Subscription | None:
    link = Links(str(current_app.secret_key)).read(Purpose.REPORT, token)
    if link is None or db.session.get(Workspace, link.workspace_id) is None:
        return None
    bind_workspace(db.session(), link.workspace_id)
    return db.session.get(Subscription, {"workspace_id": link.workspace_id, "id": link.row_id})


def _page(token: str, found: Subscription) -> str:
    company = db.session.get_one(Workspace, found.workspace_id)
    return render(
        "subscriptions/stop.html",
        found=found,
        link=f"/u/report/{token}",
        **frame(company, spoken().language),
    )


# The signed link is the capability; mail clients post it without a cookie (RFC 8058).
csrf.exempt("feedback.subscriptions.stopping.stop")
