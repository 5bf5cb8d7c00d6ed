"""How the databases are opened."""

from feedback import create_app
from feedback.config import Settings
from feedback.database import engine_options, newest_revision, stored_revision
from feedback.extensions import db


def test_postgresql_keeps_the_options_of_its_address():
    settings = Settings(database_url="postgresql://me@host/db?options=-csearch_path%3Dours")
    options = engine_options(settings)["connect_args"]["options"]
    assert options.split() == ["-csearch_path=ours", "-c", "lock_timeout=5s"]


def test_sqlite_is_durable_and_patient(tmp_path):

    app = create_app(Settings(data=tmp_path))
    with app.app_context(), db.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        db.engine.dispose()
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_migrating_leaves_no_lock_behind(house):
    with house.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            held = connection.exec_driver_sql(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            ).scalar()
            assert held == 0
        assert stored_revision(db.engine) == newest_revision()
