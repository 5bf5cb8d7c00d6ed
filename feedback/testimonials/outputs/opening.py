"""What all public outputs share: whose wall it is, one quote or its tombstone, and addresses."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, current_app, g, jsonify, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from feedback import ids
from feedback.extensions import db
from feedback.models import Publication, Purpose
from feedback.testimonials import public, queries
from feedback.testimonials.recent import Recent
from feedback.testimonials.shown import Shown
from feedback.testimonials.typicality import typicality
from surveys.models import Workspace
from surveys.scope import bind_workspace
from surveys.speech import _, noted

recent = Recent(typicality)
GONE = noted(
    "These words are not shown any more. They belong to the person who wrote them, who may take "
    "them back at any time."
)


class GoneQuoteError(LookupError):
    """A quote that was shown once and is not any more."""


def open_wall(slug: str) -> Workspace:
    """Find the workspace by its public name and read nothing but its rows from here."""
    workspace = db.session.scalar(select(Workspace).where(Workspace.slug == slug)) or abort(404)
    bind_workspace(db.session(), workspace.id)
    g.workspace = workspace
    return workspace


def one_quote(public_id: str, purpose: Purpose) -> Shown:
    """Find one quote; gone where it was shown once, 404 where it never was for this purpose."""
    now = datetime.now(UTC)
    found = queries.shown_one(db.session(), now, public_id, purpose=purpose)
    if found:
        return found
    if not was_published(public_id) or queries.shown_one(db.session(), now, public_id):
        abort(404)
    raise GoneQuoteError(public_id)


def was_published(public_id: str) -> bool:
    """Whether it was ever shown here."""
    query = select(Publication.id).where(Publication.public_id == public_id)
    return db.session.scalar(query) is not None


def typical_line() -> str:
    """Say how typical the quotes are, of all valid answers."""
    return recent.of(db.session(), datetime.now(UTC)).line


def before() -> int | None:
    """Read where a page begins."""
    try:
        return ids.read(request.args["before"]) if "before" in request.args else None
    except ValueError:
        abort(404)


def address(endpoint: str, **values: Any) -> str:
    """Give the whole address of a public page; it keeps the language that was asked for."""
    base: str = current_app.extensions["settings"].base_url
    if request.args.get("lang"):
        values.setdefault("lang", request.args["lang"])
    return base + url_for(endpoint, **values)


def own_address(workspace: Workspace, public_id: str) -> str:
    """Give the address of one quote, the same in every language."""
    return address("public.quote", slug=workspace.slug, public_id=public_id, lang=None)


def verify_address(workspace: Workspace, shown: Shown) -> str:
    """Give the address at which anybody can check a quote."""
    return address("public.verify", public_id=shown.public_id)


def spoken_address(address: str) -> str:
    """Write an address as people read it: without https:// and without parameters."""
    return address.partition("://")[2].partition("?")[0]


def to_any_site(response: Response, etag: str = "") -> Response:
    """Let any page read this, and let nobody keep it without asking whether it still holds."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "no-cache"
    if etag:
        response.set_etag(etag)
    else:
        response.add_etag()
    return response.make_conditional(request)


def digest(*parts: object) -> str:
    """Give what an output is made of in few letters, so that it need not be made to compare it."""
    return hashlib.sha256(repr(parts).encode(errors="backslashreplace")).hexdigest()[:32]


@public.errorhandler(GoneQuoteError)
def gone(_error: GoneQuoteError) -> tuple[FlaskResponse | str, int, dict[str, str]]:
    """Leave a tombstone: no word and no name, only that something was here."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
    if request.endpoint in ("public.quote_data", "public.oembed"):
        return jsonify(gone=_(GONE), quotes=[]), 410, headers
    g.may_be_framed = True
    return render_template("public/gone.html", workspace=g.workspace, words=_(GONE)), 410, headers
