"""Invite, answer, go back, retry, close, erase in any order: the application against a plain model.

Seen to turn red by hand, each put back afterwards: a begun row written at each opening (GET writes)
in `test_pages.py`; answers of hidden pages stored, in `test_pages.py`; what was begun kept after it
was sent, in `test_proof.py`. Thanks said before the commit are caught by `test_durability.py`.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from feedback.contacts.erasing import erase
from feedback.models import Answer, Begun, Response
from surveys.definition import Question
from surveys.models import Contact, Survey
from tests.factories import NOW
from tests.respond.test_pages import COLOUR, LAST, on

WARM = Question("q2", "text", "Why?", new_page=True, show_if=on("q1", value="Red", op="is"))
PAGES = {1: ("score", "reason"), 2: ("q1",), 3: ("q2",), 4: ("q3",)}
VALUES = {
    "score": st.sampled_from(["", "0", "9"]),
    "reason": st.sampled_from(["", "Good", "Bad"]),
    "q1": st.sampled_from(["", "Red", "Blue"]),
    "q2": st.sampled_from(["", "Warm"]),
    "q3": st.sampled_from(["", "Bye"]),
}
WHO = st.integers(0, 2)


@dataclass
class Person:
    """What the model thinks of one customer."""

    begun: dict = field(default_factory=dict)
    pages: set = field(default_factory=set)
    sent: dict | None = None
    sent_pages: set = field(default_factory=set)
    is_late: bool = False
    is_erased: bool = False

    def said(self):
        anew = {key for page in self.pages for key in PAGES[page]}
        kept = {key: value for key, value in (self.sent or {}).items() if key not in anew}
        return kept | {key: value for key, value in self.begun.items() if value}

    def path(self):
        return [1, 2, *([3] if self.said().get("q1") == "Red" else []), 4]

    def kept(self):
        asked = {key for page in self.path() for key in PAGES[page]}
        return {key: value for key, value in self.said().items() if key in asked}

    def turn(self, page, given, closed, back):
        if page == 1 and not given["score"] and not back:
            return
        if closed and self.sent is not None and not self.is_late:
            return
        before = dict(self.begun), set(self.pages)
        self.begun |= given
        self.pages.add(page)
        following = any(other > page for other in self.path())
        done = set(self.path()) <= self.pages | self.sent_pages and "score" in self.said()
        if closed and not self.kept():
            self.begun, self.pages = before
        elif closed or not (back or following or not done):
            self.sent, self.sent_pages = self.kept(), set(self.path())
            self.is_late = closed
            self.begun, self.pages = {}, set()


def machine(invite, session, client):
    """Make the machine for one application."""

    class Answering(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.customers = [invite(COLOUR, WARM, LAST)]
            self.customers += [self.customers[0].again() for _ in range(2)]
            self.people = [Person() for _ in self.customers]
            self.last, self.is_closed = None, False

        @rule(who=WHO, query=st.sampled_from(["", "?page=2", "?page=4", "?score=3", "/thanks"]))
        def open(self, who, query):
            answer = client.get(self.customers[who].path + query)
            assert answer.status_code in (200, 302, 410)

        @rule(who=WHO, page=st.sampled_from([1, 1, 2, 3, 4]), back=st.booleans(), data=st.data())
        def turn(self, who, page, back, data):
            given = {key: data.draw(VALUES[key]) for key in PAGES[page]}
            self.last = (who, page, given, back)
            self.send()

        @rule(who=WHO, data=st.data())
        def answer_all(self, who, data):
            for page, keys in PAGES.items():
                if page in self.people[who].path():
                    given = {key: data.draw(VALUES[key]) for key in keys}
                    self.last = (who, page, given, False)
                    self.send()

        @rule(times=st.integers(1, 3))
        def retry(self, times):
            for _ in range(times if self.last else 0):
                self.send()

        def send(self):
            who, page, given, back = self.last
            sent = {
                "_submission": "k",
                "_page": str(page),
                **given,
                **({"_back": "1"} if back else {}),
            }
            answer = client.post(self.customers[who].path, data=sent)
            assert answer.status_code in (303, 410, 422)
            self.people[who].turn(page, given, self.is_closed, back)

        @rule(closed=st.booleans())
        def close_or_open(self, closed):
            version = self.customers[0].version
            survey = session.get(Survey, (version.workspace_id, version.survey_id))
            survey.closed_at = NOW if closed else None
            session.commit()
            self.is_closed = closed

        @rule(who=WHO)
        def erase(self, who):
            invitation = self.customers[who].invitation
            session.refresh(invitation)
            if invitation.contact_id is not None:
                key = (invitation.workspace_id, invitation.contact_id)
                erase(session, session.get_one(Contact, key))
                session.commit()
                person = self.people[who]
                person.begun, person.pages = {}, set()
                if person.sent:
                    person.sent = {k: v for k, v in person.sent.items() if k == "score"}

        @invariant()
        def database_says_what_the_model_says(self):
            session.rollback()
            for customer, person in zip(self.customers, self.people, strict=True):
                mine = Response.invitation_id == customer.invitation.id
                rows = session.execute(select(Response.id, Response.excluded).where(mine)).all()
                assert len(rows) == (person.sent is not None)
                for row in rows:
                    assert _answers(row.id) == person.sent
                    assert row.excluded == ("late" if person.is_late else None)
                begun = select(Begun.answers).where(Begun.invitation_id == customer.invitation.id)
                kept = session.scalars(begun).one_or_none()
                assert (kept is not None) == bool(person.pages)
                assert set(kept or {}) == {k for k, v in person.begun.items() if v}

    def _answers(response_id):
        rows = session.scalars(select(Answer).where(Answer.response_id == response_id))
        return {a.question_key: a.text if a.number is None else str(int(a.number)) for a in rows}

    return Answering


@pytest.mark.parametrize(
    ("examples", "steps"), [(15, 20), pytest.param(100, 30, marks=pytest.mark.slow)]
)
def test_any_order_of_events_leaves_what_a_plain_model_says(
    invite, session, client, examples, steps
):
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    told = settings(
        max_examples=examples, stateful_step_count=steps, suppress_health_check=quiet, deadline=None
    )
    run_state_machine_as_test(machine(invite, session, client), settings=told)
