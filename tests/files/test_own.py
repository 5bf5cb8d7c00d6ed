"""Hark's own survey file: whole there and back, and strict about what it takes."""

import json

import pytest

from surveys.definition import Question, Translation
from surveys.files import NotASurveyError, own, read
from surveys.logic.rules import END, About, Condition, Jump, Op, Rule
from surveys.models import SurveyKind
from tests import factories

RULE = Rule((Condition(About.ANSWER, "score", Op.AT_MOST, "6"),))
DEEP = factories.definition(
    Question("q1", "choice", "Where?", settings={"options": ["Here", "There"]}, quota=10),
    Question("q2", "text", "Why {answer:q1|there}?", new_page=True),
    Question("q3", "text", "Why?", show_if=RULE, go_to=(Jump(Op.ANSWERED, "", END),)),
    translations={"de": {"q1-text": Translation("Wo?", "Where?")}},
)
NPS = SurveyKind.RELATIONSHIP_NPS


def written(**changes):
    stored = json.loads(own.write("Customers", NPS, DEEP))
    return json.dumps(stored | changes).encode()


def with_question(number, **changes):
    stored = json.loads(written())
    stored["asks"]["questions"][number] |= changes
    return json.dumps(stored).encode()


def test_a_survey_comes_back_as_it_left():
    brought = read(written())
    assert (brought.name, brought.kind, brought.notes) == ("Customers", NPS, ())
    assert brought.asks.question("q3").show_if == RULE
    assert brought.asks.question("q3").go_to == DEEP.question("q3").go_to
    assert brought.asks.translations == DEEP.translations
    assert brought.asks.question("q1").quota == 10
    again = own.write(brought.name, brought.kind, brought.asks)
    assert own.write("Customers", NPS, read(again).asks) == again


def test_a_byte_order_mark_before_it_does_not_matter():
    assert read(b"\xef\xbb\xbf" + written()).name == "Customers"


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"version": 2}, "version 2; this Hark reads version 1"),
        ({"format": "other"}, "not one of Hark's survey files"),
        ({"kind": "sales"}, "no kind of survey"),
        ({"kind": "csat"}, "begins with its score (csat)"),
        ({"name": None}, "no name"),
        ({"name": "x" * 500}, "Keep it within 120"),
        ({"asks": []}, "object"),
        ({"asks": {"questions": "none"}}, "questions"),
    ],
)
def test_what_it_does_not_take_is_named(changes, words):
    with pytest.raises(NotASurveyError) as told:
        read(written(**changes))
    assert words in str(told.value)


@pytest.mark.parametrize("key", ["", "score", '"><script>', "a" * 60, "q 1", "_x", "q1\n"])
def test_a_key_that_is_no_key_is_refused(key):
    with pytest.raises(NotASurveyError):
        read(with_question(2, key=key))


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"options": ["One"]}, "From 2 to 30"),
        ({"options": "Here"}, "list of words"),
        ({"colour": "red"}, "no such setting"),
    ],
)
def test_settings_are_held_against_the_editor(settings, words):
    with pytest.raises(NotASurveyError, match=words):
        read(with_question(2, settings=settings))


def test_too_many_questions_are_refused():
    stored = json.loads(written())
    stored["asks"]["questions"] += [
        {**stored["asks"]["questions"][3], "key": f"k{n}"} for n in range(80)
    ]
    with pytest.raises(NotASurveyError, match="at most 60"):
        read(json.dumps(stored).encode())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"a,b\n1,2",
        b"<html>",
        b"{" * 100_000,
        b"PK\x03\x04",
        b"x" * 9_000_000,
    ],
)
def test_other_files_are_refused_in_words(raw):
    with pytest.raises(NotASurveyError):
        read(raw)


def test_a_file_without_end_is_refused_unread():
    with pytest.raises(NotASurveyError, match="larger than 8 MB"):
        read(b"x" * 9_000_000)


@pytest.mark.parametrize("place", ["text", "hint"])
def test_half_a_letter_is_refused(place):
    with pytest.raises(NotASurveyError, match="cannot be read"):
        read(with_question(2, **{place: "Half \ud83d of a smile"}))
