"""Refused at the door of the mail server: the same follows as when the mail comes back."""

import pytest
from sqlalchemy import select

from feedback.mail import Outcome, Verdict
from surveys.models import Invitation, ReturnedMail, SendingPause, Unsubscribe
from tests import factories
from tests.factories import NOW


@pytest.fixture
def refuse(session, send, carla, deliver, post):
    """Give a function: every letter is refused with these words; gives what is known then."""

    def with_words(reply):
        send()
        post.outcome = Outcome(Verdict.REFUSED, f"refused: {reply}", reply)
        deliver()
        kinds = [row.kind for row in session.scalars(select(ReturnedMail))]
        return kinds, [row.via for row in session.scalars(select(Unsubscribe))]

    return with_words


def test_an_unknown_mailbox_is_not_written_to_any_more(session, refuse):
    assert refuse("550 5.1.1 no such user") == (["hard"], ["bounce"])
    assert session.scalars(select(Invitation)).one().state == "failed"


def test_a_refusal_of_us_gives_nobody_up(refuse):
    assert refuse("550 5.7.1 blocked by policy, no such user perhaps") == (["policy"], [])


def test_what_we_refuse_ourselves_is_no_returned_mail(refuse):
    assert refuse("") == ([], [])


def test_while_sending_rests_nothing_leaves(session, send, carla, deliver, post):
    pause = SendingPause(reason="complaints", began_at=NOW)
    session.add(pause)
    send()
    deliver()
    assert post.letters == []
    assert session.scalars(select(Invitation)).one().state == "queued"
    pause.ended_at = NOW
    deliver()
    assert post.recipients == ["carla@example.com"]


def test_another_workspace_s_rest_keeps_nobody_from_sending(session, send, carla, deliver, post):
    there = factories.workspace(session)
    session.execute(
        SendingPause.__table__.insert().values(
            workspace_id=there.id, id=1, reason="complaints", began_at=NOW
        )
    )
    send()
    deliver()
    assert post.recipients == ["carla@example.com"]
