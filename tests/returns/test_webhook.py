"""The door for signed webhooks: whoever is not signed changes nothing."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from feedback.returns.signature import signature
from surveys.links import Link
from surveys.models import ReturnedMail
from surveys.return_path import mark

SECRET = "whsec_" + b64encode(b"k" * 32).decode()


@pytest.fixture
def post(app, client, session, settings, monkeypatch):
    """Give a function that posts a signed body; any part may be given another value."""
    changed = settings.model_copy(update={"bounce_secret": SECRET})
    monkeypatch.setitem(app.extensions, "settings", changed)

    def send(body, *, kind="message/rfc822", secret=SECRET, name="msg_1", at=None, **headers):
        body = json.dumps(body).encode() if isinstance(body, dict) else body
        moment = str(int((at or datetime.now(UTC)).timestamp()))
        signed = {
            "webhook-id": name,
            "webhook-timestamp": moment,
            "webhook-signature": signature(secret, name, moment, body),
            **headers,
        }
        return client.post("/hooks/returns", data=body, content_type=kind, headers=signed)

    return send


@pytest.fixture
def kinds(session):
    def stored():
        session.expire_all()
        return [row.kind for row in session.scalars(select(ReturnedMail))]

    return stored


def event(app, invitation, **more):
    letters = mark(str(app.secret_key), Link(invitation.workspace_id, invitation.id))
    mail = {"source": f"bounces+{letters}@feedback.acme.example", "messageId": "0102"}
    return {"mail": mail, **more}


def bounce(kind="Permanent", subtype="General", status="", said=""):
    person = {"emailAddress": "carla@x.example", "status": status, "diagnosticCode": said}
    return {"bounceType": kind, "bounceSubType": subtype, "bouncedRecipients": [person]}


def test_a_signed_mail_is_taken(post, sent, about, kinds, suppressed):
    answer = post(about(sent))
    assert (answer.status_code, answer.json) == (200, {"taken": "hard"})
    assert (kinds(), suppressed()) == (["hard"], ["bounce"])
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "v1a,é"},
        {"webhook-id": ""},
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "-1"},
        {"webhook-timestamp": "99999999999"},
        {"webhook-timestamp": "٣"},
    ],
    ids=str,
)
def test_a_changed_signature_is_refused(post, sent, about, kinds, change):
    change = {name: value.encode().decode("latin-1") for name, value in change.items()}
    answer = post(about(sent), **change)
    assert (answer.status_code, kinds()) == (401, [])
    assert answer.mimetype == "application/problem+json"


def test_another_secret_is_refused(post, sent, about, kinds):
    other = "whsec_" + b64encode(b"x" * 32).decode()
    assert post(about(sent), secret=other).status_code == 401
    assert kinds() == []


def test_a_changed_body_is_refused(post, sent, about, kinds, client):
    raw = about(sent)
    moment = str(int(datetime.now(UTC).timestamp()))
    headers = {"webhook-id": "a", "webhook-timestamp": moment}
    headers["webhook-signature"] = signature(SECRET, "a", moment, raw)
    answer = client.post("/hooks/returns", data=raw + b" ", headers=headers)
    assert (answer.status_code, kinds()) == (401, [])


@pytest.mark.parametrize("minutes", [-6, 6])
def test_old_and_future_messages_are_refused(post, sent, about, kinds, minutes):
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    assert post(about(sent), at=at).status_code == 401
    assert kinds() == []


def test_one_of_several_signatures_is_enough(post, sent, about, kinds):
    body, moment = about(sent), str(int(datetime.now(UTC).timestamp()))
    signed = f"v1,AAAA {signature(SECRET, 'msg_1', moment, body)} v2,x"
    assert (
        post(body, **{"webhook-signature": signed, "webhook-timestamp": moment}).status_code == 200
    )
    assert kinds() == ["hard"]


def test_an_id_that_was_there_before_changes_nothing(app, post, sent, about, kinds):
    post(about(sent))
    again = post(event(app, sent, eventType="Complaint", complaint={}), kind="application/json")
    assert (again.status_code, again.json) == (200, {"taken": None})
    assert kinds() == ["hard"]


def test_without_a_secret_the_door_is_shut(client, sent, about, kinds):
    moment = str(int(datetime.now(UTC).timestamp()))
    headers = {"webhook-id": "a", "webhook-timestamp": moment, "webhook-signature": "v1,"}
    assert client.post("/hooks/returns", data=about(sent), headers=headers).status_code == 401
    assert kinds() == []


@pytest.mark.parametrize(
    "more, kind",
    [
        ({"eventType": "Bounce", "bounce": bounce(said="smtp; 550 5.1.1 no user")}, "hard"),
        ({"eventType": "Bounce", "bounce": bounce()}, "hard"),
        ({"notificationType": "Bounce", "bounce": bounce(subtype="NoEmail")}, "hard"),
        ({"eventType": "Bounce", "bounce": bounce(said="smtp; 550 5.7.1 spam")}, "policy"),
        ({"eventType": "Bounce", "bounce": bounce(subtype="ContentRejected")}, "policy"),
        ({"eventType": "Bounce", "bounce": bounce("Transient", "MailboxFull")}, "soft"),
        ({"eventType": "Bounce", "bounce": bounce("Transient", "General")}, "soft"),
        ({"eventType": "Bounce", "bounce": bounce("Undetermined", "Undetermined")}, "soft"),
        ({"eventType": "Complaint", "complaint": {"complaintFeedbackType": "abuse"}}, "complaint"),
        ({"eventType": "DeliveryDelay", "deliveryDelay": {"delayType": "General"}}, "delayed"),
        ({"eventType": "Delivery", "delivery": {}}, None),
        ({"eventType": "Complaint", "complaint": {"complaintFeedbackType": "not-spam"}}, None),
    ],
)  # fmt: skip
def test_events_in_json_mean_what_they_say(app, post, sent, kinds, more, kind):
    answer = post(event(app, sent, **more), kind="application/json")
    assert (answer.status_code, answer.json) == (200, {"taken": kind})
    assert kinds() == ([kind] if kind else [])


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b'{"mail": []}', b'{"mail": {}}', b'{"mail": {}, "eventType": []}',
     b"[" * 100_000, b'{"mail": {}, "eventType": "Bounce"}', b"\xff"],
)  # fmt: skip
def test_what_is_no_event_is_refused_with_a_reason(post, workspace, kinds, body):
    answer = post(body, kind="application/json")
    assert answer.status_code == 422
    assert answer.json["detail"].startswith("Nothing was taken: ")


def test_other_types_are_refused(post, workspace):
    assert post(b"x", kind="text/plain").status_code == 422


def test_a_body_beyond_all_measure_is_refused(post, workspace):
    assert post(b"x" * (13 * 1024 * 1024)).status_code == 413


def test_a_mark_in_the_reason_counts_for_nothing(app, post, sent, kinds):
    marked = event(app, sent)["mail"]["source"]
    told = {"mail": {}, "eventType": "Bounce", "bounce": bounce(said=marked)}
    assert post(told, kind="application/json").json == {"taken": None}
    assert kinds() == []
