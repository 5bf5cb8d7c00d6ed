"""Exactly who gets what, before it is sent; and afterwards who did not, and why."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import Role
from surveys.models import Contact, Invitation, PeaceReason, Skip, Skipped
from surveys.peace import leave_in_peace
from surveys.unsubscribing import PAGE, address_hash, unsubscribe
from tests import factories
from tests.factories import NOW

ROWS = re.compile(r"<tr><td><a [^>]*><bdi>(.*?)</bdi>")


@pytest.fixture
def mixed(app, session, workspace, version):
    """Ann may be asked; Ben left, Cem has no address, Dia is left in peace."""
    factories.contact(session, name="Ann", email="Ann@example.com")
    ben = factories.contact(session, name="Ben", email="Ben@example.com")
    factories.contact(session, name="Cem", email=None, key="#3")
    dia = factories.contact(session, name="Dia", email="dia@example.com")
    hashed = address_hash(str(app.secret_key), workspace.id, ben.email)
    unsubscribe(session, hashed, via=PAGE, now=NOW)
    leave_in_peace(session, dia.id, PeaceReason.MANUAL, now=NOW)
    return {"version": spell(version.id)}


def listed(client, choice, **query):
    page = client.get("/campaigns/review/people", query_string={**choice, **query})
    return sorted(ROWS.findall(page.text))


def test_preview_lists_everybody_chosen(owner, mixed):
    assert listed(owner, mixed) == ["Ann", "Ben", "Cem", "Dia"]


@pytest.mark.parametrize(
    ("reason", "names"),
    [
        ("asked", ["Ann"]),
        ("unsubscribed", ["Ben"]),
        ("no_address", ["Cem"]),
        ("in_peace", ["Dia"]),
        ("hurt", []),
        ("nonsense", ["Ann", "Ben", "Cem", "Dia"]),
    ],
)
def test_preview_lists_by_reason(owner, mixed, reason, names):
    assert listed(owner, mixed, reason=reason) == names


def test_preview_is_searched(owner, mixed):
    assert listed(owner, mixed, q="ben@") == ["Ben"]


def test_preview_comes_in_pages(owner, session, mixed):
    for n in range(60):
        factories.contact(session, name=f"More {n}")
    assert len(listed(owner, mixed)) == 50
    assert len(listed(owner, mixed, page=2)) == 14


def test_preview_writes_nothing(owner, session, mixed):
    listed(owner, mixed)
    assert session.scalars(select(Skipped)).all() == []


def test_what_the_preview_says_is_what_is_queued(owner, session, mixed):
    before = {
        name: reason for reason in ("asked", *Skip) for name in listed(owner, mixed, reason=reason)
    }
    page = owner.get("/campaigns/review", query_string=mixed).text
    campaign = re.search(r'name="campaign" value="([^"]+)"', page).group(1)
    token = re.search(r'csrf_token"[^>]*value="([^"]+)"', page).group(1)
    owner.post("/campaigns", data={**mixed, "campaign": campaign, "csrf_token": token})
    asked = select(Contact.name).join(Invitation, Invitation.contact_id == Contact.id)
    skipped = select(Contact.name, Skipped.reason).join(Skipped, Skipped.contact_id == Contact.id)
    after = dict.fromkeys(session.scalars(asked), "asked") | dict(session.execute(skipped).all())
    assert after == before


def test_each_mail_can_be_seen_before_it_leaves(owner, session, mixed):
    ann = session.scalars(select(Contact).where(Contact.name == "Ann")).one()
    page = owner.get(f"/campaigns/review/people/{spell(ann.id)}", query_string=mixed)
    assert "Ann@example.com" in page.text
    assert "How are we doing?" in page.text
    mail = owner.get(
        f"/campaigns/review/people/{spell(ann.id)}/mail", query_string=mixed, audit=False
    )
    assert "How likely are you to recommend Acme?" in mail.text
    assert mail.headers["Content-Security-Policy"].endswith("sandbox")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MARKETER, Role.EXECUTIVE])
def test_only_owners_see_who_would_be_asked(sign_in_as, mixed, role):
    client = sign_in_as(role)
    assert client.get("/campaigns/review/people", query_string=mixed).status_code == 403


@pytest.fixture
def sent(session, mixed, send):
    return spell(send().id)


def test_campaign_leads_to_those_it_did_not_ask(owner, sent):
    assert f"/campaigns/{sent}/skipped" in owner.get(f"/campaigns/{sent}").text
    assert sorted(ROWS.findall(owner.get(f"/campaigns/{sent}/skipped").text)) == [
        "Ben",
        "Cem",
        "Dia",
    ]


def test_list_of_those_not_asked_is_a_file_that_runs_no_formula(owner, session, mixed, send):
    factories.contact(session, name="=1+1", email=None, key="#9")
    campaign = send()
    file = owner.get(f"/campaigns/{spell(campaign.id)}/skipped.csv")
    rows = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert {(row[2], row[3]) for row in rows[1:]} == {
        ("Ben", "Unsubscribed"),
        ("Cem", "No address"),
        ("Dia", "Left in peace"),
        ("'=1+1", "No address"),
    }


def test_contact_shows_why_it_was_not_asked(owner, session, sent):
    ben = session.scalars(select(Contact).where(Contact.name == "Ben")).one()
    page = owner.get(f"/contacts/{spell(ben.id)}").text
    assert "Not asked by <bdi>Autumn</bdi>, because they had unsubscribed" in page


def test_campaign_that_asked_all_says_so(owner, session, version, carla, send):
    assert "was asked" in owner.get(f"/campaigns/{spell(send().id)}/skipped").text
