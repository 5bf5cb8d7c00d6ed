"""A workspace with a token, and a campaign that waits for an order to be delivered."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.accounts.tokens import make_token
from surveys.db import new_id
from surveys.models import Campaign, CampaignKind
from surveys.scheduling import Schedule
from tests import factories

EVENT = "order delivered"


@pytest.fixture
def token(session, workspace):
    made = make_token(session, "Shop", by=1, now=datetime.now(UTC))
    session.commit()
    return made


@pytest.fixture
def waiting(session, workspace):
    """A campaign that asks three days after an order was delivered."""
    version = factories.survey(session)
    row = Campaign(
        id=new_id(),
        survey_id=version.survey_id,
        version_id=version.id,
        name="After delivery",
        kind=CampaignKind.TRIGGERED,
        schedule=Schedule(event=EVENT, delay_hours=72).stored(),
        created_at=datetime.now(UTC) - timedelta(days=1),
    )
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def tell(client, token):
    """Give a function that posts an event; any part may be another."""

    def post(body=None, *, bearer=token, kind="application/json", **changes):
        told = {"id": "order-1", "event": EVENT, "contact": {"email": "carla@example.com"}}
        sent = {"data": body} if isinstance(body, bytes) else {"json": {**told, **changes}}
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if "data" in sent:
            sent["content_type"] = kind
        return client.post("/api/v1/events", headers=headers, **sent)

    return post
