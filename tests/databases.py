"""A PostgreSQL database for each process that runs tests: they empty it, so none may share one."""

from sqlalchemy import create_engine, make_url, text

from feedback.config import Settings


def of_worker(url: str, worker: str) -> str:
    """Give the address of this process's own database, beside the one in the settings."""
    if not (url and worker):
        return url
    given = make_url(url)
    own = given.set(database=f"{given.database}_{worker}")
    return own.render_as_string(hide_password=False)


def create(url: str, own: str) -> None:
    """Make it where it is missing; the role of the settings must be allowed to."""
    name = make_url(own).database
    engine = create_engine(Settings(database_url=url).database, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        known = text("SELECT 1 FROM pg_database WHERE datname = :name")
        if not connection.scalar(known, {"name": name}):
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
