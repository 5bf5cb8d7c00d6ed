"""Counting days while answers go on arriving: nothing is taken for counted that was not."""

import time
from threading import Event, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.counts import days, recounting
from feedback.extensions import db
from feedback.models import StaleDay
from surveys.scope import bind_workspace
from tests import factories
from tests.counts.by_day import BEGIN, kept, marked, plainly, told
from tests.counts.test_recounting import only_on_postgresql

READ, WRITE = "AS said", "DELETE FROM stale_day"
MARKS = "FROM stale_day WHERE stale_day.workspace_id"


@pytest.fixture
def meanwhile(session, workspace, version, who):
    """Give a function: the same author answers once more, on a connection of somebody else's."""
    engine = db.engine

    def write():
        with Session(engine) as own:
            bind_workspace(own, workspace.id)
            factories.response(own, version, answered_at=BEGIN, contact_id=who)
            own.commit()

    def give():
        other = Thread(target=write)
        other.start()
        other.join()

    return give


@only_on_postgresql
@pytest.mark.parametrize("place", [READ, MARKS, WRITE])
def test_an_answer_that_comes_meanwhile_is_never_taken_for_counted(
    session, answer, who, right_before, meanwhile, place
):
    answer(contact_id=who)
    with right_before(place, meanwhile):
        days.count_stale()
    assert told(session) == plainly(session)
    days.count_stale()
    assert told(session) == kept(session) == {k: +v for k, v in plainly(session).items()}


def test_a_day_marked_between_reading_and_writing_stays_stale(
    session, answer, who, right_before, meanwhile
):
    """Both databases: the worker reads without keeping anybody waiting, and writes later."""
    answer(contact_id=who)
    with right_before("campaign_id AS", meanwhile):
        days.count_stale()
    assert told(session) == plainly(session)
    assert sum(plainly(session)["first"].values()) == 2


def test_who_read_earlier_and_writes_later_writes_nothing(
    session, answer, who, right_before, meanwhile, app
):
    """Two workers, or a worker and `hark recount`: the newer counts stay."""
    answer(contact_id=who)

    def both():
        meanwhile()
        counting = Thread(target=_count, args=(app,))
        counting.start()
        counting.join()

    with right_before("campaign_id AS", both):
        days.count_stale()
    assert not marked(session)
    assert told(session) == plainly(session)
    assert sum(plainly(session)["first"].values()) == 2


def test_a_day_that_waits_to_be_counted_was_not_wrong(session, answer):
    row = answer(contact_id=factories.contact(session).id)
    days.count_stale()
    row.score = 2
    session.commit()
    assert next(recounting.recount()).endswith(" 0 set right")


@only_on_postgresql
def test_answers_of_one_author_at_the_same_moment_both_count(
    session, workspace, version, answer, who
):
    """The first one does not see the second one, and so cannot mark its day."""
    with Session(db.engine) as earlier:
        bind_workspace(earlier, workspace.id)
        factories.response(earlier, version, answered_at=BEGIN, contact_id=who)
        earlier.flush()
        answer(5, contact_id=who)
        counting = Thread(target=_count, args=(session.info["app"],))
        counting.start()
        counting.join(0.3)
        earlier.commit()
        counting.join()
    assert told(session) == plainly(session)
    days.count_stale()
    assert told(session) == plainly(session)


def _count(app):
    with app.app_context():
        days.count_stale()


def test_the_worker_rests_four_times_as_long_as_it_counted(app, monkeypatch):
    """While an import goes on all days are marked again and again."""
    rests, counted = [], Event()

    class Stop:
        def wait(self, seconds):
            rests.append(seconds)
            if len(rests) == 2:
                counted.set()
            return len(rests) == 2

    monkeypatch.setattr(days, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(days, "count_stale", lambda: time.sleep(0.2))
    days.watch_beside(app, Stop())
    assert counted.wait(10)
    assert rests[0] == 0.01
    assert rests[1] >= 4 * 0.2


def test_the_worker_goes_on_where_counting_stumbles(app, monkeypatch):
    rounds, twice = [], Event()

    class Stop:
        def wait(self, _seconds):
            return twice.is_set()

    def stumble():
        rounds.append(1)
        if len(rounds) == 2:
            twice.set()
        raise RuntimeError("pulled the plug")

    monkeypatch.setattr(days, "count_stale", stumble)
    days.watch_beside(app, Stop())
    assert twice.wait(10)


@only_on_postgresql
def test_nobody_waits_for_another_ones_mark(session, workspace, version, answer):
    with Session(db.engine) as other:
        bind_workspace(other, workspace.id)
        factories.response(other, version, answered_at=BEGIN)
        other.flush()
        session.connection().exec_driver_sql("SET lock_timeout = '50ms'")
        answer()
        other.commit()
    assert len(session.scalars(select(StaleDay)).all()) == 2
