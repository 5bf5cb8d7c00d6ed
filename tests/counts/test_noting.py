"""What the database notes by itself when mail leaves and is answered at the same moment."""

from threading import Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.extensions import db
from feedback.models import Response
from surveys.models import Invitation, InvitationState
from surveys.scope import bind_workspace
from tests import factories
from tests.counts.test_recounting import only_on_postgresql
from tests.counts.twice import counted, scanned

SENT, CLAIMED = InvitationState.SENT, InvitationState.CLAIMED
A_WHILE = 0.3
"""Seconds in which whoever need not wait is through."""


@pytest.fixture
def claimed(session, version):
    """Somebody whose mail is under way."""
    who = factories.contact(session)
    made = factories.invitation(session, version, who, state=CLAIMED)
    session.commit()
    return made.id


def leaves(session, invitation_id):
    left = update(Invitation).where(Invitation.id == invitation_id).values(state=SENT)
    session.execute(left, execution_options={"synchronize_session": False})


def both(first, then, workspace, invitation_id):
    """Do one thing, the other while the first is not through, and let both be through."""
    with Session(db.engine) as one, Session(db.engine) as other:
        for session in (one, other):
            bind_workspace(session, workspace.id)
        first(one, invitation_id)
        one.flush()
        waiting = Thread(target=lambda: (then(other, invitation_id), other.commit()))
        waiting.start()
        waiting.join(A_WHILE)
        one.commit()
        waiting.join()


@only_on_postgresql
@pytest.mark.parametrize("is_first", [True, False])
def test_mail_answered_at_the_moment_it_is_written_down_counts_as_answered(
    session, workspace, version, claimed, is_first
):
    def answers(own, invitation_id):
        factories.response(own, version, invitation_id=invitation_id)

    pair = (answers, leaves) if is_first else (leaves, answers)
    both(*pair, workspace, claimed)
    assert counted(session) == scanned(session)
    assert len(session.scalars(select(Response)).all()) == 1


@only_on_postgresql
@pytest.mark.parametrize("is_first", [True, False])
def test_an_answer_taken_out_of_the_counts_at_that_moment_does_not_count(
    session, workspace, version, claimed, is_first
):
    factories.response(session, version, invitation_id=claimed)
    session.commit()

    def takes_out(own, invitation_id):
        theirs = update(Response).where(Response.invitation_id == invitation_id)
        own.execute(theirs.values(excluded="test"))

    pair = (takes_out, leaves) if is_first else (leaves, takes_out)
    both(*pair, workspace, claimed)
    assert counted(session) == scanned(session)
