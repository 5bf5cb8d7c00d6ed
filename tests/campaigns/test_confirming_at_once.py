"""Two presses of the button at the same moment, in two threads on two connections."""

import threading

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from feedback.extensions import db
from surveys.asking import confirm
from surveys.db import new_id
from surveys.models import Campaign, Invitation
from surveys.scope import bind_workspace
from tests import factories
from tests.campaigns.conftest import ask
from tests.factories import NOW


def press(app, version, campaign_ids):
    """Confirm a campaign in a thread for each id, all starting at once."""
    start, trouble = threading.Barrier(len(campaign_ids)), []

    def one(campaign_id):
        with app.app_context():
            bind_workspace(db.session(), version.workspace_id)
            campaign = Campaign(
                id=campaign_id,
                survey_id=version.survey_id,
                version_id=version.id,
                name="Autumn",
                created_at=NOW,
            )
            start.wait()
            try:
                confirm(db.session(), campaign, ask(app, campaign_id))
                db.session.commit()
            except SQLAlchemyError as error:
                trouble.append(error)

    threads = [threading.Thread(target=one, args=(each,)) for each in campaign_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []


def count(session, model):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def test_the_same_campaign_pressed_four_times_at_once_is_queued_once(app, session, version, carla):
    session.commit()
    session.refresh(version)
    session.expunge(version)
    session.commit()
    press(app, version, [new_id()] * 4)
    assert (count(session, Campaign), count(session, Invitation)) == (1, 1)


def test_two_campaigns_at_once_ask_nobody_twice(app, session, version, carla):
    for _ in range(20):
        factories.contact(session)
    session.commit()
    session.refresh(version)
    session.expunge(version)
    session.commit()
    press(app, version, [new_id(), new_id(), new_id()])
    assert count(session, Invitation) == 21
