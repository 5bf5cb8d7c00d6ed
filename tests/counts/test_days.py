"""What marks a day, and that each change is counted where it belongs."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from feedback.counts import days
from feedback.counts.derived import KINDS
from feedback.extensions import db
from feedback.models import StaleDay, ToldDay
from surveys.models import Invitation
from tests import factories
from tests.counts.by_day import BEGIN, kept, marked, plainly, told

CHANGES = {
    "another score": lambda one, _: {"score": 3},
    "taken out": lambda one, _: {"excluded": "test"},
    "given later": lambda one, _: {"answered_at": one.answered_at + timedelta(hours=60)},
    "on another day": lambda one, _: {"answered_on": on(5)},
    "of another author": lambda one, other: {"contact_id": other.contact_id},
    "of nobody": lambda one, _: {"contact_id": None},
    "not by mail": lambda one, _: {"invitation_id": None},
    "of another survey": lambda one, other: {"survey_id": other.survey_id},
}


@pytest.fixture
def three(session, versions):
    """An answer before the quarter ends, one of its author behind, and one of another; counted."""
    first, other, _ = versions
    one, two = (factories.contact(session) for _ in range(2))
    mail = factories.invitation(session, first, one, sent_at=BEGIN)
    made = [
        factories.response(session, version, answered_at=BEGIN + timedelta(days=day), **more)
        for version, day, more in (
            (first, 0, {"contact_id": one.id, "invitation_id": mail.id}),
            (other, 4, {"contact_id": one.id}),
            (other, 6, {"contact_id": two.id}),
        )
    ]
    session.commit()
    days.count_stale()
    return made


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_answer_is_counted_where_it_belongs(session, three, change):
    one, _, other = three
    differs_from(session, lambda: write(session, one, CHANGES[change](one, other)))


def write(session, row, values):
    session.execute(update(type(row)).where(type(row).id == row.id).values(**values))


def differs_from(session, change):
    """Make a change that must tell, and hold what is counted against a full scan."""
    before = plainly(session)
    change()
    session.commit()
    assert plainly(session) != before
    assert told(session) == plainly(session)
    days.count_stale()
    assert told(session) == kept(session) == {k: +v for k, v in plainly(session).items()}


@pytest.mark.parametrize("which", [0, 1])
def test_an_answer_that_goes_is_counted_no_more(session, three, which):
    differs_from(session, lambda: session.delete(three[which]))


def test_an_answer_that_comes_is_counted(session, version, three):
    asked = {"contact_id": three[2].contact_id, "answered_at": BEGIN}
    differs_from(session, lambda: factories.response(session, version, **asked))


@pytest.mark.parametrize("hours", [None, -49])
def test_another_time_of_the_mail_tells_early_from_late_anew(session, three, hours):
    at = None if hours is None else BEGIN + timedelta(hours=hours)
    mail = session.get_one(Invitation, (three[0].workspace_id, three[0].invitation_id))
    differs_from(session, lambda: write(session, mail, {"sent_at": at}))


def test_another_campaign_of_the_mail_is_counted(session, version, three):
    mail = session.get_one(Invitation, (three[0].workspace_id, three[0].invitation_id))
    other = factories.invitation(session, version, factories.contact(session)).campaign_id
    differs_from(session, lambda: write(session, mail, {"campaign_id": other}))


def on(day):
    return (BEGIN + timedelta(days=day)).date()


def test_an_answer_marks_its_day_and_later_ones_of_its_author(session, answer, who):
    for day in (1, 3):
        answer(day, contact_id=who)
    answer(4)
    days.count_stale()
    answer(2, contact_id=who)
    assert marked(session) == [on(2), on(3)]


def test_the_usual_newest_answer_marks_its_own_day_alone(session, answer, who):
    answer(1, contact_id=who)
    days.count_stale()
    answer(2, contact_id=who)
    assert marked(session) == [on(2)]


def test_a_changed_score_marks_no_later_day(session, answer, who):
    row = answer(1, contact_id=who)
    answer(2, contact_id=who)
    days.count_stale()
    row.score = 3
    session.commit()
    assert marked(session) == [on(1)]


def test_what_no_group_hangs_on_marks_nothing(session, answer):
    row = answer(1)
    days.count_stale()
    row.language, row.signals = "de", "soon"
    session.commit()
    assert marked(session) == []


def test_answers_of_an_anonymous_survey_mark_nothing(session, versions):
    row = factories.response(session, versions[2])
    session.commit()
    row.score = 2
    session.commit()
    session.delete(row)
    session.commit()
    assert marked(session) == []


def test_two_days_to_the_second_are_early(session, version, answer):
    for seconds in (-1, 0, 1):
        sent = BEGIN - timedelta(days=2, seconds=seconds)
        mail = factories.invitation(session, version, factories.contact(session), sent_at=sent)
        answer(invitation_id=mail.id, score=8 + seconds)
    expected = Counter(
        {(version.survey_id, on(0), 8 + i, said): 1 for i, said in enumerate(SAID, -1)}
    )
    assert told(session)["speed"] == expected
    days.count_stale()
    assert told(session)["speed"] == expected


SAID = ("early", "early", "late")


def test_counted_days_are_read_from_the_counts(session, answer, who):
    answer(contact_id=who, score=9)
    days.count_stale()
    session.execute(update(ToldDay).values(s9=5))
    session.commit()
    assert list(told(session)["first"].values()) == [5]


def test_counts_of_a_discarded_workspace_go_with_it(session, workspace, answer, who):
    answer(contact_id=who)
    days.count_stale()
    answer(contact_id=who)
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM workspace WHERE id = {workspace.id}")
    session.rollback()
    assert not session.scalars(select(ToldDay)).all()
    assert not session.scalars(select(StaleDay)).all()


def test_stale_days_of_several_surveys_are_each_read_by_their_own(session, versions):
    who = factories.contact(session)
    for version in versions[:2]:
        for day in range(3):
            at = BEGIN + timedelta(days=day)
            factories.response(session, version, contact_id=who.id, answered_at=at)
    session.commit()
    days.count_stale()
    session.execute(update(ToldDay).where(ToldDay.day == on(1)).values(s9=4))
    for version, day in ((versions[0], 0), (versions[1], 2), (versions[1], 1)):
        key = {"survey_id": version.survey_id, "day": on(day), "written_by": 1}
        session.add(StaleDay(**key))
    session.commit()
    counts = plainly(session)["first"]
    counts[versions[0].survey_id, on(1), 9, "2026-01"] = 4
    assert told(session)["first"] == counts


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True, scope="session")
def test_a_few_stale_days_are_found_along_the_index(session, version, answer):
    """A million answers are in the index; what is joined or looked up is behind it."""
    for day in (0, 2, 4):
        answer(day)
    seen = []

    def plan(_connection, cursor, statement, parameters, *_others):
        if "AS said" in statement:
            seen.append(
                [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            )

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", plan)
    told(session)
    event.remove(engine, "before_cursor_execute", plan)
    assert len(seen) == len(KINDS)
    for steps in seen:
        assert any("ix_response_counted" in step and "answered_on=?" in step for step in steps)
