"""Campaigns over time: later, in hours, again and again, after events, and reminding."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from feedback.campaigns.recipients import has_answered
from surveys import sending
from surveys.db import new_id
from surveys.models import Campaign, CampaignKind, Invitation, PeaceReason, SendingPause, Survey
from surveys.peace import leave_in_peace
from surveys.planning import Look, begin, plan_next
from surveys.scheduling import Reminder, Schedule
from surveys.triggering import happened
from surveys.unsubscribing import address_hash, unsubscribe
from tests import factories
from tests.campaigns.conftest import ask
from tests.factories import NOW

DAY = timedelta(days=1)
ONCE, TRIGGERED = CampaignKind.ONCE, CampaignKind.TRIGGERED
RECURRING = CampaignKind.RECURRING


@pytest.fixture
def run(app, session, version):
    """Give a function that begins a campaign of a kind with a schedule."""

    def start(kind, now=NOW, gap_days=90, **given):
        dates = {name: given.pop(name) for name in ("starts_at", "ends_at") if name in given}
        campaign = Campaign(
            id=new_id(),
            survey_id=version.survey_id,
            version_id=version.id,
            name="Autumn",
            kind=kind,
            schedule=Schedule(**given).stored(),
            created_at=now,
            **dates,
        )
        begin(session, campaign, ask(app, campaign.id, gap_days=gap_days, now=now))
        session.commit()
        return campaign

    return start


@pytest.fixture
def plan(app, session, clock):
    """Give a function that looks as often as there is something to plan."""

    def look(**time):
        clock.pass_(**time)
        for _ in range(50):
            if not plan_next(session, Look(clock.now, str(app.secret_key), has_answered)):
                return
        raise AssertionError("the planner goes round in circles")

    return look


def rows(session, **given):
    found = session.scalars(select(Invitation).order_by(Invitation.due_at)).all()
    return [row for row in found if all(getattr(row, k) == v for k, v in given.items())]


def people(session, number, **given):
    return [factories.contact(session, **given) for _ in range(number)]


def test_a_campaign_for_later_waits_for_its_moment(session, run, deliver, post, clock, carla):
    run(ONCE, starts_at=NOW + 2 * DAY)
    deliver()
    assert post.letters == []
    clock.pass_(days=2)
    deliver()
    assert len(post.letters) == 1


def test_each_customer_gets_the_mail_in_their_own_morning(session, run, carla):
    carla.attributes = {"timezone": "Asia/Tokyo"}
    factories.contact(session, attributes={"timezone": "America/New_York"})
    run(ONCE, from_hour=9, until_hour=11)
    due = [row.due_at for row in rows(session)]
    assert due == [datetime(2026, 11, 22, 14, tzinfo=UTC), datetime(2026, 11, 23, 0, tzinfo=UTC)]


def test_mail_delayed_past_its_hours_waits_for_the_next(session, run, deliver, post, clock, carla):
    run(ONCE, from_hour=9, until_hour=13)
    clock.pass_(hours=3)
    deliver()
    (row,) = rows(session)
    assert (post.letters, row.state, row.attempts) == ([], "queued", 0)
    assert row.due_at == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_paused_campaign_sends_nothing_until_it_goes_on(session, run, deliver, post, carla):
    campaign = run(ONCE)
    sending.pause_campaign(session, campaign.id, 7, now=NOW)
    deliver()
    assert (post.letters, campaign.paused_by) == ([], 7)
    sending.resume_campaign(session, campaign.id)
    deliver()
    assert len(post.letters) == 1


def test_nothing_leaves_while_too_many_complain(session, run, deliver, post, carla):
    run(ONCE)
    session.add(SendingPause(reason="9 of 90", began_at=NOW))
    deliver()
    assert post.letters == []


def test_a_recurring_campaign_asks_each_contact_once_a_period_and_a_few_a_day(
    session, workspace, run, plan
):
    workspace.ask_gap_days = 10
    people(session, 40)
    run(RECURRING, period_days=10)
    a_day = []
    for _ in range(30):
        before = len(rows(session))
        plan(days=1)
        a_day.append(len(rows(session)) - before)
    each = Counter(row.contact_id for row in rows(session))
    assert set(each.values()) == {3}
    assert max(a_day) <= 12
    asked = sorted(row.queued_at for row in rows(session, contact_id=next(iter(each))))
    assert [later - first for first, later in pairwise(asked)] == [10 * DAY] * 2


def test_new_contacts_join_and_nobody_is_asked_after_the_end(session, run, plan):
    campaign = run(RECURRING, period_days=10, gap_days=0, ends_at=NOW + 30 * DAY)
    plan(days=5)
    late = people(session, 20)
    for _ in range(30):
        plan(days=1)
    assert {row.contact_id for row in rows(session)} == {contact.id for contact in late}
    assert max(row.queued_at for row in rows(session)) <= NOW + 30 * DAY
    assert campaign.plans_at is None


def test_an_outage_of_weeks_asks_nobody_twice(session, run, plan):
    people(session, 10)
    run(RECURRING, period_days=7, gap_days=0)
    plan(days=40)
    assert set(Counter(row.contact_id for row in rows(session)).values()) == {1}


def test_who_was_missed_in_a_long_rest_is_asked_in_the_same_trickle(session, run, plan, clock):
    people(session, 60)
    run(RECURRING, period_days=10)
    plan(days=6)
    asked_on = Counter((row.due_at - clock.now).days for row in rows(session))
    assert set(asked_on) == set(range(6))
    assert max(asked_on.values()) <= 15


def test_an_ended_campaign_asks_nobody_more(session, run, plan, clock):
    people(session, 20)
    campaign = run(RECURRING, period_days=10)
    sending.end_campaign(session, campaign.id, now=clock.now)
    plan(days=10)
    assert rows(session) == []


def test_an_event_asks_its_contact_after_the_delay_in_their_hours(app, session, run, carla):
    run(TRIGGERED, event="Order delivered", delay_hours=72, from_hour=9, until_hour=17)
    others = people(session, 3)
    tell(app, session, carla, "order  DELIVERED")
    (row,) = rows(session)
    assert (row.contact_id, row.due_at) == (carla.id, datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert others


def tell(app, session, who, event, at=NOW, **given):
    return happened(session, who.id, event, at=at, now=at, key=str(app.secret_key), **given)


def test_the_same_event_told_twice_asks_once(app, session, run, carla):
    run(TRIGGERED, event="bought", gap_days=0)
    for _ in range(2):
        tell(app, session, carla, "bought", reference="order 7")
    assert len(rows(session)) == 1


def test_the_next_event_asks_again_when_the_rules_allow_it(app, session, run, carla):
    run(TRIGGERED, event="bought")
    tell(app, session, carla, "bought", reference="7")
    tell(app, session, carla, "bought", at=NOW + 30 * DAY, reference="8")
    tell(app, session, carla, "bought", at=NOW + 91 * DAY, reference="9")
    assert [row.queued_at for row in rows(session)] == [NOW, NOW + 91 * DAY]


def test_an_event_nobody_waits_for_asks_nobody(app, session, version, run, carla):
    run(TRIGGERED, event="bought")
    assert tell(app, session, carla, "returned") == []
    session.get_one(Survey, (version.workspace_id, version.survey_id)).closed_at = NOW
    assert tell(app, session, carla, "bought") == []


@pytest.fixture
def reminding(session, run, deliver, carla):
    """A campaign that reminds after 3 and 4 more days; its invitation is out."""
    campaign = run(ONCE, reminders=(Reminder(3, "Still curious"), Reminder(4)))
    deliver()
    return campaign


def test_silent_customers_are_reminded_twice_with_the_same_link_and_own_subject(
    session, reminding, plan, deliver, post
):
    for days in (2, 1, 3, 1, 20):
        plan(days=days)
        deliver()
    assert [row.step for row in rows(session)] == [0, 1, 2]
    assert [letter.subject for letter in post.letters] == [
        "How are we doing?",
        "Still curious",
        "How are we doing?",
    ]
    links = {
        letter.raw.replace(b"=\r\n", b"").split(b"/r/")[1].split(b"?")[0] for letter in post.letters
    }
    assert len(links) == 1
    assert reminding.plans_at is None


def answer(session, version, carla):
    first = rows(session, step=0)[0]
    factories.response(session, version, invitation_id=first.id, contact_id=carla.id)


def test_whoever_answered_is_not_reminded(session, version, reminding, plan, deliver, post, carla):
    answer(session, version, carla)
    plan(days=9)
    deliver()
    assert len(post.letters) == 1


def test_an_answer_after_queueing_stops_the_reminder(
    session, version, reminding, plan, deliver, post, carla
):
    plan(days=3)
    answer(session, version, carla)
    deliver()
    assert len(post.letters) == 1
    assert rows(session, step=1)[0].error == sending.ANSWERED


@pytest.mark.parametrize("reason", ["unsubscribed", "closed", "complaint", "ended", "paused"])
def test_nothing_else_reminds_against_a_wish(
    app, session, workspace, version, reminding, plan, deliver, post, clock, carla, reason
):
    match reason:
        case "unsubscribed":
            hashed = address_hash(str(app.secret_key), workspace.id, carla.email)
            unsubscribe(session, hashed, via="page", now=NOW)
        case "closed":
            session.get_one(Survey, (workspace.id, version.survey_id)).closed_at = NOW
        case "complaint":
            leave_in_peace(session, carla.id, PeaceReason.COMPLAINT, now=NOW)
        case "ended":
            sending.end_campaign(session, reminding.id, now=clock.now)
        case "paused":
            sending.pause_campaign(session, reminding.id, 1, now=clock.now)
    plan(days=4)
    deliver()
    assert len(post.letters) == 1


def test_whoever_is_to_be_left_in_peace_since_queueing_gets_no_mail(
    session, run, deliver, post, carla
):
    run(ONCE)
    leave_in_peace(session, carla.id, PeaceReason.CASE, now=NOW)
    deliver()
    assert (post.letters, rows(session)[0].error) == ([], sending.IN_PEACE)


def test_a_mail_that_did_not_arrive_is_not_reminded_of(session, run, plan, carla):
    run(ONCE, reminders=(Reminder(1),))
    rows(session)[0].state = "unknown"
    plan(days=9)
    assert len(rows(session)) == 1
