"""A mail that was sent, and reports about it."""

from datetime import timedelta

import pytest

from feedback.extensions import db
from feedback.returns.intake import take_mail
from surveys.links import Link
from surveys.models import Unsubscribe
from surveys.return_path import mark
from surveys.scope import bind_workspace
from tests import factories
from tests.factories import NOW
from tests.returns.servers import Reason, postfix

GONE = Reason("hard", "5.1.1", "550 5.1.1 User unknown")
FULL = Reason("soft", "5.2.2", "552 5.2.2 Over quota")
REFUSED = Reason("policy", "5.7.1", "550 5.7.1 blocked using zen.spamhaus.example")


@pytest.fixture
def version(session, workspace):
    return factories.survey(session)


@pytest.fixture
def carla(session, workspace):
    return factories.contact(session, email="carla@x.example", updated_at=NOW - timedelta(days=99))


@pytest.fixture
def sent(session, version, carla):
    """An invitation to Carla that left."""
    row = factories.invitation(session, version, carla)
    session.commit()
    return row


@pytest.fixture
def about(app):
    """Give a function: a report about an invitation, as raw mail."""

    def write(invitation, raw=None, *, reason=GONE):
        raw = postfix(reason).encode() if raw is None else raw
        letters = mark(str(app.secret_key), Link(invitation.workspace_id, invitation.id))
        return raw.replace(b"TOKEN", letters.encode())

    return write


@pytest.fixture
def take(app, session):
    """Give a function that takes a raw mail as the readers do."""

    def taken(raw, *, at=NOW):
        session.commit()
        with app.app_context():
            kind = take_mail(db.session(), str(app.secret_key), raw, now=at)
        session.expire_all()
        return kind

    return taken


@pytest.fixture
def suppressed(session, workspace):
    """Give a function: how each address came to be given up."""

    def given_up():
        session.expire_all()
        bind_workspace(session, workspace.id)
        return sorted(row.via for row in session.query(Unsubscribe))

    return given_up
