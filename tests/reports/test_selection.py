"""Parameters of the address are read kindly: what cannot be read gets a sentence."""

from datetime import date

import pytest

from feedback.ids import spell
from feedback.reports.selection import Asked, SurveyChoice
from surveys.models import SurveyKind

NPS = SurveyChoice(1, "Customers", SurveyKind.RELATIONSHIP_NPS, answered=True)
OTHER = SurveyChoice(2, "After purchase", SurveyKind.TRANSACTIONAL_NPS, answered=True)
CSAT = SurveyChoice(3, "Support", SurveyKind.CSAT, answered=True)
EMPTY = SurveyChoice(4, "New", SurveyKind.RELATIONSHIP_NPS, answered=False)


def select(parameters, surveys=(CSAT, OTHER, NPS), attributes=("plan",)):
    asked = Asked(parameters)
    return asked.select(surveys, attributes), " ".join(asked.problems)


def test_usual_report_is_about_all_nps_surveys():
    assert select({})[0].surveys == (OTHER, NPS)


def test_one_survey_can_be_picked():
    selection, _ = select({"survey": spell(3)})
    assert (selection.chosen, selection.scale.key) == (CSAT, "csat")


def test_without_answered_nps_surveys_the_newest_answered_one_is_usual():
    assert select({}, surveys=(EMPTY, CSAT))[0].surveys == (CSAT,)


def test_the_only_survey_counts_as_chosen_but_not_as_picked():
    selection, _ = select({}, surveys=(NPS,))
    assert (selection.chosen, selection.picked, selection.parameters) == (NPS, False, {})


def test_period_is_read():
    selection, problems = select({"from": "2026-01-31", "to": "2026-02-28"})
    assert (selection.start, selection.end) == (date(2026, 1, 31), date(2026, 2, 28))
    assert problems == ""


@pytest.mark.parametrize(
    "given", ["31.1.2026", "2026-02-30", "nonsense", "9999-12-31", "0001-01-01", "\0", "²" * 999]
)
def test_unreadable_date_is_left_out_and_told(given):
    selection, problems = select({"from": given})
    assert selection.start is None
    assert "is not a date we can use" in problems
    assert len(problems) < 250


def test_period_that_ends_before_it_begins_is_left_out_and_told():
    selection, problems = select({"from": "2026-02-01", "to": "2026-01-01"})
    assert not selection.has_period
    assert "ends before it begins" in problems


@pytest.mark.parametrize("given", ["zz", "?!", "z" * 500, "\0"])
def test_unknown_survey_is_told(given):
    selection, problems = select({"survey": given})
    assert selection.surveys == (OTHER, NPS)
    assert "not in this workspace" in problems


def test_unknown_attribute_is_told():
    selection, problems = select({"by": "shoe size"})
    assert selection.by == ""
    assert "“shoe size”" in problems


def test_selection_writes_itself_as_an_address_has_it():
    given = {"survey": spell(1), "from": "2026-01-01", "to": "2026-01-31"}
    assert select(given)[0].parameters == given
