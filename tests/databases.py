"""A PostgreSQL database for each process that runs tests: they empty it, so none may share one."""

from sqlalchemy import create_engine, make_url, text

from feedback.config import Settings

HURRIED = "-csynchronous_commit=off"
"""Nothing that a test wrote must outlive a crash of the server."""


def of_worker(url: str, worker: str) -> str:
    """Give the address of this process's own database, beside the one in the settings."""
    if not url:
        return ""
    given = make_url(url).update_query_dict({"options": HURRIED})
    own = given.set(database=f"{given.database}_{worker}") if worker else given
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


def own_schema(url: str, name: str) -> str:
    """Give an address at which PostgreSQL shows an empty schema beside the other tests' one."""
    engine = create_engine(Settings(database_url=url).database)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {name}"))
    engine.dispose()
    own = make_url(url).update_query_dict({"options": f"{HURRIED} -csearch_path={name}"})
    return own.render_as_string(hide_password=False)
