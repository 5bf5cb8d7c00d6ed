"""Days counted by what other rows say equal a full scan, whatever happens and whenever."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from feedback.contacts.erasing import erase
from feedback.counts import days, reading, recounting, scanning
from feedback.counts.derived import KINDS, runs
from feedback.extensions import db
from feedback.models import Response, StaleDay, ToldDay
from surveys.models import Campaign, Contact, Invitation, Survey
from surveys.scope import bind_workspace
from tests import factories
from tests.counts.test_recounting import only_on_postgresql

SCORES = st.sampled_from([None, 0, 7, 10])
DAYS = st.integers(0, 5)
PEOPLE = st.integers(0, 2)
HOURS = st.none() | st.sampled_from([0, 47, 48, 49])
BEGIN = datetime(2026, 3, 29, 12, tzinfo=UTC)
"""Three days before a quarter ends."""


def plainly(session):
    """Count the answers one by one, in plain Python."""
    session.expire_all()
    rows = session.scalars(select(Response)).all()
    open_ones = set(session.scalars(select(Survey.id).where(~Survey.is_anonymous)))
    mails = {mail.id: mail for mail in session.scalars(select(Invitation))}
    first = {}
    for row in rows:
        first[row.contact_id] = min(row.answered_on, first.get(row.contact_id, date.max))
    found = {kind: Counter() for kind in KINDS}
    for row in rows:
        if row.survey_id not in open_ones or row.score is None or row.excluded:
            continue
        key = (row.survey_id, row.answered_on, row.score)
        mail = mails.get(row.invitation_id)
        if mail:
            found["campaign"][(*key, str(mail.campaign_id))] += 1
        if mail and mail.sent_at:
            is_early = row.answered_at - mail.sent_at <= timedelta(days=2)
            found["speed"][(*key, "early" if is_early else "late")] += 1
        if row.contact_id:
            day = first[row.contact_id]
            quarter = f"{day.year}-{ {1: '01', 2: '04', 3: '07', 4: '10'}[(day.month + 2) // 3] }"
            found["first"][(*key, quarter)] += 1
    return found


def told(session, source=reading):
    """Read the same as reports do."""
    surveys = session.scalars(select(Survey.id)).all()
    found = {}
    for kind in KINDS:
        found[kind] = Counter()
        for survey, text, day, steps in source.told(session, surveys, kind):
            found[kind].update({(survey, day, score, text): n for score, n in enumerate(steps)})
        found[kind] = +found[kind]
    return found


def kept(session):
    """Read what is counted by itself, whatever is stale."""
    session.expire_all()
    found = {kind: Counter() for kind in KINDS}
    for row in session.scalars(select(ToldDay)):
        for score in range(11):
            key = (row.survey_id, row.day, score, row.value)
            found[row.kind][key] += getattr(row, f"s{score}")
    return {kind: +counts for kind, counts in found.items()}


def marked(session):
    """Name the days that are stale."""
    session.expire_all()
    return sorted({mark.day for mark in session.scalars(select(StaleDay))})


class Answers(RuleBasedStateMachine):
    """Whatever can happen to answers, their authors and their mails."""

    answers = Bundle("answers")

    @rule(
        target=answers,
        score=SCORES,
        day=DAYS,
        who=st.none() | PEOPLE,
        hours=HOURS,
        where=st.integers(0, 2),
    )
    def record(self, score, day, who, hours, where):
        version, at = self.versions[where], BEGIN + timedelta(days=day)
        asked = None
        if hours is not None and who is not None and where < 2:
            sent = at - timedelta(hours=hours)
            asked = factories.invitation(
                self.session, version, self.person(who), sent_at=sent, due_at=sent
            )
        row = factories.response(
            self.session,
            version,
            score=score,
            answered_at=at,
            contact_id=None if who is None or where == 2 else self.person(who).id,
            invitation_id=asked.id if asked else None,
        )
        self.session.commit()
        return row.id

    @rule(key=answers, score=SCORES)
    def edit(self, key, score):
        self.change(key, score=score)

    @rule(key=answers, why=st.sampled_from([None, "late"]))
    def exclude(self, key, why):
        self.change(key, excluded=why)

    @rule(key=answers, day=DAYS)
    def move(self, key, day):
        at = BEGIN + timedelta(days=day)
        self.change(key, answered_at=at, answered_on=at.date())

    @rule(key=answers, hours=st.integers(-3, 3))
    def set_the_clock(self, key, hours):
        at = self.session.scalar(select(Response.answered_at).where(Response.id == key))
        if at:
            self.change(key, answered_at=at + timedelta(hours=hours))

    @rule(kept=PEOPLE, gone=PEOPLE)
    def merge(self, kept, gone):
        theirs = Response.contact_id == self.person(gone).id
        self.session.execute(update(Response).where(theirs).values(contact_id=self.person(kept).id))
        self.session.commit()

    @rule(who=PEOPLE)
    def erase(self, who):
        erase(self.session, self.person(who))
        self.session.commit()
        self.people.pop(who)

    @rule(key=answers)
    def take_out(self, key):
        self.session.execute(delete(Response).where(Response.id == key))
        self.session.commit()

    @rule(key=answers, hours=st.none() | st.integers(-50, 50))
    def send_at(self, key, hours):
        at = None if hours is None else BEGIN + timedelta(hours=hours)
        self.mail(key, sent_at=at)

    @rule(key=answers)
    def send_by_another_campaign(self, key):
        version = self.versions[0]
        other = factories.invitation(self.session, version, factories.contact(self.session))
        self.mail(key, campaign_id=other.campaign_id)

    @rule(key=answers)
    def forget_the_mail(self, key):
        mail = self.session.scalar(select(Response.invitation_id).where(Response.id == key))
        self.change(key, invitation_id=None)
        self.session.execute(delete(Invitation).where(Invitation.id == mail))
        self.session.commit()

    @rule()
    def count(self):
        days.count_stale()
        assert not marked(self.session)
        assert kept(self.session) == {k: +v for k, v in plainly(self.session).items()}

    @rule()
    def rebuild(self):
        assert all(line.endswith(" 0 set right") for line in recounting.recount())

    @rule()
    def lose_some_and_rebuild(self):
        days.count_stale()
        self.session.execute(update(ToldDay).values(s7=ToldDay.s7 + 1))
        self.session.commit()
        lost = len({(row.survey_id, row.day) for row in self.session.scalars(select(ToldDay))})
        said = [int(line.split(", ")[1].split()[0]) for line in recounting.recount()]
        assert sum(said) == lost

    @invariant()
    def it_is_what_a_full_scan_finds(self):
        seen = plainly(self.session)
        assert told(self.session) == seen
        assert told(self.session, scanning) == seen

    def person(self, which):
        if which not in self.people:
            self.people[which] = factories.contact(self.session).id
        key = {"workspace_id": self.versions[0].workspace_id, "id": self.people[which]}
        return self.session.get_one(Contact, key)

    def change(self, key, **values):
        self.session.execute(update(Response).where(Response.id == key).values(**values))
        self.session.commit()

    def mail(self, key, **values):
        mail = select(Response.invitation_id).where(Response.id == key).scalar_subquery()
        self.session.execute(update(Invitation).where(Invitation.id == mail).values(**values))
        self.session.commit()


@pytest.fixture
def versions(session, version):
    """Two surveys and an anonymous one."""
    other = factories.survey(session, name="Other")
    hidden = factories.survey(session, name="Whispers", is_anonymous=True)
    session.commit()
    return version, other, hidden


def test_it_is_what_a_full_scan_finds_whatever_happens(session, versions):
    class Bound(Answers):
        def __init__(self):
            super().__init__()
            self.session, self.versions, self.people = session, versions, {}
            for model in (Response, Invitation, Campaign, Contact):
                session.execute(delete(model))
            session.commit()

    run_state_machine_as_test(
        Bound,
        settings=settings(
            max_examples=15, stateful_step_count=30, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.fixture
def answer(session, version):
    """Give a function: an answer some days after the first one, kept."""

    def give(day=0, *, own=None, **given):
        own = own or session
        row = factories.response(own, version, answered_at=BEGIN + timedelta(days=day), **given)
        own.commit()
        return row

    return give


@pytest.fixture
def who(session, version):
    """A contact."""
    made = factories.contact(session).id
    session.commit()
    return made


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


def test_days_with_many_gaps_are_read_whole(session, version, answer, monkeypatch):
    for day in range(0, 12, 2):
        answer(day, contact_id=factories.contact(session).id)
    days.count_stale()
    monkeypatch.setattr("feedback.counts.derived.MOST_SPANS", 2)
    for day in (0, 4, 8):
        answer(day, contact_id=factories.contact(session).id)
    assert told(session) == plainly(session)


def test_days_that_follow_one_another_are_one_run():
    assert runs([on(3), on(1), on(0), on(7)]) == [
        (on(0), on(1)),
        (on(3), on(3)),
        (on(7), on(7)),
    ]


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
