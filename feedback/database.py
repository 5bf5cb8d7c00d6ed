"""How the two databases are opened: durable, patient, and brought to the newest schema."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    event,
    false,
    func,
    inspect,
    make_url,
    text,
)
from sqlalchemy.pool import ConnectionPoolEntry

from feedback.config import Settings
from feedback.extensions import db
from surveys.scope import read_only

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 5
SEARCH = "comment_search"
"""SQLite's index of comments' words, and what its tables' names begin with."""
SINGLE_READS = "hark_single_reads"
"""Execution option: each query sees the newest rows by itself, without a transaction around."""


def engine_options(settings: Settings) -> dict[str, Any]:
    """Give the pool a connection for each thread, and let no one wait for ever."""
    options: dict[str, Any] = {"pool_size": settings.threads + 2, "pool_timeout": 10}
    options["hide_parameters"] = True  # what people wrote does not belong into a log
    if settings.database.startswith("postgresql"):
        given = make_url(settings.database).query.get("options", "")
        waits = {"options": f"{given} -c lock_timeout={BUSY_SECONDS}s".strip()}
        waits |= {"connect_timeout": str(BUSY_SECONDS)}
        options |= {"pool_pre_ping": True, "connect_args": waits}
    return options


def open_sqlite(engine: Engine) -> None:
    """Make SQLite durable and let writers queue in line instead of polling for the lock."""
    line = threading.Lock()

    @event.listens_for(engine, "connect")
    def _durable(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -20000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(SINGLE_READS):
            return
        if read_only.get():
            _tell(connection, "BEGIN")
            return
        if not connection.info.get("in_line"):
            if not line.acquire(timeout=BUSY_SECONDS):
                raise sqlite3.OperationalError("database is locked")
            connection.info["in_line"] = True
        _tell(connection, "BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _leave_line(_connection: sqlite3.Connection | None, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop("in_line", False):
            line.release()


def _tell(connection: Connection, command: str) -> None:
    """Speak to SQLite directly: a tenth of the time, and this is said in every request."""
    raw: Any = connection.connection.driver_connection
    raw.execute(command)


@contextmanager
def read_snapshot(engine: Engine) -> Iterator[Connection]:
    """Lend a connection that sees the database as it is now, whatever is written meanwhile."""
    before = read_only.set(True)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
    finally:
        read_only.reset(before)


def migrate(app: Flask) -> None:
    """Bring the schema up to date; nothing is imported or locked when it already is."""
    with app.app_context():
        if stored_revision(db.engine) == newest_revision():
            return
        # Half a second of imports that most starts do not need.
        from flask_migrate import Migrate, upgrade

        Migrate(app, db, directory=str(MIGRATIONS))
        upgrade(directory=str(MIGRATIONS))


def newest_revision() -> str:
    """Name the last migration; their files are numbered."""
    return max(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether the models say how this part of the schema is; SQLite keeps its search index so."""
    return not (name or "").startswith(SEARCH)


def stored_revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def likely(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Hide a condition that nearly all rows meet from PostgreSQL's guess that hardly any does.

    Guessing one row of ten thousand, it read and sorted them all for each page of the wall.
    """
    return func.coalesce(condition, false())
