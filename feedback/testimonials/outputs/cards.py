"""Pictures of a quote to share, for words whose author allowed social media."""

from flask import abort, g, make_response, render_template, request
from werkzeug.wrappers import Response

from feedback.filters import day
from feedback.models import Purpose
from feedback.testimonials import public
from feedback.testimonials.outputs.beside import disclosures, quoted
from feedback.testimonials.outputs.drawing import (
    SHAPES,
    Card,
    NoFontError,
    TooLongError,
    draw,
    looks,
)
from feedback.testimonials.outputs.opening import (
    digest,
    one_quote,
    open_wall,
    spoken_address,
    to_any_site,
    typical_line,
    verify_address,
)
from feedback.testimonials.shown import Shown
from surveys.models import Workspace
from surveys.speech import _, spoken

HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MIMETYPES = {"png": "image/png", "svg": "image/svg+xml"}


@public.get("/wall/<slug>/<public_id>/<shape>.<kind>")
def card(slug: str, public_id: str, shape: str, kind: str) -> Response:
    """Give one picture; it is drawn only where it is not known already."""
    workspace = open_wall(slug)
    shown = one_quote(public_id, Purpose.SOCIAL)
    look = looks(workspace.accent).get(request.args.get("look", "light"))
    if shape not in SHAPES or kind not in MIMETYPES or look is None:
        abort(404)
    says = card_of(shown, workspace, typical_line())
    etag = digest(says, shape, look, kind)
    if request.if_none_match.contains(etag):
        return to_any_site(make_response("", 200), etag)
    response = make_response(draw(says, shape, look, kind))
    response.mimetype = MIMETYPES[kind]
    response.headers["Content-Security-Policy"] = HARMLESS
    if "save" in request.args:
        name = f"{workspace.slug}-{public_id}-{shape}.{kind}"
        response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return to_any_site(response, etag)


@public.errorhandler(TooLongError)
@public.errorhandler(NoFontError)
def no_picture(error: TooLongError | NoFontError) -> tuple[str, int]:
    """Say why there is no picture; a word is never left out in silence."""
    return render_template("public/gone.html", workspace=g.workspace, words=why_not(error)), 422


def why_not(error: TooLongError | NoFontError) -> str:
    """Say in a sentence why there is no picture."""
    if isinstance(error, NoFontError):
        return _("This machine has no letters for %(letters)s.", letters=error.letters)
    return _("These words are too long for a picture of this shape. Nothing was cut off.")


def card_of(shown: Shown, workspace: Workspace, line: str) -> Card:
    """Gather all that a picture says."""
    check = _("Verify: %(address)s", address=spoken_address(verify_address(workspace, shown)))
    return Card(
        quote=quoted(shown.quote),
        named=shown.named_as,
        beside=(day(shown.answered_on), *disclosures(shown, workspace.name)),
        lines=tuple(filter(None, (line, check))),
        company=workspace.name,
        language=spoken().language.partition("-")[0],
    )
