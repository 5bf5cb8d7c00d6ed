"""Two at once: one publication; a withdrawal wins; and nobody waits in a circle."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from feedback.agreements import giving
from feedback.contacts.erasing import erase
from feedback.extensions import db
from feedback.models import Attribution, Consent, Member, Publication, Purpose, Response
from feedback.models.consent import digest
from feedback.testimonials import publishing, queries
from feedback.testimonials.publishing import Choice, GoneError
from surveys.models import Contact
from surveys.scope import bind_workspace
from tests import factories

TIMES = 5
PATIENCE = 10


@pytest.fixture
def at_once(app, session, workspace):
    """Give a function that runs tasks at the same moment, each in a session of its own."""
    place = workspace.id

    def run(*tasks):
        session.commit()
        start = threading.Barrier(len(tasks))

        def one(task):
            with app.app_context(), Session(db.engine) as own:
                bind_workspace(own, place)
                start.wait()
                task(own)
                own.commit()

        with ThreadPoolExecutor(len(tasks)) as pool:
            came = [pool.submit(one, task).exception for task in tasks]
            errors = [error for error in (each(PATIENCE * 2) for each in came) if error]
        session.rollback()
        assert [error for error in errors if not isinstance(error, GoneError)] == []
        return errors

    return run


@pytest.fixture
def cut(app, session, agreed):
    """Give a function: a comment that was agreed to and cut; gives consent and member."""
    member = factories.member(session).id

    def make():
        consent = agreed().id
        with app.app_context():
            by = session.scalars(select(Member).where(Member.id == member)).one()
            publishing.cut(session, consent, choice=Choice((0,)), by=by, now=datetime.now(UTC))
            session.commit()
        return consent, member

    return make


def publish(consent, member):
    def task(own):
        by = own.scalars(select(Member).where(Member.id == member)).one()
        agreed = giving.locked(own, consent)
        row = publishing.testimonial_of(own, consent)
        if agreed is None or row is None:
            raise GoneError
        seen = publishing.stamp(row, agreed)
        publishing.publish(own, consent, seen=seen, by=by, now=datetime.now(UTC))

    return task


def withdraw(consent):
    def task(own):
        giving.withdraw(own, giving.locked(own, consent), datetime.now(UTC))

    return task


@pytest.mark.parametrize("_", range(TIMES))
def test_two_marketers_who_publish_at_once_publish_once(_, cut, at_once, session, findings):
    task = publish(*cut())
    assert at_once(task, task, task) == []
    assert len(session.scalars(select(Publication)).all()) == 1
    assert findings() == []


@pytest.mark.parametrize("_", range(TIMES))
def test_withdrawal_while_publishing_wins(_, cut, at_once, session, findings):
    consent, member = cut()
    at_once(publish(consent, member), withdraw(consent))
    assert session.scalars(select(Consent.ended_by)).all() == ["author"]
    assert queries.on_the_wall(session, datetime.now(UTC), size=5).items == []
    assert findings() == []


def test_agreements_of_many_at_once_make_one_unbroken_chain(cut, at_once, session, findings):
    made = [cut() for _ in range(4)]
    at_once(*[publish(*each) for each in made])
    assert len(session.scalars(select(Publication)).all()) == 4
    assert findings() == []


def take_down(consent, member):
    def task(own):
        by = own.scalars(select(Member).where(Member.id == member)).one()
        publishing.end(own, consent, by=by, now=datetime.now(UTC))

    return task


def agree_anew(response):
    def task(own):
        words = giving.words_of(own, response)
        offer = giving.Offer(
            words_hash=digest(words),
            attribution=Attribution.ANONYMOUS,
            named_as="Verified customer",
            purposes=(Purpose.WEBSITE,),
            language="en",
            channel="mail",
        )
        giving.give(own, response, offer, datetime.now(UTC))

    return task


def erase_author(person):
    return lambda own: erase(own, own.scalars(select(Contact).where(Contact.id == person)).one())


class Meeting:
    """Whoever came first holds their lock until the second one waits for it."""

    def __init__(self):
        self.is_held, self.second = threading.Event(), 0

    def first(self, lock, task):
        def run(own):
            own.execute(lock)
            self.is_held.set()
            if own.get_bind().dialect.name == "postgresql":
                self._until_waited_for()
            task(own)

        return run

    def then(self, task):
        def run(own):
            assert self.is_held.wait(PATIENCE)
            if own.get_bind().dialect.name == "postgresql":
                self.second = own.scalar(text("SELECT pg_backend_pid()"))
            task(own)

        return run

    def _until_waited_for(self):
        waits, until = text("SELECT pg_blocking_pids(:pid) <> '{}'"), time.monotonic() + PATIENCE
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
            while not looking.scalar(waits, {"pid": self.second}):
                assert time.monotonic() < until, "the second one never waited"


def author_of(session, consent):
    response = session.scalars(
        select(Response)
        .join(Consent, Consent.response_id == Response.id)
        .where(Consent.id == consent)
    ).one()
    return response.id, response.contact_id


def gone(session):
    return [session.scalars(select(row)).all() for row in (Consent, Publication, Contact)]


def test_erasing_waits_for_a_withdrawal_that_came_first(cut, at_once, session, findings):
    consent, _member = cut()
    _response, person = author_of(session, consent)
    meeting = Meeting()
    lock = select(Consent.id).where(Consent.id == consent).with_for_update()
    at_once(meeting.first(lock, withdraw(consent)), meeting.then(erase_author(person)))
    assert gone(session) == [[], [], []]
    assert findings() == []


def test_erasing_waits_for_an_agreement_that_came_first(cut, at_once, session, findings):
    consent, _member = cut()
    response, person = author_of(session, consent)
    meeting = Meeting()
    lock = select(Response.id).where(Response.id == response).with_for_update()
    at_once(meeting.first(lock, agree_anew(response)), meeting.then(erase_author(person)))
    assert gone(session) == [[], [], []]
    assert findings() == []


def test_taking_down_locks_the_agreement_before_the_publication(cut, at_once, session, findings):
    consent, member = cut()
    at_once(publish(consent, member))
    meeting = Meeting()
    free = select(Publication).with_for_update(nowait=True)
    lock = select(Consent.id).where(Consent.id == consent).with_for_update()
    at_once(
        meeting.first(lock, lambda own: own.scalars(free).one()),
        meeting.then(take_down(consent, member)),
    )
    assert session.scalars(select(Publication)).one().ended_at is not None
    assert findings() == []


@pytest.mark.parametrize("_", range(TIMES))
def test_everybody_at_once_and_nobody_waits_in_a_circle(_, cut, at_once, session, findings):
    consent, member = cut()
    response, person = author_of(session, consent)
    at_once(publish(consent, member))
    tasks = take_down(consent, member), agree_anew(response), publish(consent, member)
    at_once(*tasks, erase_author(person))
    assert gone(session) == [[], [], []]
    assert findings() == []
