"""`POST /api/v1/events`: taken once, answered alike, refused with a reason."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from feedback.accounts import tokens
from feedback.api import views
from surveys.models import Contact, Event, Invitation
from surveys.scope import bind_workspace
from surveys.unsubscribing import address_hash, unsubscribe
from tests import factories

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def stored(session, workspace):
    """Give a function: how many contacts, events and invitations there are."""

    def count():
        session.expire_all()
        bind_workspace(session, workspace.id)
        kinds = (Contact, Event, Invitation)
        return [session.scalar(select(func.count()).select_from(kind)) for kind in kinds]

    return count


def test_an_event_makes_a_contact_and_asks_them_in_three_days(tell, waiting, session, stored):
    person = {"email": "Carla@Example.com", "name": "Carla", "attributes": {"plan": "pro", "n": 3}}
    answer = tell(contact=person)
    assert (answer.status_code, answer.json) == (202, {"id": "order-1", "asked": 1, "new": True})
    contact = session.scalars(select(Contact)).one()
    assert (contact.email, contact.name) == ("Carla@example.com", "Carla")
    assert contact.attributes == {"plan": "pro", "n": "3"}
    due = session.scalars(select(Invitation)).one().due_at - datetime.now(UTC)
    assert timedelta(days=2, hours=23) < due <= timedelta(days=3)


def test_days_are_counted_from_when_it_happened(tell, waiting, session):
    happened = datetime.now(UTC) - timedelta(days=2)
    tell(occurred_at=happened.isoformat())
    due = session.scalars(select(Invitation)).one().due_at
    assert abs(due - happened - timedelta(days=3)) < timedelta(minutes=1)


@pytest.mark.parametrize("dated", [True, False])
def test_the_same_event_again_changes_nothing_and_gets_the_same_answer(
    tell, waiting, stored, dated
):
    at = {"occurred_at": datetime.now(UTC).isoformat()} if dated else {}
    first, again = tell(**at), tell(**at)
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json == {"id": "order-1", "asked": 1, "new": False}
    assert stored() == [1, 1, 1]


def test_another_story_under_the_same_id_is_refused(tell, waiting, stored):
    at = datetime.now(UTC).isoformat()
    tell(occurred_at=at)
    answer = tell(occurred_at=at, contact={"email": "other@example.com"})
    assert answer.status_code == 409
    assert stored() == [1, 1, 1]


def test_an_event_nobody_waits_for_is_kept_and_asks_nobody(tell, waiting, stored):
    assert tell(event="ticket closed").json["asked"] == 0
    assert stored() == [1, 1, 0]


def test_what_comes_from_an_archive_asks_nobody(tell, waiting, stored):
    long_ago = (datetime.now(UTC) - timedelta(days=31)).isoformat()
    assert tell(occurred_at=long_ago).json["asked"] == 0
    assert stored() == [1, 1, 0]


def test_whoever_left_is_not_asked(tell, waiting, app, session, workspace, stored):
    hashed = address_hash(str(app.secret_key), workspace.id, "carla@example.com")
    unsubscribe(session, hashed, via="page", now=datetime.now(UTC))
    assert tell().json["asked"] == 0


def test_a_known_contact_learns_and_forgets_nothing(tell, session):
    factories.contact(
        session,
        email="carla@example.com",
        name="Carla Customer",
        external_id="C7",
        attributes={"plan": "free", "region": "EU"},
    )
    tell(contact={"customer_number": "C7", "attributes": {"plan": "pro"}})
    contact = session.scalars(select(Contact)).one()
    assert (contact.name, contact.email) == ("Carla Customer", "carla@example.com")
    assert contact.attributes == {"plan": "pro", "region": "EU"}


@pytest.mark.parametrize("bearer", ["", "x", "hark_", "hark_" + "a" * 43, "hark_\x00", "é"])
def test_strangers_are_refused(tell, stored, bearer):
    bearer = bearer.encode().decode("latin-1")
    answer = tell(bearer=bearer)
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert stored() == [0, 0, 0]


def test_an_ended_token_is_refused(tell, session, stored):
    row = tokens.all_tokens(session)[0]
    row.ended_at = datetime.now(UTC)
    assert tell().status_code == 401
    assert stored() == [0, 0, 0]


def test_a_token_opens_its_own_workspace_only(tell, session, workspace, waiting):
    there = factories.workspace(session)
    bind_workspace(session, there.id)
    other = tokens.make_token(session, "Other", by=1, now=datetime.now(UTC))
    tell(bearer=other)
    bind_workspace(session, workspace.id)
    assert session.scalar(select(func.count()).select_from(Contact)) == 0
    bind_workspace(session, there.id)
    assert session.scalar(select(func.count()).select_from(Contact)) == 1


def test_a_token_of_another_scope_is_refused(tell, session):
    tokens.all_tokens(session)[0].scope = "reports"
    assert tell().status_code == 401


@pytest.mark.parametrize(
    "changes, pointer",
    [
        ({"id": ""}, "/id"),
        ({"id": "x" * 201}, "/id"),
        ({"id": 7}, "/id"),
        ({"event": ""}, "/event"),
        ({"contact": {}}, "/contact"),
        ({"contact": {"name": "Carla"}}, "/contact"),
        ({"contact": {"email": "nobody"}}, "/contact/email"),
        ({"contact": {"email": "a@b.example", "attributes": {"x" * 61: "y"}}}, "/contact/attribu"),
        ({"contact": {"email": "a@b.example", "attributes": {"x": []}}}, "/contact/attributes/x"),
        ({"contact": {"email": "a@b.example", "surprise": 1}}, "/contact/surprise"),
        ({"occurred_at": "yesterday"}, "/occurred_at"),
        ({"occurred_at": "2026-11-22T12:00:00"}, "/occurred_at"),
        ({"occurred_at": "2199-01-01T00:00:00Z"}, "/"),
        ({"occurred_at": "0001-01-01T00:00:00+23:59"}, "/"),
        ({"surprise": 1}, "/surprise"),
    ],
    ids=str,
)
def test_what_is_amiss_is_told_field_by_field(tell, stored, changes, pointer):
    answer = tell(**changes)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"].startswith(pointer)
    assert stored() == [0, 0, 0]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"[" * 20_000, b"\xff", b'{"id": "\\ud800"}', b"\0"]
)
def test_a_body_that_is_no_event_is_refused(tell, stored, body):
    assert tell(body).status_code == 422
    assert stored() == [0, 0, 0]


def test_a_body_of_another_type_or_beyond_measure_is_refused(tell, stored):
    assert tell(b"a=b", kind="text/plain").status_code == 415
    assert tell(json.dumps({"id": "x" * 70_000}).encode()).status_code == 413
    assert stored() == [0, 0, 0]


def test_strange_letters_are_kept_harmless(tell, session):
    name = "Ca\x00r\u202ela\r\nBcc: x\ud800"
    body = json.dumps(
        {"id": "\x00\ud800", "event": "order\x00 delivered", "contact": {
            "email": "a@b.example", "name": name, "attributes": {"p\x00": "\x00v"}}}
    ).encode()  # fmt: skip
    assert tell(body).status_code in (202, 422)
    for contact in session.scalars(select(Contact)):
        assert not any(ord(sign) < 32 for sign in contact.name)


def test_too_many_calls_are_put_off(tell, monkeypatch, stored):
    monkeypatch.setattr(views, "MOST_CALLS", 2)
    codes = [tell(id=f"order-{n}").status_code for n in range(3)]
    assert codes == [202, 202, 429]
    assert stored()[1] == 2


def test_no_cookie_is_set(tell):
    assert "Set-Cookie" not in tell().headers


def test_machines_are_answered_in_their_own_form(client):
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert client.get("/api/v1/events").json["status"] == 405


def test_the_line_in_the_readme_works(tell, waiting):
    body = re.search(r"-d '(\{.*?\})'", README.read_text(), re.DOTALL).group(1)
    answer = tell(body.encode())
    assert (answer.status_code, answer.json["new"]) == (202, True)
