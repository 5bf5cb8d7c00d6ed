"""Any colour a workspace sets can be read on its pages."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.appearance import DARK_PAGE, LIGHT_PAGE, Accent, contrast, parse

colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@given(colours)
def test_every_colour_reads_on_light_and_on_dark(colour):
    accent = Accent.of(colour)
    assert contrast(parse(accent.light), LIGHT_PAGE) >= 4.5
    assert contrast(parse(accent.dark), DARK_PAGE) >= 4.5


@given(colours)
def test_ink_on_every_colour_reads(colour):
    accent = Accent.of(colour)
    assert contrast(parse(accent.light), parse(accent.light_ink)) >= 4.5
    assert contrast(parse(accent.dark), parse(accent.dark_ink)) >= 4.5


def test_black_on_white_is_the_largest_contrast():
    assert round(contrast((0, 0, 0), (1, 1, 1)), 6) == 21
