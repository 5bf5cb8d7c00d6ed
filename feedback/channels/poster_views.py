"""The QR code as a picture, and the poster to print."""

from io import BytesIO

import segno
from flask import g, make_response, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.appearance import Accent
from feedback.channels import channels, queries
from feedback.channels.views import READ, address, find
from feedback.extensions import db
from feedback.languages import speaking_in
from surveys.definition import Definition
from surveys.speech import _, spoken

SIZES = {"a4": "A4", "a6": "A6"}
PIXELS_PER_MODULE = 24
QUIET = 4
"""Modules of white around a code; the standard wants four."""


@channels.get("/channels/<id:touchpoint_id>/code.svg")
@permit(READ)
def code_svg(touchpoint_id: int) -> Response:
    """Give the code for printers, sharp at any size."""
    return _picture(touchpoint_id, "svg", "image/svg+xml")


@channels.get("/channels/<id:touchpoint_id>/code.png")
@permit(READ)
def code_png(touchpoint_id: int) -> Response:
    """Give the code for everything else."""
    return _picture(touchpoint_id, "png", "image/png")


@channels.get("/channels/<id:touchpoint_id>/poster")
@permit(Permission.READ_CAMPAIGNS)
def poster(touchpoint_id: int) -> str:
    """Show a poster as it will be printed."""
    line = find(touchpoint_id)
    asks = Definition.of(queries.newest(db.session(), line.survey.id).definition)
    size = request.args.get("size", "a4")
    bar = _bar(line.place.name)
    with speaking_in(asks.language):
        return render_template(
            "channels/poster.html",
            line=line,
            asks=asks,
            bar=bar,
            length=_length(asks.score.text),
            size=size if size in SIZES else "a4",
            sizes=SIZES,
            code=inline_code(address(line)),
            spoken=address(line).partition("://")[2],
            colour=Accent.of(g.workspace.accent).light,
        )


def _bar(place: str) -> dict[str, str]:
    """Say what stands above the poster, in the language of who prints it."""
    return {
        "language": spoken().language,
        "label": _("Poster"),
        "title": _("Poster: %(place)s", place=place),
        "back": _("Back"),
        "print": _("Print"),
    }


def _length(question: str) -> str:
    """Tell how large a question may be set, so that all of it stands on the paper."""
    return "short" if len(question) <= 36 else "long" if len(question) <= 110 else "very-long"


def inline_code(address: str) -> Markup:
    """Draw a code to stand in a page."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=0))  # noqa: S704 - squares of segno's


def _picture(touchpoint_id: int, kind: str, mimetype: str) -> Response:
    line, drawn = find(touchpoint_id), BytesIO()
    code = segno.make(address(line), error="m", micro=False)
    code.save(drawn, kind=kind, scale=PIXELS_PER_MODULE, border=QUIET)
    response = make_response(drawn.getvalue())
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f"inline; filename=hark-{line.place.code}.{kind}"
    return response
