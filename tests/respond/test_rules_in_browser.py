"""The page's script decides as the server does, on the same rules and the same answers."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.respond.leaves import leaf_of
from surveys.answering import AnswerForm
from surveys.logic.said import words_of
from surveys.logic.walk import walk
from tests.surveys.rulebook import situations

pytestmark = pytest.mark.journey
SCRIPT = (Path(__file__).parents[2] / "static/js/rules.js").read_text()


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context()
    found = context.new_page()
    found.evaluate(f"() => {{ {SCRIPT}; window.shownOf = shownOf; window.compared = compared; }}")
    yield found
    context.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(situations(), st.data())
def test_server_and_page_show_the_same_questions(page, found, data):
    asks, person, answers = found
    number = data.draw(st.sampled_from(sorted(walk(asks, person, answers).pages)))
    form = AnswerForm(asks, answers=answers, person=person, page=number)
    leaf = leaf_of(form)
    if not leaf.rules:
        return
    said = {q.key: list(words_of(q, answers.get(q.key))) for q in asks.questions}
    script = "([rules, said]) => shownOf(rules, (key) => said[key])"
    shown = page.evaluate(script, [list(leaf.rules), said])
    assert set(shown) == {item.question.key for item in leaf.asked if not item.is_hidden}
