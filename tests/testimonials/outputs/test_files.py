"""Files and copies to take away: complete, marked with what they may be used for, harmless."""

import csv
import io
import re

import pytest
from pptx import Presentation

from feedback.testimonials.outputs import files
from feedback.testimonials.outputs.copies import Copy, as_html, as_markdown, as_plain
from feedback.testimonials.outputs.slides import Slide, deck, size_of
from tests.factories import NOW
from tests.testimonials.outputs.conftest import EVERYWHERE


def rows(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def slides_of(data):
    """Give the texts of each slide, in reading order."""
    return [
        [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        for slide in Presentation(io.BytesIO(data)).slides
    ]


def test_the_table_says_what_each_quote_may_be_used_for(marketer, published, public_id):
    published("For ads.", purposes=["ads", "press"], incentive="a mug")
    head, row = rows(marketer.get("/testimonials/published.csv"))
    told = dict(zip(head, row, strict=True))
    assert told["Quote"] == "For ads."
    uses = ("Website", "Social media", "Presentations and offers", "Paid advertising", "Press")
    assert [told[use] for use in uses] == ["no", "no", "no", "yes", "yes"]
    assert told["Beside it"] == "Received for agreeing to be quoted: a mug."
    assert public_id() in told["Verify"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =HYPERLINK(1)", "＝1"])
def test_no_cell_is_a_formula(marketer, published, evil):
    published(evil + " is what I said", named_as=evil, purposes=EVERYWHERE, incentive=evil)
    for cell in rows(marketer.get("/testimonials/published.csv"))[1]:
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_a_quote_allowed_for_several_uses_is_one_row(marketer, published):
    published(purposes=EVERYWHERE)
    assert len(rows(marketer.get("/testimonials/published.csv"))) == 2


def test_more_quotes_than_one_page_are_all_in_the_table(marketer, published, monkeypatch):
    monkeypatch.setattr(files, "AT_ONCE", 2)
    for n in range(5):
        published(f"Words {n}.", purposes=["press"])
    found = rows(marketer.get("/testimonials/published.csv"))[1:]
    assert [row[0] for row in found] == [f"Words {n}." for n in (4, 3, 2, 1, 0)]


def test_a_slide_says_all_that_belongs_to_a_quote(marketer, published, public_id):
    for _ in range(5):
        published("Really good.", purposes=["sales"], relation="employee")
    texts = " ".join(slides_of(marketer.get("/testimonials/slides.pptx").data)[0])
    for said in ("“Really good.”", "Ann Able, Bolt Ltd", "Works for Acme.", "5 of 5 customers"):
        assert said in texts
    assert f"hark.test/verify/{public_id()}" in texts


def test_words_are_native_text_without_links():
    evil = 'a\x0b\ufffe<a:hlinkClick/> ]]> {{7*7}} & "x"'
    (texts,) = slides_of(deck([Slide(evil, evil, "day", ("line",))], "#0f6b5c"))
    assert any("<a:hlinkClick/> ]]> {{7*7}} &" in text for text in texts)


def test_a_quote_too_long_for_a_slide_is_named_and_never_cut():
    long = Slide("word " * 2_000, "Ann Able", "", ())
    first, last = slides_of(deck([Slide("Short.", "Bo", "", ()), long], "#0f6b5c"))
    assert "Short." in first
    assert "Ann Able" in last


def test_longer_words_are_set_smaller():
    sizes = [size_of("word " * n) for n in (3, 30, 100, 300, 2_000)]
    assert sizes == [*sorted(sizes[:-1], reverse=True), None]


def test_words_from_right_to_left_are_set_so():
    deck_ = Presentation(io.BytesIO(deck([Slide("שלום", "דנה", "", ())], "#0f6b5c")))
    assert 'rtl="1"' in "".join(shape._element.xml for shape in deck_.slides[0].shapes)


COPY = Copy(
    "We <b>save</b>\n6 hours.", "Ann & Bo", NOW.date(), ("A gift.",), "5 of 9.", "https://h/v"
)


def test_plain_text_holds_everything():
    assert as_plain(COPY) == (
        "“We <b>save</b>\n6 hours.”\n— Ann & Bo, 22 Nov 2026\nA gift.\n5 of 9.\nVerify: https://h/v"
    )


def test_html_holds_everything_and_escapes_it():
    html = as_html(COPY)
    assert "We &lt;b&gt;save&lt;/b&gt;<br>\n6 hours." in html
    assert "Ann &amp; Bo" in html
    assert html.count("https://h/v") == 2


def test_markdown_keeps_lines_and_escapes_signs():
    lines = as_markdown(COPY).split("\n")
    assert lines[0] == r"> We \<b\>save\</b\>" + "\\"
    assert lines[1] == "> 6 hours."
    assert lines[-1] == "> [Verify](https://h/v)"


@pytest.mark.parametrize(
    "evil", ["[x](javascript:alert(1))", "# head", "1. one", "- list", "<img src=x>", "`a`", "&lt;"]
)
def test_no_sign_of_the_words_works_as_markdown(evil):
    first = as_markdown(Copy(evil, "A", NOW.date(), (), "", "v")).split("\n")[0].removeprefix("> ")
    assert first != evil
    assert re.sub(r"\\(.)", r"\1", first) == evil


def test_the_page_of_one_quote_offers_it_all(marketer, published, public_id):
    published(purposes=EVERYWHERE)
    page = marketer.get(f"/testimonials/published/{public_id()}").text
    for said in ("data-quote=&#34;", "Markdown", "wide.png", "story.svg", "square.png"):
        assert said in page


def test_the_page_of_one_quote_says_what_was_not_allowed(marketer, published, public_id):
    published(purposes=["website"])
    page = marketer.get(f"/testimonials/published/{public_id()}").text
    assert "did not agree to social media" in page
    assert "not: Presentations and offers" in page


def test_a_shape_that_does_not_fit_says_so(marketer, published, public_id):
    published("word " * 350, purposes=EVERYWHERE)
    page = marketer.get(f"/testimonials/published/{public_id()}").text
    assert "Nothing was cut off." in page


def test_executives_take_nothing_away(executive, published):
    published(purposes=EVERYWHERE)
    for path in ("published.csv", "slides.pptx", "wall"):
        assert executive.get(f"/testimonials/{path}").status_code == 403
