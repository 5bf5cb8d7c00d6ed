"""The thanks page, and on it the offer to be quoted."""

from datetime import UTC, datetime

from flask import current_app

from feedback.respond.forms import LADDER, RUNGS, ConsentForm, begun
from feedback.respond.invited import Invited, links
from feedback.respond.pages import Sender, frame, render
from feedback.respond.quoting import Permission, Quotable, quotable
from feedback.respond.recording import digest
from feedback.respond.wording import CURRENT
from surveys.definition import Definition
from surveys.links import Link, Purpose


def thanks_page(workspace: Sender, definition: Definition) -> str:
    """Show the thanks alone, as a preview."""
    return _render(workspace, definition)


def thanks(invited: Invited, token: str, form: ConsentForm | None = None, note: str = "") -> str:
    """Say thanks; to those who wrote words and are not quoted yet, whatever their score, offer."""
    found = quotable(invited)
    latest = found.latest
    if latest and latest.holds(datetime.now(UTC)):
        return _render(
            invited,
            invited.definition,
            permission=latest,
            **_back(invited, token),
            withdrawal=withdrawal_address(invited.workspace_id, latest),
        )
    if not found.words or _is_late(invited):
        return _render(invited, invited.definition, **_back(invited, token))
    form = form or ConsentForm(data=begun(invited.contact_name, invited.attributes))
    return _render(
        invited,
        invited.definition,
        **_back(invited, token),
        **_offer(invited, found, form, note),
    )


def withdrawal_address(workspace_id: int, permission: Permission) -> str:
    """Give the link with which somebody takes their words back; it never expires."""
    token = links().token(Purpose.WITHDRAW, Link(workspace_id, permission.id))
    return f"{current_app.extensions['settings'].base_url}/c/{token}"


def _offer(invited: Invited, found: Quotable, form: ConsentForm, note: str) -> dict[str, object]:
    return {
        "words": found.words,
        "words_hash": digest(found.words),
        "form": form,
        "ladder": [(rung, RUNGS[rung], [form[name] for name in LADDER[rung]]) for rung in RUNGS],
        "named_as": form.named_as,
        "agreement": CURRENT.read_by(invited.name),
        "note": note,
        "ended_by_edit": found.latest is not None and found.latest.ended_by == "edit",
    }


def _back(invited: Invited, token: str) -> dict[str, object]:
    return {"token": token, "may_change": invited.closed_at is None}


def _is_late(invited: Invited) -> bool:
    return invited.earlier is not None and invited.earlier.excluded is not None


def _render(workspace: Sender, definition: Definition, **context: object) -> str:
    return render(
        "respond/thanks.html",
        definition=definition,
        **context,
        **frame(workspace, definition.language),
    )
