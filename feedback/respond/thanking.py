"""The thanks page, and on it the offer to be quoted."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import current_app

from feedback.respond.forms import LADDER, RUNGS, ConsentForm, begun
from feedback.respond.invited import Invited, links
from feedback.respond.pages import Sender, frame, render
from feedback.respond.quoting import Permission, Quotable, quotable
from feedback.respond.recording import digest
from feedback.respond.sheet import NONCE, Sheet, mark, sheet
from feedback.respond.wording import CURRENT
from surveys.definition import Definition
from surveys.links import Link, Purpose

SHORT = 250
"""Longer quotes are set smaller, so their page is rendered for them."""


def thanks_page(workspace: Sender, definition: Definition) -> str:
    """Show the thanks alone, as a preview."""
    return _page(workspace, definition)


def thanks(invited: Invited, token: str) -> str:
    """Say thanks; to those who wrote words and are not quoted yet, whatever their score, offer."""
    found = quotable(invited)
    latest = found.latest
    back = {"may_change": invited.closed_at is None}
    if latest and latest.holds(datetime.now(UTC)):
        address = withdrawal_address(invited.workspace_id, latest)
        return _render(invited, permission=latest, withdrawal=address, token=token, **back)
    if not found.words or _is_late(invited):
        return _kept(invited, back).fill({"token": token})
    known = begun(invited.contact_name, invited.attributes)
    if len(found.words) > SHORT:
        return look(invited, token, ConsentForm(data=known))
    values = {"token": token, "words": found.words, "words_hash": digest(found.words)}
    return _kept(invited, back, _ended_by_edit(found)).fill({**values, **known})


def look(invited: Invited, token: str, form: ConsentForm, note: str = "") -> str:
    """Show the offer as it would read with what was typed."""
    found = quotable(invited)
    if not found.words or _is_late(invited):
        return thanks(invited, token)
    return _render(
        invited,
        token=token,
        may_change=invited.closed_at is None,
        words=found.words,
        words_hash=digest(found.words),
        **_offer(invited, form, note=note, ended_by_edit=_ended_by_edit(found)),
    )


def withdrawal_address(workspace_id: int, permission: Permission) -> str:
    """Give the link with which somebody takes their words back; it never expires."""
    token = links().token(Purpose.WITHDRAW, Link(workspace_id, permission.id))
    return f"{current_app.extensions['settings'].base_url}/c/{token}"


def _kept(invited: Invited, back: Mapping[str, bool], ended_by_edit: bool | None = None) -> Sheet:
    """Render the page once for all who see it alike; `ended_by_edit` None offers nothing."""

    def render_once() -> str:
        marks: dict[str, object] = {"token": mark("token"), "nonce": mark(NONCE)}
        if ended_by_edit is not None:
            form = ConsentForm(data={name: mark(name) for name in begun("", {})})
            marks |= {"words": mark("words"), "words_hash": mark("words_hash")}
            marks |= _offer(invited, form, note="", ended_by_edit=ended_by_edit)
        return _render(invited, **back, **marks)

    key = ("thanks", *back.values(), ended_by_edit, invited.answered_on, invited.page_key)
    return sheet(key, render_once)


def _offer(
    invited: Invited, form: ConsentForm, *, note: str, ended_by_edit: bool
) -> dict[str, object]:
    return {
        "form": form,
        "ladder": [(rung, RUNGS[rung], [form[name] for name in LADDER[rung]]) for rung in RUNGS],
        "named_as": form.named_as,
        "agreement": CURRENT.read_by(invited.name),
        "note": note,
        "ended_by_edit": ended_by_edit,
    }


def _ended_by_edit(found: Quotable) -> bool:
    return found.latest is not None and found.latest.ended_by == "edit"


def _is_late(invited: Invited) -> bool:
    return invited.earlier is not None and invited.earlier.excluded is not None


def _render(invited: Invited, **context: object) -> str:
    return _page(invited, invited.definition, answered_on=invited.answered_on, **context)


def _page(workspace: Sender, definition: Definition, **context: object) -> str:
    around = frame(workspace, definition.language)
    return render("respond/thanks.html", definition=definition, **context, **around)
