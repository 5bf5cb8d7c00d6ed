"""What single types do with what people type."""

import pytest
from werkzeug.datastructures import MultiDict

from surveys.answering import AnswerForm
from surveys.definition import Question
from surveys.questions import TYPES, Stored
from tests.factories import definition

WHICH = Question("q1", "choices", "Which?", settings={"options": ["Price", "Speed"]})


def sent(**given: str) -> AnswerForm:
    form = AnswerForm(definition(WHICH), MultiDict(given))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("11", "11 is not on this scale. Choose a number from 0 to 10."),
        ("-1", "-1 is not on this scale. Choose a number from 0 to 10."),
        ("nine", "“nine” is not a number we can read. Choose a number from 0 to 10."),
        ("9.5", "Only whole numbers count here, not 9.5. Choose a number from 0 to 10."),
        ("", "Choose a number from 0 to 10."),
        ("9" * 5000, f"{'9' * 20}… is not on this scale. Choose a number from 0 to 10."),
    ],
)
def test_a_score_off_the_scale_gets_a_sentence_and_the_rest_is_kept(given, sentence):
    form = sent(score=given, reason="I said why", q1="Speed")
    assert form["score"].errors == [sentence]
    assert (form["reason"].data, form["q1"].data) == ("I said why", ["Speed"])


def test_zero_is_an_answer():
    assert sent(score="0").answers() == {"score": Stored(0)}


def test_words_keep_their_line_breaks_and_lose_what_is_no_text():
    assert sent(score="1", reason=" a\r\nb\0\x1b ").answers()["reason"].text == "a\nb"


def test_100_000_characters_are_taken():
    assert sent(score="1", reason="🦤" * 100_000).answers()["reason"].text == "🦤" * 100_000


def test_one_more_is_refused_with_all_of_it_kept():
    form = sent(score="1", reason="x" * 100_001)
    assert "Up to 100,000 characters can be kept; this is 1 over" in form["reason"].errors[0]
    assert form["reason"].data == "x" * 100_001


def test_an_answer_to_nothing_is_no_answer():
    asks = definition()
    skippable = Question("score", "nps", "How likely?")
    form = AnswerForm(
        type(asks)(**{**vars(asks), "questions": (skippable, asks.reason)}), MultiDict()
    )
    assert not form.validate()
    assert form.general


def test_stored_answers_fill_the_form_again():
    form = AnswerForm(
        definition(WHICH), answers={"q1": Stored(text='["Price"]'), "score": Stored(3)}
    )
    assert (form["score"].data, form["q1"].data) == (3, ["Price"])


def test_a_screen_reader_hears_the_step_and_what_the_ends_mean():
    names = [step.name for step in TYPES["nps"].named_steps(definition().score)]
    assert (names[0], names[9]) == ("0 of 10, not at all likely", "9 of 10")


def test_the_same_option_cannot_stand_twice():
    form = TYPES["choice"].Settings(MultiDict({"options": "Price\nPrice"}))
    assert not form.validate()
