"""Where a sign-in leads, whose links are followed, and behind which host they are written."""

import re

import pytest

from feedback.accounts import identity
from feedback.accounts.views import TRIES_PER_CLIENT
from feedback.appearance import parse
from feedback.models import SignIn
from tests import factories

PASSWORD = "correct horse battery"


@pytest.fixture
def known(session, workspace):
    """Somebody with a password."""
    member = factories.member(session, password_hash=identity.hash_password(PASSWORD))
    session.commit()
    return member


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/report\r\nX-Evil: 1",
        "https://evil.example",
        "\t//evil.example",
        "/\u2028/evil.example",
    ],
)
def test_sign_in_leads_nowhere_else(client, known, elsewhere):
    data = {"csrf_token": client.csrf("/sign-in"), "email": known.email, "password": PASSWORD}
    answer = client.post("/sign-in", query_string={"next": elsewhere}, data=data)
    assert (answer.status_code, answer.location) == (302, "/")


def test_sign_in_leads_back_to_where_somebody_wanted_to_go(client, known):
    wanted = client.get("/contacts?q=J%C3%BCrgen+M&page=2").location
    data = {"csrf_token": client.csrf("/sign-in"), "email": known.email, "password": PASSWORD}
    assert client.post(wanted, data=data).location == "/contacts?q=J%C3%BCrgen+M&page=2"


@pytest.mark.parametrize("path", ["//sign-in", "/wall//acme", "///sign-in"])
def test_no_redirect_is_built_from_the_host_of_a_request(client, workspace, path):
    answer = client.get(
        "/", environ_overrides={"PATH_INFO": path, "HTTP_HOST": "evil.example"}, audit=False
    )
    assert answer.status_code in (200, 404)


def test_form_is_taken_over_https_though_browsers_send_no_referer(client, known):
    secure = {"base_url": "https://hark.test"}
    page = client.get("/sign-in", **secure).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
    data = {"csrf_token": token, "email": known.email, "password": PASSWORD}
    assert client.post("/sign-in", data=data, **secure).status_code == 302


def test_token_of_ones_own_cookie_is_no_link_that_signs_others_in(client, known, session):
    token = identity.make_sign_in(session, known, factories.NOW)
    session.commit()
    assert client.get(f"/enter/{token}").status_code == 404


def test_sign_in_belongs_to_the_member_of_its_own_workspace(app, client, session, workspace):
    there = factories.workspace(session)
    mine = factories.member(session, name="Mine")
    session.commit()
    session.info["workspace_id"] = there.id
    twin = factories.member(session, id=mine.id, name="Twin")
    token = identity.make_sign_in(session, twin, factories.NOW)
    session.commit()
    client.get(f"/enter/{identity.entry_token(str(app.secret_key), token)}")
    assert there.name in client.get("/account").text
    assert workspace.name not in client.get("/account").text


@pytest.mark.parametrize(
    "colour", ["#-1+1 f", "#+1+1+1", "#0_1_2_", "#１２３４５６", "#0f6b5cc", ""]
)
def test_what_is_no_colour_is_none(colour):
    with pytest.raises(ValueError, match="rrggbb"):
        parse(colour)


def test_colour_is_kept_as_every_page_writes_it(owner, session, workspace):
    owner.submit(
        "/workspace",
        {"name": "Acme", "accent": " 0F6B5C ", "timezone": "UTC", "ask_gap_days": "90"},
    )
    session.refresh(workspace)
    assert workspace.accent == "#0f6b5c"


def test_throttle_believes_no_forwarded_address_without_a_trusted_proxy(client, session, workspace):
    token = client.csrf("/sign-in")
    for n in range(TRIES_PER_CLIENT + 1):
        data = {"csrf_token": token, "email": f"{n}@acme.example", "password": "x"}
        answer = client.post(
            "/sign-in", data=data, headers={"X-Forwarded-For": f"10.0.0.{n}"}, audit=False
        )
    assert answer.status_code == 429
    assert session.query(SignIn).count() == 0


def test_words_with_nul_are_kept_without_it(owner, session, workspace):
    owner.submit(
        "/workspace",
        {"name": "A\0cme", "accent": "#0f6b5c", "timezone": "UTC", "ask_gap_days": "90"},
    )
    session.refresh(workspace)
    assert workspace.name == "Acme"
