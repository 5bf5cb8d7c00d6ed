"""Adding, moving, copying and removing questions, and which key an answer will carry."""

from dataclasses import replace

import pytest

from surveys import editing
from surveys.definition import MAX_EXTRA_QUESTIONS, Question
from surveys.logic.rules import About, Condition, Jump, Op, Rule
from tests.factories import definition

A = Question("qa", "text", "A?")
B = Question("qb", "choice", "B?", settings={"options": ["one", "two"]})
C = Question("qc", "rating", "C?")


def keys(asks):
    return [question.key for question in asks.questions]


def asked(*questions):
    return {question.key: question for question in definition(*questions).questions}


@pytest.mark.parametrize(
    "key, by, expected",
    [
        ("qb", -1, ["qb", "qa", "qc"]),
        ("qb", 1, ["qa", "qc", "qb"]),
        ("qa", -1, ["qa", "qb", "qc"]),
        ("qc", 1, ["qa", "qb", "qc"]),
    ],
)
def test_a_question_moves_and_stays_at_the_ends(key, by, expected):
    assert keys(editing.moved(definition(A, B, C), key, by)) == ["score", "reason", *expected]


def test_a_copy_stands_behind_its_question_under_a_key_of_its_own():
    asks = editing.with_copy(definition(A, B), "qa")
    assert [q.text for q in editing.extras(asks)] == ["A?", "A?", "B?"]
    assert len(set(keys(asks))) == 5


def test_a_removed_question_is_gone():
    assert keys(editing.without(definition(A, B), "qa")) == ["score", "reason", "qb"]


@pytest.mark.parametrize("key", ["score", "reason", "nobody"])
@pytest.mark.parametrize("change", [editing.without, editing.with_copy])
def test_score_and_reason_cannot_be_taken_for_extra_questions(change, key):
    with pytest.raises(ValueError, match="not in list"):
        change(definition(A), key)


@pytest.mark.parametrize(
    "change",
    [
        lambda asks: editing.with_question(asks, editing.new_question("text")),
        lambda asks: editing.with_copy(asks, "q1"),
    ],
)
def test_one_question_more_than_there_is_room_for_is_refused(change):
    full = definition(*(replace(A, key=f"q{n}") for n in range(MAX_EXTRA_QUESTIONS)))
    with pytest.raises(editing.TooManyQuestionsError):
        change(full)


def test_position_and_duty_do_not_change_a_key():
    asks = definition(C, replace(A, required=True), B)
    assert keys(editing.rekeyed(asks, asked(A, B, C))) == keys(asks)


@pytest.mark.parametrize(
    "reworded",
    [
        replace(B, text="B, really?"),
        replace(B, hint="Choose well."),
        replace(B, settings={"options": ["one", "two", "three"]}),
        replace(B, settings={"options": ["two", "one"]}),
        replace(B, kind="choices"),
    ],
)
def test_a_question_that_was_asked_is_replaced_not_reworded(reworded):
    found = editing.rekeyed(definition(A, reworded), asked(A, B))
    assert found.questions[2].key == "qa"
    assert found.questions[3].key not in ("qa", "qb")


def test_a_question_nobody_was_asked_may_be_reworded_freely():
    asks = definition(A, replace(B, text="B, really?"))
    assert keys(editing.rekeyed(asks, asked(A))) == keys(asks)


def test_words_that_return_get_their_old_key_back():
    back = definition(replace(A, key="qnew"))
    assert keys(editing.rekeyed(back, asked(A)))[2] == "qa"


def test_a_copy_does_not_take_the_key_of_its_original():
    asks = definition(replace(A, key="qcopy"), A)
    assert keys(editing.rekeyed(asks, asked(A)))[2:] == ["qcopy", "qa"]


def test_two_questions_that_changed_places_in_words_keep_each_its_own_key():
    swapped = definition(replace(A, key="qb"), replace(B, key="qa"))
    assert keys(editing.rekeyed(swapped, asked(A, B)))[2:] == ["qa", "qb"]


def test_a_reworded_score_keeps_its_key():
    asks = definition()
    other = replace(asks, questions=(replace(asks.score, text="Would you?"), asks.reason))
    assert keys(editing.rekeyed(other, asked())) == ["score", "reason"]


def test_settings_left_alone_are_the_usual_ones():
    shown = replace(C, settings={"steps": 5, "look": "stars", "low": "", "high": ""})
    assert editing.wording(C) == editing.wording(shown)


def about(key, op=Op.ANSWERED, value=""):
    return Rule((Condition(About.ANSWER, key, op, value),))


def test_rules_and_repeated_answers_follow_a_question_to_its_new_key():
    reworded = replace(B, text="B, really?")
    after = replace(C, show_if=about("qb"), hint="As you said, {answer:qb|nothing}.")
    before = replace(A, go_to=(Jump(Op.ANSWERED, "", "qb"),))
    found = editing.rekeyed(definition(before, reworded, after), asked(A, B))
    new = found.questions[3].key
    assert new != "qb"
    assert found.questions[2].go_to[0].to == new
    assert found.questions[4].show_if == about(new)
    assert found.questions[4].hint == f"As you said, {{answer:{new}|nothing}}."


def test_a_question_that_repeats_the_answer_to_a_reworded_one_is_another_question():
    repeats = replace(A, text="Why {answer:qb|that}?")
    found = editing.rekeyed(definition(replace(B, text="B, really?"), repeats), asked(B, repeats))
    assert found.questions[3].key not in ("qa", "qb")


def test_sheets_that_differ_in_nothing_but_keys_say_the_same():
    one = definition(B, replace(C, show_if=about("qb")))
    other = definition(replace(B, key="qx"), replace(C, key="qy", show_if=about("qx")))
    assert editing.whole(one) == editing.whole(other)
    changed = definition(B, replace(C, show_if=about("score")))
    assert editing.whole(one) != editing.whole(changed)


def test_a_copy_stays_on_the_page_of_its_original():
    asks = editing.with_copy(definition(replace(A, new_page=True)), "qa")
    assert [q.new_page for q in editing.extras(asks)] == [True, False]
