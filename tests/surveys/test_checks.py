"""What cannot be saved, and what cannot be published, each named at its field."""

from dataclasses import replace

import pytest

from surveys.checks import LONGEST, unfinished, unsaveable
from surveys.definition import Question, Reminding
from tests.factories import definition


def places(problems):
    return [problem.place for problem in problems]


@pytest.mark.parametrize("place", ["subject", "thanks_title"])
@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_a_line_stays_one_line(place, sign):
    asks = definition(**{place: f"Hello{sign}Bcc: everybody@example.com"})
    assert places(unsaveable("Survey", asks)) == [place]


def asking(place, words):
    """Ask a survey that says these words at a place."""
    reminder, _, part = place.partition("_")
    if not reminder.startswith("reminder"):
        return definition(**{place: words})
    said = Reminding(**{part: words})
    return definition(reminders=(said,) if reminder.endswith("1") else (Reminding(), said))


@pytest.mark.parametrize("place", [name for name in LONGEST if name != "name"])
def test_what_is_too_long_is_not_saved(place):
    asks = asking(place, "x" * (LONGEST[place] + 1))
    assert places(unsaveable("Survey", asks)) == [place]


def test_the_longest_allowed_is_saved():
    assert unsaveable("x" * LONGEST["name"], definition(subject="x" * LONGEST["subject"])) == []


@pytest.mark.parametrize("name", ["", "   "])
def test_a_survey_has_a_name(name):
    assert places(unsaveable(name, definition())) == ["name"]


def test_long_questions_are_not_saved():
    asks = definition(Question("qa", "text", "x" * 301, hint="x" * 301))
    assert places(unsaveable("Survey", asks)) == ["qa-text", "qa-hint"]


def test_endless_settings_are_not_saved():
    asks = definition(Question("qa", "choice", "A?", settings={"options": ["x" * 30_000]}))
    assert places(unsaveable("Survey", asks)) == ["qa-set-options"]


@pytest.mark.parametrize("place", ["subject", "invitation", "thanks_title", "thanks_text"])
def test_nothing_is_published_without_its_words(place):
    assert places(unfinished("Survey", definition(**{place: " "}))) == [place]


@pytest.mark.parametrize("at", [0, 1])
def test_score_and_reason_need_their_words(at):
    questions = list(definition().questions)
    questions[at] = replace(questions[at], text="")
    asks = definition(questions=tuple(questions))
    assert places(unfinished("Survey", asks)) == [f"{questions[at].key}-text"]


@pytest.mark.parametrize(
    "options", [[], ["one"], ["same", "same"], [f"{n}" for n in range(31)], ["x" * 201, "y"]]
)
@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_options_are_two_or_more_and_distinct(kind, options):
    asks = definition(Question("qa", kind, "A?", settings={"options": options}))
    assert places(unfinished("Survey", asks)) == ["qa-set-options"]


@pytest.mark.parametrize("steps", [0, 1, 11])
def test_a_rating_has_a_sensible_number_of_steps(steps):
    asks = definition(Question("qa", "rating", "A?", settings={"steps": steps}))
    assert places(unfinished("Survey", asks)) == ["qa-set-steps"]


def test_a_whole_survey_has_no_problems():
    extra = [
        Question("qa", "choice", "A?", settings={"options": ["one", "two"]}),
        Question("qb", "rating", "B?"),
        Question("qc", "text", "C?"),
    ]
    assert unfinished("Survey", definition(*extra)) == []
