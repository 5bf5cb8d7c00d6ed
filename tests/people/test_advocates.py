"""Advocates by what they did, influencers by reach: never one for the other."""

import pytest

from feedback.accounts.permissions import GRANTS, Permission
from feedback.ids import spell
from feedback.models import Referral, ReferralLooks, Role
from feedback.people.advocates import read_reach
from tests import factories
from tests.people.conftest import NOW


def parts(page):
    return page.split("<h2>Influencers</h2>")


def test_once_is_no_habit(say, session, owner):
    say("Good.", who=factories.contact(session, name="Once Only"))
    assert "Once Only" not in owner.get("/advocates").text


def test_two_good_answers_on_one_day_are_one(say, session, owner):
    who = factories.contact(session, name="Same Day")
    say("Good.", who=who)
    say("Good.", who=who)
    assert "Same Day" not in owner.get("/advocates").text


def test_praise_on_two_days_makes_an_advocate_with_the_evidence(say, session, owner):
    who = factories.contact(session, name="Twice Told")
    say("Good.", who=who, days=100)
    say("Good.", who=who, days=5)
    session.add(ReferralLooks(advocate_id=who.id, day=NOW.date(), looks=7))
    session.commit()
    page = parts(owner.get("/advocates").text)[0]
    assert "Twice Told" in page
    assert '<td class="right figure">7</td>' in page


def test_who_sent_somebody_is_an_advocate(session, workspace, owner):
    who = factories.contact(session, name="Sent One")
    friend = factories.contact(session)
    session.add(Referral(advocate_id=who.id, friend_id=friend.id, at=NOW))
    session.commit()
    assert "Sent One" in parts(owner.get("/advocates").text)[0]


def test_reach_alone_makes_an_influencer_and_no_advocate(session, workspace, owner):
    factories.contact(session, name="Loud Voice", attributes={"Followers": "12,500"})
    factories.contact(session, name="Small Voice", attributes={"followers": "90"})
    session.commit()
    advocates, influencers = parts(owner.get("/advocates").text)
    assert "Loud Voice" not in advocates
    assert "Loud Voice" in influencers
    assert "12,500" in influencers
    assert "Small Voice" not in influencers


def test_advocate_who_is_hurt_now_is_marked(say, session, owner):
    who = factories.contact(session, name="Twice Told")
    for days in (200, 150):
        say("Good.", who=who, days=days)
    say("Bad.", who=who, days=3, score=2)
    assert "ask nothing of them now" in owner.get("/advocates").text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12500", 12500),
        ("12,500", 12500),
        ("12.500", 12500),
        ("12.5k", 12500),
        ("1,2 M", 1_200_000),
        ("many", 0),
        ("", 0),
        ("-5", 0),
        ("1,200k", 1_200_000),
        ("1.200k", 1_200_000),
        ("1.2k", 1200),
        ("1,25 m", 1_250_000),
        ("1.234M", 1_234_000),
        ("12 500", 12500),
        ("1.k", 1000),
        ("1,2,3k", 123_000),
        ("8 000 000 000", 8 * 10**9),
        ("9" * 400, 0),
        ("9" * 400 + "k", 0),
        ("9" * 5000, 0),
        ("1" + "0" * 30 + "M", 0),
        ("٣٤٥٦", 3456),
        ("²", 0),
    ],
)
def test_reach_is_read_as_people_write_it(written, read):
    assert read_reach(written) == read


@pytest.mark.parametrize("role", Role)
def test_customers_are_named_to_those_alone_who_may_see_contacts(role, say, session, sign_in_as):
    who = factories.contact(
        session, name="Zorba Quill", email="quill@example.org", attributes={"followers": "90210"}
    )
    say("Good.", score=9, days=200, who=who)
    low = say("It broke twice.", score=2, days=120, who=who)
    high = say("All is well.", score=10, days=10, who=who)
    member = sign_in_as(role)
    paths = ("/advocates", "/again", f"/again/{spell(low.id)}/{spell(high.id)}")
    for path in paths:
        page = member.get(path, audit=False)
        if Permission.READ_TESTIMONIALS in GRANTS[role]:
            assert page.status_code == 200
        assert ("Zorba" in page.text) == (Permission.READ_CONTACTS in GRANTS[role]), path
        assert "quill@" not in page.text
        assert ("90,210" in page.text) == (
            Permission.READ_CONTACTS in GRANTS[role] and path == "/advocates"
        )


@pytest.mark.parametrize("name", ["abonnés", "Abonnés", "ABONNÉS", "abonne\u0301s", "FOLLOWERS"])
def test_reach_is_found_whatever_the_letters_of_its_attribute(name, session, workspace, owner):
    factories.contact(session, name="Loud Voice", attributes={name: "12500"})
    session.commit()
    assert "Loud Voice" in parts(owner.get("/advocates").text)[1]


@pytest.mark.parametrize("value", ["9" * 400 + "k", "9" * 5000, "1e999k", {"a": 1}, None, [1]])
def test_no_attribute_breaks_the_page(value, session, workspace, owner):
    factories.contact(session, name="Loud Voice", attributes={"followers": value})
    session.commit()
    assert owner.get("/advocates").status_code == 200
