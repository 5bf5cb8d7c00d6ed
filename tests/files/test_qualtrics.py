"""Qualtrics' file: blocks, choices, display logic and languages; the rest is told."""

import copy
import json
from contextlib import suppress

import pytest

from surveys.checks import unfinished, unsaveable
from surveys.files import NotASurveyError, read
from surveys.logic.rules import Op


def sq(name, kind, selector, text, **given):
    payload = {"QuestionText": text, "QuestionType": kind, "Selector": selector} | given
    return {"Element": "SQ", "PrimaryAttribute": name, "Payload": payload | {"QuestionID": name}}


def shown(*words):
    return {str(n): {"Display": word} for n, word in enumerate(words, 1)}


def block(kind, *names):
    parts = [{"Type": "Question", "QuestionID": n} if n else {"Type": "Page Break"} for n in names]
    return {"Type": kind, "BlockElements": parts}


POOL = {
    "LogicType": "Question",
    "QuestionID": "QID3",
    "ChoiceLocator": "q://QID3/SelectableChoice/2",
    "Operator": "Selected",
}
BLOCKS = {
    "0": block("Default", "QID1", "QID2", "", "QID3", "QID4", "QID5", "QID6", "QID7"),
    "1": block("Trash", "QID9"),
}
FILE = {
    "SurveyEntry": {"SurveyName": "Guests", "SurveyLanguage": "EN"},
    "SurveyElements": [
        {"Element": "BL", "Payload": BLOCKS},
        sq("QID1", "MC", "NPS", "Recommend <b>us</b>?"),
        sq("QID2", "TE", "ML", "Why?"),
        sq(
            "QID3",
            "MC",
            "SAVR",
            "Where?",
            Choices={**shown("Bar", "Pool"), "3": {"Display": "Elsewhere", "TextEntry": "true"}},
            ChoiceOrder=["2", "1", "3"],
            Validation={"Settings": {"ForceResponse": "ON"}},
            Language={"DE": {"QuestionText": "Wo?", "Choices": {"2": {"Display": "Becken"}}}},
        ),
        sq(
            "QID4",
            "MC",
            "MAVR",
            "At ${q://QID3/ChoiceGroup/SelectedChoices}, what?",
            Choices=[{"Display": "Water"}, {"Display": "Staff"}],
            DisplayLogic={"0": {"0": POOL, "Type": "If"}, "Type": "BooleanExpression"},
        ),
        sq(
            "QID5",
            "Matrix",
            "Likert",
            "How?",
            Choices=shown("Bed", "Bath"),
            Answers=shown("Bad", "Good"),
        ),
        sq("QID6", "Timing", "PageTimer", "Time"),
        sq(
            "QID7",
            "TE",
            "SL",
            "Mail, ${m://FirstName}?",
            QuestionJS="alert(1)",
            Validation={"Settings": {"ContentType": "ValidEmail"}},
        ),
        sq("QID9", "DB", "TB", "Unused"),
    ],
}


@pytest.fixture
def brought():
    return read(json.dumps(FILE).encode())


@pytest.fixture
def asked(brought):
    return brought.asks.questions


def test_it_can_be_published_once_every_language_is_whole(brought):
    assert unsaveable(brought.name, brought.asks) == []
    left = [p.words for p in unfinished(brought.name, brought.asks) if p.place != "languages"]
    assert left == []


def test_questions_come_in_order_with_their_pages(brought, asked):
    assert brought.name == "Guests"
    kinds = [question.kind for question in asked]
    assert kinds == ["nps", "text", "choice", "choices", "matrix", "email"]
    assert [question.new_page for question in asked] == [False, False, True, True, False, False]


def test_choices_keep_their_order_and_the_one_for_own_words(asked):
    assert asked[2].settings["options"] == ["Pool", "Bar"]
    assert asked[2].settings["other"] == "Elsewhere"
    assert asked[2].required


def test_display_logic_and_repeated_answers_follow(asked):
    (condition,) = asked[3].show_if.conditions
    assert (condition.name, condition.op, condition.value) == (asked[2].key, Op.IS, "Pool")
    assert asked[3].text == f"At {{answer:{asked[2].key}|…}}, what?"
    assert asked[5].text == "Mail, {contact:name|}?"


def test_other_languages_come_along(brought):
    german = brought.asks.in_language("de").questions[2]
    assert (german.text, german.label("Pool"), german.label("Bar")) == ("Wo?", "Becken", "Bar")


def test_what_could_not_come_along_is_told(brought):
    told = {note.about: note.words for note in brought.notes}
    assert "not measured" in told["QID6"]
    assert "JavaScript" in told["QID7"]
    assert "begins a new one" in told["QID4"]


@pytest.mark.parametrize("hollow", [None, [], "x", 7, [None]])
def test_a_file_built_otherwise_is_refused_in_words(hollow):
    for key in ("SurveyEntry", "SurveyElements"):
        with pytest.raises(NotASurveyError):
            read(json.dumps({**FILE, key: hollow}).encode())


@pytest.mark.parametrize(
    "place", ["Choices", "Validation", "Language", "DisplayLogic", "ChoiceOrder", "Answers"]
)
@pytest.mark.parametrize("odd", [None, [], {}, "x", 7, [[]], {"a": 1}, {"1": {"Display": 5}}])
def test_odd_parts_inside_break_nothing(place, odd):
    stored = copy.deepcopy(FILE)
    for element in stored["SurveyElements"][1:]:
        element["Payload"][place] = odd
    with suppress(NotASurveyError):
        read(json.dumps(stored).encode())


def test_half_a_letter_is_refused():
    stored = json.dumps(FILE).replace("Where?", "Half \\ud83d of a smile").encode()
    with pytest.raises(NotASurveyError, match="cannot be read"):
        read(stored)
