"""Words on slides: boxes that hold them, and paragraphs that run as their letters do."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from feedback.lettering import NOT_XML, is_rtl

INK, QUIET = (RGBColor.from_string(c) for c in ("1D1C1A", "625F58"))
SERIF, SANS = "Georgia", "Calibri"


def box(page: Any, left: int, top: int, wide: int, high: int) -> Any:
    """Add a text box to a slide."""
    frame = page.shapes.add_textbox(left, top, wide, high).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    return frame


def write(
    frame: Any,
    words: str,
    size: int,
    colour: RGBColor,
    font: str,
    *,
    is_first: bool,
    bold: bool = False,
    rtl: bool | None = None,
) -> None:
    """Write a paragraph; it runs as its first letter does unless that is said."""
    from_right = is_rtl(words) if rtl is None else rtl
    paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = clean(words)
    run.font.size, run.font.name, run.font.bold = Pt(size), font, bold
    run.font.color.rgb = colour
    paragraph.alignment = PP_ALIGN.RIGHT if from_right else PP_ALIGN.LEFT
    if from_right:
        paragraph._p.get_or_add_pPr().set("rtl", "1")


def clean(words: str) -> str:
    """Take away letters that no slide can hold."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)
