"""Texts over the provider's API, spoken to a server on this machine."""

import socket
from base64 import b64encode
from datetime import UTC, datetime

import pytest

from feedback import egress
from feedback.config import Settings, SettingsError, load
from feedback.mail import Sealed
from feedback.sms.egress import UnreachedError, post_form
from feedback.sms.signature import is_genuine, signature
from feedback.sms.texter import can_text, texter_for
from feedback.sms.twilio import Twilio
from tests.sms.stand_in import ACCOUNT, NUMBER, TOKEN, Provider

TEXT = Sealed("+491701234567", "Acme", "Acme: Grüße & mehr?\nx".encode(), datetime.now(UTC))


def settings(url, **more):
    return Settings(sms_url=url, sms_account=ACCOUNT, sms_token=TOKEN, sms_from=NUMBER, **more)


@pytest.fixture
def provider():
    found = Provider()
    yield found
    found.close()


def outcome(provider, timeout=5):
    (found,) = Twilio(settings(provider.url), timeout=timeout).send([TEXT, TEXT])
    return found


def test_a_text_is_handed_over_as_the_reference_says(provider):
    assert outcome(provider).verdict == "sent"
    ((path, signed_in, fields),) = provider.asked
    assert path == "/2010-04-01/Accounts/AC0123/Messages.json"
    assert signed_in == "Basic " + b64encode(b"AC0123:secret-token").decode()
    assert fields == {
        "To": "+491701234567",
        "From": NUMBER,
        "Body": "Acme: Grüße & mehr?\nx",
    }


@pytest.mark.parametrize(
    ("status", "code", "verdict", "has_left"),
    [
        (400, 21610, "refused", True),
        (400, 21211, "refused", False),
        (400, 21614, "refused", False),
        (400, 99999, "refused", False),
        (400, 21606, "away", False),
        (401, 20003, "away", False),
        (404, 20404, "away", False),
        (429, 20429, "away", False),
        (500, 20500, "later", False),
        (503, 20503, "away", False),
        (504, 0, "unknown", False),
    ],
)
def test_what_each_refusal_means(provider, status, code, verdict, has_left):
    provider.fails(status, code)
    found = outcome(provider)
    assert (found.verdict, found.has_left) == (verdict, has_left)
    assert found.reason
    assert TOKEN not in found.reason


def test_an_answer_that_is_no_json_is_understood_by_its_status(provider):
    provider.answer = (500, ["not", "an", "object"])
    assert outcome(provider).verdict == "later"


def test_silence_after_the_text_left_is_unknown(provider):
    provider.answer = None
    assert outcome(provider, timeout=0.3).verdict == "unknown"
    assert len(provider.asked) == 1


def test_nobody_there_is_away():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (found,) = Twilio(settings(f"http://127.0.0.1:{port}")).send([TEXT])
    assert (found.verdict, "Nobody answers" in found.reason) == ("away", True)


def test_no_redirect_is_followed(provider):
    provider.answer, inside = (307, {}), Provider()
    provider.headers = {"Location": f"{inside.url}/secret"}
    assert outcome(provider).verdict == "away"
    assert (len(provider.asked), inside.asked) == (1, [])
    inside.close()


@pytest.mark.parametrize("private", ["10.0.0.1", "127.0.0.2", "169.254.169.254", "::ffff:10.0.0.1"])
def test_a_name_that_leads_to_a_private_address_is_not_asked(monkeypatch, private):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (private, 443))]
    monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(UnreachedError, match="private address"):
        post_form("https://texts.example/x", {}, user="u", password="p", timeout=1)


@pytest.mark.parametrize("url", ["http://texts.example", "ftp://127.0.0.1", "https://", "texts"])
def test_a_token_goes_nowhere_unencrypted(monkeypatch, url):
    with pytest.raises(UnreachedError):
        post_form(url, {}, user="u", password="p", timeout=1)
    monkeypatch.setenv("HARK_SMS_URL", url)
    with pytest.raises(SettingsError, match="HARK_SMS_URL"):
        load()


@pytest.mark.parametrize(
    ("name", "value"), [("HARK_SMS_FROM", "ACME"), ("HARK_SMS_ACCOUNT", "AC1")]
)
def test_half_an_account_stops_the_start(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load()


def test_texts_can_be_chosen_with_a_provider_or_while_nothing_leaves_the_house():
    assert can_text(Settings())
    assert not can_text(Settings(smtp_host="mail.example"))
    assert can_text(settings("https://api.twilio.com", smtp_host="mail.example"))


def test_without_a_provider_texts_wait_where_mail_really_leaves():
    away = texter_for(Settings(smtp_host="mail.example")).ready()
    assert (away.verdict, "HARK_SMS_ACCOUNT" in away.reason) == ("away", True)


def test_the_signature_is_that_of_the_providers_own_example():
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature("12345", url, fields.items()) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert not is_genuine("", url, fields.items(), signature("", url, fields.items()))
