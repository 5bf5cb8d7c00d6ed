"""The database locked or away: a page that carries everything typed, and loses nothing."""

import re
import sqlite3
from html import unescape

import pytest
from sqlalchemy import NullPool, create_engine, event

from feedback import database
from feedback.extensions import db
from feedback.respond import views

TYPED = {"score": "9", "reason": "Two\nlines <b> {{7*7}} 🦤", "q1": "Speed"}


@pytest.fixture
def away(app):
    """A database that cannot be reached while the test runs."""

    with app.app_context():
        its_dialect = db.engine.dialect

    class Away:
        dialect = its_dialect

        def connect(self):
            raise sqlite3.OperationalError("unable to open database file")

        begin = connect

    with app.app_context():
        engines = db._app_engines[app]
        kept, engines[None] = engines[None], Away()
    yield
    engines[None] = kept


@pytest.fixture
def locked(app, carla, monkeypatch):
    """A database that another program has locked, and little patience to wait for it."""
    with app.app_context():
        engine = db.engine
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    event.listen(engine, "connect", impatient)
    engine.dispose()
    other = create_engine(engine.url, poolclass=NullPool)
    with other.connect() as holder:
        is_sqlite = engine.dialect.name == "sqlite"
        holder.exec_driver_sql("BEGIN IMMEDIATE" if is_sqlite else "LOCK TABLE response")
        yield holder
    event.remove(engine, "connect", impatient)
    engine.dispose()


def impatient(connection, _entry):
    if not isinstance(connection, sqlite3.Connection):
        connection.execute("SET lock_timeout = '50ms'")
        connection.commit()


def fields(page):
    """What the page's form would send."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    found += re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(value) for name, value in found}


def test_everything_typed_comes_back_and_one_press_sends_it_again(carla, away):
    page = carla.send(**TYPED)
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert fields(page.text) == {"_submission": "k1", **TYPED}
    assert page.text.count("<button") == 1
    assert f'action="{carla.path}"' in page.text


def test_even_a_short_reason_is_seen_to_be_kept(carla, away):
    page = carla.send(score="8", reason="Fast").text
    assert re.search(r'<textarea[^>]* name="reason"[^>]*>\n?Fast</textarea>', page)


def test_what_came_back_is_stored_by_that_press(carla, app):
    carla.client.post(carla.path, data={"_submission": "k1", **TYPED})
    assert carla.answers()["reason"] == TYPED["reason"]


def test_looking_while_the_database_is_away_is_a_kind_page(carla, away):
    page = carla.client.get(carla.path)
    assert page.status_code == 503
    assert "Nothing is lost" in page.text


def test_a_locked_database_gives_the_words_back_and_stores_nothing(carla, locked):
    page = carla.send(**TYPED)
    assert page.status_code == 503
    assert fields(page.text) == {"_submission": "k1", **TYPED}
    locked.close()
    assert carla.responses() == []


def test_a_fault_of_our_own_gives_the_words_back_too(carla, monkeypatch):
    monkeypatch.setattr(views, "record", lambda _: 1 / 0)
    page = carla.send(**TYPED)
    assert page.status_code == 500
    assert fields(page.text)["reason"] == TYPED["reason"]
