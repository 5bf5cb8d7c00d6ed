"""Counting anew while answers go on arriving: nothing is counted twice, nothing wrong is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from feedback.counts import figures, reading, recounting
from feedback.models import Response, TallyValue, TallyWide
from surveys.models import InvitationState
from tests import factories
from tests.counts.twice import counted, fold, scanned

only_on_postgresql = pytest.mark.parametrize(
    "database_url", ["postgresql"], indirect=True, scope="session"
)
"""SQLite has one writer: nobody writes between two statements of another one."""
BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY_SCAN, MAIL_SCAN = "count(*) AS count_1 FROM response WHERE", "FROM invitation LEFT OUTER JOIN"


@pytest.fixture
def answer(session, version):
    """Give a function: an answer is given and kept."""

    def give(plan: str = "A", day: int = 0, **given):
        row = factories.response(
            session,
            version,
            attributes={"plan": plan},
            answered_at=BEGIN + timedelta(days=day),
            **given,
        )
        session.commit()
        return row

    return give


@pytest.fixture
def asked(session, version):
    """Give a function: somebody is asked by a mail that left."""

    def ask():
        who = factories.contact(session)
        return factories.invitation(session, version, who, state=InvitationState.SENT).id

    return ask


def recount():
    return list(recounting.recount())


@only_on_postgresql
@pytest.mark.parametrize("place", [DAY_SCAN, MAIL_SCAN])
def test_an_answer_that_comes_meanwhile_is_counted_once(
    session, answer, asked, right_before, place
):
    answer(invitation_id=asked())
    late = asked()
    session.commit()
    with right_before(place, lambda: answer(invitation_id=late)):
        recount()
    fold()
    assert counted(session) == scanned(session)


@only_on_postgresql
def test_who_answers_meanwhile_never_waits(session, answer, right_before):
    answer()
    session.connection().exec_driver_sql("SET lock_timeout = '1ms'")
    with right_before(DAY_SCAN, answer):
        recount()
    assert len(session.scalars(select(Response)).all()) == 2


@only_on_postgresql
def test_what_somebody_else_folds_meanwhile_is_counted_once(session, answer, right_before):
    answer()
    meanwhile = iter([answer, fold])
    with right_before("pg_advisory_xact_lock", lambda: next(meanwhile, list)(), always=True):
        recount()
    assert counted(session) == scanned(session)


@pytest.fixture
def wide(answer, monkeypatch):
    """An attribute with more values than are counted, one on each of four days."""
    monkeypatch.setattr(figures, "MOST_VALUES", 3)
    rows = [answer(plan, day) for day, plan in enumerate("ABCD")]
    fold()
    return rows


def test_an_attribute_of_too_many_values_is_no_error_in_the_counts(session, wide):
    assert recount()[0].endswith(": 4 days counted, 0 set right")
    assert [w.attribute for w in session.scalars(select(TallyWide))] == ["plan"]
    assert not session.scalars(select(TallyValue)).all()


def test_few_values_again_are_counted_and_said(session, wide):
    session.delete(wide[3])
    session.commit()
    assert recount()[0].endswith(
        "3 days counted, 0 set right; few enough values again to compare by: plan"
    )
    assert not session.scalars(select(TallyWide)).all()
    assert counted(session) == scanned(session)


def test_nothing_is_compared_before_all_of_it_is_counted(session, version, wide, right_before):
    session.delete(wide[3])
    session.commit()
    fold()
    shown = []

    def look():
        shown.append(reading.wide(session, [version.survey_id], "plan"))
        session.rollback()

    with right_before(DAY_SCAN, look, always=True):
        recount()
    assert shown == [{version.survey_id}] * 3
    assert reading.wide(session, [version.survey_id], "plan") == set()


@only_on_postgresql
def test_an_answer_that_comes_while_few_values_are_counted_again_is_counted(
    session, wide, answer, right_before, monkeypatch
):
    monkeypatch.setattr(recounting, "SECONDS", 0)
    session.delete(wide[3])
    session.commit()
    with right_before(DAY_SCAN, lambda: [answer("A", 2), answer("B", 7)]):
        recount()
    fold()
    assert counted(session) == scanned(session)


def test_what_a_broken_recount_left_is_set_right_by_the_next(
    session, wide, answer, right_before, monkeypatch
):
    monkeypatch.setattr(recounting, "SECONDS", 0)
    session.delete(wide[3])
    session.commit()
    break_off = iter([None, RuntimeError("pulled the plug")])
    with (
        pytest.raises(RuntimeError),
        right_before(DAY_SCAN, lambda: stop(next(break_off)), always=True),
    ):
        recount()
    assert session.scalars(select(TallyWide.attribute)).all() == ["plan"]
    answer("E", 1)
    answer("F", 2)
    recount()
    session.expire_all()
    assert session.scalars(select(TallyWide.is_counted)).all() == [False]
    session.execute(delete(Response).where(Response.attributes["plan"].as_string() > "D"))
    session.commit()
    recount()
    session.expire_all()
    assert counted(session) == scanned(session)


def stop(error: Exception | None) -> None:
    if error:
        raise error
