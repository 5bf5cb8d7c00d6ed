"""Authors walk through their survey as customers would, and nothing is written."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest

from feedback.ids import spell
from surveys.definition import Question, Translation
from surveys.logic.rules import END, About, Condition, Jump, Op, Rule
from surveys.questions import TYPES
from tests import factories
from tests.questions.cast import GIVEN, SETTINGS

LOW = Rule((Condition(About.ANSWER, "score", Op.AT_MOST, "6"),))
GOLD = Rule((Condition(About.CONTACT, "Plan", Op.IS, "gold"),))


@pytest.fixture
def walk(session, owner):
    """Give a function that makes a survey and gives a function that asks for its pages."""

    def make(*extra, **given):
        version = factories.survey(session, asks=factories.definition(*extra, **given))
        path = f"/surveys/{spell(version.survey_id)}/preview"

        def ask(query="", end="/page", **more):
            return owner.get(f"{path}{end}?{query}{urlencode(more)}").text

        return ask

    return make


def carried(page):
    """What the page's form would send of what it carries hidden."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return urlencode([(name, unescape(value)) for name, value in found]) + "&"


TWO = (
    Question("q1", "text", "What went wrong?", new_page=True, show_if=LOW),
    Question("q2", "text", "What else, after {answer:score}?", new_page=True),
)


def test_a_walk_begins_at_the_first_page(walk):
    page = walk(*TWO)()
    assert "recommend Acme" in page
    assert "What went wrong?" not in page
    assert 'method="get"' in page
    assert "post" not in page


def test_the_answers_decide_which_page_comes_next(walk):
    ask = walk(*TWO)
    begun = carried(ask())
    assert "What went wrong?" in ask(begun, score=3)
    assert "What else" in ask(begun, score=9)


def test_later_pages_repeat_what_was_said(walk):
    ask = walk(*TWO)
    assert "after \u2068" + "9\u2069?" in ask(carried(ask()), score=9)


def test_what_must_be_answered_is_asked_for(walk):
    ask = walk(*TWO)
    page = ask(carried(ask()), reason="Because")
    assert 'role="alert"' in page
    assert "Because" in page


def test_the_last_page_leads_to_the_thanks_with_what_was_said(walk):
    ask = walk(*TWO, thanks_text="You gave {answer:score}.")
    second = ask(carried(ask()), score=8, reason="So")
    assert "You gave \u20688\u2069." in ask(carried(second), q2="Nothing")


def test_going_back_shows_what_was_answered(walk):
    ask = walk(*TWO)
    second = ask(carried(ask()), score=8, reason="So it is")
    first = ask(carried(second), q2="Later", _back=1)
    assert "So it is" in first
    assert re.search(r'value="8"[^>]*checked', first)
    assert "Later" in ask(carried(first), score=9)


def test_a_jump_to_the_end_leads_to_the_thanks(walk):
    asks = factories.definition(*TWO)
    score = replace(asks.score, go_to=(Jump(Op.AT_LEAST, "9", END),))
    ask = walk(questions=(score, *asks.questions[1:]))
    assert "We read every answer" in ask(carried(ask()), score=9)


def test_a_walk_with_a_contacts_attribute_follows_the_rules_about_it(walk):
    ask = walk(Question("q1", "text", "Golden?", new_page=True, show_if=GOLD))
    assert "Golden?" in ask(carried(ask(**{"as:Plan": "Gold"})), score=9)
    assert "Golden?" not in ask(carried(ask()), score=9)


def test_only_attributes_that_a_rule_rests_on_can_be_chosen(walk):
    asked = walk(Question("q1", "text", "Golden?", show_if=GOLD))(end="", **{"as:Plan": "Gold"})
    assert 'name="as:Plan" value="Gold"' in asked
    assert "as%3APlan=Gold" in asked or "as:Plan=Gold" in asked
    assert "As a contact with" not in walk(*TWO)(end="")


def test_a_walk_speaks_each_of_the_languages(walk):
    said = {"q2-text": Translation("Was noch?", TWO[1].text)}
    ask = walk(TWO[1], translations={"de": said})
    second = ask(carried(ask(lang="de")), score=9)
    assert "Was noch?" in second
    assert "Weiter" in ask(lang="de")
    assert "Bitte" in ask(carried(ask(lang="de")), reason="x")


def test_a_question_that_follows_on_the_same_page_is_shown_before_going_on(walk):
    ask = walk(Question("q1", "text", "What went wrong?", show_if=LOW))
    page = ask(carried(ask()), score=2)
    assert "One more question follows" in page
    assert "Thank you" in ask(carried(page), score=2, _seen="q1", q1="All")


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_question_is_carried_from_page_to_page(walk, kind):
    extra = Question("q1", kind, "About it?", settings=SETTINGS.get(kind, {}), new_page=True)
    last = Question("q2", "text", "Last?", new_page=True)
    ask = walk(extra, last)
    second = carried(ask(carried(ask()), score=9))
    given = urlencode(GIVEN.get(kind, {"q1": ["1"]}), doseq=True)
    last = carried(ask(f"{second}{given}"))
    assert "_page=3" in last
    assert set(given.split("&")) <= set(last.split("&"))


def test_a_plain_page_is_shown_as_ever(walk):
    ask = walk()
    assert "<form" not in ask()
    assert "Answer as a customer might" not in ask(end="")


def test_unknown_fields_are_not_carried_and_known_ones_are_only_text(walk):
    ask = walk(*TWO)
    page = ask(carried(ask()), score=9, reason='"><b>x', evil="yes")
    assert "evil" not in page
    assert "<b>x" not in page
    assert "&gt;&lt;b&gt;x" in page


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "2"])
def test_a_page_that_cannot_be_reached_leads_to_one_that_can(walk, number):
    assert "recommend Acme" in walk(*TWO)(_page=number, _been=7)


def test_the_frames_lead_on_side_by_side_at_both_widths(walk):
    page = walk(*TWO)(end="")
    for width in ("phone", "wide"):
        assert f'name="walk-{width}"' in page
        assert f'target="walk-{width}"' in page


def test_a_page_that_was_left_out_is_asked_before_the_thanks(walk):
    page = walk(*TWO)("_page=3&_been=1&", score=3, q2="x")
    assert "What went wrong?" in page
    assert "We read every answer" not in page
