"""The executive's report: what its one frozen object says."""

import dataclasses
from datetime import UTC, date, datetime

import pytest

from analysis import compare, nps, sequence
from feedback.reports import queries
from feedback.reports.briefing import report_for
from feedback.reports.gathering import Desk
from feedback.reports.selection import Asked

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
THIS = datetime(2026, 10, 20, tzinfo=UTC)
LAST = datetime(2026, 8, 20, tzinfo=UTC)


@pytest.fixture
def brief(session, workspace):
    """Give a function: the report that parameters of the address ask for."""

    def build(**parameters):
        return report_for(session, Asked(parameters), Desk.of(workspace, NOW))

    return build


def test_a_running_quarter_is_shown_with_limits_for_every_look(give, brief):
    give(*[9] * 30, *[3] * 10, answered_at=THIS)
    report = brief()
    limits = sequence(counts=(10, 0, 30)).interval()
    assert report.scope.is_running
    assert report.score.text == "50"
    assert report.score.low == pytest.approx(100 * limits.low)


def test_a_closed_quarter_has_the_usual_interval_and_comparison(give, brief):
    give(*[9] * 60, *[3] * 20, answered_at=LAST)
    give(*[9] * 20, *[3] * 60, answered_at=datetime(2026, 5, 1, tzinfo=UTC))
    report = brief(every="quarter", on="2026-08-01")
    change = compare(nps(counts=(60, 0, 20)), nps(counts=(20, 0, 60)))
    assert report.change.p == change.p_value
    assert report.headline.text.replace("\N{THIN SPACE}", " ") == (
        "NPS 50 (29 to 66), 80 answers, up 100 since Apr – Jun 2026 – unlikely to be chance"
    )


def test_a_change_that_chance_explains_is_not_claimed(give, brief):
    give(*[9] * 20, *[3] * 18, answered_at=LAST)
    give(*[9] * 18, *[3] * 20, answered_at=datetime(2026, 5, 1, tzinfo=UTC))
    report = brief(every="quarter", on="2026-08-01")
    assert report.headline.text.endswith("chance could explain that")


def test_a_past_of_few_says_that_no_change_can_be_told(give, brief):
    give(*[9] * 40, answered_at=LAST)
    give(*[9] * 3, answered_at=datetime(2026, 5, 1, tzinfo=UTC))
    report = brief(every="quarter", on="2026-08-01")
    assert report.headline.change == ""
    assert "too few answers" in report.headline.text


def test_a_young_quarter_gives_way_to_the_one_before(give, brief):
    give(*[9] * 40, answered_at=LAST)
    give(*[9] * 6, answered_at=THIS)
    report = brief()
    assert report.scope.first == date(2026, 7, 1)
    assert not report.scope.is_running


def test_few_answers_have_no_digit(give, brief):
    give(9, 9, 3, answered_at=THIS)
    report = brief()
    assert not report.has_enough
    assert not any(letter.isdigit() for letter in report.headline.text)
    assert (report.shares, report.trend, report.change) == ((), (), None)


def test_nothing_of_it_can_be_changed(give, brief):
    give(*[9] * 40, answered_at=THIS)
    with pytest.raises(dataclasses.FrozenInstanceError):
        brief().title = "Better"


def test_its_figures_are_those_of_the_page_of_the_same_period(give, brief, counted):
    give(*[9] * 40, *[2] * 9, None, answered_at=THIS)
    report = brief()
    found, _ = counted(**{"from": "2026-10-01", "to": "2026-12-31"})
    assert sum(share.n for share in report.shares) == found.n == 49


def test_parameters_ask_for_the_same_report_again(give, brief, session):
    give(*[9] * 40, *[2] * 9, answered_at=LAST)
    report = brief(every="quarter", on="2026-08-01")
    again = brief(**report.scope.parameters)
    assert again == report
    assert queries.surveys(session)[0].name in report.scope.surveys
