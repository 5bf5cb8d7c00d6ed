"""A pause holds at once: after its page has answered, nothing leaves that is not on the wire."""

import threading

import pytest
from sqlalchemy import select, update

from feedback.ids import spell
from surveys import sending
from surveys.models import Campaign, Invitation, SendingPause
from tests import factories
from tests.factories import NOW


@pytest.fixture
def many(session, workspace):
    """Twelve customers: more than one hand-over takes, fewer than a batch."""
    return [factories.contact(session, email=f"c{n}@example.com") for n in range(12)]


def states(session):
    session.expire_all()
    return sorted(session.scalars(select(Invitation.state)))


@pytest.mark.parametrize("by", ["a person", "complaints"])
def test_a_batch_in_hand_stops_where_it_is(session, many, send, sender, post, deliver, by):
    campaign = send()
    sender.most = 100

    def stop(_letter):
        if by == "a person":
            sending.pause_campaign(session, campaign.id, 1, now=NOW)
        else:
            session.add(SendingPause(reason="complaints", began_at=NOW))
        session.commit()
        post.before = None

    post.before = stop
    deliver(once=True)
    assert len(post.letters) == 1
    assert states(session) == ["queued"] * 11 + ["sent"]


def test_what_was_in_hand_goes_on_later_without_a_lost_attempt(
    session, many, send, sender, post, deliver
):
    campaign, sender.most = send(), 100

    def stop(_letter):
        sending.pause_campaign(session, campaign.id, 1, now=NOW)
        session.commit()
        post.before = None

    post.before = stop
    deliver(once=True)
    assert set(session.scalars(select(Invitation.attempts))) == {0, 1}
    sending.resume_campaign(session, campaign.id)
    deliver()
    assert len(set(post.recipients)) == len(post.recipients) == 12


@pytest.fixture
def in_hand(session, many, send):
    """A campaign of which a sender has one in hand."""
    campaign = send()
    first = session.scalars(select(Invitation.id).limit(1)).one()
    taken = {"state": "claimed", "claimed_at": NOW}
    session.execute(update(Invitation).where(Invitation.id == first).values(**taken))
    session.commit()
    return campaign


@pytest.mark.parametrize("door", ["pause", "stop"])
def test_the_page_answers_once_nothing_is_in_hand(owner, session, in_hand, monkeypatch, door):
    seen = []

    def settle(_seconds):
        paused = session.scalar(select(Campaign.paused_at).where(Campaign.id == in_hand.id))
        seen.append(paused is not None)
        session.execute(update(Invitation).values(state="sent"))
        session.commit()

    monkeypatch.setattr(sending.await_hand_over, "__kwdefaults__", {"sleep": settle})
    page = f"/campaigns/{spell(in_hand.id)}"
    answer = owner.submit(f"{page}/{door}", page=page)
    assert (answer.status_code, seen) == (303, [True])
    assert "What a worker had in hand" not in owner.get(answer.location).text


def test_who_waits_for_a_dead_sender_is_told(owner, in_hand, monkeypatch):
    slept = []
    monkeypatch.setattr(sending.await_hand_over, "__kwdefaults__", {"sleep": slept.append})
    page = f"/campaigns/{spell(in_hand.id)}"
    answer = owner.submit(f"{page}/pause", page=page)
    assert len(slept) == 100
    said = "What a worker had in hand just then may still arrive."
    assert said in owner.get(answer.location).text


def test_another_campaign_s_mail_keeps_nobody_waiting(session, in_hand):
    assert sending.await_hand_over(session, in_hand.id + 1, sleep=pytest.fail)


def test_in_a_race_nothing_leaves_after_the_reply(app, session, many, send, sender, post, owner):
    campaign, sender.most = send(), 100
    session.commit()
    page = f"/campaigns/{spell(campaign.id)}"
    token = owner.csrf(page)
    began, go = threading.Event(), threading.Event()

    def hold_up(_letter):
        began.set()
        go.wait(10)

    def run():
        with app.app_context():
            sender.deliver_next()

    post.before, app.extensions["test_session"] = hold_up, None
    worker = threading.Thread(target=run)
    worker.start()
    assert began.wait(10)
    threading.Timer(0.3, go.set).start()
    owner.post(f"{page}/pause", data={"csrf_token": token})
    left = len(post.letters)
    worker.join()
    assert left == len(post.letters) < 12
