"""Who is asked and who is not: the reasons, counted once each, and the queueing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from surveys.asking import review
from surveys.models import Contact, Invitation, Skip
from surveys.scope import bind_workspace
from surveys.unsubscribing import address_hash, unsubscribe
from tests import factories
from tests.campaigns.conftest import ask
from tests.factories import NOW


def leave(app, session, workspace, address):
    hashed = address_hash(str(app.secret_key), workspace.id, address)
    unsubscribe(session, hashed, via="page", now=NOW)


def queued(session):
    return set(
        session.scalars(select(Contact.email).join(Invitation, Invitation.contact_id == Contact.id))
    )


def test_everyone_is_asked_when_no_attribute_is_chosen(app, session, carla):
    factories.contact(session)
    assert review(session, ask(app)).asked == 2


def test_several_values_widen_and_several_attributes_narrow(app, session, workspace):
    for plan, region in (("pro", "eu"), ("team", "eu"), ("pro", "us"), ("free", "eu")):
        factories.contact(session, attributes={"plan": plan, "region": region})
    chosen = {"plan": ["pro", "team"], "region": ["eu"]}
    assert review(session, ask(app, chosen=chosen)).chosen == 2


@pytest.mark.parametrize("email", [None, ""])
def test_contact_without_address_is_skipped(app, session, workspace, email):
    factories.contact(session, email=email, key="#17")
    assert review(session, ask(app)).skipped == {Skip.NO_ADDRESS: 1}


def test_unsubscribed_address_is_skipped_in_any_spelling(app, session, workspace, carla):
    leave(app, session, workspace, " CARLA@Example.com")
    assert review(session, ask(app)).skipped == {Skip.UNSUBSCRIBED: 1}


def test_unsubscribing_from_one_company_does_not_touch_another(app, session, workspace, carla):
    bolt = factories.workspace(session)
    bind_workspace(session, bolt.id)
    leave(app, session, bolt, carla.email)
    session.flush()
    bind_workspace(session, workspace.id)
    assert review(session, ask(app)).asked == 1


@pytest.mark.parametrize(("days", "asked"), [(89, 0), (91, 1)])
def test_asked_within_the_gap_is_skipped(app, session, version, carla, days, asked):
    factories.invitation(session, version, carla, sent_at=NOW - timedelta(days=days))
    assert review(session, ask(app)).asked == asked


def test_a_failed_mail_does_not_count_as_asked(app, session, version, carla):
    factories.invitation(session, version, carla, state="failed")
    assert review(session, ask(app)).asked == 1


def test_already_in_this_campaign_is_said_before_asked_recently(app, session, version, carla):
    earlier = factories.invitation(session, version, carla)
    counted = review(session, ask(app, earlier.campaign_id))
    assert counted.skipped == {Skip.IN_CAMPAIGN: 1}


def test_each_contact_is_counted_under_one_reason_only(app, session, workspace, version, carla):
    factories.invitation(session, version, carla)
    leave(app, session, workspace, carla.email)
    assert review(session, ask(app)).skipped == {Skip.UNSUBSCRIBED: 1}


def test_confirming_queues_exactly_those_who_were_counted(app, session, workspace, send, carla):
    gone = factories.contact(session)
    leave(app, session, workspace, gone.email)
    campaign = send()
    assert queued(session) == {"carla@example.com"}
    assert campaign.skipped == {"unsubscribed": 1}


def test_queued_ids_are_distinct_and_fit_their_column(session, send, carla):
    for _ in range(20):
        factories.contact(session)
    send()
    ids = session.scalars(select(Invitation.id)).all()
    assert len(set(ids)) == 21
    assert 0 < max(ids) < 2**63


def test_two_campaigns_in_a_row_do_not_ask_the_same_person_twice(session, send, carla):
    send()
    second = send()
    assert second.skipped == {"asked_recently": 1}
    assert session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_another_companys_contacts_are_not_asked(session, workspace, send, carla):
    bolt = factories.workspace(session)
    bind_workspace(session, bolt.id)
    factories.contact(session)
    session.flush()
    bind_workspace(session, workspace.id)
    send()
    rows = session.execute(
        select(func.count()).select_from(Invitation), execution_options={"unscoped": True}
    )
    assert rows.scalar_one() == 1


def test_the_database_refuses_a_second_mail_of_one_step_to_one_person(session, carla):
    version = factories.survey(session)
    first = factories.invitation(session, version, carla)
    with pytest.raises(IntegrityError):
        factories.invitation(session, version, carla, campaign_id=first.campaign_id)


@pytest.mark.parametrize("later", [{"round": 1}, {"step": 1}])
def test_a_later_round_or_a_reminder_is_another_mail(session, carla, later):
    version = factories.survey(session)
    first = factories.invitation(session, version, carla)
    again = factories.invitation(session, version, carla, campaign_id=first.campaign_id, **later)
    assert again.id != first.id
