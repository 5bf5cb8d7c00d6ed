"""What there is to translate, what is missing, and what grew old."""

from dataclasses import replace

import pytest

from feedback.manage.proven import proven_words
from surveys import translating
from surveys.checks import unfinished
from surveys.definition import Question, Translation
from surveys.questions import TYPES
from surveys.questions.base import LineField
from surveys.questions.options import OptionsField
from surveys.templates import TEMPLATES
from surveys.translating import State
from tests.factories import definition

COLOUR = Question("qa", "choice", "Which?", settings={"options": ["Blue", "Red"], "other": "Else"})
PLACES = ["subject", "invitation", "score-text", "reason-text", "qa-text"]
PLACES += ["qa-set-options-0", "qa-set-options-1", "qa-set-other", "thanks_title", "thanks_text"]
NONE = frozenset()


@pytest.fixture
def asks():
    return definition(COLOUR)


@pytest.fixture
def german(asks):
    """All of it in German."""
    given = {at: f"DE {words}" for at, words in translating.texts(asks).items()}
    return translating.translated(asks, "de", given, fits=NONE)


def states(asks, language="de"):
    return {text.place: text.state for text in translating.beside(asks, language)}


def problems(asks):
    return [problem.words for problem in translating.untranslated(asks)]


def test_every_text_that_a_customer_reads_is_to_be_translated(asks):
    assert list(translating.texts(asks)) == PLACES


@pytest.mark.parametrize("kind", TYPES)
def test_every_setting_with_words_is_spoken_or_said_to_be_unspoken(kind):
    type_ = TYPES[kind]
    words = {f.short_name for f in type_.Settings() if isinstance(f, (LineField, OptionsField))}
    assert words <= {*type_.spoken, *type_.unspoken}


def test_a_whole_translation_is_shown_and_has_no_finding(german):
    assert set(states(german).values()) == {State.DONE}
    assert problems(german) == []
    shown = german.in_language("de")
    assert shown.question("qa").label("Red") == "DE Red"
    assert shown.question("qa").label("Else") == "DE Else"


def test_what_is_missing_is_counted_and_found_before_publishing(asks):
    begun = translating.translated(asks, "de", {"subject": "Wie?"}, fits=NONE)
    assert problems(begun) == ["German: 9 of 10 texts are not translated yet."]
    found = [problem for problem in unfinished("x", begun) if problem.place == translating.AT]
    assert len(found) == 1


def test_a_changed_original_marks_its_translation_to_be_checked(german):
    changed = replace(german, subject="How did we do?")
    assert [at for at, state in states(changed).items() if state == State.OLD] == ["subject"]
    assert problems(changed) == ["German: 1 changed since they were translated."]


@pytest.mark.parametrize(
    ("given", "fits", "state"),
    [
        ({}, NONE, State.OLD),
        ({"subject": "DE How are we doing?"}, NONE, State.OLD),
        ({"subject": "DE How are we doing?"}, frozenset({"subject"}), State.DONE),
        ({"subject": "Wie war es?"}, NONE, State.DONE),
        ({"subject": " "}, NONE, State.MISSING),
    ],
)
def test_an_old_translation_is_right_again_when_reworded_or_looked_at(german, given, fits, state):
    changed = replace(german, subject="How did we do?")
    saved = translating.translated(changed, "de", given, fits=fits)
    assert states(saved)["subject"] == state


def test_an_option_that_moves_brings_its_translation_along(german):
    moved = replace(COLOUR, settings={**COLOUR.settings, "options": ["Red", "Green", "Blue"]})
    changed = replace(german, questions=(*german.questions[:2], moved))
    found = {text.original: (text.words, text.state) for text in translating.beside(changed, "de")}
    assert found["Red"] == ("DE Red", State.DONE)
    assert found["Blue"] == ("DE Blue", State.DONE)
    assert found["Green"][1] != State.DONE
    settled = translating.settled(changed)
    assert settled.in_language("de").question("qa").label("Blue") == "DE Blue"


def test_a_translation_repeats_the_same_answers(german):
    words = {
        **german.translations["de"],
        "reason-text": Translation("Warum?", "Why {answer:score}?"),
    }
    reason = replace(german.reason, text="Why {answer:score}?")
    asks = replace(german, questions=(german.score, reason, COLOUR), translations={"de": words})
    assert len(problems(asks)) == 1


def test_settling_forgets_what_no_text_needs(german):
    fewer = replace(german, questions=german.questions[:2])
    assert not any(at.startswith("qa") for at in translating.settled(fewer).translations["de"])


@pytest.mark.parametrize("language", ["de", "fr", "es", "ar"])
@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_survey_from_a_template_is_whole_in_each_language_at_once(kind, language):
    asks = TEMPLATES[kind].asks("Acme & Söhne")
    whole = translating.with_language(asks, language, proven_words("en", language, "Acme & Söhne"))
    assert set(states(whole, language).values()) == {State.DONE}
    assert unfinished("x", whole) == []
    assert "Acme & Söhne" in whole.in_language(language).score.text
    assert not any(
        "{" in words for words in translating.texts(whole.in_language(language)).values()
    )
