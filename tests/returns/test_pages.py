"""What owners see of returned mail, and what they may do."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from feedback.ids import spell
from surveys.db import new_id
from surveys.models import Invitation, SendingPause
from tests import factories
from tests.factories import NOW
from tests.returns.conftest import FULL, REFUSED
from tests.returns.odd import AWAY, feedback, person

EVIL = "<script>alert(1)</script>"


def campaign_page(client, sent):
    return client.get(f"/campaigns/{spell(sent.campaign_id)}").text


def test_a_campaign_tells_what_came_back(owner, sent, about, take):
    take(about(sent))
    page = campaign_page(owner, sent)
    assert "no such mailbox" in page
    assert "550 5.1.1 User unknown" in page
    assert "Carla Customer" in page


def test_a_campaign_of_which_nothing_came_back_is_silent(owner, sent):
    assert "Came back" not in campaign_page(owner, sent)


def test_a_refusal_is_told_as_our_own_trouble_with_what_to_fix(owner, sent, about, take):
    take(about(sent, reason=REFUSED))
    page = campaign_page(owner, sent)
    assert "Some receivers refuse us." in page
    assert "is on a blocklist. Ask whoever runs the mail server" in page


def test_automatic_replies_are_counted_and_not_listed(owner, sent, about, take):
    take(about(sent, person(AWAY, "Automatic reply: How are we doing?")))
    page = campaign_page(owner, sent)
    assert "<b>1</b> automatic reply" in page
    assert "Automatic reply: How" not in page


def test_the_receivers_words_are_never_markup(owner, sent, about, take):
    take(about(sent).replace(b"User unknown", EVIL.encode()))
    for page in (campaign_page(owner, sent), owner.get(f"/contacts/{spell(sent.contact_id)}").text):
        assert EVIL not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_contact_tells_why_nothing_is_sent_and_may_be_tried_again(
    owner, session, sent, about, take, suppressed
):
    take(about(sent))
    path = f"/contacts/{spell(sent.contact_id)}"
    page = owner.get(path).text
    assert "Mail to their address came back for good" in page
    assert "550 5.1.1 User unknown" in page
    answer = owner.submit(f"{path}/forgiveness", page=path)
    assert answer.status_code == 303
    assert "Mail to their address came back" not in owner.get(path).text
    assert suppressed() == []


def test_nobody_who_complained_is_tried_again(owner, session, sent, about, take, suppressed):
    take(about(sent, feedback("abuse")))
    path = f"/contacts/{spell(sent.contact_id)}"
    page = owner.get(path).text
    assert "They reported a mail as spam (" in page
    assert "Write to this address again" not in page
    owner.submit(f"{path}/forgiveness", page="/account")
    assert suppressed() == ["complaint"]


@pytest.fixture
def resting(session, sent):
    session.add(SendingPause(reason="4 of the last 900 mails were reported", began_at=NOW))
    session.commit()


def test_sending_that_rests_says_why_and_an_owner_resumes_it(owner, session, resting):
    page = owner.get("/campaigns").text
    assert "Sending rests since" in page
    assert "4 of the last 900 mails were reported" in page
    assert owner.submit("/campaigns/resumption", page="/campaigns").status_code == 303
    assert "Sending rests" not in owner.get("/campaigns").text
    pause = session.scalars(select(SendingPause)).one()
    assert pause.ended_by is not None


def test_an_analyst_sees_it_and_cannot_resume(sign_in_as, resting):
    page = sign_in_as("analyst").get("/campaigns").text
    assert "An owner can resume it." in page
    assert "Resume sending" not in page


def test_a_rate_between_warns_with_its_uncertainty(owner, session, version, about, take):
    now = datetime.now(UTC)
    who = factories.contact(session)
    first = factories.invitation(session, version, who, sent_at=now)
    session.add_all(
        Invitation(
            id=new_id(),
            campaign_id=first.campaign_id,
            contact_id=who.id,
            step=step,
            state="sent",
            queued_at=now,
            due_at=now,
            sent_at=now,
        )
        for step in range(1, 500)
    )
    take(about(first, feedback("abuse")), at=now + timedelta(seconds=1))
    page = owner.get("/campaigns").text
    assert "1 of the last 500 mails was reported as spam: 0.20%." in page
    assert "The true share lies between 0.04% and 1.12%." in page


def test_soft_returns_are_told_in_words(owner, sent, about, take):
    take(about(sent, reason=FULL))
    assert "It did not arrive this time" in campaign_page(owner, sent)


def test_the_deliverability_page_says_what_could_not_be_looked_up(owner):
    page = owner.get("/campaigns/deliverability").text
    assert page.count("could not be looked up") == 3
