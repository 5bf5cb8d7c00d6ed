"""A withdrawal wins over a publication in flight."""

import re
import threading
import time
from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from feedback import models


def stamp_on(page):
    return re.search(r'name="seen" value="([^"]*)"', page).group(1)


def test_withdrawal_wins_over_a_publication_in_flight(
    app, marketer, agree, page, session, database_url, quotes
):
    consent = agree()
    marketer.submit(page(consent, "quote"), {"sentence": ["0", "1", "2"]}, page=page(consent))
    token = marketer.csrf(page(consent))
    seen = stamp_on(marketer.get(page(consent)).text)
    answer: list[int] = []
    cookie = marketer.get_cookie("hark").value

    def publish():
        client = FlaskClient(app, app.response_class)
        client.set_cookie("hark", cookie)
        sent = client.post(page(consent, "publication"), data={"csrf_token": token, "seen": seen})
        answer.append(sent.status_code)

    address = page(consent, "publication")
    assert address
    engine = create_engine(database_url)
    number, workspace = consent.id, consent.workspace_id
    session.commit()
    with engine.connect() as author:
        author.execute(
            text("UPDATE consent SET ended_at = :at WHERE workspace_id = :w AND id = :id"),
            {"at": datetime.now(UTC), "w": workspace, "id": number},
        )
        other = threading.Thread(target=publish)
        other.start()
        time.sleep(0.3)
        assert answer == [], "the publication did not wait for the withdrawal"
        author.commit()
        other.join(10)
    engine.dispose()
    assert answer == [410]
    assert session.query(models.Publication).count() == 0
    assert quotes() == []


def test_publishing_twice_publishes_once(marketer, agree, page, session, quotes):
    consent = agree()
    marketer.submit(page(consent, "quote"), {"sentence": ["0", "1", "2"]}, page=page(consent))
    token = marketer.csrf(page(consent))
    seen = stamp_on(marketer.get(page(consent)).text)
    for _ in range(2):
        marketer.post(page(consent, "publication"), data={"csrf_token": token, "seen": seen})
    assert session.query(models.Publication).count() == 1
    assert len(quotes()) == 1


def test_publishing_before_anything_is_cut_publishes_nothing(marketer, agree, page, quotes):
    consent = agree()
    answer = marketer.submit(page(consent, "publication"), page=page(consent))
    assert answer.status_code == 410
    assert quotes() == []


def test_a_quote_cut_anew_meanwhile_is_not_published_unseen(marketer, agree, page, session, quotes):
    consent = agree()
    marketer.submit(page(consent, "quote"), {"sentence": ["2"]}, page=page(consent))
    token, seen = marketer.csrf(page(consent)), stamp_on(marketer.get(page(consent)).text)
    marketer.submit(page(consent, "quote"), {"sentence": ["0"]}, page=page(consent))
    sent = marketer.post(
        page(consent, "publication"), data={"csrf_token": token, "seen": seen, "fair": "y"}
    )
    assert sent.status_code == 409
    assert "We moved in May." in sent.text
    assert quotes() == []
    marketer.submit(page(consent, "publication"), {"fair": "y"}, page=page(consent))
    assert len(quotes()) == 1


def test_publishing_without_saying_which_quote_was_seen_publishes_nothing(
    marketer, agree, page, quotes
):
    consent = agree()
    marketer.submit(page(consent, "quote"), {"sentence": ["2"]}, page=page(consent))
    sent = marketer.submit(
        page(consent, "publication"), {"seen": "", "fair": "y"}, page=page(consent)
    )
    assert (sent.status_code, quotes()) == (409, [])
