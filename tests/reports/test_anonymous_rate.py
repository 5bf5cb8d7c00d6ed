"""How many of those asked in a period answered an anonymous survey: links tell, answers do not."""

from datetime import timedelta

import pytest

from feedback.ids import spell
from feedback.models import UsedLink
from surveys.models import Survey
from tests import factories
from tests.factories import NOW

DAY = timedelta(days=1)


@pytest.fixture
def staff(session, workspace):
    """An anonymous survey."""
    return factories.survey(session, is_anonymous=True)


@pytest.fixture
def asked(session, staff):
    """Give a function: so many asked on a day, of whom so many used their links."""
    campaigns = []

    def ask(sent, used, at, **given):
        for number in range(sent):
            who = factories.contact(session)
            campaign = {"campaign_id": campaigns[0]} if campaigns else {}
            row = factories.invitation(session, staff, who, due_at=at, **campaign, **given)
            campaigns.append(row.campaign_id)
            if number < used:
                session.add(UsedLink(survey_id=staff.survey_id, invitation_id=row.id))
                month = at.replace(day=1)
                factories.response(session, staff, answered_at=month)
        session.commit()

    return ask


def rate(counted, staff, **period):
    dataset, _ = counted(survey=spell(staff.survey_id), **period)
    return dataset.mailed.answered, dataset.mailed.sent


def period(first, last):
    return {"from": first.date().isoformat(), "to": last.date().isoformat()}


def test_a_period_counts_the_links_of_its_own_mails(counted, staff, asked):
    asked(6, 5, NOW - 40 * DAY)
    asked(8, 3, NOW)
    assert rate(counted, staff, **period(NOW - 41 * DAY, NOW - 39 * DAY)) == (5, 6)
    assert rate(counted, staff, **period(NOW - DAY, NOW + DAY)) == (3, 8)
    assert rate(counted, staff, **period(NOW - 41 * DAY, NOW + DAY)) == (8, 14)
    assert rate(counted, staff) == (8, 14)


def test_fewer_than_five_are_never_told_apart(counted, staff, asked):
    asked(6, 5, NOW - 40 * DAY)
    asked(4, 4, NOW)
    assert rate(counted, staff, **period(NOW - DAY, NOW + DAY)) in [(0, 0), (9, 10)]
    assert rate(counted, staff, **period(NOW - 41 * DAY, NOW - 39 * DAY)) in [(0, 0), (9, 10)]


def test_a_reminder_and_a_mail_that_did_not_leave_ask_nobody(counted, staff, asked):
    asked(6, 5, NOW)
    asked(3, 0, NOW, state="failed")
    asked(3, 0, NOW, step=1)
    assert rate(counted, staff, **period(NOW - DAY, NOW + DAY)) == (5, 6)


def test_links_of_another_survey_do_not_count(counted, session, staff, asked):
    asked(6, 5, NOW)
    other = factories.survey(session, is_anonymous=True)
    for _ in range(6):
        row = factories.invitation(session, other, factories.contact(session), due_at=NOW)
        session.add(UsedLink(survey_id=other.survey_id, invitation_id=row.id))
    session.commit()
    assert session.get_one(Survey, (other.workspace_id, other.survey_id)).is_anonymous
    assert rate(counted, staff, **period(NOW - DAY, NOW + DAY)) == (5, 6)
