"""The walk through a survey: what is hidden is never kept, what is shown rests on the past."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import Definition, Question
from surveys.logic.holds import Facts, compared, holds
from surveys.logic.order import shuffled
from surveys.logic.rules import END, About, Condition, Jump, Match, Op, Rule
from surveys.logic.walk import NOBODY, Person, displayed, walk
from surveys.questions import Stored
from tests.factories import definition
from tests.surveys.rulebook import situations, surveys

GOOD, BAD = {"score": Stored(9)}, {"score": Stored(2)}


def on(key: str, op: Op, value: str = "") -> Condition:
    return Condition(About.ANSWER, key, op, value)


def text(key: str, **given) -> Question:
    return Question(key, "text", f"{key}?", **given)


def shown(asks, answers, person=NOBODY):
    return [q.key for q in walk(asks, person, answers).shown][2:]


@given(situations())
def test_answers_to_hidden_questions_change_nothing(found):
    asks, person, answers = found
    path = walk(asks, person, answers)
    assert walk(asks, person, path.kept(answers)).shown == path.shown
    assert set(path.kept(answers)) <= path.keys


@given(situations(), st.data())
def test_whether_a_question_is_shown_rests_on_earlier_answers_alone(found, data):
    asks, person, answers = found
    place = data.draw(st.integers(0, len(asks.questions) - 1))
    later = {q.key for q in asks.questions[place:]} - person.closed
    before = {key: stored for key, stored in answers.items() if key not in later}
    key = asks.questions[place].key
    assert (key in walk(asks, person, answers).keys) == (key in walk(asks, person, before).keys)


@given(situations())
def test_a_path_keeps_the_authors_order_and_begins_with_score_and_reason(found):
    asks, person, answers = found
    keys = [q.key for q in walk(asks, person, answers).shown]
    assert keys == [q.key for q in asks.questions if q.key in set(keys)]
    assert keys[:2] == ["score", "reason"]


@given(situations(), st.data())
def test_what_may_yet_be_shown_holds_all_that_will_be(found, data):
    asks, person, answers = found
    place = data.draw(st.integers(0, len(asks.questions) - 1))
    open_from = asks.questions[place].key
    possible = walk(asks, person, answers, open_from=open_from)
    assert possible.certain <= walk(asks, person, answers).keys <= possible.keys
    if not possible.open:
        assert walk(asks, person, answers).keys == possible.keys


@given(situations())
def test_one_page_follows_another_until_the_last(found):
    asks, person, answers = found
    path, at, seen = walk(asks, person, answers), 1, [1]
    while (following := path.after(at)) is not None:
        assert path.before(following) == at
        at = following
        seen.append(at)
    assert seen == list(path.pages)


@given(surveys(most=8))
def test_a_definition_reads_back_as_it_was_stored(asks):
    assert Definition.of(json.loads(json.dumps(asks.stored()))) == asks


def test_versions_from_before_there_were_rules_are_read():
    old = {
        "subject": "S",
        "invitation": "I",
        "questions": [
            {"key": "score", "kind": "nps", "text": "?", "hint": "", "required": True,
             "settings": {"low": ""}},
            {"key": "reason", "kind": "text", "text": "Why?", "hint": "", "required": False,
             "settings": {}},
        ],
        "thanks_title": "T",
        "thanks_text": "T",
        "language": "en",
    }  # fmt: skip
    asks = Definition.of(old)
    assert asks.is_plain
    assert [len(page) for page in asks.pages] == [2]


@pytest.mark.parametrize(
    "depth",
    [
        {"new_page": True},
        {"show_if": Rule((on("score", Op.ANSWERED),))},
        {"go_to": (Jump(Op.ANSWERED, "", END),)},
        {"shuffled": True},
        {"quota": 3},
        {"text": "Dear {contact:name|you}"},
    ],
)
def test_a_survey_with_any_depth_is_not_taken_for_a_plain_one(depth):
    assert definition(text("q1")).is_plain
    assert not definition(replace(text("q1"), **depth)).is_plain


def test_a_question_is_shown_to_those_its_rule_means():
    asks = definition(text("q1", show_if=Rule((on("score", Op.AT_MOST, "6"),))))
    assert shown(asks, BAD) == ["q1"]
    assert shown(asks, GOOD) == shown(asks, {}) == []


@pytest.mark.parametrize(("match", "plan", "seen"), [("all", "gold", 0), ("any", "gold", 1)])
def test_a_rule_wants_all_or_any_of_its_conditions(match, plan, seen):
    conditions = (on("score", Op.IS, "9"), Condition(About.CONTACT, "Plan", Op.IS, "silver"))
    asks = definition(text("q1", show_if=Rule(conditions, Match(match))))
    assert len(shown(asks, GOOD, Person(attributes={"plan": plan}))) == seen


def test_the_language_is_known_with_and_without_its_region():
    asks = definition(text("q1", show_if=Rule((Condition(About.LANGUAGE, "", Op.IS, "de"),))))
    assert shown(asks, {}, Person(language="de-AT")) == ["q1"]
    assert shown(asks, {}) == []


def test_a_jump_leaves_out_what_lies_between():
    jump = (Jump(Op.SAYS, "price", "q3"),)
    asks = definition(text("q1", go_to=jump), text("q2"), text("q3"))
    assert shown(asks, {"q1": Stored(text="The price!")}) == ["q1", "q3"]
    assert shown(asks, {"q1": Stored(text="Speed")}) == ["q1", "q2", "q3"]


def test_a_jump_to_the_end_leaves_out_everything():
    asks = definition(text("q1", go_to=(Jump(Op.UNANSWERED, "", END),)), text("q2"))
    assert shown(asks, {}) == ["q1"]


def test_a_jump_to_a_question_that_is_hidden_leads_on_from_there():
    jump = (Jump(Op.ANSWERED, "", "q3"),)
    hidden = text("q3", show_if=Rule((on("score", Op.IS, "0"),)))
    asks = definition(text("q1", go_to=jump), text("q2"), hidden, text("q4"))
    assert shown(asks, {"q1": Stored(text="x")}) == ["q1", "q4"]


def test_the_first_jump_that_fits_is_taken():
    jumps = (Jump(Op.ANSWERED, "", "q2"), Jump(Op.ANSWERED, "", END))
    asks = definition(text("q1", go_to=jumps), text("q2"))
    assert shown(asks, {"q1": Stored(text="x")}) == ["q1", "q2"]


def test_the_answer_to_a_question_that_was_jumped_past_leads_nowhere():
    asks = definition(
        text("q1", go_to=(Jump(Op.ANSWERED, "", "q3"),)),
        text("q2", go_to=(Jump(Op.ANSWERED, "", END),)),
        text("q3"),
    )
    assert shown(asks, {"q1": Stored(text="x"), "q2": Stored(text="stale")}) == ["q1", "q3"]


def test_enough_answers_close_a_question_but_not_to_those_who_gave_one():
    asks, full = definition(text("q1", quota=1)), Person(closed=frozenset({"q1"}))
    assert shown(asks, {}, full) == []
    assert shown(asks, {"q1": Stored(text="in time")}, full) == ["q1"]


@pytest.mark.parametrize(
    ("op", "said", "value", "fits"),
    [
        (Op.IS, ("Red ",), "red", True),
        (Op.IS, (), "red", False),
        (Op.IS_NOT, (), "red", True),
        (Op.IS_NOT, ("Blue", "Red"), "red", False),
        (Op.AT_LEAST, ("10",), "9", True),
        (Op.AT_LEAST, ("nine",), "9", False),
        (Op.AT_MOST, ("2026-01-31",), "2026-02-01", True),
        (Op.AT_MOST, ("2026-01-31",), "7", False),
        (Op.SAYS, ("The PRICE went up",), "price", True),
        (Op.UNANSWERED, (), "", True),
    ],
)
def test_comparisons_mean_what_they_say(op, said, value, fits):
    assert compared(op, said, value) is fits


@given(situations(), st.sampled_from(Match))
def test_what_is_open_is_never_taken_for_decided(found, match):
    for question in found[0].questions:
        for each in question.show_if.conditions if question.show_if else ():
            rule = Rule((each, each), match)
            if each.about is About.ANSWER:
                assert holds(rule, Facts({}, {}, "", frozenset({each.name}))) is None


@given(st.lists(st.integers(), max_size=30), st.text())
def test_a_random_order_stays_the_same_for_the_same_person(items, seed):
    assert shuffled(items, seed, "q1") == shuffled(items, seed, "q1")
    assert sorted(shuffled(items, seed, "q1")) == sorted(items)


def test_every_place_is_equally_likely():
    first = [shuffled("abcd", str(n))[0] for n in range(2000)]
    assert all(400 < first.count(letter) < 600 for letter in "abcd")


def test_a_mixed_page_keeps_its_questions_and_its_order():
    page = [text("q1", new_page=True, mixed_page=True), *(text(f"q{n}") for n in range(2, 9))]
    asks = definition(*page)
    one, other = displayed(asks, 2, Person(seed="1")), displayed(asks, 2, Person(seed="2"))
    assert one != other
    assert sorted(q.key for q in one) == sorted(q.key for q in other)
    assert displayed(asks, 2, Person(seed="1")) == one
    assert [q.key for q in displayed(asks, 1, Person(seed="1"))] == ["score", "reason"]
