"""The worker's tick also delivers what is due."""

from sqlalchemy import select

from feedback import worker
from feedback.models import LocalMail
from surveys.models import Invitation


def test_a_tick_delivers_due_invitations_into_the_outbox(app, session, send, carla):
    send()
    assert worker.tick(app)
    session.rollback()
    assert session.scalars(select(LocalMail.recipient)).all() == ["carla@example.com"]
    assert session.scalars(select(Invitation.state)).all() == ["sent"]


def test_an_idle_tick_says_so(app, session, workspace):
    session.commit()
    assert not worker.tick(app)
