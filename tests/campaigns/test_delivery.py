"""The ledger: what is sent, what waits, what failed, and what nobody knows."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from feedback.campaigns import delivery
from feedback.contacts.erasing import erase
from feedback.extensions import db
from feedback.mail import Outcome, Verdict
from surveys import claiming, sending
from surveys.definition import Question
from surveys.models import Campaign, Invitation, Survey, Version
from surveys.unsubscribing import _in_flight as in_flight
from surveys.unsubscribing import address_hash, unsubscribe
from tests import factories
from tests.factories import NOW


@pytest.fixture
def one(session, send, carla):
    """A campaign with one invitation, queued."""
    return send()


@pytest.fixture
def row(session, one):
    return session.scalars(select(Invitation)).one()


def leave(app, session, workspace, address="carla@example.com"):
    hashed = address_hash(str(app.secret_key), workspace.id, address)
    unsubscribe(session, hashed, via="page", now=NOW)


def test_due_invitation_is_sent_once(deliver, post, row):
    deliver()
    deliver()
    assert post.recipients == ["carla@example.com"]
    assert (row.state, row.sent_at) == ("sent", NOW)


def test_claim_is_committed_before_the_letter_leaves(app, session, deliver, post, row):
    seen = []

    def look(_letter):
        session.rollback()
        seen.append(session.get(Invitation, {"workspace_id": row.workspace_id, "id": row.id}).state)
        session.rollback()

    post.before = look
    deliver()
    assert seen == ["claimed"]


def test_sender_that_dies_in_the_hand_over_leaves_unknown_and_nothing_is_resent(
    session, deliver, post, clock, row
):
    def die(_letter):
        raise KeyboardInterrupt

    post.before = die
    with pytest.raises(KeyboardInterrupt):
        deliver()
    post.before = None
    clock.pass_(minutes=4)
    deliver()
    assert row.state == "claimed"
    clock.pass_(minutes=2)
    deliver()
    assert (row.state, post.letters) == ("unknown", [])
    assert row.error == sending.CUT_OFF


def test_whoever_is_erased_behind_another_letter_of_the_batch_gets_none(
    session, deliver, post, send, carla
):
    other = factories.contact(session)
    send()
    in_line = {"carla@example.com": other, other.email: carla}

    def erase_the_next(letter):
        erase(session, in_line[letter.recipient])
        session.commit()

    post.before = erase_the_next
    deliver()
    assert len(post.letters) == 1
    assert sending.ERASED in session.scalars(select(Invitation.error)).all()


def test_trying_now_hurries_only_what_was_tried_in_vain(session, deliver, post, send, carla):
    campaign = send()
    post.outcome = Outcome(Verdict.LATER, "greylisted")
    deliver()
    later = NOW + timedelta(days=3)
    new = {"campaign_id": campaign.id, "state": "queued", "sent_at": None, "due_at": later}
    factories.invitation(
        session,
        session.get_one(Version, (campaign.workspace_id, campaign.version_id)),
        factories.contact(session),
        **new,
    )
    sending.make_due(session, campaign.id, now=NOW)
    assert set(session.scalars(select(Invitation.due_at))) == {NOW, later}


def test_refused_letter_fails_with_its_reason(deliver, post, row):
    post.outcome = Outcome(Verdict.REFUSED, "no such mailbox")
    deliver()
    assert (row.state, row.error) == ("failed", "no such mailbox")


def test_lost_reply_is_unknown(deliver, post, row):
    post.outcome = Outcome(Verdict.UNKNOWN, "lost")
    deliver()
    deliver()
    assert (row.state, row.attempts) == ("unknown", 1)


def test_letter_put_off_waits_longer_each_time(session, deliver, post, clock, row):
    post.outcome = Outcome(Verdict.LATER, "greylisted")
    waits = []
    for _ in range(4):
        deliver()
        waits.append((row.due_at - clock.now).total_seconds() / 60)
        clock.now = row.due_at
    assert row.state == "queued"
    for wait, expected in zip(waits, (1, 2, 4, 8), strict=True):
        assert 0.75 * expected <= wait <= 1.25 * expected


def test_letter_put_off_for_three_days_fails_and_says_why(deliver, post, clock, row):
    post.outcome = Outcome(Verdict.LATER, "mailbox full")
    clock.pass_(days=3)
    deliver()
    assert (row.state, row.error) == ("failed", "mailbox full")


def test_server_away_holds_the_campaign_and_loses_nothing(
    session, deliver, post, clock, send, carla
):
    for _ in range(25):
        factories.contact(session)
    campaign = send()
    post.outcome = Outcome(Verdict.AWAY, "nobody answers")
    deliver()
    assert campaign.held_because == "nobody answers"
    assert campaign.held_since == NOW
    assert campaign.held_until > NOW
    states = session.scalars(select(Invitation.state)).all()
    assert states == ["queued"] * 26
    assert sum(session.scalars(select(Invitation.attempts))) == 1


def test_server_away_is_not_asked_again_before_the_pause_is_over(deliver, post, clock, one):
    tries = []
    post.before = tries.append
    post.outcome = Outcome(Verdict.AWAY, "away")
    deliver()
    clock.pass_(seconds=30)
    deliver()
    assert len(tries) == 1


def test_pause_grows_and_is_over_when_the_server_is_back(session, deliver, post, clock, one, row):
    post.outcome = Outcome(Verdict.AWAY, "away")
    for _ in range(3):
        deliver()
        clock.now = max(one.held_until, row.due_at)
    assert one.holds == 3
    assert one.held_since == NOW
    post.outcome = Outcome(Verdict.SENT)
    deliver()
    assert (row.state, one.held_since, one.held_until, one.holds) == ("sent", None, None, 0)


def test_unsubscribing_after_queueing_stops_the_mail(app, session, workspace, deliver, post, row):
    leave(app, session, workspace)
    deliver()
    assert post.letters == []
    assert (row.state, row.error) == ("failed", sending.UNSUBSCRIBED)


def test_unsubscribing_between_claim_and_hand_over_stops_the_mail(
    app, session, workspace, deliver, post, send, carla
):
    other = factories.contact(session, email="other@example.com")
    send()
    left = []

    def leave_meanwhile(letter):
        if not left:
            left.append(({carla.email, other.email} - {letter.recipient}).pop())
            session.rollback()
            leave(app, session, workspace, left[0])
            session.commit()

    post.before = leave_meanwhile
    deliver()
    assert len(post.letters) == 1
    assert left[0] not in post.recipients


def test_closed_survey_sends_nothing_more(session, version, deliver, post, row):
    session.execute(update(Survey).values(closed_at=NOW))
    deliver()
    assert (post.letters, row.state, row.error) == ([], "failed", sending.CLOSED)


def test_bad_address_fails_with_a_reason_and_does_not_stop_the_others(
    session, deliver, post, send, carla
):
    bad = factories.contact(session, email="carl@exa mple", key="bad")
    send()
    deliver()
    assert post.recipients == ["carla@example.com"]
    row = session.scalars(select(Invitation).where(Invitation.contact_id == bad.id)).one()
    assert row.state == "failed"
    assert "not an e-mail address" in row.error


def test_campaign_whose_mail_cannot_be_made_fails_with_a_reason(session, deliver, send, carla):
    unaskable = factories.definition(questions=(Question("score", "text", "Well?"),))
    send(of=factories.survey(session, asks=unaskable))
    deliver()
    row = session.scalars(select(Invitation)).one()
    assert (row.state, row.error) == ("failed", delivery.UNWRITABLE)


def test_slow_batch_hands_back_what_it_cannot_send_within_its_lease(
    session, deliver, post, clock, send, carla
):
    for _ in range(5):
        factories.contact(session)
    send()
    post.before = lambda _letter: clock.pass_(minutes=2)
    deliver(once=True)
    states = sorted(session.scalars(select(Invitation.state)))
    assert states == ["queued"] * 4 + ["sent"] * 2


def test_an_old_claim_cannot_overwrite_what_a_newer_one_found(session, row, deliver, post):
    old = claiming.Claim(row.workspace_id, row.campaign_id, NOW, {row.id: 0})
    deliver()
    sending.settle(session, old, [row.id], "failed", now=NOW, error="too late")
    session.commit()
    session.expire_all()
    assert row.state == "sent"


def test_an_old_claim_cannot_settle_what_is_claimed_anew(session, row):
    row.state, row.attempts = "claimed", 2
    old = claiming.Claim(row.workspace_id, row.campaign_id, NOW, {row.id: 1})
    sending.settle(session, old, [row.id], "failed", now=NOW, error="too late")
    session.commit()
    session.expire_all()
    assert row.state == "claimed"


def test_only_what_is_over_can_be_sent_again_by_hand(session, row, deliver, post):
    assert not sending.send_again(session, row, now=NOW)
    row.state = "unknown"
    assert sending.send_again(session, row, now=NOW + timedelta(hours=1))
    assert row.state == "queued"


def test_campaigns_take_turns(session, send, deliver, post, version, sender):
    for _ in range(40):
        factories.contact(session)
    send()
    late = send(gap_days=0)
    for _ in range(6):
        deliver(once=True)
    sent = session.scalars(
        select(Campaign.id)
        .join(Invitation, Invitation.campaign_id == Campaign.id)
        .where(Invitation.state == "sent")
    ).all()
    assert late.id in sent
    assert set(sent) != {late.id}


def test_two_senders_never_take_the_same_invitation(
    app, session, send, carla, sender, database_url
):
    for _ in range(11):
        factories.contact(session)
    send()
    with app.app_context():
        first = claiming.claim(db.session(), now=NOW, chance=sender.chance)
        second = claiming.claim(db.session(), now=NOW, chance=sender.chance)
    assert not set(first.attempts) & set(second.attempts)
    assert len(first.attempts) + len(second.attempts) == 12


def test_letters_handed_over_together_were_all_looked_at_and_stand_as_claimed(
    app, session, workspace, deliver, post, send, carla
):
    factories.contact(session, email="gone@example.com")
    factories.contact(session, email="last@example.com")
    send()
    leave(app, session, workspace, "gone@example.com")
    post.at_once, waits = 100, []

    def look(letter):
        session.rollback()
        key = str(app.secret_key)
        waits.append(in_flight(session, key, address_hash(key, workspace.id, "last@example.com")))
        session.rollback()

    post.before = look
    deliver()
    assert sorted(post.recipients) == ["carla@example.com", "last@example.com"]
    assert waits == [True, True]


def test_more_are_taken_at_once_while_they_leave_quickly_and_fewer_when_not(
    session, sender, deliver, post, clock, send, carla
):
    for _ in range(60):
        factories.contact(session)
    send()
    deliver(once=True)
    assert sender.most == 2 * claiming.BATCH
    post.before = lambda _letter: clock.pass_(seconds=1)
    deliver(once=True)
    assert sender.most == claiming.BATCH


def test_what_the_mail_is_made_of_is_read_anew_for_each_batch(
    session, workspace, deliver, post, clock, send, carla
):
    for _ in range(10):
        factories.contact(session)
    send()
    deliver(once=True)
    workspace.sender_name = "Acme listens"
    deliver()
    assert b"From: Acme listens" not in post.letters[0].raw
    assert b"From: Acme listens" in post.letters[-1].raw
