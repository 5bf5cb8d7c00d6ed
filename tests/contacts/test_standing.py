"""Whether a contact may be asked: shown on its page, set and lifted by owners."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import Role
from surveys.models import Contact, Peace, PeaceReason
from surveys.pacing import ask_less_often
from surveys.peace import leave_in_peace
from surveys.unsubscribing import address_hash, unsubscribe
from tests import factories
from tests.factories import NOW


@pytest.fixture
def ada(session, workspace):
    return factories.contact(session, email="ada@example.com")


@pytest.fixture
def page(ada):
    return f"/contacts/{spell(ada.id)}"


def hashed(app, who):
    return address_hash(str(app.secret_key), who.workspace_id, who.email)


def test_owner_leaves_somebody_in_peace_and_lifts_it(owner, session, page):
    owner.submit(f"{page}/peace", {"until": "", "note": "Moving house"}, page=page)
    assert "Moving house" in owner.get(page).text
    owner.submit(f"{page}/peace/end", {"reason": "manual"}, page=page)
    row = session.scalars(select(Peace)).one()
    assert row.lifted_by == row.made_by is not None
    assert "Moving house" not in owner.get(page).text


def test_peace_until_a_day_ends_as_that_day_begins(owner, session, page):
    owner.submit(f"{page}/peace", {"until": "2150-05-01", "note": ""}, page=page)
    assert f"{session.scalars(select(Peace.ends_at)).one():%Y-%m-%d %H:%M}" == "2150-05-01 00:00"


@pytest.mark.parametrize("until", ["2020-01-01", "soon", "9999-12-31"])
def test_day_that_cannot_be_is_told(owner, session, page, until):
    owner.submit(f"{page}/peace", {"until": until}, page=page)
    assert session.scalars(select(Peace)).all() == []


def test_lifting_one_reason_leaves_the_other(owner, session, page, ada):
    for reason in (PeaceReason.CASE, PeaceReason.MANUAL):
        leave_in_peace(session, ada.id, reason, now=NOW - timedelta(days=1))
    owner.submit(f"{page}/peace/end", {"reason": "manual"}, page=page)
    lifted = select(Peace.reason).where(Peace.lifted_at.is_not(None))
    assert session.scalars(lifted).all() == ["manual"]


@pytest.mark.parametrize(
    ("via", "words"),
    [("page", "They unsubscribed"), ("complaint", "as spam"), ("bounce", "came back")],
)
def test_page_says_how_an_address_was_lost(app, owner, session, page, ada, via, words):
    unsubscribe(session, hashed(app, ada), via=via, now=NOW)
    assert words in owner.get(page).text


def test_page_says_how_often_they_want_to_be_asked(app, owner, session, page, ada):
    ask_less_often(session, hashed(app, ada), 365, now=NOW)
    assert "At most once in 365 days" in owner.get(page).text


def test_contact_without_address_is_said_to_have_none(owner, session, workspace):
    nobody = factories.contact(session, email=None, key="#1")
    assert "there is no address" in owner.get(f"/contacts/{spell(nobody.id)}").text


def test_analyst_reads_and_cannot_change(sign_in_as, session, page, ada):
    leave_in_peace(session, ada.id, PeaceReason.MANUAL, now=NOW)
    text = sign_in_as(Role.ANALYST).get(page).text
    assert "not now" in text
    assert "Lift" not in text
    assert session.get(Contact, {"workspace_id": ada.workspace_id, "id": ada.id})
