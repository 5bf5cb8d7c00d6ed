"""Alerts say what chance does not explain, once, and people's names to those who may know them."""

from datetime import timedelta

import pytest

from feedback.mail import Outcome, Verdict
from feedback.models import Role, SubscriptionKind
from feedback.models.subscription import Cadence
from tests import factories
from tests.factories import NOW
from tests.subscriptions.conftest import text_of

ONE_DAY = timedelta(days=1)


@pytest.fixture
def give(session, workspace):
    """Give a function: answers to Acme's survey, a day ago unless told otherwise."""
    version = factories.survey(session)

    def record(*scores, **given):
        at = given.pop("answered_at", NOW - ONE_DAY)
        rows = [
            factories.response(session, version, score=score, answered_at=at, **given)
            for score in scores
        ]
        session.commit()
        return rows

    record.version = version
    return record


@pytest.fixture
def watch(order):
    """Give a function: an alert, looked at every day."""
    return lambda kind, **given: order(kind=kind, title="Watch", **given)


def told(post):
    return [text_of(letter) for letter in post.letters]


def test_a_score_that_lies_below_for_sure_is_told_once_a_quarter(give, watch, worker, post):
    give(*[0] * 60, *[9] * 20)
    watch(SubscriptionKind.SCORE, threshold=0)
    for _ in range(4):
        worker.work()
        worker.pass_(days=1)
    assert len(post.letters) == 1
    assert "NPS below 0" in told(post)[0]


@pytest.mark.parametrize("scores", [[0] * 4, [0] * 6 + [10] * 5, [9] * 30, [0] * 20 + [9] * 5])
def test_few_answers_or_an_interval_that_reaches_it_say_nothing(scores, give, watch, worker, post):
    """The last one’s usual interval lies below; that of every look does not."""
    give(*scores)
    watch(SubscriptionKind.SCORE, threshold=0)
    worker.work()
    assert post.letters == []


def test_an_alert_that_did_not_leave_is_said_again(give, watch, worker, post):
    give(*[0] * 60)
    watch(SubscriptionKind.SCORE, threshold=0)
    post.outcome = Outcome(Verdict.AWAY, "")
    worker.work()
    post.outcome = Outcome(Verdict.SENT)
    worker.pass_(minutes=16)
    worker.work()
    assert len(post.letters) == 2


def mail(session, version, sent, answered, *, days):
    """Mail some contacts so many days ago; some of them answered."""
    for number in range(sent):
        who = factories.contact(session)
        due = NOW - timedelta(days=days + number % 20)
        row = factories.invitation(session, version, who, due_at=due, sent_at=due)
        if number < answered:
            factories.response(
                session, version, invitation_id=row.id, contact_id=who.id, answered_at=due
            )
    session.commit()


@pytest.mark.parametrize(("answered", "told_of"), [(5, 1), (30, 0), (36, 0)])
def test_a_response_rate_that_collapsed_is_told(
    answered, told_of, session, give, watch, worker, post
):
    mail(session, give.version, 100, 40, days=40)
    mail(session, give.version, 100, answered, days=10)
    watch(SubscriptionKind.RATE, cadence=Cadence.WEEK)
    worker.work()
    worker.pass_(days=7)
    worker.work()
    assert len(post.letters) == told_of


@pytest.fixture
def vip(session, give):
    """Vera, a VIP, and Norm, who is none, give low scores; Paul is happy."""
    for name, tier, score in (("Vera", "VIP", 2), ("Norm", "usual", 1), ("Paul", "VIP", 10)):
        who = factories.contact(session, name=name)
        give(score, contact_id=who.id, attributes={"tier": tier}, comment=f"{name} said so")


def test_low_scores_of_those_who_matter_come_together_and_once(
    session, give, vip, watch, worker, post, olive
):
    who = factories.contact(session, name="Viola")
    give(0, contact_id=who.id, attributes={"tier": "VIP"}, comment="Never again")
    watch(SubscriptionKind.DETRACTOR, attribute="tier", value="VIP", address=olive.email, hour=0)
    for _ in range(3):
        worker.work()
        worker.pass_(days=1)
    assert len(post.letters) == 1
    mail = told(post)[0]
    assert all(word in mail for word in ("Vera", "Viola", "Never again"))
    assert "Norm" not in mail
    assert "Paul" not in mail


@pytest.mark.parametrize(
    ("role", "letters"), [(Role.ANALYST, 1), (Role.EXECUTIVE, 0), (Role.MARKETER, 0)]
)
def test_names_go_only_to_those_who_may_know_people(
    role, letters, session, vip, watch, worker, post
):
    factories.member(session, email="eva@acme.example", role=role)
    watch(SubscriptionKind.DETRACTOR)
    watch(SubscriptionKind.DETRACTOR, address="stranger@else.example")
    worker.work()
    assert len(post.letters) == letters


def test_an_anonymous_survey_names_nobody(session, workspace, watch, worker, post, olive):
    version = factories.survey(session, is_anonymous=True)
    factories.response(session, version, score=0, answered_at=NOW - ONE_DAY)
    watch(SubscriptionKind.DETRACTOR, address=olive.email)
    worker.work()
    assert post.letters == []


def test_an_answer_that_does_not_count_alerts_nobody(session, give, watch, worker, post, olive):
    who = factories.contact(session)
    give(0, contact_id=who.id, excluded="test")
    watch(SubscriptionKind.DETRACTOR, address=olive.email)
    worker.work()
    assert post.letters == []
