"""What an owner may do while a campaign is under way: try now, stop, send one again."""

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.campaigns import campaigns
from feedback.campaigns.choosing import read_id
from feedback.extensions import db
from surveys import sending
from surveys.models import Campaign, Invitation


@campaigns.post("/campaigns/<id:campaign_id>/attempt")
@permit(Permission.SEND_CAMPAIGNS)
def attempt(campaign_id: int) -> Response:
    """Try the mail server now instead of later."""
    _campaign(campaign_id)
    sending.go_on(db.session(), campaign_id)
    sending.make_due(db.session(), campaign_id, now=datetime.now(UTC))
    return _saved(campaign_id, "The mail server is tried again now.")


@campaigns.post("/campaigns/<id:campaign_id>/stop")
@permit(Permission.SEND_CAMPAIGNS)
def stop(campaign_id: int) -> Response:
    """Give up what has not left yet."""
    _campaign(campaign_id)
    name = g.member.name or g.member.email
    sending.drop_queue(db.session(), campaign_id, f"Stopped by {name} before it was sent.")
    return _saved(campaign_id, "Stopped. What had not left yet is not sent.")


@campaigns.post("/campaigns/<id:campaign_id>/repeats")
@permit(Permission.SEND_CAMPAIGNS)
def repeat(campaign_id: int) -> Response:
    """Send one invitation again that failed, or of which nobody knows."""
    key = {"workspace_id": g.workspace.id, "id": read_id(request.form.get("invitation", "")) or 0}
    invitation = db.session.get(Invitation, key)
    if invitation is None or invitation.campaign_id != campaign_id:
        abort(404)
    if sending.send_again(db.session(), invitation, now=datetime.now(UTC)):
        return _saved(campaign_id, "It is queued again.")
    return _saved(campaign_id, "That one is on its way already.")


def _campaign(campaign_id: int) -> Campaign:
    found = db.session.get(Campaign, {"workspace_id": g.workspace.id, "id": campaign_id})
    if found is None:
        abort(404)
    return found


def _saved(campaign_id: int, words: str) -> Response:
    db.session.commit()
    flash(words)
    return redirect(url_for("campaigns.campaign", campaign_id=campaign_id), 303)
