"""Limits on speed: never passed in any minute, by four workers, over an outage and midnight."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from feedback.campaigns.addressing import Desk
from feedback.campaigns.delivery import Sender
from feedback.mail import Outcome, Verdict
from surveys.models import Campaign, Invitation, Throughput
from surveys.scheduling import Schedule
from surveys.throttling import Limits
from tests import factories
from tests.campaigns.conftest import Post
from tests.factories import NOW

MINUTE = timedelta(minutes=1)


class Office:
    """Four workers with one clock; notes when each letter left."""

    def __init__(self, app, session, clock, limits):
        self.app, self.session, self.clock = app, session, clock
        self.left, self.is_away = [], False
        self.senders = [
            Sender(self.post(), Desk.of(app), clock, random.Random(n), limits=limits)
            for n in range(4)
        ]

    def post(self):
        post = Post(at_once=100)
        post.before = lambda letter: self.hand_over(post, letter)
        return post

    def hand_over(self, post, letter):
        post.outcome = Outcome(Verdict.AWAY, "away") if self.is_away else Outcome(Verdict.SENT)
        if not self.is_away:
            self.left.append((self.clock.now, letter.recipient))

    def work(self, seconds, step=1.0):
        """Let the workers take turns for so long."""
        until = self.clock.now + timedelta(seconds=seconds)
        while self.clock.now < until:
            with self.app.app_context():
                for sender in self.senders:
                    while sender.deliver_next():
                        pass
            self.clock.pass_(seconds=step)
        self.session.expire_all()

    def most_in_a_minute(self, domain=""):
        moments = sorted(at for at, to in self.left if to.endswith(domain))
        return max(sum(at <= one < at + MINUTE for one in moments) for at in moments)


@pytest.fixture
def office(app, session, clock):
    return lambda limits: Office(app, session, clock, limits)


def people(session, number, domain="example.com"):
    for n in range(number):
        factories.contact(session, email=f"p{n}@{domain}")


def states(session):
    return Counter(session.scalars(select(Invitation.state)))


def test_four_workers_together_keep_the_limit_of_the_installation(session, office, send, version):
    people(session, 60)
    send()
    workers = office(Limits(per_minute=24))
    workers.work(90, step=2)
    assert 18 <= workers.most_in_a_minute() <= 24
    assert 30 <= len(workers.left) <= 40


def test_limit_is_spread_over_the_minute(session, office, send, version):
    people(session, 100)
    send()
    workers = office(Limits(per_minute=60))
    workers.work(10)
    assert len(workers.left) <= 10


def test_a_domain_is_spared_and_the_others_go_on(session, office, send, version):
    people(session, 40, "gmail.example")
    for n in range(40):
        factories.contact(session, email=f"p@other{n}.example")
    send()
    workers = office(Limits(per_domain=12))
    workers.work(540, step=5)
    assert workers.most_in_a_minute("gmail.example") <= 12
    assert workers.most_in_a_minute() > 40
    assert states(session) == {"sent": 80}


def test_a_campaign_keeps_its_own_speed_and_another_is_not_slowed(session, office, send, version):
    people(session, 30)
    slow, fast = send(), send(gap_days=0)
    slow.schedule = Schedule(per_minute=6).stored()
    session.commit()
    workers = office(Limits())
    workers.work(60)
    sent = Counter(
        session.scalars(select(Invitation.campaign_id).where(Invitation.state == "sent"))
    )
    assert sent == {slow.id: 6, fast.id: 30}


def test_daily_cap_is_kept_and_goes_on_at_midnight_of_the_workspace(
    session, workspace, office, send, version, clock
):
    workspace.timezone = "Europe/Berlin"
    people(session, 50)
    campaign = send()
    campaign.schedule = Schedule(daily_cap=20).stored()
    session.commit()
    workers = office(Limits())
    workers.work(60 * 60, step=60)
    assert len(workers.left) == 20
    assert campaign.rests_because.startswith("As many as it may send on one day")
    assert campaign.rests_until.isoformat() == "2026-11-22T23:00:00+00:00"
    clock.now = campaign.rests_until - timedelta(seconds=1)
    workers.work(3)
    assert len(workers.left) == 40


def test_four_hours_without_a_mail_server_lose_nothing_and_pass_no_limit(
    session, office, send, version, clock
):
    people(session, 100)
    send()
    workers = office(Limits(per_minute=60))
    workers.work(30, step=3)
    workers.is_away = True
    workers.work(4 * 60 * 60, step=1200)
    assert set(states(session)) == {"sent", "queued"}
    workers.is_away = False
    workers.work(36 * 60, step=15)
    assert states(session) == {"sent": 100}
    assert Counter(to for _, to in workers.left).most_common(1)[0][1] == 1
    assert workers.most_in_a_minute() <= 60


def test_what_is_under_way_counts_as_if_it_had_left(app, session, office, send, version, clock):
    people(session, 100)
    send()
    workers = office(Limits(per_minute=12))

    def die(_letter):
        raise KeyboardInterrupt

    workers.senders[0].mailer.before = die
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        workers.senders[0].deliver_next()
    in_flight = states(session)["claimed"]
    workers.senders = workers.senders[1:]
    workers.work(60)
    assert in_flight > 0
    assert len(workers.left) <= 12 - in_flight


def test_without_a_limit_only_the_campaigns_own_speed_is_counted(session, office, send, version):
    people(session, 20)
    campaign = send()
    office(Limits()).work(2)
    counted = session.execute(select(Throughput.scope, Throughput.letters)).all()
    assert counted == [(f"campaign:{campaign.id}", 20)]


def test_a_resting_campaign_says_why_and_until_when(session, office, send, version):
    people(session, 30)
    campaign = send()
    office(Limits(per_minute=12)).work(1)
    assert session.get_one(Campaign, (campaign.workspace_id, campaign.id)).rests_until > NOW
