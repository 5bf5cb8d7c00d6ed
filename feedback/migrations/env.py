"""One migration history for SQLite and PostgreSQL."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, text

from feedback.counts import triggers
from feedback.database import is_ours
from feedback.extensions import db

LOCK = 0x4841524B  # "HARK": two hosts starting at once migrate one after the other


def run() -> None:
    """Bring the database to the newest revision, all of it or nothing."""
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            _watch_foreign_keys(connection, on=False)
        else:
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_name=is_ours,
            render_as_batch=True,
            transactional_ddl=True,
        )
        try:
            with context.begin_transaction():
                triggers.remove(connection)
                context.run_migrations()
                triggers.install(connection)
                if is_sqlite:
                    _check_foreign_keys(connection)
            connection.commit()
        finally:
            if is_sqlite:
                connection.rollback()
                _watch_foreign_keys(connection, on=True)


def _watch_foreign_keys(connection: Connection, *, on: bool) -> None:
    """SQLite alters a table by making it anew; watched, dropping the old one would cascade."""
    raw: Any = connection.connection.driver_connection
    raw.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise RuntimeError(f"the migration would leave rows without their parents: {broken[:5]}")


run()
