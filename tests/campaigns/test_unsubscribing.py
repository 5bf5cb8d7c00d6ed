"""The way out: opening changes nothing, a press does, and no mail comes after the reply."""

import base64
import threading
import time

import pytest
from sqlalchemy import func, select

from feedback.campaigns.addressing import Desk
from feedback.extensions import db
from surveys import unsubscribing
from surveys.links import Link, Links, Purpose
from surveys.models import Invitation, Pace, Unsubscribe
from tests import factories
from tests.factories import NOW


@pytest.fixture
def link(app, workspace):
    return (
        Desk.of(app)
        .unsubscribe_url(workspace.id, "carla@example.com")
        .removeprefix("http://hark.test")
    )


def rows(session):
    return session.scalar(select(func.count()).select_from(Unsubscribe))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_opening_the_link_changes_nothing(client, session, link, method):
    assert client.open(link, method=method).status_code == 200
    assert rows(session) == 0


def test_pressing_the_button_is_written_down(client, session, link):
    assert "You are unsubscribed" in client.post(link).text
    assert session.scalars(select(Unsubscribe.via)).one() == "page"


def test_one_click_of_a_mail_client_needs_no_cookie_and_is_not_redirected(client, session, link):
    answer = client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert session.scalars(select(Unsubscribe.via)).one() == "one-click"


def test_one_click_may_come_as_multipart(client, session, link):
    client.post(link, data={"List-Unsubscribe": "One-Click"}, content_type="multipart/form-data")
    assert session.scalars(select(Unsubscribe.via)).one() == "one-click"


def test_twice_is_once(client, session, link):
    for _ in range(3):
        assert client.post(link).status_code == 200
    assert rows(session) == 1


def test_undoing_takes_it_back(client, session, link):
    client.post(link)
    assert "You may be asked again" in client.post(f"{link}/return").text
    assert rows(session) == 0


def pace(session):
    return session.scalars(select(Pace.gap_days)).all()


@pytest.mark.parametrize(("days", "words"), [("365", "once a year"), ("182", "twice a year")])
def test_asking_less_often_is_written_down_by_hash(client, session, link, days, words):
    page = client.post(f"{link}/pace", data={"gap_days": days}).text
    assert f"At most {words}</h1>" in page
    assert pace(session) == [int(days)]
    assert session.scalars(select(Pace.address_hash)).one() == hash_of(link)


def hash_of(link):
    raw = base64.urlsafe_b64decode(link.split("/")[2].partition(".")[0] + "==")
    return raw[8:16].hex()


def test_the_latest_wish_counts(client, session, link):
    for days in ("365", "182"):
        client.post(f"{link}/pace", data={"gap_days": days})
    assert pace(session) == [182]


def test_as_often_as_others_takes_the_wish_back(client, session, link):
    client.post(f"{link}/pace", data={"gap_days": "365"})
    assert "You may be asked again" in client.post(f"{link}/pace", data={"gap_days": "0"}).text
    assert pace(session) == []


def test_whoever_had_left_and_asks_for_fewer_is_back(client, session, link):
    client.post(link)
    client.post(f"{link}/pace", data={"gap_days": "365"})
    assert rows(session) == 0
    assert pace(session) == [365]


@pytest.mark.parametrize("days", ["", "1", "-365", "x", "9" * 30])
def test_wish_that_was_not_offered_changes_nothing(client, session, link, days):
    client.post(link)
    assert client.post(f"{link}/pace", data={"gap_days": days}).status_code == 200
    assert (rows(session), pace(session)) == (1, [])


@pytest.mark.parametrize("way", ["", "/pace", "/return"])
def test_no_way_needs_a_cookie_or_a_redirect(client, link, way):
    answer = client.post(f"{link}{way}", data={"gap_days": "365"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_page_speaks_the_browsers_language(client, link):
    page = client.get(link, headers={"Accept-Language": "de"}).text
    assert "Wie oft dürfen wir Sie fragen?" in page


def test_who_has_left_is_told_so(client, link):
    client.post(link)
    assert "You are unsubscribed" in client.get(link).text


def test_link_of_another_purpose_is_worth_nothing(app, client, session, workspace, carla_link):
    assert client.post(f"/u/{carla_link}").status_code == 404
    assert rows(session) == 0


@pytest.fixture
def carla_link(app, workspace):
    return Links(str(app.secret_key)).token(Purpose.ANSWER, Link(workspace.id, 1))


@pytest.mark.parametrize("broken", ["x", "", "AAAA.BBBB", "é"])
def test_broken_link_gets_a_kind_page(client, link, broken):
    answer = client.get(f"/u/{broken or link.removeprefix('/u/')[:-3]}")
    assert answer.status_code == 404
    assert "not whole" in answer.text


def test_only_a_hash_of_the_address_is_kept(client, session, link):
    client.post(link)
    kept = session.scalars(select(Unsubscribe.address_hash)).one()
    assert "carla" not in kept
    assert len(kept) == 16


def test_one_address_has_another_hash_at_each_company(app):
    hashes = {unsubscribing.address_hash("key", each, "carla@example.com") for each in (1, 2)}
    assert len(hashes) == 2


def test_link_works_after_the_contact_was_erased(client, app, session, link, workspace):
    client.post(link)
    again = factories.contact(session, email="Carla@Example.com")
    hashed = unsubscribing.address_hash(str(app.secret_key), workspace.id, again.email)
    assert unsubscribing.is_unsubscribed(session, hashed)


def test_reply_waits_until_a_mail_in_flight_has_landed(app, client, session, link, version, carla):
    """The sender looked before she left; the mail is out before she reads that none will come."""
    row = factories.invitation(session, version, carla, state="claimed", claimed_at=NOW)
    session.commit()

    def land():
        time.sleep(0.4)
        with app.app_context(), db.engine.begin() as connection:
            table = Invitation.__table__
            connection.execute(table.update().where(table.c.id == row.id).values(state="sent"))

    landing = threading.Thread(target=land)
    landing.start()
    began = time.monotonic()
    client.post(link)
    waited = time.monotonic() - began
    landing.join()
    assert 0.3 <= waited < 5


def test_reply_does_not_wait_for_mail_to_others(client, session, link, version):
    other = factories.contact(session)
    factories.invitation(session, version, other, state="claimed", claimed_at=NOW)
    began = time.monotonic()
    client.post(link)
    assert time.monotonic() - began < 1


def test_reply_does_not_wait_for_ever_for_a_dead_sender(app, session, workspace, version, carla):
    factories.invitation(session, version, carla, state="claimed", claimed_at=NOW)
    session.commit()
    key, naps = str(app.secret_key), []
    hashed = unsubscribing.address_hash(key, workspace.id, carla.email)
    unsubscribing.await_mail_in_flight(session, key, hashed, sleep=naps.append)
    assert sum(naps) == pytest.approx(unsubscribing.PATIENCE_SECONDS)
