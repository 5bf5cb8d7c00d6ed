"""Customers whose comments somebody would like to quote, and the mail that asks them."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from feedback.campaigns.addressing import Desk
from feedback.campaigns.delivery import Sender
from feedback.ids import spell
from feedback.mail.outbox import Outbox
from feedback.models import LocalMail
from tests import factories

WORDS = "They fixed it within an hour, and I could go home."
YESTERDAY = timedelta(days=1)


@pytest.fixture
def version(session, workspace):
    """The survey everybody answered."""
    return factories.survey(session)


@pytest.fixture
def comment(session, version):
    """Give a function: a customer answered by their link; gives the response."""

    def make(words=WORDS, score=10, contact=None, by_link=True, **given):
        who = contact or factories.contact(session)
        sent = factories.invitation(session, given.pop("version", version), who)
        sent.sent_at = sent.queued_at = datetime.now(UTC) - 3 * YESTERDAY
        response = factories.response(
            session,
            version,
            score=score,
            comment=words,
            contact_id=who.id,
            invitation_id=sent.id if by_link else None,
            answered_at=given.pop("answered_at", datetime.now(UTC) - YESTERDAY),
            **given,
        )
        session.commit()
        return response

    return make


@pytest.fixture
def ask(marketer):
    """Give a function: a marketer asks the author of a comment."""

    def post(response, **given):
        path = f"/testimonials/comments/{spell(response.id)}/ask"
        token = marketer.csrf("/testimonials/wall")
        return marketer.post(path, data={"csrf_token": token, **given})

    return post


@pytest.fixture
def deliver(app):
    """Give a function that sends all that is due into the local outbox."""

    def run(at=None):
        clock = (lambda: at) if at else (lambda: datetime.now(UTC))
        with app.app_context():
            sender = Sender(Outbox(), Desk.of(app), clock)
            while sender.deliver_next():
                pass

    return run


@pytest.fixture
def mails(session):
    """Give a function: the mails in the local outbox, oldest first."""

    def read():
        session.rollback()
        rows = session.scalars(select(LocalMail).order_by(LocalMail.id))
        return [message_from_bytes(row.raw, policy=policy.default) for row in rows]

    return read


def link_in(mail, path):
    """Find the address of a page in a mail."""
    text = mail.get_body(("plain",)).get_content()
    return re.search(rf"http://hark\.test(/{path}/\S+)", text).group(1)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)
