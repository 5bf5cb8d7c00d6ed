"""Quotes as slides: native text, one quote on each, with all that belongs beside it."""

import math
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Length, Pt

from feedback.appearance import LIGHT_PAGE, Accent, written
from feedback.lettering import NOT_XML, is_rtl
from surveys.speech import _

WIDTH, HEIGHT, LEFT = Inches(13.333), Inches(7.5), Inches(0.9)
WORDS_HIGH, WORDS_WIDE = 300, 828
"""Room for the quote, in points."""
TOPS = {"words": 0.8, "bar": 5.3, "named": 5.4, "beside": 5.85, "lines": 6.5}
"""Where each part begins, in inches from the top."""
BOX_WIDE, BOX_HIGH = Inches(11.5), Inches(4.3)
SIZES = (40, 36, 32, 28, 24, 20, 18, 16, 14, 12)
LETTER, LINE = 0.52, 1.25
"""How wide a letter and how high a line are, in the size of the type."""
SERIF, SANS = "Georgia", "Calibri"
INK, QUIET = RGBColor(0x1D, 0x1C, 0x1A), RGBColor(0x62, 0x5F, 0x58)


@dataclass(frozen=True)
class Slide:
    """All that a slide says."""

    quote: str
    named: str
    beside: str
    """The day, a gift, a tie."""
    lines: tuple[str, ...]
    """How typical it is, and where to verify it."""


def deck(slides: list[Slide], accent: str) -> bytes:
    """Make a presentation; what is too long for any slide is named on the last one."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    colour = RGBColor.from_string(Accent.of(accent).light[1:].upper())
    for slide in slides:
        if size_of(slide.quote):
            _add(made, slide, colour)
    left_out = [slide.named for slide in slides if not size_of(slide.quote)]
    if left_out:
        names = "\n".join(left_out)
        _add(made, Slide(names, _("Too long for a slide, so left out"), "", ()), colour)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def size_of(words: str) -> int | None:
    """Find the largest type in which all words fit; None where none is small enough."""
    lines = [sum(map(_wide, line)) for line in words.split("\n")]
    for size in SIZES:
        per_line = WORDS_WIDE / (size * LETTER)
        needed = sum(max(1, math.ceil(length / per_line)) for length in lines)
        if needed * size * LINE <= WORDS_HIGH:
            return size
    return None


def _add(made: Any, slide: Slide, colour: RGBColor) -> None:
    page = made.slides.add_slide(made.slide_layouts[5])
    page.background.fill.solid()
    page.background.fill.fore_color.rgb = RGBColor.from_string(written(LIGHT_PAGE)[1:].upper())
    bar = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, LEFT, Inches(TOPS["bar"]), Inches(0.6), Pt(4))
    bar.fill.solid()
    bar.fill.fore_color.rgb = colour
    bar.line.fill.background()
    _place(page.shapes.title, top=Inches(TOPS["named"]), height=Inches(0.45))
    _write(page.shapes.title.text_frame, slide.named, 20, INK, SANS, bold=True)
    quote = _box(page, top=Inches(TOPS["words"]), height=BOX_HIGH)
    quote.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(quote, slide.quote, size_of(slide.quote) or SIZES[-1], INK, SERIF)
    _write(_box(page, Inches(TOPS["beside"]), Inches(0.4)), slide.beside, 14, QUIET, SANS)
    _write(_box(page, Inches(TOPS["lines"]), Inches(0.6)), "\n".join(slide.lines), 11, QUIET, SANS)
    page.notes_slide.notes_text_frame.text = _(
        "Its author may take these words back at any time. Look before you show them again."
    )


def _box(page: Any, top: Length, height: Length) -> Any:
    return _place(page.shapes.add_textbox(LEFT, top, BOX_WIDE, height), top, height).text_frame


def _place(shape: Any, top: Length, height: Length) -> Any:
    shape.left, shape.top, shape.width, shape.height = LEFT, top, BOX_WIDE, height
    return shape


def _write(
    frame: Any, words: str, size: int, colour: RGBColor, font: str, *, bold: bool = False
) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    for number, line in enumerate(NOT_XML.sub("\ufffd", words).split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.name, run.font.bold = Pt(size), font, bold
        run.font.color.rgb = colour
        paragraph.alignment = PP_ALIGN.RIGHT if is_rtl(words) else PP_ALIGN.LEFT
        if is_rtl(words):
            paragraph._p.get_or_add_pPr().set("rtl", "1")


def _wide(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
