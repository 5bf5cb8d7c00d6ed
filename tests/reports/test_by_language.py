"""The report compares by the language of the answers, and hides few as everywhere."""

import re

import pytest
from sqlalchemy import update

from feedback.ids import spell
from feedback.models import TallyChange
from tests import factories


@pytest.fixture
def page(executive, give):
    """Open the report by language, after German, French, Spanish and a few Finnish answers."""
    give(*[9] * 12, language="de")
    give(*[3] * 11, language="fr")
    give(*[7] * 10, language="es")
    give(*[9] * 3, language="fi")
    give(*[9] * 4, language="de", excluded="test")

    def read(**parameters):
        return executive.get("/report", query_string={"by": "response.language", **parameters}).text

    return read


def test_groups_are_named_and_counted(page, counted):
    found = {g.value: g.counts for g in counted(by="response.language")[0].groups.shown.alone}
    assert (found["de"][9], sum(found["de"])) == (12, 12)
    assert (found["fr"][3], sum(found["fr"])) == (11, 11)
    said = page()
    assert "<bdi>German</bdi>" in said
    assert "<bdi>French</bdi>" in said


def test_languages_are_read_from_the_counts(page, session, survey, counted):
    session.commit()
    folded = TallyChange.survey_id == survey.survey_id, TallyChange.language == "de"
    session.execute(update(TallyChange).where(*folded).values(language="nl"))
    found = {g.value for g in counted(by="response.language")[0].groups.shown.alone}
    assert "nl" in found
    assert "de" not in found


def test_a_few_answers_are_not_shown_alone(page, counted):
    shown = counted(by="response.language")[0].groups.shown
    assert "fi" not in {group.value for group in shown.alone}
    assert not re.search("Finnish|>fi<", page())


def test_it_is_offered_beside_the_attributes(page):
    assert re.search(r'<option value="response\.language" selected>\s*Language of the', page())


def test_answers_without_a_language_are_of_no_language(give, counted):
    give(*[9] * 12)
    give(*[9] * 14, language="de")
    groups = counted(by="response.language")[0].groups
    assert [(group.value, group.n) for group in groups.shown.alone] == [("de", 14), ("", 12)]


def test_anonymous_surveys_are_not_compared(session, give, counted):
    anonymous = factories.survey(session, name="Whispers", is_anonymous=True)
    give(*[9] * 12, language="de", of=anonymous)
    give(*[9] * 12, language="fr")
    of_it = counted(by="response.language", survey=spell(anonymous.survey_id))
    assert not of_it[1].by
    assert of_it[0].groups is None
    of_all = counted(by="response.language")[0].groups
    assert "de" not in {group.value for group in of_all.shown.alone}
