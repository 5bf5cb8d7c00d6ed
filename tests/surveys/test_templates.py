"""The four surveys to begin with."""

import pytest

from surveys.checks import unfinished, unsaveable
from surveys.models import SurveyKind
from surveys.questions import TYPES
from surveys.templates import TEMPLATES

SCALES = {
    SurveyKind.RELATIONSHIP_NPS: range(11),
    SurveyKind.TRANSACTIONAL_NPS: range(11),
    SurveyKind.CSAT: range(1, 6),
    SurveyKind.CES: range(1, 8),
}
HOSTILE = "{{7*7}} {0} {company} <b>& Söhne</b> 🎈"
every_kind = pytest.mark.parametrize("kind", SurveyKind)


@every_kind
def test_every_kind_of_survey_has_a_template_that_could_be_published_at_once(kind):
    asks = TEMPLATES[kind].asks("Acme")
    assert unsaveable(TEMPLATES[kind].label, asks) + unfinished("x", asks) == []


@every_kind
def test_the_score_uses_the_scale_its_kind_is_known_by(kind):
    score = TEMPLATES[kind].asks("Acme").score
    assert TYPES[score.kind].steps(score) == SCALES[kind]
    assert TYPES[score.kind].is_headline
    assert score.required


@every_kind
def test_a_reason_is_asked_for_and_never_forced(kind):
    reason = TEMPLATES[kind].asks("Acme").reason
    assert (reason.key, reason.kind, reason.required) == ("reason", "text", False)


@every_kind
def test_the_thanks_say_thank_you(kind):
    assert "thank" in TEMPLATES[kind].asks("Acme").thanks_title.casefold()


@every_kind
def test_a_company_with_a_strange_name_is_named_as_it_is(kind):
    asks = TEMPLATES[kind].asks(HOSTILE)
    assert HOSTILE in asks.subject + asks.score.text


def test_the_net_promoter_question_keeps_its_comparable_wording():
    asks = TEMPLATES[SurveyKind.RELATIONSHIP_NPS].asks("Acme")
    expected = "How likely are you to recommend Acme to a friend or colleague?"
    assert asks.score.text == expected
