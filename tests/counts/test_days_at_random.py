"""Days counted by what other rows say equal a full scan, whatever happens and whenever."""

from datetime import timedelta

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

from feedback.contacts.erasing import erase
from feedback.counts import days, recounting, scanning
from feedback.models import Response, ToldDay
from surveys.models import Campaign, Contact, Invitation
from tests import factories
from tests.counts.by_day import BEGIN, kept, marked, plainly, told

SCORES = st.sampled_from([None, 0, 7, 10])
DAYS = st.integers(0, 5)
PEOPLE = st.integers(0, 2)
HOURS = st.none() | st.sampled_from([0, 47, 48, 49])


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
