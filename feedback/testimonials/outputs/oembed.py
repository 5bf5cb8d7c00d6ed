"""oEmbed: an address pasted into another site becomes a frame, never a copy of the words."""

from typing import Any
from urllib.parse import urlsplit

from flask import abort, current_app, jsonify, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from feedback.models import Purpose
from feedback.testimonials import public
from feedback.testimonials.outputs.opening import address, one_quote, open_wall, to_any_site
from surveys.speech import _

HEIGHTS = {"public.wall": 900, "public.carousel": 480, "public.quote": 420, "public.badge": 220}
WIDTH = 640
SECONDS = 60
"""How long a site may keep the frame; the words in it are read at each visit anyway."""


@public.get("/embed/oembed")
def oembed() -> Response:
    """Answer a site that was given one of our addresses: a frame, so that nothing is copied."""
    if request.args.get("format", "json") != "json":
        abort(404)
    endpoint, values = _ours(request.args.get("url", ""))
    workspace = open_wall(values["slug"])
    if "public_id" in values:
        one_quote(values["public_id"], Purpose.WEBSITE)
    title = _("What customers say about %(company)s", company=workspace.name)
    width, height = _within("maxwidth", WIDTH), _within("maxheight", HEIGHTS[endpoint])
    frame = Markup(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0">'
        "</iframe>"
    )
    source = address(endpoint, **values, frame="1")
    return to_any_site(
        jsonify(
            version="1.0",
            type="rich",
            title=title,
            provider_name=workspace.name,
            provider_url=address("public.wall", slug=workspace.slug),
            cache_age=SECONDS,
            width=width,
            height=height,
            html=str(frame.format(source, title, width, height)),
        )
    )


def _ours(url: str) -> tuple[str, dict[str, Any]]:
    """Find which page of ours an address is of; 404 for any other."""
    base: str = current_app.extensions["settings"].base_url
    if not url.startswith(f"{base}/wall/"):
        abort(404)
    try:
        path = urlsplit(url).path.removeprefix(urlsplit(base).path)
        endpoint, values = current_app.url_map.bind("").match(path)
    except (HTTPException, RequestRedirect, ValueError):
        abort(404)
    return (endpoint, dict(values)) if endpoint in HEIGHTS else abort(404)


def _within(name: str, ours: int) -> int:
    return max(1, min(ours, request.args.get(name, ours, int)))
