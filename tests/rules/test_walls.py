"""Walls between workspaces and roles: every door of the back office, tried with another's keys."""

import re
from datetime import UTC, datetime

import pytest

from feedback.accounts import identity
from feedback.accounts.permissions import GRANTS
from feedback.ids import spell
from feedback.models import Role
from surveys.db import new_id
from tests.rules.everything import HOSTILE, everything, owner_of, rows_of
from tests.rules.test_doors import GUARDED, probe

GETS = [rule for rule in GUARDED if "GET" in rule.methods]
POSTS = [rule for rule in GUARDED if "POST" in rule.methods]


@pytest.fixture
def there(session, workspace):
    """Give another company with one of everything; Acme is empty."""
    return everything(session, "Secret")


@pytest.fixture
def enter(app, session):
    """Give a function: a client signed in as the owner of a workspace full of everything."""

    def sign_in(place):
        token = identity.make_sign_in(session, owner_of(session, place), datetime.now(UTC))
        session.commit()
        client = app.test_client()
        entry = identity.entry_token(str(app.secret_key), token)
        assert client.get(f"/enter/{entry}", audit=False).status_code == 302
        return client

    return sign_in


def address(rule, ids):
    """Write the address of a rule with these ids in it."""
    with probe.test_request_context():
        return rule.build({name: ids.get(name, 1) for name in rule.arguments})[1]


def words_of(answer):
    """Read a page, or a picture as if it were one."""
    return answer.data.decode(errors="replace")


def form(client, ids):
    """Fill in a form for any POST, with these ids in every field that takes one."""
    token = re.search(r'csrf_token"[^>]*value="([^"]+)"', client.get("/account").text).group(1)
    named = {
        name.removesuffix("_id"): spell(value) if isinstance(value, int) else value
        for name, value in ids.items()
    }
    return {**named, "csrf_token": token, "name": "x", "do": "", "kind": "contacts"}


def about_ids(rules):
    return [rule for rule in rules if rule.arguments]


def test_pages_of_another_workspace_are_not_there(owner, there):
    for rule in about_ids(GETS):
        answer = owner.get(address(rule, there.ids), audit=False)
        assert answer.status_code == 404, f"{rule}: {answer.status_code}"
        assert "Secret" not in words_of(answer)


def test_nothing_of_another_workspace_can_be_changed(owner, there, session):
    before, data = rows_of(session, there.workspace), form(owner, there.ids)
    for rule in POSTS:
        answer = owner.post(address(rule, there.ids), data=data, audit=False)
        if rule.arguments:
            assert answer.status_code == 404, f"{rule}: {answer.status_code}"
        assert answer.status_code < 500, f"{rule}: {answer.status_code}"
        assert "Secret" not in words_of(answer), f"{rule}"
        assert rows_of(session, there.workspace) == before, f"{rule} changed it"


def test_pages_without_ids_show_nothing_of_another_workspace(owner, there):
    for rule in GETS:
        if not rule.arguments:
            assert "Secret" not in words_of(owner.get(address(rule, {}), audit=False)), f"{rule}"


def test_rows_with_the_same_ids_are_kept_apart_when_read(session, enter):
    first = new_id()
    here = everything(session, "Mine", first_id=first)
    everything(session, "Secret", first_id=first)
    client = enter(here)
    for rule in GETS:
        answer = client.get(address(rule, here.ids), audit=False, follow_redirects=True)
        assert answer.status_code in (200, 404), f"{rule}: {answer.status_code}"
        assert "Secret" not in words_of(answer), f"{rule}"


def test_rows_with_the_same_ids_are_kept_apart_when_written(session, enter):
    first = new_id()
    here = everything(session, "Mine", first_id=first)
    there = everything(session, "Secret", first_id=first)
    client, before = enter(here), rows_of(session, there.workspace)
    data = form(client, here.ids)
    for rule in sorted(POSTS, key=lambda rule: rule.endpoint.startswith("accounts.")):
        answer = client.post(address(rule, here.ids), data=data, audit=False)
        assert answer.status_code < 500, f"{rule}: {answer.status_code}"
        assert rows_of(session, there.workspace) == before, f"{rule} changed it"


@pytest.mark.parametrize("role", Role)
def test_each_role_posts_through_its_own_doors_only(role, sign_in_as, session, workspace, there):
    member = sign_in_as(role)
    data = form(member, {})
    for rule in POSTS:
        allowed = probe.view_functions[rule.endpoint].permission in GRANTS[role]
        before = rows_of(session, workspace)
        answer = member.post(address(rule, there.ids), data=data, audit=False)
        assert (answer.status_code == 403) != allowed, f"{role} {rule}: {answer.status_code}"
        assert allowed or rows_of(session, workspace) == before


def test_no_text_of_anybody_becomes_markup_or_template(session, enter):
    here = everything(session, HOSTILE)
    client = enter(here)
    for rule in GETS:
        answer = client.get(address(rule, here.ids), audit=rule.arguments != {"mail_id"})
        if answer.mimetype == "text/csv":
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            continue
        assert "<script>alert" not in words_of(answer), f"{rule}"
        assert "<img src=x" not in words_of(answer), f"{rule}"
        assert "evevev" not in words_of(answer), f"{rule}"


def test_no_text_of_anybody_becomes_markup_on_the_wall(session, client):
    here = everything(session, HOSTILE)
    wall = client.get(f"/wall/{here.workspace.slug}")
    assert "alert(1)" in wall.text
    assert "<script>alert" not in wall.text
    data = client.get(f"/wall/{here.workspace.slug}.json")
    assert data.mimetype == "application/json"
    assert data.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/wall/{}", "/wall/{}.json", "/embed/{}.js"])
def test_public_pages_set_no_cookie_even_for_members(session, enter, path):
    here = everything(session)
    answer = enter(here).get(path.format(here.workspace.slug), audit=False)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Access-Control-Allow-Credentials" not in answer.headers
