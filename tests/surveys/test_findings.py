"""What is wrong with a survey's rules is said at its field, before anybody is asked."""

from dataclasses import replace
from itertools import islice, product

import pytest
from hypothesis import given

from surveys.checks import unfinished
from surveys.definition import Question
from surveys.logic.possible import outcomes, unreachable
from surveys.logic.rules import END, About, Condition, Jump, Match, Op, Rule
from surveys.logic.walk import Person, walk
from surveys.questions import Stored
from tests.factories import definition
from tests.surveys.rulebook import surveys

COLOUR = Question("q1", "choice", "Which?", settings={"options": ["Red", "Blue"]})
WORDS = Question("q2", "text", "Why?")
RATING = Question("q3", "rating", "How good?", settings={"steps": 5}, required=True)


def on(key, op=Op.ANSWERED, value=""):
    return Condition(About.ANSWER, key, op, value)


def if_(*conditions, match=Match.ALL):
    return Rule(conditions, match)


def found(*extra, **given):
    return {p.place: p.words for p in unfinished("Survey", definition(*extra, **given))}


def test_a_sound_survey_has_no_findings():
    assert (
        found(
            replace(COLOUR, required=True),
            replace(WORDS, new_page=True, text="Why {answer:q1}?", show_if=if_(on("q1"))),
            replace(RATING, go_to=(Jump(Op.AT_MOST, "2", END),)),
            Question("q4", "text", "More, {contact:name|dear customer}?"),
            thanks_text="You said {answer:q2|nothing}.",
        )
        == {}
    )


@pytest.mark.parametrize(
    ("condition", "place", "words"),
    [
        (on("q3"), "q2-if-0-about", "Question 3 has to come before this one."),
        (on("q2"), "q2-if-0-about", "Question 2 has to come before this one."),
        (on("q9"), "q2-if-0-about", "The question this rests on is gone. Choose another."),
        (on("q1", Op.IS), "q2-if-0-value", "Say what it is compared with."),
        (Condition(About.CONTACT, " ", Op.IS, "x"), "q2-if-0-name", "Which attribute"),
        (on("q1", Op.IS, "Green"), "q2-if-0-value", "It could be “Red”, “Blue”."),
        (on("q1", Op.SAYS, "ee"), "q2-if-0-value", "No answer there has “ee” in it."),
        (on("score", Op.AT_LEAST, "11"), "q2-if-0-value", "No answer there can be 11 or more."),
        (on("score", Op.AT_LEAST, "nine"), "q2-if-0-value", "A number, or a day"),
        (on("score", Op.IS, "9.5"), "q2-if-0-value", "“9.5” cannot be an answer there."),
        (on("score", Op.UNANSWERED), "q2-if-0-about", "its conditions never hold"),
    ],
)
def test_a_condition_that_cannot_be_meant_is_named(condition, place, words):
    problems = found(COLOUR, replace(WORDS, show_if=if_(condition)), RATING)
    assert words in problems[place]


@pytest.mark.parametrize(
    ("jump", "place", "words"),
    [
        (Jump(Op.ANSWERED, "", "q1"), "q2-go-0-to", "question 1 is not behind this one"),
        (Jump(Op.ANSWERED, "", "q2"), "q2-go-0-to", "A jump only leads forward"),
        (Jump(Op.ANSWERED, "", "score"), "q2-go-0-to", "the score is not behind"),
        (Jump(Op.ANSWERED, "", "q9"), "q2-go-0-to", "is gone"),
        (Jump(Op.IS, "", "q3"), "q2-go-0-value", "Say what it is compared with."),
    ],
)
def test_a_jump_that_leads_back_or_nowhere_is_named(jump, place, words):
    assert words in found(COLOUR, replace(WORDS, go_to=(jump,)), RATING)[place]


@pytest.mark.parametrize(
    "rule",
    [
        if_(on("score", Op.AT_LEAST, "9"), on("score", Op.AT_MOST, "6")),
        if_(on("q1", Op.IS, "Red"), on("q1", Op.IS, "Blue")),
        if_(on("q1", Op.UNANSWERED), on("q1", Op.ANSWERED)),
        if_(
            Condition(About.CONTACT, "plan", Op.IS, "a"),
            Condition(About.CONTACT, "plan", Op.IS, "b"),
        ),
    ],
)
def test_conditions_that_exclude_each_other_are_found(rule):
    assert "never hold" in found(COLOUR, replace(WORDS, show_if=rule))["q2-if-0-about"]
    assert found(COLOUR, replace(WORDS, show_if=replace(rule, match=Match.ANY))) == {}


def test_a_question_that_rests_on_one_nobody_is_asked_is_found_too():
    lost = replace(COLOUR, show_if=if_(on("score", Op.UNANSWERED)))
    assert "never hold" in found(lost, replace(WORDS, show_if=if_(on("q1"))))["q2-if-0-about"]


def test_questions_that_a_jump_always_leads_past_are_found():
    jumps = (Jump(Op.AT_MOST, "3", "q5"), Jump(Op.AT_LEAST, "3", END))
    problems = found(replace(RATING, go_to=jumps), WORDS, Question("q5", "text", "?"))
    assert list(problems) == ["q2-text"]
    assert "leads past it" in problems["q2-text"]


def test_a_jump_over_a_question_that_may_be_skipped_is_no_finding():
    jumps = (Jump(Op.IS, "Red", "q3"), Jump(Op.IS, "Blue", "q3"))
    assert found(replace(COLOUR, go_to=jumps), WORDS, RATING) == {}


@given(surveys(most=3))
def test_what_is_called_unreachable_is_never_shown_whatever_anybody_says(asks):
    lost = unreachable(asks)
    words = [("Red",), ("red wine",), ("3",)]
    sayable = [outcomes(q) or ([] if q.required else [()]) + words for q in asks.questions]
    plans = ({}, {"plan": "Red"}, {"plan": "9"}, {"plan": "0"})
    for said in islice(product(*sayable), 3000):
        answers = {
            q.key: _stored(q, words) for q, words in zip(asks.questions, said, strict=True) if words
        }
        for plan in plans if lost else ():
            person = Person(attributes=plan)
            assert not walk(asks, person, answers).keys & set(lost)


def _stored(question, words):
    if question.kind in ("nps", "rating"):
        return Stored(number=int(words[0])) if words[0].isdigit() else Stored()
    return Stored(text=f'["{words[0]}"]' if question.kind == "choices" else words[0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("On {contact:plan}?", "Not everybody has plan"),
        ("You said {answer:q2|–}", "Question 2 is not answered yet"),
        ("You said {answer:q1}", "Not everybody answers question 1"),
        ("You said {answer:qz|–}", "There is no question “qz”"),
        ("You said {answer:q3}", "Question 3 is not answered yet"),
    ],
)
def test_words_that_would_repeat_nothing_are_found(text, words):
    asks = (COLOUR, replace(WORDS, new_page=True), replace(RATING, text=text))
    assert words in found(*asks)["q3-text"]


def test_an_answer_on_the_same_page_cannot_be_repeated():
    assert "earlier page" in found(replace(COLOUR, text="{answer:score}?"))["q1-text"]


def test_the_thanks_say_something_else_where_nothing_was_answered():
    assert "Not everybody answers" in found(COLOUR, thanks_title="{answer:q1}!")["thanks_title"]


def test_on_a_page_in_random_order_nothing_rests_on_its_neighbours():
    first = replace(COLOUR, new_page=True, mixed_page=True, go_to=(Jump(Op.ANSWERED, "", "q3"),))
    second = replace(WORDS, show_if=if_(on("q1")))
    assert set(found(first, second, RATING)) == {"q1-go-0-to", "q2-if-0-about"}


@pytest.mark.parametrize("quota", [0, -3])
def test_a_quota_lets_at_least_one_answer(quota):
    assert set(found(replace(COLOUR, quota=quota))) == {"q1-quota"}
