"""Coming from the first release with data: every row of it is there after the newest migration."""

from contextlib import suppress

import pytest
from flask_migrate import Migrate, upgrade
from sqlalchemy import column, event, insert, select, table, text
from sqlalchemy.exc import OperationalError

from feedback import create_app
from feedback.config import Settings
from feedback.database import MIGRATIONS, migrate, newest_revision, stored_revision
from feedback.extensions import db
from tests import databases
from tests.factories import NOW

FIRST = "0001"
PARENTS_FIRST = {
    "workspace": {"id": 1, "name": "Acme", "slug": "acme", "accent": "#000000", "timezone": "UTC"}
    | {"ask_gap_days": 90, "sender_name": "", "reply_to": "", "postal_address": ""},
    "survey": {"id": 2, "name": "Customers", "kind": "relationship_nps"},
    "version": {"id": 3, "survey_id": 2, "number": 1, "definition": {}, "published_at": NOW},
    "contact": {"id": 4, "key": "c@example.com", "email": "c@example.com", "name": "Carla"}
    | {"attributes": {"plan": "pro"}, "updated_at": NOW},
    "campaign": {"id": 5, "survey_id": 2, "version_id": 3, "name": "Autumn", "holds": 0}
    | {"audience": {}, "skipped": {}},
    "invitation": {"id": 6, "campaign_id": 5, "contact_id": 4, "step": 0, "state": "sent"}
    | {"attempts": 1, "queued_at": NOW, "due_at": NOW, "sent_at": NOW},
    "response": {"id": 7, "survey_id": 2, "version_id": 3, "invitation_id": 6, "contact_id": 4}
    | {"submission_id": "k", "score": 9, "answered_at": NOW, "answered_on": NOW.date()}
    | {"updated_at": NOW, "revision": 1, "source": "mail", "attributes": {}},
    "answer": {"response_id": 7, "question_key": "score", "number": 9.0},
    "consent": {"id": 8, "response_id": 7, "words": "Good", "words_hash": "h", "named_as": "Carla"}
    | {"attribution": "full", "purposes": ["website"], "wording_version": "1", "locale": "en"}
    | {"wording_hash": "h", "channel": "web", "given_at": NOW, "expires_at": NOW},
    "testimonial": {"id": 9, "consent_id": 8, "spans": [[0, 4]], "quote": "Good", "made_at": NOW},
    "publication": {"id": 10, "testimonial_id": 9, "published_at": NOW},
    "unsubscribe": {"address_hash": "abc", "via": "page", "at": NOW},
}


@pytest.fixture
def old(database_url, tmp_path):
    """An application whose database is still as the first release left it, with data."""
    if database_url.startswith("postgresql"):
        database_url = databases.own_schema(database_url, "migrating")
        app = create_app(Settings(data=tmp_path, database_url=database_url))
    else:
        app = create_app(Settings(data=tmp_path))
    with app.app_context():
        Migrate(app, db, directory=str(MIGRATIONS))
        upgrade(directory=str(MIGRATIONS), revision=FIRST)
        fill()
        yield app
        db.engine.dispose()


def fill():
    """Insert only columns that the first release had: the models may know more by now."""
    with db.engine.begin() as connection:
        for name, values in PARENTS_FIRST.items():
            known = db.metadata.tables[name].c
            row = {"workspace_id": 1, "created_at": NOW} | values
            row = {key: value for key, value in row.items() if key in known}
            bare = table(name, *(column(key, known[key].type) for key in row))
            connection.execute(insert(bare).values(row))


def test_nothing_is_lost_on_the_way_from_the_first_release(old):
    migrate(old)
    assert stored_revision(db.engine) == newest_revision()
    with db.engine.connect() as connection:
        for name, values in PARENTS_FIRST.items():
            (row,) = connection.execute(select(db.metadata.tables[name])).mappings()
            still = {key: row[key] for key in values if key in row}
            assert still == {key: values[key] for key in still}, name


def test_answers_of_the_first_release_are_counted_and_new_ones_as_well(old):
    migrate(old)
    once_more = {**PARENTS_FIRST["response"], "id": 11, "invitation_id": None, "submission_id": "l"}
    with db.engine.begin() as connection:
        answers = db.metadata.tables["response"]
        connection.execute(insert(answers).values(workspace_id=1, **once_more))
        notes = db.metadata.tables["tally_change"].c
        assert connection.execute(select(notes.score, notes.n)).all() == [(9, 1), (9, 1)]
        mailed = db.metadata.tables["tally_asked"].c
        assert connection.execute(select(mailed.sent, mailed.answered)).all() == [(1, 1)]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True, scope="session")
def test_an_answer_that_comes_while_answers_are_noted_is_counted(old):
    late = {**PARENTS_FIRST["response"], "id": 11, "invitation_id": None, "submission_id": "l"}
    answers, kept = db.metadata.tables["response"], []

    def answer() -> None:
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
            connection.execute(insert(answers).values(workspace_id=1, **late))
            kept.append(late)

    def look(_connection, _cursor, statement, *_others) -> None:
        if statement.startswith("INSERT INTO tally_asked ") and not kept:
            with suppress(OperationalError):  # it waits: here not so long as a person would
                answer()

    Migrate(old, db, directory=str(MIGRATIONS))
    upgrade(directory=str(MIGRATIONS), revision="0016")
    event.listen(db.engine, "before_cursor_execute", look)
    migrate(old)
    event.remove(db.engine, "before_cursor_execute", look)
    if not kept:
        answer()
    with db.engine.connect() as connection:
        notes = db.metadata.tables["tally_change"].c
        assert connection.execute(select(notes.score, notes.n)).all() == [(9, 1), (9, 1)]


def test_after_it_foreign_keys_are_watched_again(old):
    migrate(old)
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
