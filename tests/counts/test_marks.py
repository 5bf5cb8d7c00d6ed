"""Who is looked at again: marked by the database in the transaction of the change, never lost."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from feedback import recurring
from feedback.counts.people import folding, periods, sweeping
from feedback.counts.people.among import Bounds, everything
from feedback.counts.people.keeping import EVERYTHING
from feedback.extensions import db
from feedback.models import Response, TallyAccount, TallyScope, TallyStale
from feedback.reports.accounts import kept
from feedback.worker import run_next_job
from surveys.models import Contact, Invitation, Survey, Workspace
from surveys.scope import bind_workspace
from tests import factories
from tests.conftest import NOW
from tests.counts.test_people import rows, same
from tests.counts.test_recounting import only_on_postgresql


@pytest.fixture
def told(session, workspace, version):
    """Accounts are told and counted; one customer answered."""
    workspace.account_attribute = "company"
    session.commit()
    list(sweeping.sweep(workspace.id))
    return answer(session, version)


def answer(session, version, name="Bolt", **given):
    carried = {"company": name}
    who = factories.contact(session, attributes=carried)
    factories.response(session, version, contact_id=who.id, attributes=carried, **given)
    session.commit()
    return who


def settle():
    while folding.look_again():
        pass


def is_right(session):
    settle()
    same(session, EVERYTHING, everything(session, "company"))


def scores(session):
    session.expire_all()
    return {a.account: (a.low, a.middle, a.top) for a in session.scalars(select(TallyAccount))}


def elsewhere(workspace, version, who_id):
    """Answer once more over a connection of its own."""

    def more():
        with Session(db.engine) as own:
            bind_workspace(own, workspace.id)
            carried = {"company": "Bolt"}
            factories.response(own, version, score=1, contact_id=who_id, attributes=carried)
            own.commit()

    return more


@only_on_postgresql
@pytest.mark.parametrize(
    "words", ["DELETE FROM tally_stale", "FROM response WHERE", "INSERT INTO tally_account"]
)
def test_an_answer_that_comes_while_somebody_is_looked_at_is_counted(
    session, workspace, version, told, right_before, words
):
    with right_before(words, elsewhere(workspace, version, told.id)):
        folding.look_again()
    is_right(session)
    assert scores(session) == {"Bolt": (1, 0, 1)}


@only_on_postgresql
def test_an_answer_under_way_while_its_author_is_looked_at_is_counted(
    session, workspace, version, told
):
    carried = {"company": "Bolt"}
    factories.response(session, version, score=1, contact_id=told.id, attributes=carried)
    session.flush()
    settle()
    session.commit()
    is_right(session)
    assert scores(session) == {"Bolt": (1, 0, 1)}


@only_on_postgresql
def test_counting_waits_for_who_wrote_before_accounts_were_told(session, workspace, version):
    carried = {"company": "Bolt"}
    who = factories.contact(session, attributes=carried)
    factories.response(session, version, contact_id=who.id, attributes=carried)
    session.flush()
    with db.engine.begin() as connection:
        connection.execute(
            update(Workspace)
            .where(Workspace.id == workspace.id)
            .values(account_attribute="company")
        )
    counting = sweeping.sweep(workspace.id)
    assert [next(counting).done for _ in range(3)] == [0, 0, 0]
    session.commit()
    list(counting)
    is_right(session)
    assert scores(session) == {"Bolt": (0, 0, 1)}


def test_who_is_looked_at_twice_counts_once(session, workspace, version, told, monkeypatch):
    monkeypatch.setattr(sweeping, "AT_ONCE", 1)
    for name in ("Bolt", "Cog", "Dot"):
        answer(session, version, name)
    counting = sweeping.sweep(workspace.id)
    next(counting), next(counting)
    settle()
    list(sweeping.sweep(workspace.id))
    list(counting)
    is_right(session)
    assert scores(session) == {"Bolt": (0, 0, 2), "Cog": (0, 0, 1), "Dot": (0, 0, 1)}


def test_where_no_accounts_are_told_nobody_is_marked(session, version):
    answer(session, version)
    assert not session.scalars(select(TallyStale)).all()


def test_anonymous_answers_mark_nobody(session, workspace, version, told):
    settle()
    session.execute(update(Survey).values(is_anonymous=True))
    who = session.scalars(select(Contact)).one()
    factories.response(session, version)
    factories.invitation(session, version, who)
    session.commit()
    assert not session.scalars(select(TallyStale)).all()


def test_a_survey_that_goes_takes_its_answers_out_of_the_sums(session, version, told):
    settle()
    with db.engine.begin() as connection:
        connection.execute(delete(Survey))
    is_right(session)
    assert scores(session) == {"Bolt": (0, 0, 0)}


def test_another_attribute_counts_anew_by_itself(session, workspace, version, told):
    factories.response(session, version, attributes={"plan": "Gold"})
    workspace.account_attribute = "plan"
    session.commit()
    settle()
    assert sweeping.plan(session, NOW)
    while run_next_job():
        pass
    session.expire_all()
    same(session, EVERYTHING, everything(session, "plan"))
    assert scores(session) == {"Gold": (0, 0, 1), "": (0, 0, 1)}
    assert not sweeping.plan(session, NOW)


def test_a_job_that_was_broken_off_begins_anew(session, workspace, version, told, monkeypatch):
    bounds = Bounds(starts=NOW.date())
    answer(session, version, "Cog")
    periods.ask(session, "company", bounds, NOW)
    session.commit()
    finish = periods._finish
    monkeypatch.setattr(periods, "_finish", broken)
    run_next_job()
    monkeypatch.setattr(periods, "_finish", finish)
    assert periods.newest(session, "company", bounds, counted=True) is None
    job = recurring._newest(session, periods.COUNT_PERIOD)
    job.run_at = NOW
    session.commit()
    run_next_job()
    scope = periods.newest(session, "company", bounds, counted=True)
    same(session, scope.id, bounds.among("company", [version.survey_id], workspace.zone))


def broken(*_given):
    raise RuntimeError("killed")


def test_what_was_counted_of_a_period_goes_after_a_week(session, workspace, told):
    periods.ask(session, "company", Bounds(starts=NOW.date()), NOW)
    session.commit()
    run_next_job()
    session.execute(update(TallyScope).values(counted_at=NOW))
    session.commit()
    assert not periods.expire(session, NOW + periods.KEPT)
    assert periods.expire(session, NOW + periods.KEPT * 1.01)
    assert session.scalars(select(TallyScope.id)).all() == [EVERYTHING]


def sent(session, version, who):
    session.execute(update(Invitation).values(state="sent"))


def moved_on(session, version, who):
    session.execute(update(Invitation).values(contact_id=factories.contact(session).id))


def taken_back(session, version, who):
    session.execute(update(Response).values(excluded="late"))


def asked(session, version, who):
    factories.invitation(session, version, who)


def answered(session, version, who):
    carried = {"company": "Bolt"}
    factories.response(session, version, score=0, contact_id=who.id, attributes=carried)


def known(session, version, who):
    factories.contact(session, attributes={"company": "Bolt"})


EVENTS = {
    "a contact is known": known,
    "a contact moves": lambda s, v, w: s.execute(update(Contact).values(attributes={})),
    "mail leaves": sent,
    "somebody is asked": asked,
    "mail was another's": moved_on,
    "an answer comes": answered,
    "an answer is taken out": taken_back,
    "an older answer is left": lambda s, v, w: s.execute(
        update(Response).values(answered_at=NOW - timedelta(days=3))
    ),
    "an answer goes": lambda s, v, w: s.execute(delete(Response)),
    "an ask goes": lambda s, v, w: s.execute(delete(Invitation)),
}


@pytest.mark.parametrize("happens", EVENTS.values(), ids=EVENTS.keys())
def test_each_kind_of_change_is_looked_at(session, version, told, happens):
    state = "queued" if happens is sent else "sent"
    if happens is not asked:
        factories.invitation(session, version, told, state=state)
    session.commit()
    is_right(session)
    before = rows(session, kept.every_account(EVERYTHING))
    happens(session, version, told)
    session.commit()
    is_right(session)
    shown = rows(session, kept.every_account(EVERYTHING))
    assert shown != before


@only_on_postgresql
def test_counting_everybody_tells_the_database_how_many_there_are(session, workspace, told):
    size = text("SELECT reltuples FROM pg_class WHERE oid = CAST('tally_person' AS regclass)")
    list(sweeping.sweep(workspace.id))
    assert session.scalar(size) == 1
