"""Answers that are weighted from their daily counts weigh as if each of them were read."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from feedback.counts import days, weighing
from feedback.models import KeptFrame, Response, StaleDay, ToldDay
from feedback.reports import frame, queries
from feedback.reports.ground import Desk
from feedback.reports.silence import read_ground
from surveys.models import Contact
from tests import factories
from tests.reports.test_non_response import LAST, NOW

PARTS = [
    {"region": "North", "plan": "pro"},
    {"region": "South", "plan": "pro"},
    {"region": "South"},
    {"region": " South "},
    {"region": 7, "plan": 'say "x", y'},
    {},
]
LONG_AGO = datetime(2025, 2, 3, tzinfo=UTC)


@pytest.fixture
def answered(session, workspace, survey):
    """Contacts of every sort, answers of most, some from long before the page's period."""
    workspace.weighs_by = ["region", "plan"]
    for at in (LAST, LAST - timedelta(days=100), LONG_AGO):
        for place, attributes in enumerate(PARTS):
            for score in (None, 0, 8, 10, 10, 9)[: 3 + place % 4]:
                who = factories.contact(session, attributes=attributes)
                more = {"contact_id": who.id, "attributes": attributes, "answered_at": at}
                factories.response(session, survey, score=score, **more)
    for place in range(14):
        factories.contact(session, attributes={"region": f"R{place}"})
        more = {"answered_at": LAST, "attributes": {"region": f"R{place}", "plan": "pro"}}
        factories.response(session, survey, score=place % 11, **more)
    session.commit()


@pytest.fixture
def count(app, session, answered):
    """Give a function: what a worker does, as of this moment."""

    def work(now=NOW):
        session.commit()
        with app.app_context():
            weighing.count_frames(now)
            days.count_stale()
        session.expire_all()

    return work


@pytest.fixture
def cells(session, workspace, monkeypatch):
    """Give a function: the cells of a page, as it reads them or from each answer."""

    def read(*, plainly=False, names=("region", "plan")):
        desk = Desk.of(workspace, NOW)
        found = read_ground(session, "", desk)
        kept = queries.kept_units(found.selection, found.rows)
        with monkeypatch.context() as patch:
            if plainly:
                patch.setattr(frame, "_rows", frame._from_answers)
            of = frame.Frame.of(session, names)
            told = frame.cells(session, kept, found.selection, of, desk.begins)
        return {key: n for key, n in told.counts.items() if any(n)}

    return read


def test_counted_cells_are_those_of_the_answers(session, count, cells):
    before = cells(plainly=True)
    count()
    assert not session.scalars(select(StaleDay)).all()
    assert len(before) > 20
    assert cells() == before == cells(plainly=True)


def test_anonymous_answers_are_neither_marked_nor_counted(session, app, count):
    hidden = factories.survey(session, name="Whispers", is_anonymous=True)
    for _ in range(8):
        factories.response(session, hidden, answered_at=LAST)
    session.commit()
    with app.app_context():
        weighing.count_frames(NOW)
    assert hidden.survey_id not in session.scalars(select(StaleDay.survey_id)).all()
    count()
    assert hidden.survey_id not in session.scalars(select(ToldDay.survey_id)).all()


def test_they_are_read_from_the_counts(session, count, cells):
    count()
    session.execute(update(ToldDay).values(s10=ToldDay.s10 + 1))
    session.commit()
    assert cells() != cells(plainly=True)


def test_until_they_are_counted_each_answer_is_read(session, workspace, count, cells):
    count()
    session.execute(update(ToldDay).values(s10=ToldDay.s10 + 1))
    workspace.weighs_by = ["plan"]
    session.commit()
    assert cells(names=("plan",)) == cells(plainly=True, names=("plan",))


def test_other_attributes_are_counted_anew(workspace, count, cells):
    count()
    workspace.weighs_by = ["plan"]
    count()
    assert cells(names=("plan",)) == cells(plainly=True, names=("plan",))


def test_an_answer_whose_attributes_change_is_weighted_by_the_new_ones(session, count, cells):
    count()
    before = cells()
    north = Response.attributes["region"].as_string() == "North"
    session.execute(update(Response).where(north).values(attributes={"region": "South"}))
    session.commit()
    assert cells() == cells(plainly=True) != before
    count()
    assert cells() == cells(plainly=True)


def test_other_values_among_the_contacts_are_told_apart_at_the_next_look(session, count, cells):
    count()
    north = Contact.attributes["region"].as_string() == "North"
    session.execute(update(Contact).where(north).values(attributes={"region": "R13"}))
    session.commit()
    before = cells(plainly=True)
    assert cells() == before
    count(NOW + weighing.EVERY + timedelta(seconds=1))
    assert cells() == cells(plainly=True) == before
    kept = session.scalars(select(KeptFrame)).one()
    assert "R13" in dict(map(tuple, kept.values[0][1]))


def test_the_same_values_in_another_order_mean_what_they_meant(session, count, cells):
    count()
    for _ in range(60):
        factories.contact(session, attributes={"plan": 'say "x", y'})
    before = cells()
    count(NOW + weighing.EVERY + timedelta(seconds=1))
    plans = session.scalars(select(KeptFrame)).one().values[1]
    assert plans[1][0][0] == 'say "x", y'
    assert cells() == cells(plainly=True) == before


def test_a_look_at_the_same_values_marks_no_day(session, app, count):
    count()
    with app.app_context():
        assert weighing.count_frames(NOW + weighing.EVERY) == 0
        assert weighing.count_frames(NOW + weighing.EVERY + timedelta(seconds=1)) == 1
    session.commit()
    assert not session.scalars(select(StaleDay)).all()


def test_many_contacts_are_as_of_the_last_look_and_the_page_says_so(
    session, count, executive, monkeypatch
):
    monkeypatch.setattr(weighing, "AT_ONCE", 5)
    count()
    people = frame.Frame.of(session, ["region", "plan"]).people
    factories.contact(session, attributes={"region": "North"})
    session.commit()
    assert frame.Frame.of(session, ["region", "plan"]).people == people
    assert (
        "contacts count as they were on 22 Nov 2026" in executive.get("/report/non-response").text
    )


def test_many_contacts_are_never_taken_by_other_attributes(session, count, monkeypatch):
    count()
    now = frame.Frame.of(session, ["plan"])
    monkeypatch.setattr(weighing, "AT_ONCE", 5)
    assert frame.Frame.of(session, ["plan"]) == now


def test_few_contacts_are_as_of_this_moment(session, count, executive):
    count()
    people = frame.Frame.of(session, ["region", "plan"]).people
    factories.contact(session, attributes={"region": "North"})
    session.commit()
    assert frame.Frame.of(session, ["region", "plan"]).people == people + 1
    assert "contacts count as they are today" in executive.get("/report/non-response").text


def test_nothing_is_looked_at_where_nobody_weighs(session, app, workspace, count):
    workspace.weighs_by = []
    count()
    assert not session.scalars(select(KeptFrame)).all()
