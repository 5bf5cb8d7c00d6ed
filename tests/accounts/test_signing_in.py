"""Signing in, and everything that must not let one in."""

import pytest

from feedback.accounts import identity
from feedback.models import Role, SignIn
from tests import factories

PASSWORD = "three blue wooden boats"


@pytest.fixture
def olive(session, workspace):
    member = factories.member(
        session,
        email="olive@acme.example",
        password_hash=identity.hash_password(PASSWORD),
        role=Role.OWNER,
    )
    session.commit()
    return member


def try_password(client, password, email="olive@acme.example", next_=""):
    return client.submit(
        f"/sign-in{next_}", {"email": email, "password": password}, page="/sign-in"
    )


def test_right_password_lets_in(client, olive):
    assert try_password(client, PASSWORD).location == "/"


def test_email_is_recognised_in_any_case(client, olive):
    assert try_password(client, PASSWORD, email="OLIVE@acme.example").status_code == 302


def test_wrong_password_says_so_and_keeps_the_address(client, olive):
    answer = try_password(client, "wrong")
    assert answer.status_code == 401
    assert "do not belong together" in answer.text
    assert "olive@acme.example" in answer.text


def test_eleventh_try_on_one_address_is_refused_even_with_the_right_password(client, olive):
    for _ in range(10):
        try_password(client, "wrong")
    assert try_password(client, PASSWORD).status_code == 429


def test_removed_member_cannot_sign_in(client, olive, session):
    olive.disabled_at = factories.NOW
    session.commit()
    assert try_password(client, PASSWORD).status_code == 401


def test_unknown_address_takes_as_long_as_a_known_one(olive, monkeypatch):
    verified = []
    real = identity.hasher.verify
    monkeypatch.setattr(
        type(identity.hasher), "verify", lambda self, *a: verified.append(a) or real(*a)
    )
    identity.password_matches(None, "x")
    assert len(verified) == 1


@pytest.mark.parametrize("foreign", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_next_address_stays_inside(client, olive, foreign):
    assert try_password(client, PASSWORD, next_=f"?next={foreign}").location == "/"


def test_cookie_changes_at_sign_in(client, olive):
    client.get("/sign-in")
    before = client.get_cookie("hark").value
    try_password(client, PASSWORD)
    assert client.get_cookie("hark").value != before


def test_password_change_ends_every_other_session(app, client, olive):
    other = app.test_client()
    for browser in (client, other):
        try_password(browser, PASSWORD)
    change = {
        "current": PASSWORD,
        "password": "a new long password",
        "again": "a new long password",
    }
    assert client.submit("/account", change).status_code == 302
    assert other.get("/account").status_code == 302
    assert client.get("/account").status_code == 200


def test_sign_out_kills_the_cookie_for_good(client, olive, session):
    try_password(client, PASSWORD)
    stolen = client.get_cookie("hark").value
    client.submit("/sign-out", page="/account")
    client.set_cookie("hark", stolen)
    assert client.get("/account").status_code == 302
    assert session.query(SignIn).count() == 0


def test_token_is_stored_only_as_its_hash(client, olive, session):
    token = identity.make_sign_in(session, olive, factories.NOW)
    session.flush()
    assert session.query(SignIn).filter(SignIn.token_hash == token).count() == 0


def test_forged_token_is_nobody(client, workspace):
    assert client.get("/enter/forged").status_code == 404


def test_verification_of_a_strange_hash_is_a_no():
    assert identity.password_matches("not a hash", "x") is False
