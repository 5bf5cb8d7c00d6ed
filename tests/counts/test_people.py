"""Accounts kept by person equal those read from the answers, whatever happened to these."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select, update

from feedback.contacts.erasing import erase
from feedback.counts.people import folding, periods, sweeping
from feedback.counts.people.among import Among, Bounds, everything
from feedback.counts.people.keeping import EVERYTHING
from feedback.models import (
    Response,
    TallyAccount,
    TallyPerson,
    TallyScope,
    TallyStale,
)
from feedback.reports.accounts import kept, listing, people, reading, source
from feedback.worker import run_next_job
from surveys.models import Contact, Invitation, InvitationState, Job, Survey
from tests import factories

NAMES = ["Bolt", " Bolt ", "Cog", "ذهبي", "", "x" * 3000, 5, True, None]
ATTRIBUTES = st.builds(lambda name: {"company": name}, st.sampled_from(NAMES)) | st.just({})
SCORES = st.sampled_from([None, 0, 6, 7, 8, 9, 10])
DAYS = st.integers(0, 3)
BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)
SEEN = ["Bolt", "Cog", "ذهبي", "x" * 3000, "5"]


def rows(session, every):
    return sorted(tuple(row) for row in session.execute(select(every)))


def alike(found):
    return Counter({(p.detractors, p.passives, p.promoters): p.how_many for p in found})


def settle():
    while folding.look_again():
        pass


def same(session, scope, among):
    """Hold what is kept against the answers themselves."""
    session.expire_all()
    assert rows(session, kept.every_account(scope)) == rows(session, reading.every_account(among))
    assert alike(kept.patterns(session, scope)) == alike(reading.patterns(session, among))
    told = kept.people_patterns(session, scope, SEEN), reading.people_patterns(session, among, SEEN)
    each = [{name: alike(found) for name, found in by_name.items() if found} for by_name in told]
    assert each[0] == each[1]


def same_of_one(session, among, name, *, is_everything):
    """Hold one account's people and answers against those that are read from the answers."""
    found, of_people = kept.one_of(session, among, name)
    assert found == listing.one(session, reading.every_account(among, name))
    seen = reading.people_patterns(session, among, [name]).get(name, ())
    assert alike(of_people[name]) == alike(seen)
    for silent in (False, True):
        ours = kept.theirs(among, name, silent=silent, is_everything=is_everything)
        theirs = people.live(among, name, silent=silent)
        assert set(session.scalars(ours)) == set(session.scalars(theirs))
    may_be = kept.answers(session, name, newest=is_everything)
    live = source.Live(among).answers(session, name, newest=True)
    assert people.newest(session, among, name, may_be) == people.newest(session, among, name, live)


class Customers(RuleBasedStateMachine):
    """Whatever can happen to customers, their mail and their answers, in any order."""

    answers, contacts = Bundle("answers"), Bundle("contacts")

    @rule(target=contacts, attributes=ATTRIBUTES)
    def know(self, attributes):
        row = factories.contact(self.session, attributes=attributes)
        self.session.commit()
        return row.id

    @rule(target=answers, who=contacts, score=SCORES, day=DAYS, of=st.integers(0, 1))
    def answer(self, who, score, day, of):
        person = self.session.scalar(select(Contact).where(Contact.id == who))
        row = factories.response(
            self.session,
            self.versions[of],
            score=score,
            answered_at=BEGIN + timedelta(days=day),
            attributes=dict(person.attributes) if person else {},
            contact_id=person.id if person else None,
        )
        self.session.commit()
        return row.id

    @rule(target=answers, score=SCORES, attributes=ATTRIBUTES, n=st.integers(1, 3))
    def bring_in(self, score, attributes, n):
        made = [
            factories.response(
                self.session,
                self.versions[0],
                score=score,
                source="import",
                answered_at=BEGIN,
                attributes=attributes,
            ).id
            for _ in range(n)
        ]
        self.session.commit()
        return multiple(*made)

    @rule(who=contacts, state=st.sampled_from(["sent", "queued", "handed"]), of=st.integers(0, 2))
    def ask(self, who, state, of):
        if person := self.session.scalar(select(Contact).where(Contact.id == who)):
            at = {"sent_at": BEGIN if state == "sent" else None}
            factories.invitation(self.session, self.versions[of], person, state=state, **at)
            self.session.commit()

    @rule(state=st.sampled_from(list(InvitationState)))
    def send(self, state):
        self.do(update(Invitation).values(state=state))

    @rule(key=answers)
    def reply(self, key):
        row = self.session.scalar(select(Response).where(Response.id == key))
        asked = select(Invitation.id).where(Invitation.id.not_in(TAKEN))
        if row is not None and (found := self.session.scalars(asked).first()):
            self.do(update(Response).where(Response.id == key).values(invitation_id=found))

    @rule(key=answers, score=SCORES, why=st.sampled_from([None, "late"]), attributes=ATTRIBUTES)
    def change(self, key, score, why, attributes):
        values = {"score": score, "excluded": why, "attributes": attributes}
        self.do(update(Response).where(Response.id == key).values(**values))

    @rule(who=contacts, attributes=ATTRIBUTES)
    def move(self, who, attributes):
        self.do(update(Contact).where(Contact.id == who).values(attributes=attributes))

    @rule(who=contacts, other=contacts)
    def merge(self, who, other):
        if who != other and self.session.scalar(select(Contact.id).where(Contact.id == other)):
            for model in (Response, Invitation):
                theirs = update(model).where(model.contact_id == who)
                self.session.execute(theirs.values(contact_id=other))
            self.do(delete(Contact).where(Contact.id == who))

    @rule(who=contacts)
    def erase(self, who):
        if person := self.session.scalar(select(Contact).where(Contact.id == who)):
            given = self.session.scalars(select(Response.id).where(Response.contact_id == who))
            gone = {who, *given}
            erase(self.session, person)
            self.session.commit()
            assert who not in set(self.session.scalars(select(TallyPerson.person_id)))
            assert not gone & set(self.session.scalars(select(TallyStale.person_id)))

    @rule(key=answers)
    def take_out(self, key):
        self.do(delete(Response).where(Response.id == key))

    @rule()
    def look_at_the_marked(self):
        settle()
        self.teardown()

    @rule()
    def count_anew(self):
        settle()
        *_, last = sweeping.sweep(self.workspace.id)
        assert last.wrong == 0

    @rule()
    def lose_some_and_count_anew(self):
        self.session.execute(update(TallyPerson).values(low=TallyPerson.low + 1))
        self.session.execute(update(TallyAccount).values(top=7))
        self.session.add(TallyPerson(account_id=5, person_id=7, people=1))
        self.session.commit()
        list(sweeping.sweep(self.workspace.id))
        self.teardown()

    @rule(first=st.none() | DAYS, last=st.none() | DAYS, of=st.none() | st.integers(0, 1))
    def count_a_part(self, first, last, of):
        days = [None if each is None else date(2026, 5, 1 + each) for each in (first, last)]
        survey = None if of is None else self.versions[of].survey_id
        bounds = Bounds(survey, *days)
        surveys = [survey] if survey else everything(self.session, "company").surveys
        among = bounds.among("company", surveys, self.workspace.zone)
        settle()
        for name in SEEN:
            same_of_one(self.session, among, name, is_everything=False)
        periods.ask(self.session, "company", bounds, BEGIN)
        self.session.commit()
        while run_next_job():
            pass
        scope = periods.newest(self.session, "company", bounds, counted=True)
        same(self.session, scope.id, among)

    @rule(of=st.integers(0, 1))
    def leave_a_survey_out(self, of):
        settle()
        every = everything(self.session, "company")
        left = self.versions[of].survey_id
        among = Among("company", every.answers & (Response.survey_id != left), every.surveys)
        found, reach = kept.protected(self.session, among, [left])
        assert alike(found) == alike(reading.patterns(self.session, among))
        assert reach == listing.reach(self.session, reading.every_account(among))

    def teardown(self):
        settle()
        assert not self.session.scalars(select(TallyStale.id)).all()
        among = everything(self.session, "company")
        same(self.session, EVERYTHING, among)
        for name in SEEN:
            same_of_one(self.session, among, name, is_everything=True)

    def do(self, statement):
        self.session.execute(statement, execution_options={"synchronize_session": False})
        self.session.commit()


TAKEN = select(Response.invitation_id).where(Response.invitation_id.is_not(None))


def machine(session, workspace, versions):
    class Bound(Customers):
        def __init__(self):
            super().__init__()
            self.session, self.workspace, self.versions = session, workspace, versions
            for model in (Response, Invitation, Contact, TallyStale, TallyScope, TallyPerson, Job):
                session.execute(delete(model))
            session.commit()
            list(sweeping.sweep(workspace.id))

    return Bound


def test_accounts_kept_equal_those_of_a_full_scan_whatever_happens(session, workspace, version):
    workspace.account_attribute = "company"
    versions = [version, factories.survey(session), factories.survey(session)]
    session.execute(
        update(Survey).where(Survey.id == versions[2].survey_id).values(is_anonymous=True)
    )
    session.commit()
    run_state_machine_as_test(
        machine(session, workspace, versions),
        settings=settings(
            max_examples=10, stateful_step_count=20, suppress_health_check=list(HealthCheck)
        ),
    )
