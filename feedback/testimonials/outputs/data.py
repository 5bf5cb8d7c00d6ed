"""The JSON API: a page of the wall, or one quote, with all that is said beside them."""

from datetime import UTC, datetime
from typing import Any

from flask import jsonify, request
from werkzeug.wrappers import Response

from feedback import ids
from feedback.extensions import db
from feedback.filters import day
from feedback.languages import direction
from feedback.models import Purpose
from feedback.testimonials import public, queries
from feedback.testimonials.outputs.beside import VERIFIED, disclosures
from feedback.testimonials.outputs.opening import (
    address,
    before,
    one_quote,
    open_wall,
    own_address,
    to_any_site,
    typical_line,
    verify_address,
)
from feedback.testimonials.shown import Shown
from surveys.models import Workspace
from surveys.speech import _, spoken

PER_PAGE, MOST = 24, 100


@public.get("/wall/<slug>.json")
def data(slug: str) -> Response:
    """Give one page of the wall as data, to any site."""
    workspace = open_wall(slug)
    size = max(1, min(MOST, request.args.get("limit", PER_PAGE, int)))
    page = queries.on_the_wall(db.session(), datetime.now(UTC), size=size, before=before())
    onward = {"limit": size} if "limit" in request.args else {}
    following = page.following and address(
        "public.data", slug=slug, before=ids.spell(page.following), **onward
    )
    return to_any_site(jsonify(_whole(workspace, page.items) | {"next": following}))


@public.get("/wall/<slug>/<public_id>.json")
def quote_data(slug: str, public_id: str) -> Response:
    """Give one quote in the same form."""
    workspace = open_wall(slug)
    found = one_quote(public_id, Purpose.WEBSITE)
    return to_any_site(jsonify(_whole(workspace, [found]) | {"next": None}))


def _whole(workspace: Workspace, items: list[Shown]) -> dict[str, Any]:
    return {
        "workspace": workspace.name,
        "accent": workspace.accent,
        "wall": address("public.wall", slug=workspace.slug),
        "verified": _(VERIFIED),
        "language": spoken().language,
        "direction": direction(spoken().language),
        "label": _("What customers say about %(company)s", company=workspace.name),
        "typicality": typical_line() if items else "",
        "said": _said(),
        "quotes": [_quote(shown, workspace) for shown in items],
    }


def _said() -> dict[str, str]:
    """Give the few words that an embed has to say itself."""
    return {
        "all": _("All published quotes"),
        "title": _("In our customers’ words"),
        "verify": _("Verify"),
        "previous": _("Previous quote"),
        "next": _("Next quote"),
        "place": _("%(n)s of %(all)s", n="{n}", all="{all}"),
    }


def _quote(shown: Shown, workspace: Workspace) -> dict[str, Any]:
    return {
        "id": shown.public_id,
        "quote": shown.quote,
        "named_as": shown.named_as,
        "date": shown.answered_on.isoformat(),
        "day": day(shown.answered_on),
        "beside": disclosures(shown, workspace.name),
        "incentive": shown.incentive,
        "relation": shown.relation,
        "address": own_address(workspace, shown.public_id),
        "verify": verify_address(workspace, shown),
    }
