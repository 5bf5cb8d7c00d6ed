"""Standing orders, a mailer of the test's own, and a worker with the test's clock."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from feedback import jobs
from feedback.extensions import db
from feedback.mail import Outcome, Verdict
from feedback.models import Dispatch, Subscription, SubscriptionKind
from feedback.models.subscription import Cadence
from feedback.subscriptions import planning
from feedback.subscriptions.delivering import TELL, deliver_by, tell_by
from surveys.db import new_id
from tests import factories
from tests.factories import NOW

DUE = NOW.replace(hour=8)
"""A Sunday; the order below is one of every day."""


TAKEN = Outcome(Verdict.SENT)


@dataclass
class Post:
    """A mailer that keeps letters and answers as it was told to."""

    outcome: Outcome = TAKEN
    letters: list = field(default_factory=list)
    before: object = None

    def ready(self):
        """It always is."""

    def send(self, letters):
        for letter in letters:
            self.letters.append(letter)
            if self.before:
                self.before(letter)
        return [self.outcome] * len(letters)

    def close(self):
        """Nothing is open."""


@dataclass
class Worker:
    """Plans and delivers until nothing is left to do at this moment."""

    app: object
    post: Post
    now: object = DUE

    def pass_(self, **time):
        self.now += timedelta(**time)

    def plan(self):
        with self.app.app_context():
            while planning.plan_next(db.session(), self.now):
                """Go on."""

    def work(self, most=50):
        self.plan()
        while most and self.run_one():
            most -= 1

    def run_one(self):
        with self.app.app_context():
            session = db.session()
            job = jobs.claim(session, now=self.now)
            if job is None:
                return False
            work = {planning.DELIVER: self._deliver, TELL: self._tell}[job.kind]
            jobs.run(session, job, work, now=lambda: self.now)
            return True

    def _deliver(self, session, job):
        deliver_by(self.post, session, job, self.now)

    def _tell(self, session, job):
        tell_by(self.post, session, job)


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def worker(app, post):
    return Worker(app, post)


@pytest.fixture
def olive(session, workspace):
    """Olive, an owner, who makes the orders."""
    return factories.member(session, email="olive@acme.example", name="Olive")


@pytest.fixture
def answers(session, workspace):
    """Acme's survey with thirty answers of the day before."""
    version = factories.survey(session)
    for score in [10, 9, 9, 8, 3] * 6:
        factories.response(session, version, score=score, answered_at=NOW - timedelta(days=1))
    session.commit()
    return version


@pytest.fixture
def order(session, olive):
    """Give a function: an order that is due."""

    def make(**given):
        row = Subscription(
            **{
                "id": new_id(),
                "kind": SubscriptionKind.REPORT,
                "title": "The day",
                "cadence": Cadence.DAY,
                "hour": 8,
                "timezone": "UTC",
                "language": "en",
                "address": "eva@acme.example",
                "made_by": olive.id,
                "made_at": NOW - timedelta(days=30),
                "next_at": DUE,
                **given,
            }
        )
        session.add(row)
        session.commit()
        return row

    return make


@pytest.fixture
def states(session):
    """Give a function: what became of each piece, in the order of their turns."""

    def read():
        session.rollback()
        return [str(each.state) for each in session.query(Dispatch).order_by(Dispatch.due_at)]

    return read


def text_of(letter):
    """Give the mail as text, its folded lines whole."""
    return letter.raw.decode().replace("=\r\n", "").replace("\r\n ", " ")
