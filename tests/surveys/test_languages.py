"""A survey in several languages: what is shown changes, what is stored does not."""

from dataclasses import replace

import pytest

from surveys import editing
from surveys.answering import AnswerForm
from surveys.definition import Definition, Question, Translation
from surveys.questions import TYPES
from tests.factories import definition

COLOUR = Question("qa", "choice", "Which colour?", settings={"options": ["Blue", "Red"]})
GERMAN = {
    "subject": Translation("Wie sind wir?", "How are we doing?"),
    "score-text": Translation("Würden Sie uns empfehlen?", "How likely …?"),
    "score-set-high": Translation("Äußerst wahrscheinlich", "Extremely likely"),
    "qa-text": Translation("Welche Farbe?", "Which colour?"),
    "qa-set-options-0": Translation("Blau", "Blue"),
    "qa-set-options-1": Translation("", "Red"),
}


@pytest.fixture
def asks() -> Definition:
    plain = definition(COLOUR)
    score = replace(plain.score, settings={"high": "Extremely likely"})
    questions = (score, *plain.questions[1:])
    return replace(plain, questions=questions, translations={"de": GERMAN})


def test_texts_questions_and_the_ends_of_a_scale_are_shown_in_the_language(asks):
    german = asks.in_language("de")
    shown = (german.subject, german.question("qa").text, german.language)
    assert shown == ("Wie sind wir?", "Welche Farbe?", "de")
    assert TYPES["nps"].ends(german.score)[1] == "Äußerst wahrscheinlich"


def test_an_option_has_a_label_in_the_language_or_else_its_own_words(asks):
    question = asks.in_language("de").question("qa")
    assert [question.label(option) for option in ("Blue", "Red")] == ["Blau", "Red"]
    assert asks.question("qa").label("Blue") == "Blue"


def test_an_answer_is_stored_in_the_authors_words_whatever_the_language(asks):
    german = asks.in_language("de")
    form = AnswerForm(german, answers={})
    form["qa"].data = "Blue"
    assert form.answers()["qa"].text == "Blue"
    assert german.question("qa").settings == asks.question("qa").settings


def test_what_is_not_translated_stays_in_the_authors_words(asks):
    german = asks.in_language("de")
    assert (german.thanks_title, german.reason) == (asks.thanks_title, asks.reason)


@pytest.mark.parametrize("language", ["en", "fr", "", "de-DE", "../../etc"])
def test_a_language_that_nobody_translated_changes_nothing(asks, language):
    assert asks.in_language(language) is asks


def test_what_is_stored_is_read_back_with_its_translations(asks):
    stored = asks.stored()
    assert Definition.of(stored) == asks
    assert "labels" not in stored["questions"][0]


def test_what_was_stored_before_there_were_languages_still_reads(asks):
    stored = asks.stored()
    del stored["translations"]
    assert Definition.of(stored) == replace(asks, translations={})
    assert Definition.of(stored).languages == ("en",)


def test_a_copied_question_is_copied_with_its_translations(asks):
    copied = editing.with_copy(asks, "qa").in_language("de")
    assert [question.text for question in editing.extras(copied)] == ["Welche Farbe?"] * 2


def test_a_question_that_gets_a_new_key_keeps_its_translations(asks):
    before = {"qa": replace(asks.question("qa"), hint="One only.")}
    rekeyed = editing.rekeyed(asks, before)
    assert rekeyed.questions[-1].key != "qa"
    assert rekeyed.in_language("de").questions[-1].label("Blue") == "Blau"
