"""Personal links to take away: made once, given out as the same file again and again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from flask import Response, abort, current_app, flash, g, redirect, request, url_for
from sqlalchemy import ColumnElement, Engine
from sqlalchemy.orm import Session

from feedback.accounts.permissions import Permission, permit
from feedback.campaigns import campaigns
from feedback.campaigns.addressing import Desk
from feedback.campaigns.choosing import read_choice, read_id
from feedback.campaigns.views import Page, campaign_of, nothing_to_send
from feedback.contacts.problems import line
from feedback.extensions import db
from feedback.models.hurt import low_answers
from surveys.asking import confirm
from surveys.definition import Definition
from surveys.handing_out import hand_out, handed
from surveys.hurting import is_hurt
from surveys.links import Link, Purpose
from surveys.models import Campaign, CampaignKind, Channel, Version
from surveys.peace import in_peace
from surveys.questions import TYPES
from surveys.questions.scale import Scale
from surveys.scope import bind_workspace
from surveys.speech import counted
from surveys.unsubscribing import leavers


@campaigns.post("/campaigns/links")
@permit(Permission.SEND_CAMPAIGNS)
def make_links() -> Page:
    """Make a link for everyone who may be asked; the same form sent twice makes them once."""
    choice, campaign_id = read_choice(db.session()), read_id(request.form.get("campaign", ""))
    if choice is None or campaign_id is None:
        return nothing_to_send()
    now = datetime.now(UTC)
    campaign = campaign_of(choice, campaign_id, now)
    campaign.kind, campaign.channel = CampaignKind.LINKS, Channel.MAIL
    ask = replace(choice.ask(campaign_id, now), needs_address=False, channel=Channel.MAIL)
    made = confirm(db.session(), campaign, ask)
    if made:
        hand_out(db.session(), campaign_id, now)
        db.session.commit()
        flash(
            counted(
                "%(n)s personal link made. Nothing was sent.",
                "%(n)s personal links made. Nothing was sent.",
                made.asked,
            )
        )
    return redirect(url_for("campaigns.campaign", campaign_id=campaign_id), 303)


@campaigns.get("/campaigns/<id:campaign_id>/links.csv")
@permit(Permission.SEND_CAMPAIGNS)
def links_file(campaign_id: int) -> Response:
    """Give the links as a table, line by line, however many they are."""
    key = {"workspace_id": g.workspace.id, "id": campaign_id}
    campaign = db.session.get(Campaign, key)
    if campaign is None or campaign.kind != CampaignKind.LINKS:
        abort(404)
    desk = Desk.of(current_app)
    which = Link(campaign.workspace_id, campaign.id)
    now = datetime.now(UTC)
    spared = is_hurt(low_answers, now) if campaign.favour else in_peace(now)
    lines = _lines(db.engine, desk, which, _steps(campaign), spared)
    response = Response(lines, mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=personal-links.csv"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _lines(
    engine: Engine, desk: Desk, campaign: Link, steps: list[int], spared: ColumnElement[bool]
) -> Iterator[str]:
    """Write the lines with a session of their own: the request's is gone by then."""
    names = ["Name", "E-mail", "Customer number", "Link", *(f"Link for {n}" for n in steps)]
    yield "\ufeff" + line([*names, "Unsubscribe"])
    with Session(engine) as reader:
        bind_workspace(reader, campaign.workspace_id)
        for one in handed(reader, campaign.row_id, spared, leavers(reader, desk.key)):
            answer = Link(campaign.workspace_id, one.invitation_id)
            link = f"{desk.base_url}/r/{desk.links.token(Purpose.ANSWER, answer)}"
            out = desk.unsubscribe_url(campaign.workspace_id, one.email) if one.email else ""
            scores = [f"{link}?score={n}" for n in steps]
            yield line([one.name, one.email, one.external_id, link, *scores, out])


def _steps(campaign: Campaign) -> list[int]:
    key = {"workspace_id": campaign.workspace_id, "id": campaign.version_id}
    score = Definition.of(db.session.get_one(Version, key).definition).score
    kind = TYPES[score.kind]
    return list(kind.steps(score)) if isinstance(kind, Scale) else []
