"""How many to ask: the plan says what a change takes, and what the answers one gets can notice."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis import Plan, Shares, proportion
from feedback.ids import spell
from feedback.reports.ground import Desk
from feedback.reports.reach import basis
from feedback.reports.sizing import Wanted, noticed, sized
from feedback.reports.sizing_words import sentences
from surveys.models import SurveyKind
from surveys.rules import AskingRules
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, tzinfo=UTC)
KEY = "k"


@pytest.fixture
def known(session, workspace):
    """Give a function: what is known of the workspace's answers, mails and contacts."""

    def read(survey="", gap=90):
        session.commit()
        return basis(session, survey, Desk.of(workspace, NOW), AskingRules(gap), KEY)

    return read


@pytest.fixture
def plan(known):
    """Give a function: the plan that parameters of the address ask for."""
    return lambda **given: sized(Wanted.of(given), known(given.get("survey", "")))


def mail(session, version, sent, answered, at=LAST):
    for number in range(sent):
        who = factories.contact(session)
        row = factories.invitation(session, version, who, due_at=at, sent_at=at)
        if number < answered:
            factories.response(
                session,
                version,
                score=9 if number % 2 else 3,
                contact_id=who.id,
                invitation_id=row.id,
                answered_at=at,
            )


def test_answers_needed_come_from_own_answers_in_the_direction_that_takes_more(give, plan):
    give(*[3] * 20, *[8] * 30, *[9] * 50, answered_at=LAST)
    found = plan(points="10")
    reckoned = Plan(Shares(0.2, 0.3, 0.5))
    assert found.rung.answers == max(reckoned.answers(0.1), reckoned.answers(-0.1))
    assert found.source == "year"


def test_few_answers_are_reckoned_as_split_as_they_can_be(give, plan):
    give(*[9] * 29, answered_at=LAST)
    found = plan()
    assert (found.source, found.shares) == ("careful", Shares(0.5, 0.0, 0.5))


def test_what_is_typed_wins_over_what_is_known(give, plan):
    give(*[9] * 60, answered_at=LAST)
    found = plan(low="20", top="50")
    assert found.shares == pytest.approx(Shares(0.2, 0.3, 0.5))


def test_groups_take_as_much_each_at_a_stricter_level(plan):
    found = plan(low="20", top="50", points="10", groups="4")
    alone = Plan(Shares(0.2, 0.3, 0.5), level=1 - 0.05 / 4)
    assert found.rung.answers == pytest.approx(4 * alone.answers(-0.1), abs=4)


def test_invitations_span_the_interval_of_the_response_rate(session, survey, plan):
    mail(session, survey, 100, 40)
    found = plan()
    rate = proportion(40, 100).interval()
    assert found.rung.invitations.least == pytest.approx(found.rung.answers / rate.high, abs=1)
    assert found.rung.invitations.most == pytest.approx(found.rung.answers / rate.low, abs=1)


def test_mail_that_may_still_be_answered_is_not_in_the_rate(session, survey, known):
    mail(session, survey, 50, 40)
    mail(session, survey, 50, 0, at=NOW - timedelta(days=3))
    assert known().rate.n == 50


def test_the_inverse_is_the_change_that_the_usual_answers_notice(give, plan):
    give(*[3] * 60, *[8] * 90, *[9] * 150, answered_at=LAST)
    found = plan()
    assert found.got.answers == 300
    assert found.got.points == pytest.approx(100 * noticed(Plan(Shares(0.2, 0.3, 0.5)), 300), abs=1)
    assert "300 answers a quarter" in sentences(found).inverse


def test_a_share_takes_what_comparing_two_shares_takes(session, plan):
    """R: power.prop.test(p1 = .5, p2 = .6, power = .8) gives 387.3 (without the same rounding)."""
    version = factories.survey(session, kind=SurveyKind.CSAT)
    found = plan(survey=spell(version.survey_id), top="50", points="10")
    assert found.rung.answers == pytest.approx(387, abs=6)


def test_contacts_cap_what_can_be_asked(session, survey, known):
    mail(session, survey, 100, 50)
    factories.contact(session, email=None, key="#7")
    quarter, month = (
        sized(Wanted(every=each, points=20), known(gap=91)) for each in ("quarter", "month")
    )
    assert (quarter.cap.people, quarter.cap.invitations) == (100, 100)
    assert month.cap.invitations == 32
    assert quarter.cap.verdict == "short"


def test_a_change_the_figure_has_no_room_for_is_said(session, plan):
    version = factories.survey(session, kind=SurveyKind.CSAT)
    found = plan(survey=spell(version.survey_id), top="50", points="60")
    assert found.rung.answers is None
    assert "no room" in sentences(found).answers


@pytest.mark.parametrize(
    "query",
    ["points=0", "points=x", "groups=999", "low=80&top=80", "rate=-1", "every=never", "top=nan"],
)
def test_what_cannot_be_used_is_left_out_and_told(executive, query):
    page = executive.get(f"/report/plan?{query}")
    assert page.status_code == 200
    assert ("left out" in page.text) == (query != "every=never")


@pytest.mark.parametrize("scores", [[], [9], [10] * 40, [0] * 40, [None] * 40])
def test_odd_answers_have_a_plan(executive, give, scores):
    give(*scores, answered_at=LAST)
    assert "you need" in executive.get("/report/plan").text
