"""Urgent comments are told together and once, to whoever may read comments, without names."""

from datetime import timedelta

import pytest

from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Role, SubscriptionKind
from feedback.models.subscription import Cadence
from feedback.themes import reading
from feedback.worker import run_next_job
from tests import factories
from tests.factories import NOW
from tests.subscriptions.conftest import text_of

URGENT = "My lawyer will hear of this, I am going to sue you. Call me: Jane Doe, +44 20 7946 0958."


@pytest.fixture
def give(app, session, workspace):
    """Give a function: a comment of an hour ago, read."""
    version = factories.survey(session)

    def record(words=URGENT, **given):
        who = factories.contact(session, name="Jane Doe")
        about = {"answered_at": NOW - timedelta(hours=6), "contact_id": who.id, **given}
        row = factories.response(session, version, score=2, comment=words, **about)
        session.commit()
        with app.app_context():
            reading.plan(db.session(), NOW)
            while run_next_job():
                """Go on."""
            db.session.remove()
        session.rollback()
        return row

    return record


@pytest.fixture
def watch(session, order):
    """Give a function: a reader of a role who wants to be told of urgent comments."""

    def make(role=Role.MARKETER, **given):
        factories.member(session, email="eva@acme.example", role=role)
        return order(kind=SubscriptionKind.URGENT, title="Watch", cadence=Cadence.HOUR, **given)

    return make


def test_an_urgent_comment_is_told_once_with_its_page(give, watch, worker, post):
    row = give()
    give("All is well.")
    watch()
    for _ in range(3):
        worker.work()
        worker.pass_(hours=1)
    assert len(post.letters) == 1
    mail = text_of(post.letters[0])
    assert "lawyer" in mail
    assert f"/comments/{spell(row.id)}" in mail
    assert "All is well" not in mail


def test_a_mail_tells_no_name_and_no_number(give, watch, worker, post):
    give()
    watch(Role.OWNER)
    worker.work()
    mail = text_of(post.letters[0])
    assert "Jane" not in mail
    assert "7946" not in mail


@pytest.mark.parametrize(
    ("role", "letters"), [(Role.ANALYST, 1), (Role.MARKETER, 1), (Role.EXECUTIVE, 0)]
)
def test_comments_go_only_to_those_who_may_read_them(role, letters, give, watch, worker, post):
    give()
    watch(role)
    worker.work()
    assert len(post.letters) == letters


def test_a_stranger_is_told_nothing(give, watch, worker, post):
    give()
    watch(address="stranger@else.example")
    worker.work()
    assert post.letters == []


def test_whoever_sees_a_region_is_told_of_that_region(give, watch, worker, post):
    give("My lawyer will sue you, says the North.", attributes={"region": "North"})
    give("My lawyer will sue you, says the South.", attributes={"region": "South"})
    watch(attribute="region", value="North")
    worker.work()
    mail = text_of(post.letters[0])
    assert "the North" in mail
    assert "the South" not in mail


def test_an_answer_that_does_not_count_is_not_told(give, watch, worker, post):
    give(excluded="late")
    watch()
    worker.work()
    assert post.letters == []


def test_an_alert_of_them_can_be_made_by_a_marketer(marketer, session, workspace):
    from feedback.models import Subscription

    form = {"title": "Urgent", "kind": "urgent", "language": "en", "timezone": "UTC"}
    marketer.submit("/report/subscriptions/alerts/new", form)
    assert session.query(Subscription).one().cadence == Cadence.HOUR


def test_an_executive_is_not_offered_it(executive):
    assert 'value="urgent"' not in executive.get("/report/subscriptions/alerts/new").text
