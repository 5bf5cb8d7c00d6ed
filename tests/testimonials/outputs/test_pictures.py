"""Pictures of quotes: every word or none, readable, in any script."""

import io

import pytest
from PIL import Image

from feedback.appearance import contrast, parse
from feedback.testimonials.outputs import drawing
from feedback.testimonials.outputs.drawing import (
    SHAPES,
    Card,
    NoFontError,
    TooLongError,
    draw,
    is_rtl,
    looks,
)
from tests.testimonials.outputs.conftest import EVERYWHERE
from tests.testimonials.outputs.fonts import need_letters

LIGHT = looks("#0f6b5c")["light"]
SCRIPTS = {
    "Latin": "“Support answered at 7 a.m. on a Sunday.”",
    "Arabic": "«التوصيل دائمًا في موعده، والقهوة طازجة.»",
    "Hebrew": "“המשלוח תמיד מגיע בזמן והקפה טרי.”",
    "Japanese": "“毎週月曜日の朝に届くコーヒー。”",
    "Chinese": "“每周一早上送到的咖啡是办公室的乐趣。”",
    "Korean": "“매주 월요일 아침에 도착하는 커피.”",
    "Devanagari": "“कॉफ़ी बहुत अच्छी है।”",
    "Thai": "“กาแฟดีมาก ส่งตรงเวลาทุกครั้ง”",
    "emoji": "“👩‍👩‍👧‍👦 🇩🇪 👍🏽 1️⃣ ❤️”",
}


def card(quote, **given):
    said = {"named": "Ann Able", "beside": ("3 Feb 2026",), "lines": ("5 of 9",), "company": "Acme"}
    return Card(quote, **{**said, "language": "en", **given})


def picture(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


def is_inked(png, box):
    """Whether anything but the ground is there."""
    part = picture(png).crop(box)
    return len(part.getcolors(1 << 20)) > 1


def drawn_if_letters(quote):
    """Draw a quote; where this machine has no letters for it the test is skipped."""
    try:
        return draw(card(quote), "wide", LIGHT, "png")
    except NoFontError as missing:
        need_letters(missing.letters)
        raise


@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_has_the_size_that_it_says(shape):
    drawn = picture(draw(card("Fast."), shape, LIGHT, "png"))
    assert drawn.size == (SHAPES[shape].width, SHAPES[shape].height)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_drawn_within_the_picture(script):
    drawn = drawn_if_letters(SCRIPTS[script])
    assert is_inked(drawn, (64, 100, 1136, 380))
    for edge in ((0, 0, 1200, 40), (0, 0, 40, 630), (1160, 0, 1200, 630), (0, 600, 1200, 630)):
        assert not is_inked(drawn, edge)


def test_letters_without_a_font_are_named_instead_of_drawn_as_boxes():
    with pytest.raises(NoFontError, match="ffff"):
        draw(card("What is \uffff this?"), "wide", LIGHT, "png")


def test_a_long_quote_is_set_smaller_and_stays_whole():
    drawn = draw(card("A sentence of praise. " * 30), "wide", LIGHT, "png")
    assert not is_inked(drawn, (1160, 0, 1200, 630))


@pytest.mark.parametrize("words", ["A sentence of praise. " * 80, "x" * 50_000, "line\n" * 60])
def test_a_quote_that_does_not_fit_is_refused_and_never_cut(words):
    with pytest.raises(TooLongError):
        draw(card(words), "wide", LIGHT, "png")


@pytest.mark.parametrize("words", ["x" * 300, "https://example.com/" + "a/b?c=" * 30])
def test_words_without_a_space_are_broken_within_the_picture(words):
    drawn = draw(card(words, named="y" * 150), "square", LIGHT, "png")
    assert not is_inked(drawn, (1050, 0, 1080, 1080))


def test_a_longer_quote_is_never_set_larger():
    def height(words):
        rows = picture(draw(card(words), "wide", LIGHT, "png")).crop((64, 90, 1136, 400))
        return rows.getbbox()

    assert height("Fast.") is not None
    assert height("Fast. " * 60) is not None


@pytest.mark.parametrize(
    "accent", ["#0f6b5c", "#ffff00", "#ffffff", "#000000", "#808080", "#ff00aa", "#7fb0ff"]
)
def test_whatever_the_accent_all_text_reads_at_four_and_a_half_to_one(accent):
    for look in looks(accent).values():
        for text in (look.ink, look.quiet, look.accent):
            assert contrast(parse(text), parse(look.paper)) >= 4.5


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("“שלום Hark”", True),
        ("“Hark שלום”", False),
        ("123 مرحبا", True),
        ("👍", False),
        ("", False),
    ],
)
def test_direction_is_that_of_the_first_letter(words, told):
    assert is_rtl(words) is told


def test_words_that_look_like_typst_are_only_words():
    evil = '#panic("x") $x$ *b* @ref #read("/etc/passwd") \\ // /* ]]> <script>alert(1)</script>'
    svg = draw(card(evil, named="#sys.inputs", company="#eval"), "wide", LIGHT, "svg").decode()
    assert "script" not in svg
    assert "foreignObject" not in svg


@pytest.mark.parametrize("look", ["light", "dark", "bold"])
def test_each_look_can_be_fetched_and_saved(client, published, public_id, look):
    published(purposes=EVERYWHERE)
    path = f"/wall/acme/{public_id()}/square.png?look={look}&save=1"
    answer = client.get(path)
    assert answer.mimetype == "image/png"
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("end", ["round.png", "wide.gif", "wide.png?look=neon"])
def test_made_up_pictures_are_not_found(client, published, public_id, end):
    published(purposes=EVERYWHERE)
    assert client.get(f"/wall/acme/{public_id()}/{end}").status_code == 404


def test_a_picture_that_cannot_be_is_explained(client, published, public_id):
    published("word " * 900, purposes=EVERYWHERE)
    answer = client.get(f"/wall/acme/{public_id()}/wide.png")
    assert answer.status_code == 422
    assert "Nothing was cut off." in answer.text


def test_a_drawn_picture_is_not_drawn_again():
    drawing.draw.cache_clear()
    for _ in range(2):
        draw(card("Once."), "wide", LIGHT, "png")
    assert drawing.draw.cache_info().hits == 1
