"""The embed: one script for every kind; it holds no words, it asks for them."""

from functools import lru_cache

from flask import current_app, make_response
from rcssmin import cssmin
from rjsmin import jsmin
from werkzeug.wrappers import Response

from feedback.testimonials import public
from feedback.testimonials.outputs.opening import open_wall, to_any_site


@public.get("/embed/<slug>.js")
def embed(slug: str) -> Response:
    """Give the script."""
    open_wall(slug)
    assets = current_app.extensions["assets"]
    script = _small(str(assets.inline_script("embed.js")), assets.styles("embed"))
    response = make_response(script)
    response.mimetype = "text/javascript"
    return to_any_site(response)


@lru_cache(maxsize=1)
def _small(script: str, look: str) -> str:
    """Put the style sheet into the script, both without what only people need."""
    return str(jsmin(script.replace("__LOOK__", cssmin(look))))
