"""Mail that waits for people of whom enough have answered is not sent, and says why."""

import pytest
from sqlalchemy import select

from feedback.models import Counted
from feedback.respond.quotas import key_of
from surveys.logic.rules import About, Condition, Op, Quota, Rule
from surveys.models import Contact, Invitation
from surveys.sending import ENOUGH
from tests import factories
from tests.respond.test_quotas import PRO

GERMAN = Rule((Condition(About.LANGUAGE, "", Op.IS_NOT, "xx"),))


@pytest.fixture
def full(session, workspace, carla):
    """Give a function: a version with a full quota of this rule; Fred is on another plan."""
    factories.contact(session, email="fred@example.com", attributes={"plan": "free"})

    def make(rule, counted=1):
        quota = Quota(1, rule)
        version = factories.survey(session, asks=factories.definition(quotas=(quota,)))
        for _ in range(counted):
            row = factories.response(session, version)
            session.add(Counted(response_id=row.id, quota=key_of(version.survey_id, quota)))
        session.commit()
        return version

    return make


def test_nobody_is_mailed_of_whom_enough_have_answered(session, send, full, deliver, post):
    send(of=full(PRO))
    deliver()
    assert post.recipients == ["fred@example.com"]
    rows = session.execute(
        select(Contact.email, Invitation.state, Invitation.error).join(
            Contact, Contact.id == Invitation.contact_id
        )
    ).all()
    assert ("carla@example.com", "failed", ENOUGH) in rows


@pytest.mark.parametrize(("rule", "counted"), [(PRO, 0), (GERMAN, 1)])
def test_who_may_still_be_needed_is_mailed(send, full, deliver, post, rule, counted):
    send(of=full(rule, counted))
    deliver()
    assert sorted(post.recipients) == ["carla@example.com", "fred@example.com"]
