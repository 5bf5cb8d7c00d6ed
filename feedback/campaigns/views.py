"""Choosing whom to ask, seeing who will be, and watching a campaign on its way."""

from datetime import UTC, datetime

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, may, permit
from feedback.campaigns import campaigns, queries
from feedback.campaigns.addressing import Desk
from feedback.campaigns.choosing import (
    Choice,
    chosen_attributes,
    chosen_channel,
    chosen_favour,
    may_text,
    read_choice,
    read_id,
    sendable,
    summary,
)
from feedback.campaigns.reasons import FAVOURS, OF_MANY
from feedback.campaigns.texting import previews
from feedback.campaigns.timing_form import TimingForm, in_words
from feedback.campaigns.warnings import warnings
from feedback.extensions import db
from surveys.asking import review
from surveys.audience import attribute_values
from surveys.db import new_id
from surveys.definition import Definition
from surveys.models import Campaign, CampaignKind, Channel
from surveys.planning import begin
from surveys.speech import _, counted

Page = str | Response | tuple[str, int]

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
    return _choosing(TimingForm(request.args))


@campaigns.get("/campaigns/review")
@permit(Permission.SEND_CAMPAIGNS)
def review_campaign() -> Page:
    """Show who will be asked, who will not and why, and the mail; nothing is written."""
    choice = read_choice(db.session())
    if choice is None:
        return nothing_to_send()
    now, campaign_id = datetime.now(UTC), new_id()
    return render_template(
        "campaigns/review.html",
        choice=choice,
        asks=(asks := Definition.of(choice.version.definition)),
        texts=previews(Desk.of(current_app), asks, g.workspace) if choice.by_text else [],
        campaign_id=campaign_id,
        name=choice.name(now),
        audience=review(db.session(), choice.ask(campaign_id, now)),
        whom=summary(choice.chosen),
        timing=in_words(choice.timing),
        sender=current_app.extensions["settings"].mail_from,
        skip_words=OF_MANY,
        warnings=warnings(choice.channel),
    )


@campaigns.post("/campaigns")
@permit(Permission.SEND_CAMPAIGNS)
def confirm_campaign() -> Page:
    """Queue the invitations; the same form sent twice queues them once."""
    choice, campaign_id = read_choice(db.session()), read_id(request.form.get("campaign", ""))
    if choice is None or campaign_id is None:
        return nothing_to_send()
    now = datetime.now(UTC)
    campaign = campaign_of(choice, campaign_id, now)
    begun = begin(db.session(), campaign, choice.ask(campaign_id, now))
    if begun is not None:
        db.session.commit()
        flash(_begun(campaign, begun.asked))
    return redirect(url_for("campaigns.campaign", campaign_id=campaign_id), 303)


@campaigns.get("/campaigns/<id:campaign_id>")
@permit(Permission.READ_CAMPAIGNS)
def campaign(campaign_id: int) -> Page:
    """Show how far a campaign has come."""
    page = queries.one_campaign(db.session(), campaign_id, now=datetime.now(UTC))
    if page is None:
        abort(404)
    return render_template(
        "campaigns/campaign.html",
        page=page,
        whom=summary(page.campaign.audience),
        timing=in_words(page.campaign),
        now=datetime.now(UTC),
        skip_words=OF_MANY,
        may_send=may(Permission.SEND_CAMPAIGNS),
        keeps_mail=not current_app.extensions["settings"].smtp_host,
    )


def _choosing(timing: TimingForm) -> str:
    return render_template(
        "campaigns/new.html",
        surveys=[survey for survey, _version in sendable(db.session())],
        picked=read_id(request.values.get("survey", "")),
        attributes=attribute_values(db.session()),
        chosen=chosen_attributes(),
        favours=FAVOURS,
        favour=chosen_favour(),
        may_text=may_text(),
        by_text=chosen_channel() == Channel.SMS,
        timing=timing,
    )


def campaign_of(choice: Choice, campaign_id: int, now: datetime) -> Campaign:
    """Make the campaign that was chosen, under the name it was given."""
    name = " ".join(request.form.get("name", "").replace("\0", "").split())[:MAX_NAME]
    campaign = Campaign(
        id=campaign_id,
        survey_id=choice.survey.id,
        version_id=choice.version.id,
        name=name or choice.name(now),
        audience=dict(choice.chosen),
        favour=choice.favour,
        channel=choice.channel,
        confirmed_by=g.member.id,
        created_at=now,
    )
    choice.timing.settle(campaign)
    return campaign


def _begun(campaign: Campaign, asked: int) -> str:
    if campaign.kind == CampaignKind.TRIGGERED:
        return _("The campaign waits for its event from now on.")
    if campaign.kind == CampaignKind.RECURRING:
        return _("The campaign has begun: a few contacts are asked each day.")
    later = _("They leave when you said.") if campaign.starts_at else _("The first leave now.")
    queued = counted("%(n)s invitation queued.", "%(n)s invitations queued.", asked)
    return f"{queued} {later}"


def nothing_to_send() -> Page:
    """Say what is wrong: with the timing, at its fields; else with the survey."""
    form = TimingForm(request.values)
    if form.validate():
        flash(_("That survey is closed or not published, so nothing was sent. Choose another."))
        return redirect(url_for("campaigns.new"), 303)
    return _choosing(form), 422
