"""The houses that benches look at: a database of either kind, a company in it, and its owner."""

import csv
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.orm import Session

from bench.praise import OWN as CORPUS
from feedback import create_app
from feedback.accounts import identity
from feedback.config import Settings
from feedback.counts import recounting, triggers
from feedback.counts.people import sweeping
from feedback.database import migrate
from feedback.extensions import db
from feedback.garbage import settle
from feedback.models import Role
from feedback.reports import deciding
from feedback.worker import run_next_job
from surveys.models import Version
from surveys.scope import bind_workspace
from tests import factories


@contextmanager
def database(kind: str, kept: Path | None = None) -> Iterator[Settings]:
    """Lend an empty database of a kind; one that is kept is found again as it was left."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
    with nullcontext(str(kept)) if kept else tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield Settings(data=Path(folder))
            return
        with _on_postgresql(re.sub("[^a-z0-9]", "_", kept.name) if kept else "") as url:
            yield Settings(data=Path(folder), database_url=url)


@contextmanager
def _on_postgresql(kept: str) -> Iterator[str]:
    """Make a database beside yours, named like it; without a name to be kept by it goes again."""
    server = make_url(Settings(database_url=os.environ["HARK_TEST_DATABASE_URL"]).database)
    name = f"{server.database}_house{kept}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    known = text("SELECT 1 FROM pg_database WHERE datname = :name")
    try:
        with engine.connect() as connection:
            if not kept:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            if not connection.scalar(known, {"name": name}):
                connection.execute(text(f"CREATE DATABASE {name}"))
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        if not kept:
            with engine.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        engine.dispose()


@contextmanager
def founded(settings: Settings) -> Iterator[tuple[Session, Version, str]]:
    """Found a company with a survey: a session bound to it, the survey, a sign-in of its owner.

    What is written here is written for good, and the database knows it well, when the block ends.
    """
    app = create_app(settings)
    migrate(app)
    with app.app_context():
        with Session(db.engine) as session:
            bind_workspace(session, factories.workspace(session).id)
            version = factories.survey(session)
            owner = factories.member(session, role=Role.OWNER)
            made = identity.make_sign_in(session, owner, datetime.now(UTC))
            token = identity.entry_token(str(app.secret_key), made)
            session.commit()
            yield session, version, token
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            sqlite = db.engine.dialect.name == "sqlite"
            connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))
        db.engine.dispose()


def hurry() -> None:
    """Let SQLite fill without waiting for the disk: a power cut would cost the bench alone."""
    if db.engine.dialect.name != "sqlite":
        return

    @event.listens_for(db.engine, "connect")
    def _quickly(connection: sqlite3.Connection, _entry: object) -> None:
        for said in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -1000000"):
            connection.execute(f"PRAGMA {said}")

    db.engine.dispose()


@contextmanager
def counted_after() -> Iterator[None]:
    """Write answers without a note of each, and count all of them behind."""
    with db.engine.begin() as connection:
        triggers.remove(connection)
    yield
    with db.engine.begin() as connection:
        triggers.install(connection)
    start = time.perf_counter()
    for said in chain(recounting.recount(), sweeping.recount()):
        print(f"{said} in {time.perf_counter() - start:,.0f} s", flush=True)
    start = time.perf_counter()
    deciding.plan(db.session(), datetime.now(UTC))
    while run_next_job():
        pass
    print(f"groups held beside one another in {time.perf_counter() - start:,.0f} s", flush=True)


def load() -> str:
    """Say how busy the machine is."""
    return f"{os.getloadavg()[0]:.1f}"


def corpus() -> list[dict[str, str]]:
    """Give the labelled comments that benches repeat."""
    with CORPUS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def signed_in(settings: Settings, token: str) -> FlaskClient:
    """Give a client of a newly made application, signed in, in a process like a server's."""
    client = create_app(settings).test_client()
    settle()
    assert client.get(f"/enter/{token}").status_code == 302
    return client
