"""Looking before sending, and afterwards: each person, each reason, each mail."""

from datetime import UTC, datetime
from functools import partial

from flask import Response, abort, current_app, g, render_template, request, url_for

from feedback.accounts.permissions import Permission, permit
from feedback.campaigns import campaigns, people
from feedback.campaigns.addressing import Desk
from feedback.campaigns.choosing import Choice, read_choice, summary
from feedback.campaigns.mail_views import framed, letter_to
from feedback.campaigns.people import ASKED, Looked
from feedback.campaigns.reasons import ON_A_LIST
from feedback.campaigns.texting import previews
from feedback.extensions import db
from feedback.ids import page_number, spell
from feedback.languages import negotiated
from surveys.db import new_id
from surveys.definition import Definition
from surveys.models import Campaign, Contact, Skip
from surveys.models.contact import known_language
from surveys.numbers import number_of
from surveys.speech import lazy

LABELS = ON_A_LIST | {ASKED: lazy("Will be asked")}


@campaigns.get("/campaigns/review/people")
@permit(Permission.SEND_CAMPAIGNS)
def review_people() -> str:
    """List everybody who is chosen, with the mail or the reason; nothing is written."""
    choice = read_choice(db.session()) or abort(404)
    ask = choice.ask(new_id(), datetime.now(UTC))
    return render_template(
        "campaigns/people.html",
        page=people.to_come(db.session(), ask, _looked()),
        looked=_looked(),
        labels=LABELS,
        here=partial(url_for, "campaigns.review_people", **choice.arguments),  # type: ignore[arg-type]
        choice=choice,
        whom=summary(choice.chosen),
    )


@campaigns.get("/campaigns/review/people/<id:contact_id>")
@permit(Permission.SEND_CAMPAIGNS)
def review_person(contact_id: int) -> str:
    """Show the mail that one person would get."""
    choice, who = read_choice(db.session()) or abort(404), _contact(contact_id)
    if choice.by_text:
        return _text_to(who, choice)
    return render_template(
        "campaigns/person.html",
        who=who,
        letter=letter_to(choice.version, who.email or "", who.name),
        choice=choice,
    )


@campaigns.get("/campaigns/review/people/<id:contact_id>/mail")
@permit(Permission.SEND_CAMPAIGNS)
def review_mail(contact_id: int) -> Response:
    """Give that mail as a page of its own, for a frame; its links lead nowhere."""
    choice, who = read_choice(db.session()) or abort(404), _contact(contact_id)
    return framed(letter_to(choice.version, who.email or "", who.name).html)


@campaigns.get("/campaigns/<id:campaign_id>/skipped")
@permit(Permission.READ_CAMPAIGNS)
def skipped(campaign_id: int) -> str:
    """List whom a campaign did not ask."""
    campaign = _campaign(campaign_id)
    return render_template(
        "campaigns/skipped.html",
        campaign=campaign,
        page=people.left_out(db.session(), campaign_id, _looked()),
        here=partial(url_for, "campaigns.skipped", campaign_id=campaign_id),
        looked=_looked(),
        labels=LABELS,
    )


@campaigns.get("/campaigns/<id:campaign_id>/skipped.csv")
@permit(Permission.READ_CAMPAIGNS)
def skipped_csv(campaign_id: int) -> Response:
    """Give the whole list as a file."""
    _campaign(campaign_id)
    text = "".join(people.left_out_csv(db.session(), campaign_id))
    name = f"not-asked-{spell(campaign_id)}.csv"
    attachment = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/csv", headers=attachment)


def _text_to(who: Contact, choice: Choice) -> str:
    asks = Definition.of(choice.version.definition)
    language = negotiated([known_language(who.attributes)], asks.languages) or asks.language
    texts = previews(Desk.of(current_app), asks, g.workspace)
    return render_template(
        "campaigns/person_text.html",
        who=who,
        number=number_of(who.attributes),
        texts=[text for text in texts if text.code == language],
        choice=choice,
    )


def _looked() -> Looked:
    reason = request.args.get("reason", "")
    return Looked(
        reason if reason in (ASKED, *Skip) else "",
        request.args.get("q", "").strip()[:200],
        page_number(request.args),
    )


def _contact(contact_id: int) -> Contact:
    key = {"workspace_id": g.workspace.id, "id": contact_id}
    return db.session.get(Contact, key) or abort(404)


def _campaign(campaign_id: int) -> Campaign:
    key = {"workspace_id": g.workspace.id, "id": campaign_id}
    return db.session.get(Campaign, key) or abort(404)
