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
from surveys.speech import _
from surveys.telling import told


@campaigns.post("/campaigns/<id:campaign_id>/attempt")
@permit(Permission.SEND_CAMPAIGNS)
def attempt(campaign_id: int) -> Response:
    """Try the mail server now instead of later."""
    _campaign(campaign_id)
    sending.go_on(db.session(), campaign_id)
    sending.make_due(db.session(), campaign_id, now=datetime.now(UTC))
    return _saved(campaign_id, _("The mail server is tried again now."))


@campaigns.post("/campaigns/<id:campaign_id>/pause")
@permit(Permission.SEND_CAMPAIGNS)
def pause(campaign_id: int) -> Response:
    """Keep everything that has not left until somebody lets it go on."""
    _campaign(campaign_id)
    sending.pause_campaign(db.session(), campaign_id, g.member.id, now=datetime.now(UTC))
    return _saved(
        campaign_id, _("Paused. What has not left waits until you let it go on."), stops=True
    )


@campaigns.post("/campaigns/<id:campaign_id>/resumption")
@permit(Permission.SEND_CAMPAIGNS)
def go_on(campaign_id: int) -> Response:
    """Let it go on."""
    _campaign(campaign_id)
    sending.resume_campaign(db.session(), campaign_id)
    return _saved(campaign_id, _("It goes on."))


@campaigns.post("/campaigns/<id:campaign_id>/end")
@permit(Permission.SEND_CAMPAIGNS)
def end(campaign_id: int) -> Response:
    """Ask nobody new and remind nobody any more."""
    _campaign(campaign_id)
    sending.end_campaign(db.session(), campaign_id, now=datetime.now(UTC))
    return _saved(campaign_id, _("Ended. Nobody new is asked, and nobody is reminded any more."))


@campaigns.post("/campaigns/<id:campaign_id>/stop")
@permit(Permission.SEND_CAMPAIGNS)
def stop(campaign_id: int) -> Response:
    """Give up what has not left yet."""
    _campaign(campaign_id)
    name = g.member.name or g.member.email
    why = told("Stopped by %(name)s before it was sent.", name=name)
    sending.drop_queue(db.session(), campaign_id, why.stored)
    # What a worker has in hand just now may come back to the queue: it waits there.
    sending.pause_campaign(db.session(), campaign_id, g.member.id, now=datetime.now(UTC))
    sending.end_campaign(db.session(), campaign_id, now=datetime.now(UTC))
    return _saved(campaign_id, _("Stopped. What had not left yet is not sent."), stops=True)


@campaigns.post("/campaigns/<id:campaign_id>/repeats")
@permit(Permission.SEND_CAMPAIGNS)
def repeat(campaign_id: int) -> Response:
    """Send one invitation again that failed, or of which nobody knows."""
    key = {"workspace_id": g.workspace.id, "id": read_id(request.form.get("invitation", "")) or 0}
    invitation = db.session.get(Invitation, key)
    if invitation is None or invitation.campaign_id != campaign_id:
        abort(404)
    if sending.send_again(db.session(), invitation, now=datetime.now(UTC)):
        return _saved(campaign_id, _("It is queued again."))
    return _saved(campaign_id, _("That one is on its way already."))


def _campaign(campaign_id: int) -> Campaign:
    found = db.session.get(Campaign, {"workspace_id": g.workspace.id, "id": campaign_id})
    if found is None:
        abort(404)
    return found


def _saved(campaign_id: int, words: str, *, stops: bool = False) -> Response:
    """Commit, and say so; of what stops a campaign only once no sender has any of it in hand."""
    db.session.commit()
    if stops and not sending.await_hand_over(db.session(), campaign_id):
        words = _("%(words)s What a worker had in hand just then may still arrive.", words=words)
    flash(words)
    return redirect(url_for("campaigns.campaign", campaign_id=campaign_id), 303)
