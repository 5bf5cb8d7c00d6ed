"""The same payloads in pictures, slides and pasted Markdown: only words, and all of them."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt
from pptx import Presentation

from feedback.testimonials.outputs.copies import Copy, as_markdown
from feedback.testimonials.outputs.drawing import Card, NoFontError, draw, looks
from feedback.testimonials.outputs.slides import Slide, deck
from tests.factories import NOW
from tests.testimonials.outputs.fonts import must_draw
from tests.testimonials.outputs.payloads import PAYLOADS
from tests.testimonials.outputs.words import quotes_in


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_pasted_markdown_reads_letter_for_letter(payload):
    copy = Copy(payload, "A", NOW.date(), (), "", "https://h.example/v")
    html = MarkdownIt("commonmark", {"html": True}).render(as_markdown(copy))
    read = quotes_in(html)[0]
    for line in payload.split("\n"):
        assert " ".join(line.split()) in " ".join(read.split())


@pytest.mark.parametrize(
    "start",
    [
        *("1. ", "12) ", "007.", "- ", "+ ", "* ", "# ", "###### ", "> ", ">", "===", "---"),
        *("***", "___", "```", "~~~", "    ", "\t", "1.5 ", ". ", ") ", "| a | b |", ": ", "- - "),
    ],
)
def test_words_that_begin_like_markdown_stay_words(start):
    words = f"{start}hours saved\n{start}each day"
    copy = Copy(
        words, f"{start}Ann", NOW.date(), (f"{start}beside",), f"{start}line", "https://h/v"
    )
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(as_markdown(copy))
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= {"blockquote", "p", "br", "strong", "a"}
    read = quotes_in(html)[0]
    assert [line.strip() for line in words.split("\n")] == [
        line.strip() for line in read.strip().split("\n")[:2]
    ]


def drawn(payload, look):
    """Draw a payload; nothing where this machine has no letters for it."""
    try:
        return draw(
            Card(payload, payload, (payload,), (payload,), payload, "en"), "story", look, "svg"
        )
    except NoFontError as missing:
        if must_draw(missing.letters):
            raise
        return None


def test_no_picture_holds_anything_that_runs():
    look = looks("#0f6b5c")["light"]
    for svg in filter(None, (drawn(payload, look) for payload in PAYLOADS)):
        names = {element.tag.rpartition("}")[2].lower() for element in ET.fromstring(svg).iter()}
        assert names <= {"svg", "g", "path", "use", "symbol", "defs", "image", "clippath", "rect"}


def test_no_slide_holds_anything_but_words():
    slides = [Slide(p, p, p, (p,)) for p in PAYLOADS]
    made = Presentation(io.BytesIO(deck(slides, "#0f6b5c")))
    for slide, page in zip(slides, made.slides, strict=True):
        kinds = {rel.reltype.rpartition("/")[2] for rel in page.part.rels.values()}
        assert kinds == {"slideLayout", "notesSlide"}
        assert not any(rel.is_external for rel in page.part.rels.values())
        words = " ".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
        assert slide.quote.replace("\x0c", "\ufffd").split("\n")[0] in words
