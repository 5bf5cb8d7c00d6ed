"""How often anybody is asked: the workspace's days, days of some, the customer's own, peace."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import surveys.wishes
from surveys.asking import confirm, review
from surveys.db import new_id
from surveys.models import Campaign, Contact, Invitation, PeaceReason, Skip, Skipped
from surveys.pacing import ask_less_often
from surveys.peace import leave_in_peace, lift
from surveys.rules import AskingRules, Override
from surveys.unsubscribing import BOUNCE, COMPLAINT, PAGE, address_hash, unsubscribe
from tests import factories
from tests.campaigns.conftest import ask
from tests.factories import NOW

VIP = Override("plan", "vip", 30)
NOT_THERE = Override("region", "north", None)


def skipped(app, session, **about):
    return dict(review(session, ask(app, **about)).skipped)


def asked_before(session, version, who, days, **given):
    return factories.invitation(session, version, who, sent_at=NOW - timedelta(days=days), **given)


def hashed(app, workspace, address):
    return address_hash(str(app.secret_key), workspace.id, address)


@pytest.fixture
def vip(session, workspace):
    return factories.contact(session, attributes={"plan": "vip", "region": "south"})


@pytest.mark.parametrize(("days", "expected"), [(29, {Skip.ASKED_RECENTLY: 1}), (31, {})])
def test_some_contacts_have_days_of_their_own(app, session, version, vip, days, expected):
    asked_before(session, version, vip, days)
    assert skipped(app, session, rules=AskingRules(90, (VIP,))) == expected


def test_days_of_some_change_nothing_for_others(app, session, version, vip, carla):
    asked_before(session, version, carla, 31)
    assert skipped(app, session, rules=AskingRules(90, (VIP,))) == {Skip.ASKED_RECENTLY: 1}


def test_some_contacts_are_never_asked(app, session, workspace, carla):
    factories.contact(session, attributes={"region": "north"})
    assert skipped(app, session, rules=AskingRules(90, (NOT_THERE,))) == {Skip.NEVER: 1}


@pytest.mark.parametrize(
    ("overrides", "expected"), [((VIP, NOT_THERE), {}), ((NOT_THERE, VIP), {Skip.NEVER: 1})]
)
def test_the_first_rule_that_fits_counts(app, session, workspace, overrides, expected):
    factories.contact(session, attributes={"plan": "vip", "region": "north"})
    assert skipped(app, session, rules=AskingRules(90, overrides)) == expected


@pytest.mark.parametrize(("counts", "expected"), [(True, {Skip.ASKED_RECENTLY: 1}), (False, {})])
def test_reminders_count_as_the_workspace_says(app, session, version, carla, counts, expected):
    first = asked_before(session, version, carla, 95)
    asked_before(session, version, carla, 85, step=1, campaign_id=first.campaign_id)
    rules = AskingRules(90, do_reminders_count=counts)
    assert skipped(app, session, rules=rules) == expected


def test_mail_that_is_yet_to_leave_counts_from_the_day_it_is_due(app, session, version, carla):
    later = NOW + timedelta(days=3)
    factories.invitation(session, version, carla, state="queued", sent_at=None, due_at=later)
    assert skipped(app, session) == {Skip.ASKED_RECENTLY: 1}


def test_an_ask_by_another_tool_counts(app, session, version, carla):
    carla.last_asked_at = NOW - timedelta(days=10)
    session.flush()
    assert skipped(app, session) == {Skip.ASKED_RECENTLY: 1}


def test_no_days_between_two_asks_is_no_limit(app, session, version, carla):
    asked_before(session, version, carla, 0)
    assert skipped(app, session, gap_days=0) == {}


@pytest.mark.parametrize(("days", "expected"), [(364, {Skip.LESS_OFTEN: 1}), (366, {})])
def test_customer_who_wants_it_is_asked_once_a_year(
    app, session, workspace, version, carla, days, expected
):
    ask_less_often(session, hashed(app, workspace, carla.email), 365, now=NOW)
    asked_before(session, version, carla, days)
    assert skipped(app, session) == expected


def test_wish_for_fewer_asks_outlives_the_contact(app, session, workspace, version):
    ask_less_often(session, hashed(app, workspace, "dora@example.com"), 365, now=NOW)
    dora = factories.contact(session, email="Dora@Example.com")
    asked_before(session, version, dora, 100)
    assert skipped(app, session) == {Skip.LESS_OFTEN: 1}


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (PeaceReason.COMPLAINT, Skip.COMPLAINED),
        (PeaceReason.CASE, Skip.OPEN_CASE),
        (PeaceReason.MANUAL, Skip.IN_PEACE),
    ],
)
def test_whoever_is_left_in_peace_is_not_asked(app, session, carla, reason, expected):
    leave_in_peace(session, carla.id, reason, now=NOW)
    assert skipped(app, session) == {expected: 1}


@pytest.mark.parametrize("days", [-1, 1])
def test_peace_ends_by_its_day(app, session, carla, days):
    until = NOW + timedelta(days=days)
    begun = NOW - timedelta(days=30)
    leave_in_peace(session, carla.id, PeaceReason.MANUAL, now=begun, until=until)
    assert skipped(app, session) == ({Skip.IN_PEACE: 1} if days > 0 else {})


def test_peace_ends_when_it_is_lifted(app, session, carla):
    leave_in_peace(session, carla.id, PeaceReason.CASE, now=NOW)
    lift(session, carla.id, reason=PeaceReason.CASE, now=NOW)
    assert skipped(app, session) == {}


@pytest.mark.parametrize(
    ("via", "reason"),
    [(COMPLAINT, Skip.COMPLAINED), (BOUNCE, Skip.BOUNCED), (PAGE, Skip.UNSUBSCRIBED)],
)
def test_the_reason_says_how_an_address_was_lost(app, session, workspace, carla, via, reason):
    unsubscribe(session, hashed(app, workspace, carla.email), via=via, now=NOW)
    assert skipped(app, session) == {reason: 1}


def test_own_word_counts_for_more_than_a_bounce(app, session, workspace, carla):
    for via in (BOUNCE, PAGE, BOUNCE):
        unsubscribe(session, hashed(app, workspace, carla.email), via=via, now=NOW)
    assert skipped(app, session) == {Skip.UNSUBSCRIBED: 1}


def test_each_reason_is_kept_with_its_contact(app, session, workspace, version, send, carla):
    leave_in_peace(session, carla.id, PeaceReason.CASE, now=NOW)
    nobody = factories.contact(session, email=None, key="#1")
    factories.contact(session)
    campaign = send()
    kept = session.execute(
        select(Skipped.contact_id, Skipped.reason).where(Skipped.campaign_id == campaign.id)
    )
    assert dict(kept.all()) == {carla.id: "open_case", nobody.id: "no_address"}


# The property: whatever is done in whatever order, nobody is asked twice within their days.

PEOPLE = ("plain", "vip", "north", "slow", "gone")
GAPS = {"plain": 90, "vip": 30, "north": None, "slow": 365, "gone": None}
steps = st.lists(
    st.tuples(st.integers(0, 120), st.sets(st.sampled_from(PEOPLE), min_size=1)), max_size=12
)


class Model:
    """The rule in plain words: days since the last ask, or never."""

    def __init__(self):
        self.last = {}

    def ask(self, who, now):
        gap, last = GAPS[who], self.last.get(who)
        if gap is None or (last is not None and (now - last).days < gap):
            return False
        self.last[who] = now
        return True


def people(app, session, workspace):
    for who in PEOPLE:
        plan = "vip" if who == "vip" else "free"
        region = "north" if who == "north" else "south"
        factories.contact(
            session, email=f"{who}@example.com", attributes={"plan": plan, "region": region}
        )
    ask_less_often(session, hashed(app, workspace, "slow@example.com"), 365, now=NOW)
    unsubscribe(session, hashed(app, workspace, "gone@example.com"), via=PAGE, now=NOW)


def choose(session, who):
    """A campaign chooses by an attribute: mark those it is for."""
    for contact in session.scalars(select(Contact)):
        name = contact.email.partition("@")[0]
        contact.attributes["chosen"] = "yes" if name in who else "no"
    session.flush()


@pytest.fixture
def cast(app, session, workspace, version):
    people(app, session, workspace)
    session.commit()
    return version


def check(app, session, version, history):
    rules, model, now = AskingRules(90, (VIP, NOT_THERE)), Model(), NOW
    for days, who in history:
        now += timedelta(days=days)
        choose(session, who)
        campaign = Campaign(
            id=new_id(), survey_id=version.survey_id, version_id=version.id, name="", created_at=now
        )
        question = ask(app, campaign.id, {"chosen": ["yes"]}, now=now, rules=rules)
        previewed = review(session, question)
        counted = confirm(session, campaign, question)
        assert counted == previewed
        queued = session.scalars(
            select(Contact.email)
            .join(Invitation, Invitation.contact_id == Contact.id)
            .where(Invitation.campaign_id == campaign.id)
        )
        expected = {f"{each}@example.com" for each in sorted(who) if model.ask(each, now)}
        assert set(queued) == expected
        assert counted.asked == len(expected)


@pytest.mark.parametrize("tries", [12, pytest.param(300, marks=pytest.mark.slow)])
def test_nobody_is_ever_asked_twice_within_their_days(app, session, cast, tries):
    @settings(max_examples=tries)
    @given(history=steps)
    def holds(history):
        try:
            check(app, session, cast, history)
        finally:
            session.rollback()

    holds()


def test_an_ask_of_one_looks_at_nobody_elses_address(app, session, workspace, carla, monkeypatch):
    other, looked_at = factories.contact(session), []
    unsubscribe(session, hashed(app, workspace, other.email), via=PAGE, now=NOW)

    def noting(key, workspace_id):
        return lambda address: looked_at.append(address) or "0"

    monkeypatch.setattr(surveys.wishes, "hashing", noting)
    review(session, replace(ask(app), only=[carla.id]))
    assert looked_at == [carla.email]
