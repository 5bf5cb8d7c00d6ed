"""One migration history for SQLite and PostgreSQL."""

from alembic import context
from sqlalchemy import text

from feedback.extensions import db

LOCK = 0x4841524B  # "HARK": two hosts starting at once migrate one after the other


def run() -> None:
    """Bring the database to the newest revision."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
