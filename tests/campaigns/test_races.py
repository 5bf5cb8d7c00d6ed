"""Unsubscribing while the sender is at it: once the reply is out, no mail leaves any more."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.campaigns.addressing import Desk
from feedback.campaigns.delivery import Sender
from feedback.mail import Outcome, Verdict
from surveys.models import Contact, Invitation
from tests import factories

CHANCE = random.Random(20261125)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


class RacingPost:
    """While it hands a mail over, somebody unsubscribes: its reader, or one whose turn comes."""

    def __init__(self, at_once, leave):
        self.at_once, self.leave, self.left = at_once, leave, {}

    def ready(self):
        """It always is."""

    def send(self, letters):
        taken = letters[: self.at_once]
        for letter in taken:
            self.leave(CHANCE.choice(letters).recipient)
            time.sleep(CHANCE.uniform(0, 0.004))
            self.left[letter.recipient] = time.monotonic()
        return [Outcome(Verdict.SENT)] * len(taken)

    def close(self):
        """Nothing is open."""


class Readers:
    """Customers at their mail programs: each presses once, and remembers when the reply came."""

    def __init__(self, app, workspace):
        self.app, self.workspace_id, self.desk = app, workspace.id, Desk.of(app)
        self.pool = ThreadPoolExecutor(4)
        self.replies = {}

    def leave(self, address):
        if address not in self.replies:
            self.replies[address] = self.pool.submit(self._press, address)

    def _press(self, address):
        link = self.desk.unsubscribe_url(self.workspace_id, address)
        client = FlaskClient(self.app, self.app.response_class)
        path = link.removeprefix("http://hark.test")
        assert client.post(path, data=ONE_CLICK).status_code == 200
        return time.monotonic()

    def replied(self):
        self.pool.shutdown()
        return {address: reply.result() for address, reply in self.replies.items()}


@pytest.mark.parametrize("at_once", [1, 5])
@pytest.mark.parametrize("races", [40, pytest.param(1_000, marks=pytest.mark.slow)])
def test_no_mail_leaves_after_the_reply(app, session, workspace, version, send, at_once, races):
    for number in range(races):
        factories.contact(session, email=f"reader{number}@example.com")
    send()
    readers = Readers(app, workspace)
    post = RacingPost(at_once, readers.leave)
    sender = Sender(post, readers.desk, lambda: datetime.now(UTC), random.Random(1))
    with app.app_context():
        while sender.deliver_next():
            pass
    replied = readers.replied()
    late = {who for who, at in post.left.items() if who in replied and at > replied[who]}
    assert late == set()
    assert len(replied) > races / 4
    never = set(replied) - set(post.left)
    states = select(Contact.email).join(Invitation, Invitation.contact_id == Contact.id)
    failed = set(session.scalars(states.where(Invitation.state == "failed")))
    assert never == failed
    assert never
