"""What follows from returned mail: for the ledger, for the address, for all of us."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from surveys import complaints, returning
from surveys.db import new_id
from surveys.links import Link
from surveys.models import Invitation, ReturnedMail, SendingPause
from surveys.return_path import mark
from surveys.scope import bind_workspace
from surveys.telling import said
from surveys.unsubscribing import address_hash, unsubscribe
from tests import factories
from tests.factories import NOW
from tests.returns.conftest import FULL, REFUSED
from tests.returns.hostile import HOSTILE
from tests.returns.odd import AWAY, feedback, person


@pytest.fixture
def rows(session):
    def found():
        session.expire_all()
        return session.scalars(select(ReturnedMail).order_by(ReturnedMail.at)).all()

    return found


def test_a_dead_mailbox_is_not_written_to_any_more(sent, about, take, suppressed, rows):
    assert take(about(sent)) == "hard"
    assert suppressed() == ["bounce"]
    ((row),) = rows()
    assert (row.invitation_id, row.status, row.words) == (
        sent.id,
        "5.1.1",
        "550 5.1.1 User unknown",
    )


def test_the_ledger_keeps_saying_that_it_was_sent(session, sent, about, take):
    take(about(sent))
    session.refresh(sent)
    assert (sent.state, sent.sent_at, sent.error) == ("sent", NOW, None)


def test_what_came_back_must_have_left(session, sent, about, take):
    sent.state, sent.sent_at, sent.error = "unknown", None, "nobody knows"
    take(about(sent))
    session.refresh(sent)
    assert (sent.state, sent.sent_at, sent.error) == ("sent", NOW, None)


def test_the_same_mail_twice_is_taken_once(sent, about, take, rows):
    assert take(about(sent)) == "hard"
    assert take(about(sent)) == "unrelated"
    assert len(rows()) == 1


def test_a_refusal_of_us_gives_nobody_up(sent, about, take, suppressed, rows):
    for number in range(30):
        raw = about(sent, reason=REFUSED) + b"\n" * number
        take(raw, at=NOW + timedelta(days=number))
    assert {row.kind for row in rows()} == {"policy"}
    assert suppressed() == []


def test_a_machine_s_answer_is_noted_only(sent, about, take, suppressed, rows):
    away = person(AWAY, "Automatic reply: How are we doing?")
    assert take(about(sent, away)) == "auto-reply"
    assert suppressed() == []
    assert len(rows()) == 1


def test_a_person_s_answer_is_not_kept(sent, about, take, rows):
    take(about(sent, person("Private words", "Re: How are we doing?")))
    assert rows() == []


def test_a_complaint_ends_the_mail_and_outlasts_a_bounce(sent, about, take, suppressed):
    assert take(about(sent, feedback("abuse"))) == "complaint"
    assert suppressed() == ["complaint"]


@pytest.fixture
def mails(session, version, carla):
    """Give a function: as many mails to Carla, some days apart."""

    def send(number, days):
        at = [NOW + timedelta(days=days * n) for n in range(number)]
        return [factories.invitation(session, version, carla, sent_at=moment) for moment in at]

    return send


def test_three_in_a_row_over_two_weeks_let_an_address_rest(mails, about, take, suppressed):
    for mail in mails(3, days=7):
        assert suppressed() == []
        take(about(mail, reason=FULL), at=mail.sent_at)
    assert suppressed() == ["bounce"]


@pytest.mark.parametrize("number, days", [(2, 30), (3, 6)])
def test_fewer_or_sooner_is_not_enough(mails, about, take, suppressed, number, days):
    for mail in mails(number, days=days):
        take(about(mail, reason=FULL), at=mail.sent_at)
    assert suppressed() == []


def test_one_mail_that_comes_back_often_counts_once(mails, about, take, suppressed):
    (mail,) = mails(1, days=1)
    for number in range(5):
        raw = about(mail, reason=FULL) + b"\n" * number
        take(raw, at=NOW + timedelta(days=10 * number))
    assert suppressed() == []


def test_a_mail_that_arrives_in_between_begins_the_count_anew(mails, about, take, suppressed):
    first, second, _arrives, fourth = mails(4, days=10)
    for mail in (first, second, fourth):
        take(about(mail, reason=FULL), at=mail.sent_at)
    assert suppressed() == []


def test_an_address_that_is_forgiven_starts_anew(app, session, mails, about, take, suppressed):
    *three, fourth = mails(4, days=10)
    fourth.state = "queued"
    for mail in three:
        take(about(mail, reason=FULL), at=mail.sent_at)
    hashed = address_hash(str(app.secret_key), fourth.workspace_id, "carla@x.example")
    assert returning.forgive(session, hashed, now=NOW + timedelta(days=30))
    fourth.state = "sent"
    take(about(fourth, reason=FULL), at=fourth.sent_at)
    assert suppressed() == []


def test_nobody_who_complained_or_left_is_forgiven(app, session, workspace):
    hashed = address_hash(str(app.secret_key), workspace.id, "carla@x.example")
    for via in ("complaint", "page"):
        unsubscribe(session, hashed, via=via, now=NOW)
        assert not returning.forgive(session, hashed, now=NOW)


def test_a_contact_who_has_moved_is_not_given_up(session, sent, carla, about, take, suppressed):
    carla.email = carla.key = "new@x.example"
    carla.updated_at = NOW + timedelta(hours=1)
    assert take(about(sent)) == "hard"
    assert suppressed() == []


def test_a_report_can_give_up_nobody_but_whom_its_mail_went_to(
    session, sent, about, take, suppressed, app, workspace
):
    victim = factories.contact(session, email="victim@y.example")
    raw = about(sent).replace(b"carla@x.example", victim.email.encode())
    take(raw)
    bind_workspace(session, workspace.id)
    hashed = address_hash(str(app.secret_key), workspace.id, victim.email)
    assert not returning.forgive(session, hashed, now=NOW)


def test_an_erased_contact_is_no_trouble(session, sent, about, take, suppressed):
    sent.contact_id = None
    assert take(about(sent)) == "hard"
    assert suppressed() == []


def test_forged_and_missing_marks_change_nothing(app, sent, about, take, suppressed, rows):
    true = mark(str(app.secret_key), Link(sent.workspace_id, sent.id)).encode()
    elsewhere = mark("another key", Link(sent.workspace_id, sent.id)).encode()
    for letters in (b"", b"a" * 42, true[:-1], true + b"a", elsewhere):
        assert take(about(sent).replace(true, letters)) == "unrelated"
    assert (suppressed(), rows()) == ([], [])


def test_a_mail_that_speaks_of_two_changes_nothing(session, version, about, sent, take, rows):
    other = factories.invitation(session, version, factories.contact(session))
    raw = about(sent).replace(b"To: bounces+", b"X-To: bounces+") + about(other)
    assert take(raw) == "unrelated"
    assert rows() == []


@pytest.mark.parametrize("name", ["NUL", "broken base64", "broken utf-8 in every header"])
def test_hostile_mail_with_a_true_mark_is_kept_harmless(sent, about, take, rows, name):
    take(about(sent, HOSTILE[name]))
    assert all("\0" not in row.words for row in rows())


def test_a_mail_that_is_gone_is_no_trouble(session, sent, about, take):
    raw = about(sent)
    session.delete(sent)
    assert take(raw) == "unrelated"


@pytest.fixture
def audience(session, version):
    """Give a function: so many mails sent; gives the first few."""

    def send(number, *, at=NOW):
        who = factories.contact(session)
        first = factories.invitation(session, version, who, sent_at=at)
        rows = [
            Invitation(
                id=new_id(),
                campaign_id=first.campaign_id,
                contact_id=who.id,
                step=step,
                state="sent",
                queued_at=at,
                due_at=at,
                sent_at=at,
            )
            for step in range(1, number)
        ]
        session.add_all(rows)
        session.commit()
        return [first, *rows]

    return send


def complain(mails, about, take, number, at=NOW):
    for mail in mails[:number]:
        take(about(mail, feedback("abuse")), at=at)


def test_one_complaint_in_a_thousand_is_borne(session, audience, about, take):
    complain(audience(1000), about, take, 1)
    found = complaints.recent(session, now=NOW)
    assert (found.complaints, found.sent, found.warns, found.pauses) == (1, 1000, False, False)


def test_more_warns_and_much_more_pauses(session, audience, about, take):
    mails = audience(1000)
    complain(mails, about, take, 3)
    assert complaints.recent(session, now=NOW).warns
    assert complaints.pause_of(session) is None
    complain(mails, about, take, 4)
    pause = complaints.pause_of(session)
    assert said(pause.reason) == "4 of the last 1,000 mails were reported as spam."


def test_one_person_stops_no_company(session, audience, about, take):
    complain(audience(20), about, take, 1)
    assert complaints.recent(session, now=NOW).warns
    assert complaints.pause_of(session) is None


def test_an_owner_goes_on_and_counting_begins_anew(session, audience, about, take):
    mails = audience(100)
    complain(mails, about, take, 3)
    assert complaints.resume(session, by=1, now=NOW + timedelta(hours=1))
    complain(mails[50:], about, take, 3, at=NOW + timedelta(hours=2))
    assert complaints.pause_of(session) is None
    later = audience(100, at=NOW + timedelta(hours=3))
    complain(later, about, take, 3, at=NOW + timedelta(hours=4))
    assert complaints.pause_of(session) is not None
    assert len(session.scalars(select(SendingPause)).all()) == 2


def test_an_owner_goes_on_with_one_press_also_where_two_noticed_at_once(session, workspace):
    for _ in range(2):
        session.add(SendingPause(reason="Too many", began_at=NOW))
    session.flush()
    assert complaints.resume(session, by=1, now=NOW)
    assert complaints.pause_of(session) is None


def test_complaints_of_another_month_do_not_count(session, audience, about, take):
    complain(audience(100), about, take, 3)
    later = NOW + timedelta(days=31)
    assert complaints.recent(session, now=later).complaints == 0
