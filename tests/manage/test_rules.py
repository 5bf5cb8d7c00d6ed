"""Pages, rules and jumps in the editor: plain fields, kept as typed, wrong ones named in place."""

import re

import pytest

from surveys.editing import extras
from surveys.logic.rules import END, About, Condition, Jump, Match, Op, Rule
from tests.manage.test_editor import add, error_at


@pytest.fixture
def keys(desk, stored):
    """Three further questions, by their keys."""
    add(desk, "one", "two", "three")
    return [question.key for question in extras(stored().sheet.asks)]


def question(stored, key):
    return stored().sheet.asks.question(key)


def row(key, number=0, **given):
    return {f"{key}-if-{number}-{part}": value for part, value in given.items()}


def jump(key, number=0, **given):
    return {f"{key}-go-{number}-{part}": value for part, value in given.items()}


def test_a_rule_is_chosen_from_plain_fields(desk, stored, keys):
    two = keys[1]
    desk.type(**row(two, about="answer:score", op="at_most", value="6"))
    desk.type(**row(two, 1, about="contact", name="Plan", op="is", value="gold"))
    desk.type(**{f"{two}-match": "any"})
    conditions = (
        Condition(About.ANSWER, "score", Op.AT_MOST, "6"),
        Condition(About.CONTACT, "Plan", Op.IS, "gold"),
    )
    assert question(stored, two).show_if == Rule(conditions, Match.ANY)


def test_opening_and_saving_keeps_every_rule(desk, stored, keys):
    one, two, three = keys
    desk.type(
        **row(two, about="language", op="is", value="de"),
        **jump(one, op="says", value="no", to="end"),
        **jump("score", op="at_least", value="9", to=three),
        **{f"{two}-quota": "100"},
    )
    desk.send([*desk.open(), (f"{two}-new_page", "y"), (f"{two}-mixed_page", "y")])
    before = stored().sheet
    desk.type()
    assert stored().sheet.asks == before.asks
    assert question(stored, one).go_to == (Jump(Op.SAYS, "no", END),)
    assert question(stored, "score").go_to == (Jump(Op.AT_LEAST, "9", three),)
    found = question(stored, two)
    assert (found.new_page, found.mixed_page, found.quota) == (True, True, 100)


def test_a_row_without_a_subject_is_no_condition(desk, stored, keys):
    desk.type(**row(keys[1], about="answer:score", op="answered"))
    desk.type(**row(keys[1], about=""))
    assert question(stored, keys[1]).show_if is None


def test_rules_are_offered_what_stands_before_and_jumps_what_stands_behind(desk, keys):
    page = desk.client.get(f"{desk.path}/draft").text
    two = re.search(rf'name="{keys[1]}-if-0-about".*?</select>', page, re.DOTALL).group()
    assert f'value="answer:{keys[0]}">Question 1: one' in two
    assert keys[2] not in two
    to = re.search(rf'name="{keys[1]}-go-0-to".*?</select>', page, re.DOTALL).group()
    assert f'value="{keys[2]}"' in to
    assert keys[0] not in to
    assert 'value="end">The end' in to


def test_a_rule_follows_its_question_when_that_moves_and_says_when_it_stands_behind(desk, keys):
    one, two, _ = keys
    desk.type(**row(two, about=f"answer:{one}", op="answered"))
    desk.type(do=f"down:{one}")
    page = desk.publish()
    assert page.status_code == 422
    assert error_at(page, f"{two}-if-0-about") == "Question 2 has to come before this one."


def test_a_rule_about_a_question_that_was_removed_says_so(desk, keys):
    desk.type(**row(keys[1], about=f"answer:{keys[0]}", op="answered"))
    desk.type(do=f"remove:{keys[0]}")
    assert "something that is gone" in desk.client.get(f"{desk.path}/draft").text
    assert "is gone" in error_at(desk.publish(), f"{keys[1]}-if-0-about")


@pytest.mark.parametrize("given", ["x", "1e9", "9" * 30])
def test_a_quota_that_is_no_number_is_named_at_its_field(desk, keys, given):
    page = desk.type(**{f"{keys[0]}-quota": given})
    assert page.status_code == 422
    assert error_at(page, f"{keys[0]}-quota") == "A whole number, or leave it empty."


def test_a_comparison_nobody_offers_is_taken_for_the_first(desk, stored, keys):
    desk.type(**row(keys[1], about="answer:score", op="__import__", value="9" * 5000))
    (condition,) = question(stored, keys[1]).show_if.conditions
    assert (condition.op, len(condition.value)) == (Op.IS, 200)


def test_the_survey_page_tells_its_rules_in_words(desk, keys):
    desk.type(**row(keys[1], about="answer:score", op="at_most", value="6"))
    page = desk.client.get(desk.path).text
    assert "only if the score is at most “6”" in page


def test_what_two_people_decided_differently_is_told(desk, keys):
    mine = desk.open()
    desk.type(**jump(keys[0], op="answered", to="end"))
    page = desk.send(mine)
    assert page.status_code in (303, 409)
    changed = [(n, "Mine" if n == "subject" else v) for n, v in mine]
    assert "the further questions" in desk.send(changed).text


def offered(page, key):
    """What a question's words may repeat, as listed beside them."""
    part = page.split(f'id="{key}"')[1].split("</details>")[0]
    return re.findall(r'<li><code[^>]*>([^<]*)</code> <span dir="auto">([^<]*)', part)


def test_answers_of_earlier_pages_are_listed_by_number_and_words_with_what_to_write(desk, keys):
    one, two, three = keys
    desk.send([*desk.open(), (f"{three}-new_page", "y")])
    page = desk.client.get(f"{desk.path}/draft").text
    found = dict(offered(page, three))
    assert found[f"{{answer:{one}|…}}"] == "Question 1: one"
    assert found["{answer:score}"].startswith("The score: How likely")
    assert f"{{answer:{three}|…}}" not in found
    assert offered(page, two) == []


def test_a_rule_about_an_answer_shows_no_key(desk, keys):
    desk.type(**row(keys[1], about=f"answer:{keys[0]}", op="answered"))
    sent = dict(desk.open())
    assert sent[f"{keys[1]}-if-0-name"] == ""
    assert sent[f"{keys[1]}-if-0-about"] == f"answer:{keys[0]}"


def test_a_finding_names_the_question_and_not_its_key(desk, keys):
    page = desk.type(to="publication", thanks_text=f"{{answer:{keys[0]}}}").text
    said = re.findall(r"Not everybody answers[^<]*", page)
    assert said
    assert all("question 1" in words and keys[0] not in words for words in said)
