"""The thanks page, and on it the offer to be quoted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import current_app
from markupsafe import Markup

from feedback.agreements.disclosing import PLACES, disclosures
from feedback.agreements.terms import Terms
from feedback.agreements.wording import current
from feedback.languages import speaking_in
from feedback.models import Attribution
from feedback.models.consent import digest
from feedback.respond.forms import LADDER, NAMELESS, RUNGS, ConsentForm, begun, consent_form
from feedback.respond.invited import Invited, links
from feedback.respond.pages import Sender, frame, render
from feedback.respond.picturing import addressed
from feedback.respond.quoting import Permission, Quotable, quotable, stated
from feedback.respond.referring import refer_address
from feedback.respond.sharing import share_block
from feedback.respond.sheet import NONCE, Sheet, mark, sheet
from feedback.respond.sparing import is_spared
from feedback.respond.standing import standing_of
from surveys.definition import Definition
from surveys.links import Link, Purpose
from surveys.speech import _

BRIEF, SHORT = 90, 250
"""Shorter quotes are set larger; longer ones smaller: their page is rendered for them."""


def thanks_page(workspace: Sender, definition: Definition) -> str:
    """Show the thanks alone, as a preview."""
    with speaking_in(definition.language):
        return _page(workspace, definition)


def thanks(invited: Invited, token: str) -> str:
    """Say thanks; ask those who wrote words to be quoted, unless they are hurt.

    Who is hurt is asked nothing more, but their words belong to them like anybody's: a quiet link
    leads to the same offer.
    """
    invited = _as_read(invited)
    found = quotable(invited)
    latest = found.latest
    back = {"may_change": invited.closed_at is None, "own_link": invited.is_public}
    if latest and latest.holds(datetime.now(UTC)):
        address = withdrawal_address(invited.workspace_id, latest)
        beside = disclosures(latest.incentive, latest.relation, invited.name)
        agreed = {"permission": latest, "withdrawal": address, "beside": beside}
        return _render(invited, token=token, **agreed, **back)
    if not found.words or _is_late(invited):
        return _kept(invited, back).fill({"token": token, "refer": _refer(invited)})
    if is_spared(invited, datetime.now(UTC)):
        door = {"door": True, "ended_by_edit": _ended_by_edit(found)}
        return _kept(invited, back | door).fill({"token": token, "refer": _refer(invited)})
    known = begun(invited.contact_name, invited.attributes)
    if len(found.words) > SHORT or stated(invited).stamp:
        return look(invited, token, consent_form(is_public=invited.is_public)(data=known))
    values = {
        "token": token,
        "refer": _refer(invited),
        "words": found.words,
        "words_hash": digest(found.words),
    }
    offer = Offer(_ended_by_edit(found), is_brief=len(found.words) <= BRIEF)
    return _kept(invited, back, offer).fill({**values, **known})


def thanks_alone(invited: Invited, token: str) -> str:
    """Say thanks for an anonymous answer: its words are nobody's, so nobody can be asked."""
    return _render(_as_read(invited), token=token, is_anonymous=True)


def look(invited: Invited, token: str, form: ConsentForm, note: str = "") -> str:
    """Show the offer as it would read with what was typed."""
    invited = _as_read(invited)
    found = quotable(invited)
    if not found.words or _is_late(invited):
        return thanks(invited, token)
    return _render(
        invited,
        token=token,
        action=f"/r/{token}/consent",
        may_change=invited.closed_at is None,
        own_link=invited.is_public,
        words=found.words,
        words_hash=digest(found.words),
        **_offer(
            invited, token, form, stated(invited), note=note, ended_by_edit=_ended_by_edit(found)
        ),
    )


def withdrawal_address(workspace_id: int, permission: Permission) -> str:
    """Give the link with which somebody takes their words back; it never expires."""
    token = links().token(Purpose.WITHDRAW, Link(workspace_id, permission.id))
    return f"{current_app.extensions['settings'].base_url}/c/{token}"


@dataclass(frozen=True)
class Offer:
    """What of an offer to be quoted is not alike for everybody."""

    ended_by_edit: bool
    is_brief: bool


def _kept(invited: Invited, back: Mapping[str, bool], offer: Offer | None = None) -> Sheet:
    """Render the page once for all who see it alike."""

    refers = bool(_refer(invited))

    def render_once() -> str:
        marks: dict[str, object] = {"token": mark("token"), "nonce": mark(NONCE)}
        marks["refer"] = mark("refer") if refers else ""
        if offer:
            empty = {name: mark(name) for name in begun("", {})}
            form = consent_form(is_public=invited.is_public)(data=empty)
            marks |= {"words": mark("words"), "words_hash": mark("words_hash")}
            marks["action"] = Markup("/r/{}/consent").format(mark("token"))
            marks["length"] = BRIEF if offer.is_brief else SHORT
            token, edited = mark("token"), offer.ended_by_edit
            marks |= _offer(invited, token, form, Terms(), note="", ended_by_edit=edited)
        return _render(invited, **back, **marks)

    words = (invited.definition.thanks_title, invited.definition.thanks_text)
    seen = (offer, invited.answered_on, invited.sharing, refers)
    alike = (*words, *seen, invited.page_key)
    key = ("thanks", *back.values(), *alike)
    return sheet(key, render_once)


def offered(form: ConsentForm, language: str, *, is_public: bool) -> dict[str, object]:
    """Give what the part of a page needs in which somebody chooses name and purposes."""
    rungs = RUNGS | ({Attribution.ANONYMOUS: NAMELESS} if is_public else {})
    return {
        "form": form,
        "ladder": [(rung, rungs[rung], [form[name] for name in LADDER[rung]]) for rung in RUNGS],
        "named_as": form.named_as,
        "wording": current(language),
        "anonymous": _(form.nameless),
        "places": PLACES,
    }


def _offer(
    invited: Invited, token: str, form: ConsentForm, terms: Terms, *, note: str, ended_by_edit: bool
) -> dict[str, object]:
    given = offered(form, invited.definition.language, is_public=invited.is_public)
    given["pictures"] = addressed(f"/r/{token}/picture", form.named_as, invited.said_in)
    given |= {"terms": terms, "beside": disclosures(terms.incentive, terms.relation, invited.name)}
    return {**given, "note": note, "ended_by_edit": ended_by_edit}


def _as_read(invited: Invited) -> Invited:
    """Put what they said into words of thanks that repeat it."""
    asks = invited.definition
    if asks.is_plain:
        return invited
    return replace(invited, definition=standing_of(invited).path.thanks_of(asks))


def _ended_by_edit(found: Quotable) -> bool:
    return found.latest is not None and found.latest.ended_by == "edit"


def _is_late(invited: Invited) -> bool:
    return invited.earlier is not None and invited.earlier.excluded is not None


def _refer(invited: Invited) -> str:
    """Give the link to pass on; empty where there is none, or nobody knows who they are."""
    sharing = invited.sharing
    if not (sharing.refers and sharing.home) or invited.is_anonymous:
        return ""
    return refer_address(invited.workspace_id, invited.contact_id)


def _render(invited: Invited, **context: object) -> str:
    refer = str(context.pop("refer", None) or _refer(invited))
    context["share"] = share_block(invited.sharing, refer)
    context |= {"answered_on": invited.answered_on, "lang": invited.said_in}
    return _page(invited, invited.definition, **context)


def _page(workspace: Sender, definition: Definition, **context: object) -> str:
    around = frame(workspace, definition.language)
    return render("respond/thanks.html", definition=definition, **context, **around)
