"""A slide as a picture, for whoever is asked whether it may be one: as the presentation has it."""

import json
from pathlib import Path

import typst

from feedback.appearance import LIGHT_PAGE, Accent, written
from feedback.lettering import breakable, fonts, is_rtl, language_of
from feedback.testimonials.outputs.drawing import TooLongError, check_letters, fonts_of
from feedback.testimonials.outputs.slides import (
    BOX_HIGH,
    BOX_WIDE,
    HEIGHT,
    INK,
    LEFT,
    QUIET,
    TOPS,
    WIDTH,
    Slide,
    size_of,
)

TEMPLATE = Path(__file__).with_name("slide.typ").read_bytes()
SANS = ("Carlito", "Noto Sans", "DejaVu Sans")
INCH = 72


def draw_slide(slide: Slide, accent: str, language: str) -> bytes:
    """Draw a slide; TooLongError where the presentation would leave it out."""
    size = size_of(slide.quote)
    if size is None:
        raise TooLongError
    serif = fonts_of(slide.quote)
    check_letters(serif, "\n".join((slide.quote, slide.named, slide.beside, *slide.lines)))
    says = {
        "quote": breakable(slide.quote),
        "quote_language": language_of(slide.quote),
        "quote_rtl": is_rtl(slide.quote),
        "named": breakable(slide.named),
        "named_rtl": is_rtl(slide.named),
        "beside": slide.beside,
        "lines": slide.lines,
        "rtl": is_rtl(slide.beside),
        "language": language,
        "serif": serif,
        "sans": [*SANS, *serif],
        "size": size,
    }
    drawn = typst.compile(
        TEMPLATE,
        font_paths=fonts(),
        format="png",
        ppi=INCH,
        sys_inputs={"slide": json.dumps(says | _room(accent))},
    )
    assert isinstance(drawn, bytes)
    return drawn


def _room(accent: str) -> dict[str, object]:
    tops = {f"{part}_top": inches * INCH for part, inches in TOPS.items()}
    return tops | {
        "width": WIDTH.pt,
        "height": HEIGHT.pt,
        "left": LEFT.pt,
        "wide": BOX_WIDE.pt,
        "words_high": BOX_HIGH.pt,
        "paper": written(LIGHT_PAGE),
        "ink": f"#{INK}",
        "quiet": f"#{QUIET}",
        "accent": Accent.of(accent).light,
    }
