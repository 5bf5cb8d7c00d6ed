"""Time to answer by group: the groups and days of the score, of those who were asked by name."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.ids import spell
from feedback.reports import settling, soonness, timing
from feedback.reports.explore_views import whole_ground
from feedback.reports.exploring import Wish
from feedback.reports.ground import Desk
from feedback.reports.selection import CAMPAIGN, CHANNEL, LANGUAGE, OF_ANSWERS, SPEED, Asked
from feedback.reports.soonness import explore_time
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, tzinfo=UTC)
BEFORE = datetime(2026, 5, 20, tzinfo=UTC)
CLOSED = {"every": "quarter", "on": "2026-08-01"}


@pytest.fixture
def took(session, survey):
    """Give a function: people of a plan answer so many hours after their mail."""

    def answer(*hours, plan="North", at=LAST, of=None, **given):
        for each in hours:
            who = factories.contact(session)
            mail = factories.invitation(
                session, of or survey, who, sent_at=at - timedelta(hours=each)
            )
            mine = {"contact_id": who.id, "invitation_id": mail.id, "answered_at": at}
            mine |= {"attributes": {"plan": plan}, **given}
            factories.response(session, of or survey, score=9, **mine)
        session.flush()

    return answer


@pytest.fixture
def table(session, workspace):
    """Give a function: the table that parameters of the address ask for."""

    def build(**given):
        session.flush()
        desk = Desk.of(workspace, NOW)
        found = whole_ground(session, Asked(given), desk)
        return explore_time(session, found, desk, Wish.of({"measure": "time", **given}))

    return build


def told(found):
    return {row.name: (row.figure.value, row.figure.n) for row in found.rows if row.figure}


def row_of(found, name):
    return next(row for row in found.rows if row.name == name)


def test_groups_have_medians_of_their_own(took, table):
    took(1, 2, 3, 4, 5, 6, 7)
    took(*range(20, 29), plan="South")
    assert told(table(by="plan")) == {"North": (4, 7), "South": (24, 9), "All answers": (20.5, 16)}


def test_small_groups_are_not_shown(took, table):
    took(*range(1, 11))
    took(*range(1, 9), plan="West")
    took(*range(20, 24), plan="South")
    found = table(by="plan")
    assert set(told(found)) == {"North", "All others", "All answers"}
    assert told(found)["All others"][1] == 12


def test_a_group_of_which_few_were_mailed_is_not_shown(took, give, table):
    took(*range(1, 11))
    took(*range(20, 24), plan="South")
    give(*[9] * 20, answered_at=LAST, attributes={"plan": "South"}, source="kiosk")
    assert set(told(table(by="plan"))) == {"All answers"}


def test_others_who_answered_are_in_no_time(took, give, table):
    took(*range(1, 11))
    took(*range(20, 28), plan="South")
    give(*[9] * 20, answered_at=LAST, attributes={"plan": "South"}, source="kiosk")
    assert told(table(by="plan"))["South"] == (23.5, 8)


def test_a_large_survey_of_mixed_answers_is_not_told_apart(took, give, table, monkeypatch):
    monkeypatch.setattr(soonness, "AT_ONCE", 20)
    took(*range(1, 11))
    took(*range(20, 28), plan="South")
    give(*[9] * 20, answered_at=LAST, attributes={"plan": "South"}, source="kiosk")
    found = table(by="plan")
    assert told(found) == {}
    assert any("in other ways than by mail" in note for note in found.notes)


def test_a_large_survey_waits_for_the_look_at_its_groups(took, table, monkeypatch):
    monkeypatch.setattr(settling, "AT_ONCE", 10)
    took(*range(1, 11))
    took(*range(20, 28), plan="South")
    assert set(told(table(by="plan"))) <= {"All others", "All answers"}


def test_days_are_those_in_which_groups_can_be_told_apart(took, table):
    for day in range(3):
        took(*range(1, 7), at=LAST + timedelta(days=day))
        took(8, 9, plan="South", at=LAST + timedelta(days=day))
    first = {"from": "2026-08-20", "to": "2026-08-20"}
    assert told(table(by="plan", **first)) == {}
    assert told(table(by="plan", **first | {"to": "2026-08-22"}))["South"][1] == 6


def test_a_day_with_a_time_nobody_knows_is_left_out_whole(took, session, survey, table):
    took(*range(1, 11))
    took(*range(1, 11), at=LAST + timedelta(days=1))
    factories.response(session, survey, score=9, answered_at=LAST, attributes={"plan": "North"})
    assert told(table(by="plan"))["North"][1] == 10


def test_groups_are_held_against_their_past_corrected(took, table):
    for at, hours in ((BEFORE, range(10, 50)), (LAST, range(110, 150))):
        took(*hours, at=at)
        took(*range(10, 50), plan="South", at=at)
    found = table(by="plan", **CLOSED)
    assert (found.correction, found.against) == ("Bonferroni", "Apr\u2009–\u2009Jun 2026")
    moved = row_of(found, "North").change
    assert (moved.verdict, moved.value) == ("up", 100)
    assert row_of(found, "South").is_sure is False


def test_each_of_several_differences_has_its_part_of_the_error(took, table):
    took(*range(100, 130))
    took(*range(109, 139), plan="South")
    assert row_of(table(by="plan", than="North"), "South").is_sure
    for number in range(8):
        took(*range(100, 130), plan=f"P{number}")
    found = table(by="plan", than="North")
    assert (found.against, found.correction) == ("North", "Bonferroni")
    south = row_of(found, "South")
    assert (south.change.low > 0, south.is_sure) == (True, False)


def test_the_past_is_the_period_right_before(took, table):
    took(*range(100, 120), at=datetime(2026, 2, 20, tzinfo=UTC))
    took(*range(10, 30), at=BEFORE)
    took(*range(20, 40))
    assert row_of(table(by="plan", **CLOSED), "North").change.value == pytest.approx(10)


def test_periods_stand_side_by_side(took, table):
    took(*range(1, 10), at=BEFORE)
    took(*range(11, 20))
    found = table(by="plan", over="quarter")
    assert [cell and cell.value for cell in row_of(found, "North").cells] == [5, 15]


@pytest.mark.parametrize("most", [12, 13, 17])
def test_the_newest_whole_days_are_read(took, table, monkeypatch, most):
    monkeypatch.setattr(soonness, "NEWEST", most)
    for day in range(3):
        took(*range(1, 7), at=LAST + timedelta(days=day))
    assert told(table(by="plan"))["North"][1] == 12


def test_of_a_day_with_too_many_the_newest_are_read(took, table, monkeypatch):
    monkeypatch.setattr(soonness, "NEWEST", 8)
    for minute in range(20):
        took(minute, at=LAST + timedelta(minutes=minute))
    assert told(table(by="plan"))["All answers"] == (15.5, 8)


def test_all_times_are_read_at_once(took, table, monkeypatch):
    asked = []
    times = timing.times
    monkeypatch.setattr(timing, "times", lambda *given: asked.append(1) or times(*given))
    for at in (BEFORE, LAST):
        took(*range(1, 9), at=at)
    table(by="plan", over="month", **CLOSED)
    assert asked == [1]


def test_campaigns_and_languages_are_told_apart(took, table):
    took(*range(1, 8), language="de")
    took(*range(20, 29), language="fr")
    assert set(told(table(by=LANGUAGE))) == {"German", "French", "All answers"}
    assert len(told(table(by=CAMPAIGN))) == 2


@pytest.mark.parametrize("by", [SPEED, CHANNEL])
def test_time_is_not_told_by_itself(took, table, by):
    took(*range(1, 8))
    found = table(by=by)
    assert set(told(found)) == {"All answers"}
    assert any("all were asked by name" in note for note in found.notes)


@pytest.mark.parametrize("by", ["", "plan", "nobody", *OF_ANSWERS])
def test_every_group_has_a_page(executive, took, survey, by):
    took(*range(1, 11), plan="الشرق")
    took(*range(1, 11), plan="x" * 200)
    took(3, at=BEFORE)
    page = f"/report/explore?measure=time&by={by}&over=month&survey={spell(survey.survey_id)}"
    assert executive.get(page).status_code == 200
    assert executive.get(page.replace("over=month", "than=x" + "x" * 199)).status_code == 200


@pytest.mark.parametrize("n", [0, 1, 4])
def test_few_times_are_none(took, table, n):
    took(*range(n))
    assert told(table(by="plan")) == {}
