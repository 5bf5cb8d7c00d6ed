"""Show them: previews of every output, the lines to copy, pictures and files to take away."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import abort, current_app, g, render_template, request, url_for

from feedback.accounts.permissions import Permission, permit
from feedback.agreements.disclosing import PLACES
from feedback.extensions import db
from feedback.models import Purpose
from feedback.testimonials import queries, testimonials
from feedback.testimonials.outputs.beside import disclosures
from feedback.testimonials.outputs.cards import card_of, why_not
from feedback.testimonials.outputs.copies import Copy, as_html, as_markdown, as_plain
from feedback.testimonials.outputs.drawing import SHAPES, NoFontError, TooLongError, draw, looks
from feedback.testimonials.outputs.opening import typical_line, verify_address, was_published
from feedback.testimonials.publishing import GoneError
from feedback.testimonials.shown import Shown
from surveys.speech import _, lazy

KINDS = {"wall": lazy("Wall"), "carousel": lazy("Carousel"), "badge": lazy("Badge")}
SHAPE_NAMES = {
    "wide": lazy("Wide, for links and posts"),
    "square": lazy("Square"),
    "story": lazy("Story"),
}
LOOKS = {"light": lazy("Light"), "dark": lazy("Dark"), "bold": lazy("In your colour")}
LISTED = 50


@dataclass(frozen=True)
class Picture:
    """One picture to take away, or the reason why there is none."""

    shape: str
    name: str
    width: int
    height: int
    why_not: str


@testimonials.get("/testimonials/wall")
@permit(Permission.READ_TESTIMONIALS)
def wall() -> str:
    """Show each way of showing quotes, with the line that brings it to a site."""
    kind = request.args.get("kind", "wall")
    if kind not in KINDS:
        abort(404)
    page = queries.on_the_wall(db.session(), datetime.now(UTC), size=LISTED)
    return render_template(
        "testimonials/show.html",
        kind=kind,
        kinds=KINDS,
        page=page,
        codes=_codes(kind),
        base=_base(),
        feed=_whole("public.feed"),
        data=_whole("public.data"),
        oembed=_base() + url_for("public.oembed"),
    )


@testimonials.get("/testimonials/published/<public_id>")
@permit(Permission.READ_TESTIMONIALS)
def show_one(public_id: str) -> str:
    """Show what may be done with one published quote: lines, pictures and text to take away."""
    shown = _shown(public_id)
    look = request.args.get("look", "light")
    if look not in LOOKS:
        abort(404)
    line = typical_line()
    copy = Copy(
        quote=shown.quote,
        named_as=shown.named_as,
        answered_on=shown.answered_on,
        beside=tuple(disclosures(shown, g.workspace.name)),
        line=line,
        verify=verify_address(g.workspace, shown),
    )
    return render_template(
        "testimonials/show_one.html",
        shown=shown,
        beside=copy.beside,
        purposes=PLACES,
        may=shown.purposes,
        codes=_codes("quote", public_id) if Purpose.WEBSITE in shown.purposes else {},
        copies={
            _("Plain text"): as_plain(copy),
            "HTML": as_html(copy),
            "Markdown": as_markdown(copy),
        },
        look=look,
        looks=LOOKS,
        pictures=_pictures(shown, line, look) if Purpose.SOCIAL in shown.purposes else [],
    )


def _shown(public_id: str) -> Shown:
    found = queries.shown_one(db.session(), datetime.now(UTC), public_id)
    if found:
        return found
    if not was_published(public_id):
        abort(404)
    raise GoneError("It is not published, or its author no longer agrees.")


def _pictures(shown: Shown, line: str, look: str) -> list[Picture]:
    """Try each shape, so that the page says what does not fit instead of showing a hole."""
    card, colours = card_of(shown, g.workspace, line), looks(g.workspace.accent)[look]
    found = []
    for name, shape in SHAPES.items():
        why = ""
        try:
            draw(card, name, colours, "png")
        except (TooLongError, NoFontError) as error:
            why = why_not(error)
        found.append(Picture(name, str(SHAPE_NAMES[name]), shape.width, shape.height, why))
    return found


def _codes(kind: str, public_id: str = "") -> dict[str, str]:
    """Write the one line that brings it to a site: as a script, as an element, as a frame."""
    script = _whole("public.embed")
    said = "" if kind == "wall" else f' data-show="{kind}"'
    quote = f' data-quote="{public_id}"' if public_id else ""
    own: dict[str, Any] = {"public_id": public_id} if public_id else {}
    frame = _whole(f"public.{kind}", **own, frame="1")
    wall = _whole("public.wall") + (f"/{public_id}" if public_id else "")
    return {
        "script": f'<script src="{script}"{said}{quote} async></script>',
        "element": (
            f'<hark-{kind} src="{wall}"></hark-{kind}>'
            f'<script src="{script}" data-show="" async></script>'
        ),
        "frame": (
            f'<iframe src="{frame}" title="{_("In our customers’ words")}" loading="lazy" '
            'width="100%" height="480" frameborder="0"></iframe>'
        ),
        "page": _whole(f"public.{kind}", **own),
    }


def _whole(endpoint: str, **values: Any) -> str:
    return _base() + url_for(endpoint, slug=g.workspace.slug, **values)


def _base() -> str:
    return str(current_app.extensions["settings"].base_url)
