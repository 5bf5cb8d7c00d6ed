"""Pages of quotes, complete without scripts: the wall, a carousel, a badge, one quote."""

from datetime import UTC, datetime
from typing import Any

from flask import g, render_template, request

from feedback.extensions import db
from feedback.models import Purpose
from feedback.testimonials import public, queries
from feedback.testimonials.outputs.beside import VERIFIED, disclosures
from feedback.testimonials.outputs.opening import (
    address,
    before,
    one_quote,
    open_wall,
    typical_line,
    verify_address,
)
from feedback.testimonials.shown import ShownPage
from surveys.models import Workspace
from surveys.speech import _

PER_PAGE = 24


@public.get("/wall/<slug>")
def wall(slug: str) -> str:
    """Show what customers let be shown, newest first."""
    workspace, start = open_wall(slug), before()
    page = _read(PER_PAGE, start)
    return _page("wall", workspace, page, "public.wall", before=start)


@public.get("/wall/<slug>/carousel")
def carousel(slug: str) -> str:
    """Show the newest in a row, to be turned by hand."""
    workspace = open_wall(slug)
    return _page("carousel", workspace, _read(PER_PAGE), "public.carousel")


@public.get("/wall/<slug>/badge")
def badge(slug: str) -> str:
    """Show in a corner that there is a wall, and what it rests on."""
    workspace = open_wall(slug)
    return _page("badge", workspace, _read(1), "public.badge")


@public.get("/wall/<slug>/<public_id>")
def quote(slug: str, public_id: str) -> str:
    """Show one quote by itself, or its tombstone."""
    workspace = open_wall(slug)
    page = ShownPage([one_quote(public_id, Purpose.WEBSITE)], None)
    return _page("quote", workspace, page, "public.quote", public_id=public_id)


def _page(name: str, workspace: Workspace, page: ShownPage, endpoint: str, **values: Any) -> str:
    g.may_be_framed = True
    own = {name: value for name, value in values.items() if name != "before"}
    return render_template(
        f"public/{name}.html",
        workspace=workspace,
        page=page,
        beside={one.public_id: disclosures(one, workspace.name) for one in page.items},
        line=typical_line() if page.items else "",
        verified=_(VERIFIED),
        own_url=address(endpoint, slug=workspace.slug, **own),
        address=address,
        verify=lambda shown: verify_address(workspace, shown),
        in_frame="frame" in request.args,
        **values,
    )


def _read(size: int, start: int | None = None) -> ShownPage:
    return queries.on_the_wall(db.session(), datetime.now(UTC), size=size, before=start)
