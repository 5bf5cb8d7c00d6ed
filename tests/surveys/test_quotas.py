"""Quotas: once enough of some people answered less is asked, and nothing said is turned away."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import Question
from surveys.files import own
from surveys.logic.enough import has_enough
from surveys.logic.rules import END, About, Condition, Op, Quota, Rule
from surveys.logic.walk import Person, walk
from surveys.models import SurveyKind
from surveys.questions import Stored
from tests.factories import definition
from tests.surveys.rulebook import conditions, situations
from tests.surveys.test_findings import found

PRO = Rule((Condition(About.CONTACT, "plan", Op.IS, "pro"),))
RED = Rule((Condition(About.ANSWER, "q1", Op.IS, "Red"),))
COLOUR = Question("q1", "choice", "Which?", settings={"options": ["Red", "Blue"]}, new_page=True)
MORE = Question("q2", "text", "Why?", new_page=True)
LAST = Question("q3", "text", "And?")
SCORE, IN_RED = {"score": Stored(9)}, {"score": Stored(9), "q1": Stored(None, "Red")}
FULL = frozenset({0})


def asks(*quotas):
    return definition(COLOUR, MORE, LAST, quotas=quotas)


def shown(survey, answers, attributes=None, full=FULL):
    person = Person(attributes=attributes or {}, full=full)
    return [q.key for q in walk(survey, person, answers).shown]


def test_a_full_quota_ends_the_survey_for_those_it_is_about():
    survey = asks(Quota(5, PRO))
    assert shown(survey, SCORE, {"plan": "Pro"}) == ["score", "reason"]
    assert shown(survey, SCORE, {"plan": "free"}) == ["score", "reason", "q1", "q2", "q3"]
    assert shown(survey, SCORE, {"plan": "pro"}, frozenset()) == [
        "score",
        "reason",
        "q1",
        "q2",
        "q3",
    ]


def test_it_ends_behind_the_page_whose_answer_tells():
    survey = asks(Quota(5, RED))
    assert shown(survey, IN_RED) == ["score", "reason", "q1"]
    assert shown(survey, SCORE | {"q1": Stored(None, "Blue")})[-1] == "q3"


def test_whoever_answered_something_further_on_goes_on():
    survey = asks(Quota(5, RED))
    assert shown(survey, IN_RED | {"q3": Stored(None, "So")}) == [
        "score",
        "reason",
        "q1",
        "q2",
        "q3",
    ]


def test_a_quota_may_leave_out_one_question_and_whoever_answered_it_keeps_it():
    survey = asks(Quota(5, RED, "q2"))
    assert shown(survey, IN_RED) == ["score", "reason", "q1", "q3"]
    assert "q2" in shown(survey, IN_RED | {"q2": Stored(None, "So")})


def test_without_conditions_it_is_about_everybody():
    assert shown(asks(Quota(5, Rule(()))), SCORE) == ["score", "reason"]


@pytest.mark.parametrize(
    ("rule", "enough"),
    [
        (PRO, True),
        (Rule(()), True),
        (RED, False),
        (Rule((Condition(About.ANSWER, "q1", Op.UNANSWERED),)), False),
        (Rule((*PRO.conditions, *RED.conditions)), False),
    ],
)
def test_only_who_is_known_beforehand_is_not_asked_at_all(rule, enough):
    assert has_enough(asks(Quota(1, rule)), FULL, {"plan": "pro"}, "en") is enough
    assert not has_enough(asks(Quota(1, rule)), frozenset(), {"plan": "pro"}, "en")


def test_until_the_answer_is_given_the_end_is_open():
    survey = asks(Quota(5, RED))
    path = walk(survey, Person(full=FULL), SCORE, open_from="q1")
    assert path.open
    assert not path.must_go_on(2)
    assert walk(survey, Person(), SCORE, open_from="q1").must_go_on(2)


@given(situations(), st.data())
def test_what_is_kept_leads_the_same_way_again(situation, data):
    survey, person, answers = situation
    keys = [q.key for q in survey.questions]
    quota = Quota(
        1, Rule((data.draw(conditions(keys)),)), data.draw(st.sampled_from([*keys[2:], END]))
    )
    survey, person = replace(survey, quotas=(quota,)), replace(person, full=FULL)
    path = walk(survey, person, answers)
    assert walk(survey, person, path.kept(answers)).shown == path.shown
    plain = walk(survey, replace(person, full=frozenset()), answers)
    heard = {key for key in plain.kept(answers) if key in plain.keys}
    assert heard <= path.keys


@pytest.mark.parametrize(
    ("quota", "at"),
    [
        (Quota(None, PRO), "quota0-limit"),
        (Quota(0, PRO), "quota0-limit"),
        (Quota(1, PRO, "gone"), "quota0-then"),
        (Quota(1, PRO, "score"), "quota0-then"),
        (Quota(1, Rule((Condition(About.CONTACT, " ", Op.IS, "pro"),))), "quota0-if-0-name"),
        (Quota(1, Rule((Condition(About.ANSWER, "q1", Op.IS, "Green"),))), "quota0-if-0-value"),
        (Quota(1, Rule((Condition(About.ANSWER, "q9", Op.IS, "x"),))), "quota0-if-0-about"),
        (Quota(1, Rule((Condition(About.ANSWER, "q2", Op.ANSWERED),)), "q3"), "quota0-if-0-about"),
        (Quota(1, Rule((Condition(About.ANSWER, "q3", Op.ANSWERED),))), "quota0-if-0-about"),
    ],
)
def test_what_could_not_work_is_named_at_its_field(quota, at):
    assert set(found(COLOUR, MORE, LAST, quotas=(quota,))) == {at}


def test_sound_quotas_have_no_findings():
    assert found(COLOUR, MORE, LAST, quotas=(Quota(1, PRO), Quota(2, RED, "q2"))) == {}


def test_a_question_a_quota_may_leave_out_is_not_answered_by_all():
    must, repeats = replace(COLOUR, required=True), replace(MORE, text="Why {answer:q1}?")
    assert found(must, repeats) == {}
    assert set(found(must, repeats, quotas=(Quota(1, PRO, "q1"),))) == {"q2-text"}


def test_quotas_travel_in_a_survey_file():
    survey = asks(Quota(100, PRO), Quota(5, RED, "q2"))
    raw = own.write("Customers", SurveyKind.RELATIONSHIP_NPS, survey)
    assert own.read(raw).asks.quotas == survey.quotas


@pytest.mark.parametrize(
    "quotas",
    [
        [Quota(-1, PRO)],
        [Quota(10**9, PRO)],
        [Quota(1, PRO)] * 21,
        [Quota(1, Rule(PRO.conditions * 11))],
    ],
)
def test_a_file_cannot_bring_quotas_without_end(quotas):
    raw = own.write("Customers", SurveyKind.RELATIONSHIP_NPS, asks(*quotas))
    with pytest.raises(own.NotASurveyError, match="quota"):
        own.read(raw)
