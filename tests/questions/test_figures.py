"""Numbers and days as people type them: read right, or asked for again, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questions.date import DayField
from surveys.questions.figures import read_figure, retyped
from tests.questions.cast import filled, question


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u202f234.50", 1234.5),
        ("1'234.5", 1234.5),
        ("1,00,000", 100_000),
        ("1.234.567", 1_234_567),
        ("12,5", 12.5),
        ("0,125", 0.125),
        (".5", 0.5),
        ("−3", -3),
        ("+7", 7),
        ("١٬٢٣٤٫٥", 1234.5),
        ("1234", 1234),
        ("007", 7),
    ],
)
def test_numbers_are_read_as_they_were_meant(typed, number):
    assert float(read_figure(typed, decimals=3)) == number


@pytest.mark.parametrize("typed", ["1.234", "1,234", "12.345", "999,999"])
def test_what_can_be_read_in_two_ways_is_asked_for_again(typed):
    with pytest.raises(ValueError, match="two ways"):
        read_figure(typed, decimals=2)


def test_where_only_whole_numbers_count_a_point_marks_thousands():
    assert read_figure("1.234", decimals=0) == 1234


@pytest.mark.parametrize("typed", ["1.2.3,4", "12 34", "1,2,3", "1e3", "NaN", "--1", "1-2", "½"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="is not a number we can read"):
        read_figure(typed, decimals=3)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_number_shown_again_is_read_as_the_same(thousandths):
    number = thousandths / 1000
    assert float(read_figure(retyped(number), decimals=3)) == number


@given(st.text(max_size=70), st.sampled_from([0, 2]))
def test_any_text_is_a_number_or_a_sentence(typed, decimals):
    try:
        said = f"{read_figure(typed, decimals=decimals, unit='kg')} it is."
    except ValueError as error:
        said = str(error)
    assert said.endswith(".")


@pytest.mark.parametrize(
    "typed",
    ["2026-02-13", "13.2.2026", "13 Feb 2026", "Feb 13, 2026", "13 février 2026", "2/13/2026"],
)
def test_days_are_read_as_they_were_meant(typed):
    form = filled(question("date"), {"q1": [typed]})
    assert form.validate(), form.errors
    assert form["q1"].data == "2026-02-13"


def test_a_day_with_the_number_of_its_month_needs_no_second_question():
    form = filled(question("date"), {"q1": ["04/04/2026"]})
    assert form.validate()
    assert form["q1"].data == "2026-04-04"


def test_words_that_are_no_day_stay_in_a_field_that_can_show_them():
    form = filled(question("date"), {"q1": ["the day after"]})
    assert not form.validate()
    assert isinstance(form["q1"], DayField)
    assert (form["q1"].is_native, form["q1"].typed) == (False, "the day after")
