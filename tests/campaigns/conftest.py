"""A campaign ready to go, and a sender with a clock and a mailer of the test's own."""

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from feedback.campaigns.addressing import Desk
from feedback.campaigns.delivery import Sender
from feedback.mail import Outcome, Verdict
from surveys.asking import Ask, confirm
from surveys.db import new_id
from surveys.models import Campaign
from surveys.rules import AskingRules
from tests import factories
from tests.factories import NOW


@dataclass
class Clock:
    """Stands still until the test moves it."""

    now: object = NOW

    def __call__(self):
        return self.now

    def pass_(self, **time):
        self.now += timedelta(**time)


TAKEN = Outcome(Verdict.SENT)


@dataclass
class Post:
    """A mailer that keeps letters in a list and answers as it was told to."""

    outcome: Outcome = TAKEN
    letters: list = field(default_factory=list)
    before: object = None

    at_once: int = 1
    """How many it takes before the others are looked at again."""

    def ready(self):
        """It always is."""

    def send(self, letters):
        for letter in letters[: self.at_once]:
            if self.before:
                self.before(letter)
            if self.outcome.verdict == Verdict.SENT:
                self.letters.append(letter)
        return [self.outcome] * min(len(letters), self.at_once)

    def close(self):
        """Nothing is open."""

    @property
    def recipients(self):
        return [letter.recipient for letter in self.letters]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def version(session, workspace):
    return factories.survey(session)


@pytest.fixture
def carla(session, workspace):
    return factories.contact(session, email="carla@example.com", attributes={"plan": "pro"})


def ask(app, campaign_id=0, chosen=None, gap_days=90, now=NOW, rules=None):
    return Ask(
        campaign_id or new_id(),
        chosen or {},
        rules or AskingRules(gap_days),
        now,
        str(app.secret_key),
    )


@pytest.fixture
def send(app, session, version):
    """Give a function that confirms a campaign to everyone; gives the campaign."""

    def queue(now=NOW, gap_days=90, of=version, **chosen):
        campaign = Campaign(
            id=new_id(),
            survey_id=of.survey_id,
            version_id=of.id,
            name="Autumn",
            created_at=now,
        )
        confirm(session, campaign, ask(app, campaign.id, chosen, gap_days, now))
        session.commit()
        return campaign

    return queue


@pytest.fixture
def sender(app, session, post, clock):
    """A sender that delivers to the list; the test's session must not hold the database."""
    return Sender(post, Desk.of(app), clock, random.Random(1))


@pytest.fixture
def deliver(app, session, sender):
    """Give a function that delivers batches until nothing is due."""

    def run(once=False):
        session.commit()
        with app.app_context():
            for _ in range(1 if once else 100):
                if not sender.deliver_next():
                    break
            else:
                assert once, "the sender goes round in circles"
        session.expire_all()

    return run
