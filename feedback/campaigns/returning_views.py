"""Mail that comes back, on the pages of campaigns; and going on after too many complaints."""

from datetime import UTC, datetime

from flask import current_app, flash, g, redirect, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.campaigns import campaigns
from feedback.deliverability.check import Inspector
from feedback.deliverability.finding import Finding
from feedback.extensions import db
from feedback.returns import queries, words
from surveys import complaints
from surveys.models import Invitation, InvitationState
from surveys.speech import _


@campaigns.context_processor
def _of_returned_mail() -> dict[str, object]:
    return {
        "came_back_of": lambda campaign: queries.came_back(db.session(), campaign.id),
        "rest_now": lambda: queries.rest(db.session(), now=datetime.now(UTC)),
        "first_findings": _before_the_first_sending,
        **words.FOR_PAGES,
    }


@campaigns.post("/campaigns/resumption")
@permit(Permission.SEND_CAMPAIGNS)
def resume() -> Response:
    """Let campaigns send again; counting begins anew."""
    if complaints.resume(db.session(), by=g.member.id, now=datetime.now(UTC)):
        db.session.commit()
        flash(_("Sending goes on. Complaints are counted anew from now."))
    return redirect(url_for("campaigns.index"), 303)


def _before_the_first_sending() -> list[Finding]:
    """How the sender stands; nothing where mail stays in the house, or has left before."""
    sent = select(Invitation.id).where(Invitation.state == InvitationState.SENT).limit(1)
    if not current_app.extensions["settings"].smtp_host or db.session.scalar(sent):
        return []
    return Inspector.of(current_app.extensions).findings()
