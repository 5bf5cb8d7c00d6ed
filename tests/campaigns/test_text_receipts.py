"""What comes back to texts: START after STOP, and receipts of what did not arrive."""

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.sms.signature import signature
from feedback.sms.twilio import Twilio
from surveys.links import Link
from surveys.models import Contact, Invitation, ReturnedMail, Unsubscribe
from surveys.return_path import mark
from surveys.unsubscribing import ERASED, unsubscribe
from tests import factories
from tests.campaigns import test_texting
from tests.campaigns.test_texting import NUMBER, hashed, say
from tests.factories import NOW
from tests.rules.everything import rows_of
from tests.sms.stand_in import TOKEN
from tests.sms.test_provider import provider, settings

__all__ = ["provider"]
carla, choice, begun = test_texting.carla, test_texting.choice, test_texting.begun
row, texting, with_token = test_texting.row, test_texting.texting, test_texting.with_token
BASE = "https://feedback.example.com"


@pytest.fixture(autouse=True)
def company(workspace):
    """Whose campaigns these are."""
    return workspace


def receipt(app, client, row, status, code="", *, sid="SM1", token=TOKEN, key=None):
    letters = mark(key or str(app.secret_key), Link(row.workspace_id, row.id))
    fields = {"MessageSid": sid, "MessageStatus": status, "To": NUMBER}
    fields |= {"ErrorCode": code} if code else {}
    path = f"/hooks/sms/{letters}"
    url = app.extensions["settings"].base_url + path
    signed = {"X-Twilio-Signature": signature(token, url, fields.items())}
    return client.post(path, data=fields, headers=signed, audit=False)


@pytest.fixture
def came_back(session):
    """Give a function: what came back, each as its kind, code and words."""

    def read():
        session.expire_all()
        rows = session.scalars(select(ReturnedMail).order_by(ReturnedMail.id))
        return [(each.kind, each.status, each.words) for each in rows]

    return read


@pytest.mark.parametrize("word", ["START", "start.", " Unstop "])
def test_start_lets_a_number_return_in_every_workspace(app, with_token, client, session, word):
    factories.workspace(session)
    session.commit()
    say(app, client, "STOP")
    everywhere = {"unscoped": True}
    found = select(Unsubscribe.address_hash)
    assert len(session.scalars(found, execution_options=everywhere).all()) == 2
    say(app, client, word)
    assert session.scalars(found, execution_options=everywhere).all() == []


def test_who_returned_is_asked_by_the_next_campaign(app, with_token, client, owner, choice):
    say(app, client, "STOP")
    say(app, client, "START")
    assert "have unsubscribed" not in owner.get("/campaigns/review", query_string=choice).text


def test_the_provider_s_own_word_for_it_counts(app, with_token, client, session):
    say(app, client, "STOP")
    fields = {"From": NUMBER, "Body": "Weiter", "OptOutType": "START"}
    url = app.extensions["settings"].base_url + "/hooks/sms"
    signed = {"X-Twilio-Signature": signature(TOKEN, url, fields.items())}
    client.post("/hooks/sms", data=fields, headers=signed, audit=False)
    assert session.scalars(select(Unsubscribe)).all() == []


def test_start_takes_back_nothing_but_a_stop(app, with_token, client, session, workspace):
    unsubscribe(session, hashed(app, workspace, NUMBER), via=ERASED, now=NOW)
    session.commit()
    say(app, client, "START")
    assert [each.via for each in session.scalars(select(Unsubscribe))] == [ERASED]


def test_another_number_s_start_lets_nobody_return(app, with_token, client, session):
    say(app, client, "STOP")
    say(app, client, "START", sender="+491701234568")
    assert len(session.scalars(select(Unsubscribe)).all()) == 1


def test_a_forged_start_is_refused(app, with_token, client, session):
    say(app, client, "STOP")
    assert say(app, client, "START", token="other").status_code == 403
    assert len(session.scalars(select(Unsubscribe)).all()) == 1


@pytest.fixture
def family(session, workspace):
    """Somebody else who shares her telephone, written another way."""
    return factories.contact(
        session,
        name="Ben",
        email=None,
        key="#7",
        attributes={"Handy": "0170/1234567", "Land": "DE"},
    )


def test_stop_speaks_for_everybody_who_shares_the_number(
    app, with_token, client, family, texting, provider, deliver, begun, session
):
    assert len(session.scalars(select(Invitation)).all()) == 2
    say(app, client, "STOP")
    deliver()
    states = session.scalars(select(Invitation.state)).all()
    assert (states, provider.asked) == (["failed", "failed"], [])


def test_the_next_campaign_skips_all_who_share_it(
    app, with_token, client, family, owner, choice, carla
):
    say(app, client, "STOP")
    people = owner.get(
        "/campaigns/review/people", query_string={**choice, "reason": "unsubscribed"}
    )
    assert {name in people.text for name in ("Carla", "Ben")} == {True}


def test_a_text_asks_for_its_receipt_where_it_can_be_reached(app, sender, provider, deliver, row):
    sender.texter = Twilio(settings(provider.url, base_url=BASE), timeout=0.5)
    deliver()
    letters = mark(str(app.secret_key), Link(row.workspace_id, row.id))
    assert provider.asked[0][2]["StatusCallback"] == f"{BASE}/hooks/sms/{letters}"


def test_where_nobody_reaches_us_none_is_asked_for(texting, provider, deliver, row):
    deliver()
    assert "StatusCallback" not in provider.asked[0][2]


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("undelivered", "30003", "The telephone was off or out of reach."),
        ("failed", "30005", "The number is not in use."),
        ("undelivered", "99999", "The network did not say why."),
    ],
)
def test_what_did_not_arrive_is_shown_with_its_reason(
    app, with_token, client, texting, deliver, row, begun, owner, came_back, status, code, words
):
    deliver()
    assert receipt(app, client, row, status, code).status_code == 204
    assert came_back() == [("undelivered", code, words)]
    page = owner.get(f"/campaigns/{spell(begun.id)}").text
    assert "text not delivered" in page
    assert words in page


def test_it_gives_nobody_up_and_touches_no_mailbox(
    app, with_token, client, texting, deliver, row, session
):
    deliver()
    receipt(app, client, row, "undelivered", "30005")
    assert session.scalars(select(Unsubscribe)).all() == []
    assert session.scalars(select(ReturnedMail.address_hash)).all() == [""]


def test_told_twice_it_is_written_once(app, with_token, client, texting, deliver, row, came_back):
    deliver()
    for status in ("undelivered", "failed", "undelivered"):
        receipt(app, client, row, status, "30003")
    assert len(came_back()) == 1


@pytest.mark.parametrize("status", ["sent", "delivered", "undelivered"])
def test_a_receipt_ends_the_wondering(
    app, with_token, client, texting, provider, deliver, row, session, status
):
    provider.answer = None
    deliver()
    assert row.state == "unknown"
    receipt(app, client, row, status)
    session.expire_all()
    assert (row.state, row.error) == ("sent", None)


@pytest.mark.parametrize("status", ["queued", "sending", "accepted", ""])
def test_what_is_under_way_says_nothing(
    app, with_token, client, texting, deliver, row, session, workspace, status
):
    deliver()
    before = rows_of(session, workspace)
    assert receipt(app, client, row, status).status_code == 204
    assert rows_of(session, workspace) == before


def test_a_forged_receipt_writes_nothing(
    app, with_token, client, texting, deliver, row, session, workspace
):
    deliver()
    before = rows_of(session, workspace)
    assert receipt(app, client, row, "undelivered", token="other").status_code == 403
    assert receipt(app, client, row, "undelivered", key="other").status_code == 404
    assert rows_of(session, workspace) == before


def test_a_receipt_for_somebody_erased_is_taken(
    app, with_token, client, texting, deliver, row, session, came_back
):
    deliver()
    row.contact_id = None
    session.execute(Contact.__table__.delete())
    session.commit()
    assert receipt(app, client, row, "failed").status_code == 204
    assert [kind for kind, *_ in came_back()] == ["undelivered"]
