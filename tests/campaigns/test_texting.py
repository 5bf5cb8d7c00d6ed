"""A campaign by text message: from the form over a provider to the answer, and to STOP."""

import re

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import LocalMail, Response
from feedback.sms.signature import signature
from feedback.sms.texter import TextOutbox
from feedback.sms.twilio import Twilio
from surveys.models import Campaign, Invitation, Skipped, Unsubscribe
from surveys.unsubscribing import BOUNCE, PAGE, address_hash, unsubscribe
from tests import factories
from tests.factories import NOW
from tests.rules.everything import rows_of
from tests.sms.stand_in import TOKEN
from tests.sms.test_provider import provider, settings

__all__ = ["provider"]
NUMBER = "+491701234567"


@pytest.fixture
def carla(session, workspace):
    return factories.contact(
        session, name="Carla", email="carla@example.com", attributes={"phone": "+49 170 1234567"}
    )


@pytest.fixture
def choice(version, carla):
    return {"version": spell(version.id), "channel": "sms"}


@pytest.fixture
def texting(sender, provider):
    sender.texter = Twilio(settings(provider.url), timeout=0.5)
    return sender


@pytest.fixture
def begun(owner, choice, session, clock):
    """The campaign, confirmed through the pages; the clock stands at its moment."""
    page = owner.get("/campaigns/review", query_string=choice).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    owner.post("/campaigns", data=fields)
    campaign = session.scalars(select(Campaign)).one()
    clock.now = campaign.created_at
    return campaign


@pytest.fixture
def row(session, begun):
    return session.scalars(select(Invitation)).one()


def hashed(app, workspace, address):
    return address_hash(str(app.secret_key), workspace.id, address)


def say(app, client, body, sender=NUMBER, token=TOKEN, **more):
    fields = {"From": sender, "To": "+15005550006", "Body": body}
    url = app.extensions["settings"].base_url + "/hooks/sms"
    signed = {"X-Twilio-Signature": signature(token, url, fields.items())}
    return client.post("/hooks/sms", data=fields, headers=signed, audit=False, **more)


@pytest.fixture
def with_token(app, monkeypatch):
    changed = app.extensions["settings"].model_copy(update={"sms_token": TOKEN})
    monkeypatch.setitem(app.extensions, "settings", changed)


def test_the_whole_way_from_the_form_to_the_answer(
    texting, provider, deliver, row, begun, client, session, post
):
    deliver()
    ((_, _, fields),) = provider.asked
    assert (row.state, begun.channel, post.letters) == ("sent", "sms", [])
    assert fields["To"] == NUMBER
    said, link, way_out = fields["Body"].split("\n")
    assert said == "Acme: How are we doing?"
    assert way_out == "Reply STOP for no more texts."
    led = client.get(link.removeprefix("http://hark.test"), audit=False)
    assert (led.status_code, led.headers.getlist("Set-Cookie")) == (302, [])
    page = client.get(led.location).text
    submission = re.search(r'name="_submission" value="([^"]+)"', page).group(1)
    client.post(led.location, data={"_submission": submission, "score": "9"})
    assert session.scalars(select(Response.invitation_id)).one() == row.id


def test_opening_a_short_link_writes_nothing(
    texting, provider, deliver, row, client, session, workspace
):
    deliver()
    before = rows_of(session, workspace)
    client.get("/s/" + re.search(r"/s/(\w+)", provider.asked[0][2]["Body"]).group(1), audit=False)
    assert rows_of(session, workspace) == before
    assert client.get("/s/" + "1" * 33, audit=False).status_code == 404


def test_who_has_no_number_is_skipped_for_that_reason(session, owner, choice, version):
    factories.contact(session, name="Ben", attributes={"phone": "call me"})
    factories.contact(session, name="Cem", email=None, key="#9", attributes={"mobile": NUMBER})
    page = owner.get("/campaigns/review", query_string=choice).text
    assert "have no telephone number that can be dialled" in page
    people = owner.get("/campaigns/review/people", query_string={**choice, "reason": "no_number"})
    assert re.findall(r"<tr><td><a [^>]*><bdi>(.*?)</bdi>", people.text) == ["Ben"]


def test_the_reason_is_kept_with_the_campaign(session, owner, choice, clock, version):
    ben = factories.contact(session, name="Ben")
    page = owner.get("/campaigns/review", query_string=choice).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    owner.post("/campaigns", data=fields)
    kept = session.execute(select(Skipped.contact_id, Skipped.reason)).all()
    assert kept == [(ben.id, "no_number")]


def test_the_review_shows_the_text_and_its_length(owner, choice, carla):
    page = owner.get("/campaigns/review", query_string=choice).text
    assert "1 part with " in page
    assert "Reply STOP for no more texts." in page
    assert "mail-frame" not in page
    path = f"/campaigns/review/people/{spell(carla.id)}"
    assert f"to {NUMBER}" in owner.get(path, query_string=choice).text


def test_texts_are_offered_only_where_they_can_leave(app, owner, choice, monkeypatch):
    assert "By text message" in owner.get("/campaigns/new").text
    changed = app.extensions["settings"].model_copy(update={"smtp_host": "mail.example"})
    monkeypatch.setitem(app.extensions, "settings", changed)
    assert "By text message" not in owner.get("/campaigns/new").text
    assert owner.get("/campaigns/review", query_string=choice).status_code == 303


def test_without_a_provider_the_text_lies_in_the_local_outbox(sender, deliver, row, session, owner):
    sender.texter = TextOutbox()
    deliver()
    kept = session.scalars(select(LocalMail)).one()
    assert (kept.recipient, row.state) == (NUMBER, "sent")
    page = owner.get(f"/outbox/{spell(kept.id)}").text
    assert "Reply STOP for no more texts." in page
    assert "<iframe" not in page


def test_silence_after_the_text_left_is_unknown_and_never_sent_again(
    texting, provider, deliver, row, clock
):
    provider.answer = None
    deliver()
    clock.pass_(hours=9)
    deliver()
    assert (row.state, len(provider.asked)) == ("unknown", 1)


def test_a_provider_that_takes_nothing_holds_the_campaign(texting, provider, deliver, row, begun):
    provider.fails(429, 20429)
    deliver()
    assert (row.state, begun.held_since is not None, len(provider.asked)) == ("queued", True, 1)


def test_a_provider_that_fails_is_asked_again_later(texting, provider, deliver, row, clock):
    provider.fails(500, 20500)
    deliver()
    assert row.state == "queued"
    provider.answer, clock.now = (201, {}), row.due_at
    deliver()
    assert (row.state, len(provider.asked)) == ("sent", 2)


def test_who_stopped_at_the_provider_is_not_texted_by_us_again(
    app, texting, provider, deliver, row, session, workspace
):
    provider.fails(400, 21610)
    deliver()
    assert (row.state, row.error) == ("failed", "They answered STOP before.")
    assert session.scalars(select(Unsubscribe.address_hash)).all() == [
        hashed(app, workspace, NUMBER)
    ]


def test_a_number_that_is_none_fails_and_suppresses_nobody(
    texting, provider, deliver, row, session
):
    provider.fails(400, 21211)
    deliver()
    assert row.state == "failed"
    assert session.scalars(select(Unsubscribe)).all() == []


def test_stop_between_queueing_and_sending_keeps_the_text_back(
    app, with_token, client, texting, provider, deliver, row
):
    assert say(app, client, " Stop. ").status_code == 200
    deliver()
    assert (row.state, provider.asked) == ("failed", [])


def test_who_stopped_is_skipped_by_the_next_campaign(app, with_token, client, owner, choice):
    say(app, client, "STOP")
    assert "have unsubscribed" in owner.get("/campaigns/review", query_string=choice).text


def test_who_left_by_mail_is_not_texted_though_a_dead_mailbox_says_nothing(
    app, session, workspace, texting, provider, deliver, row
):
    where = hashed(app, workspace, "carla@example.com")
    unsubscribe(session, where, via=BOUNCE, now=NOW)
    session.commit()
    unsubscribe(session, where, via=PAGE, now=NOW)
    deliver()
    assert (row.state, provider.asked) == ("failed", [])


def test_a_dead_mailbox_does_not_keep_a_text_back(
    app, session, workspace, texting, provider, deliver, row
):
    where = hashed(app, workspace, "carla@example.com")
    unsubscribe(session, where, via=BOUNCE, now=NOW)
    deliver()
    assert (row.state, len(provider.asked)) == ("sent", 1)


def test_a_forged_stop_is_refused_and_stores_nothing(app, with_token, client, session, workspace):
    before = rows_of(session, workspace)
    assert say(app, client, "STOP", token="other").status_code == 403
    elsewhere = {"Host": "evil.example"}
    assert client.post("/hooks/sms", data={"Body": "STOP"}, headers=elsewhere).status_code == 403
    assert rows_of(session, workspace) == before


def test_without_a_token_the_door_is_shut(app, client, session):
    assert say(app, client, "STOP", token="").status_code == 403


@pytest.mark.parametrize("body", ["Thanks!", "", "please stop asking", "START"])
def test_another_answer_leaves_no_trace(app, with_token, client, session, workspace, body):
    before = rows_of(session, workspace)
    assert say(app, client, body).status_code == 200
    assert rows_of(session, workspace) == before
