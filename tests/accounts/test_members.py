"""Setting up, inviting, joining, removing."""

import re

import pytest

from feedback.accounts import recovery, workspaces
from feedback.ids import spell
from feedback.models import Member, Role
from surveys.models import Workspace
from surveys.scope import bind_workspace
from tests import factories

PASSWORD = "three blue wooden boats"
OWNER = {
    "workspace": "Bolt & Søn",
    "name": "Olive",
    "email": "olive@bolt.example",
    "password": PASSWORD,
}


@pytest.fixture
def setup_path(app):
    return f"/setup/{workspaces.setup_token(app.secret_key)}"


@pytest.fixture
def invited(owner, session):
    page = owner.submit("/members", {"email": "Ann@Acme.example", "role": "analyst"})
    shown = owner.get(page.location).text
    return re.search(r'value="http://hark.test(/join/[^"]+)"', shown).group(1)


def test_first_start_makes_a_workspace_and_signs_its_owner_in(client, setup_path, session):
    assert client.submit(setup_path, OWNER).status_code == 302
    assert session.query(Workspace).one().slug == "bolt-son"
    assert client.get("/account").status_code == 200


def test_setup_is_over_once_a_workspace_exists(client, setup_path, workspace):
    assert client.get(setup_path).location == "/"


def test_newcomer_without_a_workspace_is_told_where_to_begin(client):
    assert "no workspace here yet" in client.get("/sign-in").text


def test_address_of_a_workspace_keeps_its_letters(client, setup_path, session):
    client.submit(setup_path, OWNER | {"workspace": "Möbelhaus Grün & Söhne"})
    assert session.query(Workspace).one().slug == "mobelhaus-grun-sohne"


def test_setup_with_a_forged_token_is_refused(client):
    assert client.get("/setup/forged").status_code == 404


@pytest.mark.parametrize(
    "field, value, says",
    [
        ("email", "not an address", "has no @"),
        ("password", "short", "At least 10"),
        ("workspace", "", "name your customers know"),
    ],
)
def test_setup_says_what_is_wrong_at_the_field(client, setup_path, field, value, says):
    answer = client.submit(setup_path, OWNER | {field: value}).text
    wrong = re.search(rf'id="{field}-error">([^<]+)<', answer).group(1)
    assert says in wrong
    assert "Bolt &amp; Søn" in answer or field == "workspace"


def test_invited_member_joins_with_their_role(client, invited, session):
    assert client.submit(invited, {"name": "Ann", "password": PASSWORD}).status_code == 302
    ann = session.query(Member).filter_by(email="ann@acme.example").one()
    assert (ann.role, ann.name) == (Role.ANALYST, "Ann")


def test_invitation_works_once(client, invited):
    client.submit(invited, {"name": "Ann", "password": PASSWORD})
    assert client.get(invited).status_code == 404


def test_inviting_the_same_address_twice_is_said(owner, invited):
    again = owner.submit("/members", {"email": "ann@acme.example", "role": "owner"})
    assert "member already" in again.text


def test_new_invitation_voids_the_old_link(client, invited, session):
    session.query(Member).filter_by(email="ann@acme.example").one().invited_at = factories.NOW
    session.commit()
    assert client.get(invited).status_code == 404


def test_removed_member_is_out_at_once(owner, sign_in_as, session):
    mara = sign_in_as(Role.MARKETER)
    row = session.query(Member).filter_by(role=Role.MARKETER).one()
    path = f"/members/{_spelled(row)}"
    assert owner.submit(f"{path}/removal", page=path).status_code == 302
    assert mara.get("/account").status_code == 302


def test_last_owner_cannot_be_removed(owner, session):
    row = session.query(Member).one()
    path = f"/members/{_spelled(row)}"
    owner.submit(f"{path}/removal", page=path)
    session.expire_all()
    assert session.query(Member).one().disabled_at is None


def test_owner_gets_back_in_from_the_server(app, owner, session, client):
    olive = session.query(Member).one()
    session.rollback()
    with app.app_context():
        (link,) = recovery.links_for_owner(olive.email, factories.NOW)
    assert owner.get("/account").status_code == 302
    path = link.removeprefix("http://hark.test")
    assert client.submit(path, {"name": "Olive", "password": PASSWORD}).status_code == 302


def test_member_of_another_workspace_is_not_found(owner, session, workspace):
    bolt = factories.workspace(session, name="Bolt")
    bind_workspace(session, bolt.id)
    theirs = factories.member(session)
    session.commit()
    bind_workspace(session, workspace.id)
    assert owner.get(f"/members/{_spelled(theirs)}").status_code == 404


@pytest.mark.parametrize("colour", ["red", "#12345", "#gggggg", "url(x)"])
def test_colour_that_is_none_is_refused_at_its_field(owner, colour):
    settings = {"name": "Acme", "accent": colour, "timezone": "UTC", "ask_gap_days": "90"}
    assert "as #rrggbb" in owner.submit("/workspace", settings).text


def test_pale_colour_is_shown_darker_and_said(owner):
    settings = {"name": "Acme", "accent": "#ffe680", "timezone": "UTC", "ask_gap_days": "90"}
    owner.submit("/workspace", settings)
    assert "is shown there" in owner.get("/workspace").text


def _spelled(row):
    return spell(row.id)
