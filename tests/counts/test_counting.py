"""The counts equal a full scan, whatever happened to the answers and whenever they were folded."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select, text, update

from feedback.contacts.erasing import erase
from feedback.counts import figures, reading, recounting, scanning
from feedback.extensions import db
from feedback.models import Response, Tally, TallyAsked, TallyGroup, TallyValue, TallyWide
from surveys.models import Contact, Invitation, Survey
from tests import factories
from tests.counts.twice import counted, fold, scanned

ATTRIBUTES = st.dictionaries(
    st.sampled_from(["plan", "größe", "a.b", ""]),
    st.sampled_from(["Basic", " Team ", "", "ذهبي", "x" * 3000, 5, 1.5, True, False, None]),
    max_size=3,
)
SCORES = st.sampled_from([None, *range(11)])
DAYS = st.integers(0, 2)
BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Answers(RuleBasedStateMachine):
    """Whatever can happen to answers, in any order."""

    kept = Bundle("kept")

    @rule(target=kept, score=SCORES, day=DAYS, attributes=ATTRIBUTES, mailed=st.booleans())
    def record(self, score, day, attributes, mailed):
        who = factories.contact(self.session)
        asked = factories.invitation(self.session, self.version, who) if mailed else None
        row = factories.response(
            self.session,
            self.version,
            score=score,
            answered_at=BEGIN + timedelta(days=day),
            attributes=attributes,
            contact_id=who.id,
            invitation_id=asked.id if asked else None,
        )
        self.session.commit()
        return row.id

    @rule(target=kept, scores=st.lists(SCORES, min_size=2, max_size=5), day=DAYS)
    def bring_in(self, scores, day):
        rows = [
            factories.response(
                self.session,
                self.version,
                score=score,
                source="import",
                answered_at=BEGIN + timedelta(days=day),
                attributes={"plan": "Basic"},
            ).id
            for score in scores
        ]
        self.session.commit()
        return multiple(*rows)

    @rule(score=SCORES, key=kept)
    def edit(self, key, score):
        self.change(key, score=score)

    @rule(key=kept, why=st.sampled_from([None, "late", "test"]))
    def exclude(self, key, why):
        self.change(key, excluded=why)

    @rule(
        key=kept,
        signal=st.sampled_from([None, "soon", "crowd"]),
        language=st.none() | st.just("de"),
    )
    def label(self, key, signal, language):
        self.change(key, signals=signal, language=language)

    @rule(key=kept, attributes=ATTRIBUTES)
    def relabel(self, key, attributes):
        self.change(key, attributes=attributes)

    @rule(key=kept, state=st.sampled_from(["queued", "claimed", "sent", "unknown", "failed"]))
    def send(self, key, state):
        asked = select(Response.invitation_id).where(Response.id == key).scalar_subquery()
        self.session.execute(update(Invitation).where(Invitation.id == asked).values(state=state))
        self.session.commit()

    @rule(key=kept)
    def erase(self, key):
        contact = select(Response.contact_id).where(Response.id == key)
        person = self.session.scalar(select(Contact).where(Contact.id == contact.scalar_subquery()))
        if person is not None:
            erase(self.session, person)
            self.session.commit()

    @rule(key=kept)
    def take_out(self, key):
        self.session.execute(delete(Response).where(Response.id == key))
        self.session.commit()

    @rule()
    def fold(self):
        fold()

    @rule()
    def rebuild(self):
        said = list(recounting.recount())
        assert all(line.endswith(" 0 set right") for line in said)

    @rule()
    def lose_some_and_rebuild(self):
        fold()
        self.session.execute(delete(Tally))
        self.session.execute(delete(TallyGroup))
        self.session.execute(update(TallyAsked).values(sent=TallyAsked.sent + 3))
        self.session.execute(update(TallyValue).values(n=0))
        self.session.commit()
        list(recounting.recount())
        self.session.expire_all()
        totals = Counter()
        for (_, name, value, _, _), n in scanned(self.session)[1].items():
            totals[name, value] += n
        found = {(v.attribute, v.value): v.n for v in self.session.scalars(select(TallyValue))}
        assert {k: v for k, v in found.items() if v} == totals

    @invariant()
    def counts_equal_a_full_scan(self):
        self.session.expire_all()
        assert counted(self.session) == scanned(self.session)

    @invariant()
    def the_largest_values_are_those_of_a_full_scan(self):
        asked = {"names": ["plan", "größe"], "least": 1, "most": 2}
        told, seen = (
            source.largest(self.session, [self.version.survey_id], **asked)
            for source in (reading, scanning)
        )
        assert told == {name: values for name, values in seen.items() if values}

    @invariant()
    def kinds_of_answers_are_those_of_a_full_scan(self):
        for of in ("language", "source", "version_id"):
            told, seen = Counter(), Counter()
            for source, found in ((reading, told), (scanning, seen)):
                for *key, steps in source.kinds(self.session, [self.version.survey_id], of):
                    found.update({(*key, score): n for score, n in enumerate(steps)})
            assert +told == +seen

    def change(self, key, **values):
        self.session.execute(update(Response).where(Response.id == key).values(**values))
        self.session.commit()


def machine(session, version):
    class Bound(Answers):
        def __init__(self):
            super().__init__()
            self.session, self.version = session, version
            for model in (Response, Invitation, Contact):
                session.execute(delete(model))
            session.commit()

    return Bound


def test_counts_equal_a_full_scan_whatever_happens(session, version):
    run_state_machine_as_test(
        machine(session, version),
        settings=settings(
            max_examples=10, stateful_step_count=20, suppress_health_check=list(HealthCheck)
        ),
    )


def test_an_answer_taken_back_with_its_transaction_is_never_counted(session, version):
    factories.response(session, version)
    session.rollback()
    assert counted(session)[0] == {}


def test_anonymous_answers_leave_no_note_that_tells_their_order(session, version):
    session.execute(update(Survey).values(is_anonymous=True))
    factories.response(session, version)
    session.commit()
    fold()
    assert counted(session) == ({}, {}, {})


def test_an_attribute_of_too_many_values_is_bounded_and_remembered(session, version, monkeypatch):
    monkeypatch.setattr(figures, "MOST_VALUES", 3)
    for i in range(5):
        attributes = {"account": f"A{i}", "plan": "Basic"}
        factories.response(session, version, attributes=attributes)
        session.commit()
        fold()
    kept = {(v.attribute, v.value): v.n for v in session.scalars(select(TallyValue))}
    assert kept == {("plan", "Basic"): 5, ("plan", ""): 5}
    assert [w.attribute for w in session.scalars(select(TallyWide))] == ["account"]
    assert len(session.scalars(select(TallyGroup)).all()) == 2


def test_an_attribute_is_counted_again_once_its_values_are_few(session, version, monkeypatch):
    monkeypatch.setattr(figures, "MOST_VALUES", 1)
    rows = [factories.response(session, version, attributes={"plan": p}) for p in ("A", "B")]
    session.commit()
    fold()
    session.delete(rows[1])
    session.commit()
    list(recounting.recount())
    session.expire_all()
    assert {v.value: v.n for v in session.scalars(select(TallyValue))} == {"A": 1, "": 1}


def test_counts_of_a_discarded_workspace_go_with_it(session, version, workspace):
    factories.response(session, version, attributes={"plan": "A"})
    session.commit()
    fold()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM workspace WHERE id = :id"), {"id": workspace.id})
    session.rollback()
    assert counted(session) == ({}, {}, {})
