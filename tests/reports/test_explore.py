"""Explore: any measure by any group and period, with corrections named and small groups hidden."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis import adjust, compare, nps
from feedback.ids import spell
from feedback.reports.explore_views import whole_ground
from feedback.reports.exploring import Wish, explore
from feedback.reports.ground import Desk
from feedback.reports.selection import CHANNEL, COHORT, OF_ANSWERS, Asked
from feedback.reports.soonness import explore_time
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, tzinfo=UTC)
BEFORE = datetime(2026, 5, 20, tzinfo=UTC)
CLOSED = {"every": "quarter", "on": "2026-08-01"}


@pytest.fixture
def table(session, workspace):
    """Give a function: the table that parameters of the address ask for."""

    def build(**given):
        session.flush()
        desk = Desk.of(workspace, NOW)
        return explore(whole_ground(session, Asked(given), desk), desk, Wish.of(given))

    return build


def row_of(found, name):
    return next(row for row in found.rows if row.name == name)


def test_groups_are_held_against_their_past_with_their_correction_named(give, table):
    for at, north in ((BEFORE, [9] * 20 + [3] * 20), (LAST, [9] * 35 + [3] * 5)):
        give(*north, answered_at=at, attributes={"plan": "North"})
        give(*[9] * 20, *[3] * 20, answered_at=at, attributes={"plan": "South"})
    found = table(by="plan", **CLOSED)
    p = [compare(nps(counts=(20, 0, 20)), nps(counts=(d, 0, 40 - d))).p_value for d in (5, 20)]
    assert found.correction == "Benjamini–Hochberg"
    assert row_of(found, "North").p == pytest.approx(adjust(p)[0])
    assert (row_of(found, "North").is_sure, row_of(found, "South").is_sure) == (True, False)


def test_groups_are_held_against_one_of_them(give, table):
    give(*[9] * 30, *[3] * 10, answered_at=LAST, attributes={"plan": "North"})
    give(*[9] * 10, *[3] * 30, answered_at=LAST, attributes={"plan": "South"})
    found = table(by="plan", than="North")
    assert (found.against, found.correction) == ("North", "Holm")
    assert row_of(found, "South").change.verdict == "down"
    assert row_of(found, "North").change is None


def test_several_groups_against_one_are_corrected_by_holm(give, table):
    for name, low in (("North", 10), ("South", 22), ("West", 20), ("East", 18)):
        give(*[9] * (40 - low), *[3] * low, answered_at=LAST, attributes={"plan": name})
    found, base = table(by="plan", than="North"), nps(counts=(10, 0, 30))
    p = [compare(base, nps(counts=(low, 0, 40 - low))).p_value for low in (22, 20, 18)]
    told = [row_of(found, name).p for name in ("South", "West", "East")]
    assert told == pytest.approx(adjust(p, "holm"))


def test_channels_are_told_apart_and_few_are_hidden(give, table):
    give(*[9] * 20, answered_at=LAST)
    give(*[3] * 20, answered_at=LAST, source="kiosk")
    give(*[1] * 2, answered_at=LAST, source="qr")
    names = {row.name for row in table(by=CHANNEL).rows}
    assert "Kiosk" in names
    assert "QR code" not in names


def test_those_who_first_answered_in_a_quarter_are_followed(session, survey, table):
    for _ in range(6):
        who = factories.contact(session)
        for at in (BEFORE, LAST):
            factories.response(session, survey, score=9, contact_id=who.id, answered_at=at)
    for _ in range(6):
        who = factories.contact(session)
        factories.response(session, survey, score=3, contact_id=who.id, answered_at=LAST)
    found = table(by=COHORT, over="quarter")
    rows = [row for row in found.rows if row.kind == "group"]
    assert sorted(row.figure.value for row in rows) == [-100, 100]
    assert [cell and cell.n for row in rows for cell in row.cells].count(6) >= 2


def test_periods_stand_side_by_side(give, table):
    give(*[9] * 10, answered_at=BEFORE)
    give(*[3] * 10, answered_at=LAST)
    found = table(over="quarter")
    assert [cell and cell.value for cell in found.rows[-1].cells] == [100, -100]


@pytest.mark.parametrize("measure", ["score", "mean", "rate", "time"])
@pytest.mark.parametrize("by", ["", "plan", *OF_ANSWERS])
def test_every_measure_by_every_group_has_a_page(executive, give, measure, by):
    give(*[9] * 12, answered_at=LAST, attributes={"plan": "North"})
    give(*[3] * 9, answered_at=LAST, attributes={"plan": "South"}, language="de")
    address = f"/report/explore?measure={measure}&by={by}&over=quarter&every=quarter&on=2026-08-01"
    assert executive.get(address).status_code == 200


@pytest.mark.parametrize("scores", [[], [9], [None] * 9, [10] * 9])
def test_odd_answers_have_a_page(executive, give, scores):
    give(*scores, answered_at=LAST)
    for page in ("summary", "explore"):
        assert executive.get(f"/report/{page}").status_code == 200


def test_time_to_answer_is_the_median_of_hours(executive, session, survey):
    for number in range(7):
        who = factories.contact(session)
        mail = factories.invitation(session, survey, who, sent_at=LAST)
        at = LAST + timedelta(hours=1 + number)
        factories.response(
            session, survey, contact_id=who.id, invitation_id=mail.id, answered_at=at
        )
    page = executive.get("/report/explore?measure=time").text
    assert ">4.0<" in page


def test_times_of_a_day_are_nobodys_although_others_answered_beside(
    session, workspace, survey, give
):
    for day, mailed in ((0, 6), (1, 1), (2, 6)):
        for number in range(mailed):
            sent, who = LAST + timedelta(days=day), factories.contact(session)
            mail = factories.invitation(session, survey, who, sent_at=sent)
            at = sent + timedelta(hours=1 + number)
            factories.response(
                session, survey, contact_id=who.id, invitation_id=mail.id, answered_at=at
            )
        give(*[9] * 5, answered_at=LAST + timedelta(days=day), source="kiosk")
    session.flush()
    desk, ns = Desk.of(workspace, NOW), []
    for last in ("2026-08-20", "2026-08-21", "2026-08-22"):
        given = {"from": "2026-08-20", "to": last}
        found = whole_ground(session, Asked(given), desk)
        ns.append(explore_time(session, found, desk, Wish()).rows[0].figure.n)
    assert ns == [6, 6, 13]


def test_long_and_right_to_left_names_are_only_words(executive, give, survey):
    give(*[9] * 9, answered_at=LAST, attributes={"plan": "x" * 200})
    give(*[9] * 9, answered_at=LAST, attributes={"plan": "الشرق"})
    page = executive.get(f"/report/explore?by=plan&survey={spell(survey.survey_id)}").text
    assert "<bdi>الشرق</bdi>" in page
