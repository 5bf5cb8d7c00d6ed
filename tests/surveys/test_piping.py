"""Earlier answers in later words: put in once, on one line, and never read as anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import Question
from surveys.logic.piping import LONGEST, piped, renamed, tokens
from surveys.logic.walk import Person, walk
from surveys.questions import Stored
from tests.factories import definition

CARLA = Person("Carla", {"Plan": "gold", "Since": 2019, "vip": True})


def read(text, answers=None, person=CARLA):
    asks = definition(Question("q1", "text", text))
    path = walk(asks, person, answers or {})
    found = path.read_by(asks.question("q1")).text
    return found.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("You gave {answer:score}.", "You gave 9."),
        ("Hello {contact:name|there}", "Hello Carla"),
        ("On {contact: PLAN }?", "On gold?"),
        ("Since {contact:since}", "Since 2019"),
        ("{contact:town|your town} is fine", "your town is fine"),
        ("{contact:town} is fine", " is fine"),
        ("{answer:reason|nothing}", "nothing"),
        ("{answer:q9|nothing}", "nothing"),
        ("{unknown:x} {} {{answer:score}}", "{unknown:x} {} {9}"),
    ],
)
def test_what_is_known_is_put_in(text, is_read):
    assert read(text, {"score": Stored(9)}) == is_read


def test_what_is_put_in_is_never_read_again():
    said = {"reason": Stored(text="{contact:plan} {answer:score}")}
    assert read("You said {answer:reason}", said) == "You said {contact:plan} {answer:score}"


@given(st.text(max_size=300))
def test_any_value_becomes_one_short_line_that_turns_nothing_around_it(value):
    text = piped("a {contact:x|–} b", lambda token: value)
    inside = text.removeprefix("a ").removesuffix(" b")
    assert inside == "–" or (inside[0], inside[-1]) == ("\u2068", "\u2069")
    assert len(inside) <= LONGEST + 2
    assert not set(inside[1:-1]) & set("\n\r\0\u202e\u2066\u2068\u2069")


def test_places_follow_their_question():
    text = "{answer:q1} {answer:q1|x} {answer:q2} {contact:q1}"
    assert renamed(text, {"q1": "q7"}) == "{answer:q7} {answer:q7|x} {answer:q2} {contact:q1}"


def test_a_fallback_may_be_empty():
    (token,) = tokens("{contact:name|}")
    assert token.fallback == ""
