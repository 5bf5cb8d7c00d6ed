"""A kiosk as its server sees it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import Response
from tests import factories


@pytest.fixture
def kiosk(place):
    """Give a kiosk at the door."""
    return place("kiosk", code="kiosk123", name="Door")


@pytest.fixture
def send(client, kiosk, version):
    """Give a function: send as the kiosk's page does."""

    def post(score="9", key="k1", **given):
        data = {"_submission": key, "score": score, **given}
        return client.post(f"/t/kiosk123/{spell(version.id)}/brief", data=data)

    return post


def responses(session):
    return [(r.score, r.source, r.revision) for r in session.scalars(select(Response))]


def test_its_page_asks_score_and_reason_and_writes_nothing(client, kiosk, rows):
    before = rows()
    page = client.get("/t/kiosk123/kiosk")
    assert "How likely are you to recommend Acme?" in page.text
    assert 'name="reason"' in page.text
    assert "worker-src 'self'" in page.headers["Content-Security-Policy"]
    assert rows() == before


def test_no_other_page_may_keep_a_worker(client, kiosk):
    assert "worker-src" not in client.get("/t/kiosk123").headers["Content-Security-Policy"]


def test_an_answer_sent_again_and_again_is_one(send, session):
    assert [send(reason="Fine").status_code for _ in range(3)] == [200, 200, 200]
    assert responses(session) == [(9, "kiosk", 1)]


def test_what_comes_after_the_close_is_kept_and_acknowledged(send, kiosk, session):
    kiosk.ended_at = factories.NOW
    session.commit()
    sent = send()
    assert (sent.status_code, sent.json["closed"]) == (410, True)
    assert [r.excluded for r in session.scalars(select(Response))] == ["late"]


def when(session):
    (row,) = session.scalars(select(Response))
    return row.answered_at, row.updated_at, row.answered_on


@pytest.fixture
def opened(kiosk, session):
    """Give the moment at which the place was opened: two days ago."""
    kiosk.created_at = datetime.now(UTC) - timedelta(days=2)
    session.commit()
    return kiosk.created_at


def test_an_answer_carries_when_it_was_given_and_when_it_came(send, opened, session):
    send(_age="86400")
    given, came, day = when(session)
    assert timedelta(hours=23, minutes=59) < came - given < timedelta(hours=24, minutes=1)
    assert day == given.date()


def test_no_answer_is_older_than_its_place(send, opened, session):
    send(_age=str(10**15))
    given, *_ = when(session)
    assert abs(given - opened) < timedelta(seconds=1)


@pytest.mark.parametrize("age", ["", "-5", "1e3", "NaN", "١٢", "0.5", "x", "0"])
def test_what_is_no_age_is_now_and_nothing_lies_ahead(send, opened, session, age):
    before = datetime.now(UTC)
    send(_age=age)
    given, came, _ = when(session)
    assert given == came
    assert given >= before - timedelta(seconds=1)
    assert given <= datetime.now(UTC)


def test_sent_again_later_it_keeps_when_it_was_given(send, opened, session):
    send(_age="3600")
    first = when(session)
    send(_age="7200")
    session.expire_all()
    assert when(session) == first


def test_only_a_kiosk_may_say_when(client, place, version, session):
    place("widget", code="widget1234", sites=["https://a.example"])
    path = f"/t/widget1234/{spell(version.id)}/brief"
    site = {"Origin": "https://a.example"}
    client.post(path, data={"_submission": "k", "score": "9", "_age": "86400"}, headers=site)
    given, came, _ = when(session)
    assert given == came


def test_what_was_asked_is_kept_with_it(send, session):
    send()
    (row,) = session.scalars(select(Response))
    assert row.shown["questions"] == ["score", "reason"]


@pytest.mark.parametrize("kind", ["qr", "link", "widget"])
def test_other_touchpoints_are_no_kiosks(client, place, kind):
    here = place(kind)
    assert client.get(f"/t/{here.code}/kiosk").status_code == 404
    assert client.get(f"/t/{here.code}/kiosk-worker.js").status_code == 404


def test_a_closed_kiosk_says_so(client, kiosk, session):
    kiosk.ended_at = factories.NOW
    session.commit()
    page = client.get("/t/kiosk123/kiosk")
    assert (page.status_code, "This survey is closed" in page.text) == (410, True)
    assert "async function deliver" in page.text
