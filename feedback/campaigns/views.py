"""Choosing whom to ask, seeing who will be, and watching a campaign on its way."""

from datetime import UTC, datetime

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, may, permit
from feedback.campaigns import campaigns, queries
from feedback.campaigns.choosing import (
    ATTRIBUTE,
    Choice,
    chosen_attributes,
    read_choice,
    read_id,
    sendable,
    summary,
)
from feedback.campaigns.warnings import warnings
from feedback.extensions import db
from feedback.filters import plural
from surveys.asking import Skip, confirm, review
from surveys.audience import attribute_values
from surveys.db import new_id
from surveys.definition import Definition
from surveys.models import Campaign

Page = str | Response | tuple[str, int]

SKIP_WORDS = {
    Skip.NO_ADDRESS: "have no e-mail address",
    Skip.UNSUBSCRIBED: "have unsubscribed",
    Skip.IN_CAMPAIGN: "are in this campaign already",
    Skip.ASKED_RECENTLY: "were asked not long ago",
}
MAX_NAME = 120


@campaigns.get("/campaigns")
@permit(Permission.READ_CAMPAIGNS)
def index() -> Page:
    """List the campaigns."""
    return render_template(
        "campaigns/index.html",
        lines=queries.all_campaigns(db.session()),
        can_ask=bool(sendable(db.session())),
        may_send=may(Permission.SEND_CAMPAIGNS),
        keeps_mail=not current_app.extensions["settings"].smtp_host,
    )


@campaigns.get("/campaigns/new")
@permit(Permission.SEND_CAMPAIGNS)
def new() -> Page:
    """Choose the survey and whom to ask."""
    return render_template(
        "campaigns/new.html",
        surveys=[survey for survey, _ in sendable(db.session())],
        picked=read_id(request.args.get("survey", "")),
        attributes=attribute_values(db.session()),
        chosen=chosen_attributes(),
    )


@campaigns.get("/campaigns/review")
@permit(Permission.SEND_CAMPAIGNS)
def review_campaign() -> Page:
    """Show who will be asked, who will not and why, and the mail; nothing is written."""
    choice = read_choice(db.session())
    if choice is None:
        return _nothing_to_send()
    now, campaign_id = datetime.now(UTC), new_id()
    return render_template(
        "campaigns/review.html",
        choice=choice,
        asks=Definition.of(choice.version.definition),
        campaign_id=campaign_id,
        name=choice.name(now),
        audience=review(db.session(), choice.ask(campaign_id, now)),
        whom=summary(choice.chosen),
        chosen_fields={ATTRIBUTE + name: list(values) for name, values in choice.chosen.items()},
        sender=current_app.extensions["settings"].mail_from,
        skip_words=SKIP_WORDS,
        warnings=warnings(),
    )


@campaigns.post("/campaigns")
@permit(Permission.SEND_CAMPAIGNS)
def confirm_campaign() -> Page:
    """Queue the invitations; the same form sent twice queues them once."""
    choice, campaign_id = read_choice(db.session()), read_id(request.form.get("campaign", ""))
    if choice is None or campaign_id is None:
        return _nothing_to_send()
    now = datetime.now(UTC)
    campaign = _campaign(choice, campaign_id, now)
    counted = confirm(db.session(), campaign, choice.ask(campaign_id, now))
    if counted:
        db.session.commit()
        flash(f"{plural(counted.asked, 'invitation')} queued. The first leave now.")
    return redirect(url_for("campaigns.campaign", campaign_id=campaign_id), 303)


@campaigns.get("/campaigns/<id:campaign_id>")
@permit(Permission.READ_CAMPAIGNS)
def campaign(campaign_id: int) -> Page:
    """Show how far a campaign has come."""
    page = queries.one_campaign(db.session(), campaign_id)
    if page is None:
        abort(404)
    return render_template(
        "campaigns/campaign.html",
        page=page,
        whom=summary(page.campaign.audience),
        skip_words=SKIP_WORDS,
        may_send=may(Permission.SEND_CAMPAIGNS),
        keeps_mail=not current_app.extensions["settings"].smtp_host,
    )


def _campaign(choice: Choice, campaign_id: int, now: datetime) -> Campaign:
    name = " ".join(request.form.get("name", "").replace("\0", "").split())[:MAX_NAME]
    return Campaign(
        id=campaign_id,
        survey_id=choice.survey.id,
        version_id=choice.version.id,
        name=name or choice.name(now),
        audience=dict(choice.chosen),
        confirmed_by=g.member.id,
        created_at=now,
    )


def _nothing_to_send() -> Response:
    flash("That survey is closed or not published, so nothing was sent. Choose another.")
    return redirect(url_for("campaigns.new"), 303)
