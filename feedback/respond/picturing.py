"""How words would look as pictures and on a slide, drawn by what draws those that are shown.

Each is drawn when its author looks at it; what they have just corrected travels in the page.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup

from feedback.filters import day
from feedback.models import Purpose
from feedback.respond.pages import Sender
from feedback.testimonials.outputs.beside import quoted
from feedback.testimonials.outputs.drawing import (
    SHAPES,
    Card,
    NoFontError,
    TooLongError,
    draw,
    looks,
)
from feedback.testimonials.outputs.opening import address, spoken_address, typical_line
from feedback.testimonials.outputs.slide_picture import draw_slide
from feedback.testimonials.outputs.slides import Slide
from surveys.speech import _, lazy, noted, spoken

SLIDE = "slide"
NAMES = {
    "wide": lazy("Wide, for links and posts"),
    "square": lazy("Square"),
    "story": lazy("Story"),
    SLIDE: lazy("As a slide"),
}
SIZES = {shape: (size.width, size.height) for shape, size in SHAPES.items()} | {SLIDE: (960, 540)}
LEADS_TO = {Purpose.SOCIAL: ("wide", "square", "story"), Purpose.SALES: (SLIDE,)}
"""Each purpose that leads to pictures → which."""
LONGEST_NAME = 200
NOT_YET = "0" * 16
"""Stands where the name of a publication will."""
TOO_LONG = noted("These words are too long for a picture of this shape. Nothing was cut off.")


@dataclass(frozen=True)
class Draft:
    """A quote as it would read, not agreed to yet."""

    words: str
    named_as: str
    answered_on: date
    beside: Sequence[str]
    """A gift, a tie, a correction."""
    sender: Sender


@dataclass(frozen=True)
class Picture:
    """One picture of a page: where it comes from, and how much room it takes."""

    shape: str
    name: str
    width: int
    height: int
    src: str


def addressed(base: str, named_as: str, language: str) -> dict[Purpose, list[Picture]]:
    """Give the pictures of each purpose, drawn when they are looked at."""
    asked = urlencode({"as": named_as} | ({"lang": language} if language else {}))
    return _each(lambda shape: f"{base}/{shape}.png?{asked}")


def held(draft: Draft) -> dict[Purpose, list[Picture]]:
    """Give the pictures of each purpose within the page: nobody else knows these words yet."""

    def inside(shape: str) -> str:
        drawn = b64encode(drawing(draft, shape)).decode()
        return Markup(f"data:image/png;base64,{drawn}")  # noqa: S704 - letters and digits

    return _each(inside)


def drawing(draft: Draft, shape: str) -> bytes:
    """Draw one picture; one that says so where the words do not fit or have no letters here."""
    try:
        return _drawn(draft, shape)
    except (TooLongError, NoFontError):
        said = Card(_(TOO_LONG), "", (), (), draft.sender.name, _language())
        return _card(said, draft.sender, "wide" if shape == SLIDE else shape)


def asked_for() -> str:
    """Read the name for which a picture is drawn."""
    given = " ".join(request.args.get("as", "").split())[:LONGEST_NAME]
    return "".join(letter for letter in given if letter.isprintable())


def _each(src: Callable[[str], str]) -> dict[Purpose, list[Picture]]:
    return {
        purpose: [Picture(shape, str(NAMES[shape]), *SIZES[shape], src(shape)) for shape in shapes]
        for purpose, shapes in LEADS_TO.items()
    }


def _drawn(draft: Draft, shape: str) -> bytes:
    check = spoken_address(address("public.verify", public_id=NOT_YET)).replace(NOT_YET, "…")
    lines = tuple(filter(None, (typical_line(), _("Verify: %(address)s", address=check))))
    beside, words = (day(draft.answered_on), *draft.beside), quoted(draft.words)
    if shape == SLIDE:
        slide = Slide(words, draft.named_as, " · ".join(beside), lines)
        return draw_slide(slide, draft.sender.accent, _language())
    card = Card(words, draft.named_as, beside, lines, draft.sender.name, _language())
    return _card(card, draft.sender, shape)


def _card(card: Card, sender: Sender, shape: str) -> bytes:
    return draw(card, shape, looks(sender.accent)["light"], "png")


def _language() -> str:
    return spoken().language.partition("-")[0]
