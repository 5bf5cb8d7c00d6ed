"""The public wall, its data and the embed: no cookie, no tracking, and nothing kept."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, current_app, g, jsonify, make_response, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from feedback import ids
from feedback.extensions import db
from feedback.filters import day
from feedback.testimonials import public, queries
from feedback.testimonials.queries import Shown, WallPage
from feedback.testimonials.typicality import Recent
from surveys.models import Workspace
from surveys.scope import bind_workspace

PER_PAGE = 24
recent = Recent()
VERIFIED = (
    "The exact words of verified customers: each was sent a personal survey link, answered it, "
    "and agreed to be quoted."
)


@public.get("/wall/<slug>")
def wall(slug: str) -> str:
    """Show what customers let be shown, newest first."""
    workspace = _open(slug)
    before = _before()
    page = _read(before)
    return render_template(
        "public/wall.html",
        workspace=workspace,
        page=page,
        before=before,
        line=_typical() if page.items else "",
        verified=VERIFIED,
        wall_url=_address("public.wall", slug),
    )


@public.get("/wall/<slug>.json")
def data(slug: str) -> Response:
    """Give one page of the wall as data, to any site."""
    workspace = _open(slug)
    page = _read(_before())
    following = page.following and _address("public.data", slug, before=ids.spell(page.following))
    return _to_any_site(
        jsonify(
            workspace=workspace.name,
            accent=workspace.accent,
            wall=_address("public.wall", slug),
            verified=VERIFIED,
            typicality=_typical() if page.items else "",
            quotes=[_quote(shown) for shown in page.items],
            next=following,
        )
    )


@public.get("/embed/<slug>.js")
def embed(slug: str) -> Response:
    """Give the script of the embed; it holds no words, it asks for them."""
    _open(slug)
    response = make_response(current_app.extensions["assets"].inline_script("embed.js"))
    response.mimetype = "text/javascript"
    return _to_any_site(response)


def _open(slug: str) -> Workspace:
    """Find the workspace by its public name and read nothing but its rows from here."""
    workspace = db.session.scalar(select(Workspace).where(Workspace.slug == slug)) or abort(404)
    bind_workspace(db.session(), workspace.id)
    g.workspace = workspace
    return workspace


def _read(before: int | None) -> WallPage:
    return queries.on_the_wall(db.session(), datetime.now(UTC), size=PER_PAGE, before=before)


def _typical() -> str:
    return recent.line(db.session(), datetime.now(UTC))


def _before() -> int | None:
    try:
        return ids.read(request.args["before"]) if "before" in request.args else None
    except ValueError:
        abort(404)


def _quote(shown: Shown) -> dict[str, Any]:
    return {
        "id": ids.spell(shown.publication_id),
        "quote": shown.quote,
        "named_as": shown.named_as,
        "date": shown.answered_on.isoformat(),
        "day": day(shown.answered_on),
    }


def _address(endpoint: str, slug: str, **values: Any) -> str:
    base: str = current_app.extensions["settings"].base_url
    return base + url_for(endpoint, slug=slug, **values)


def _to_any_site(response: Response) -> Response:
    """Let any page read this, and let nobody keep it without asking whether it still holds."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)
