"""Time of the report page at 10k, 100k and 1M answers, on SQLite and PostgreSQL.

    uv run python -m bench.report [--sizes 10000,100000] [--databases sqlite,postgresql]

A page is a whole request through the application (sign-in, queries, analysis, HTML), without
the network. Cold is the first page of a newly made application on new connections; the file
cache of the operating system stays warm. PostgreSQL is the server of HARK_TEST_DATABASE_URL;
a database of its own is made there and dropped again.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from bench.rows import fill
from feedback import create_app
from feedback.accounts import identity
from feedback.config import Settings
from feedback.database import migrate
from feedback.extensions import db
from feedback.models import Role
from surveys.scope import bind_workspace
from tests import factories

PAGES = {
    "all surveys": "/report",
    "half a year": "/report?from=2026-05-22",
    "by plan (3 values)": "/report?by=plan",
    "by account (1,000)": "/report?by=account",
}
OWN = "hark_bench_report"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--runs", type=int, default=20)
    asked = parser.parse_args()
    print(f"{'database':<11}{'answers':>10}  {'page':<20}{'cold':>9}{'p50':>9}{'p95':>9}   ms")
    for database in asked.databases.split(","):
        for size in map(int, asked.sizes.split(",")):
            with _database(database) as settings:
                _measure(settings, database, size, asked.runs)


def _measure(settings: Settings, database: str, size: int, runs: int) -> None:
    token = _filled(settings, size)
    for page, address in PAGES.items():
        client = _signed_in(settings, token)
        cold, *warm = (_timed(client, address) for _ in range(runs + 1))
        p50, p95 = (quantiles(warm, n=20)[at] for at in (9, 18))
        print(
            f"{database:<11}{size:>10,}  {page:<20}{cold:>9.0f}{p50:>9.0f}{p95:>9.0f}", flush=True
        )


def _filled(settings: Settings, size: int) -> str:
    """Fill a fresh database and give a sign-in of its owner."""
    app = create_app(settings)
    migrate(app)
    with app.app_context():
        with Session(db.engine) as session:
            workspace = factories.workspace(session)
            bind_workspace(session, workspace.id)
            version = factories.survey(session)
            owner = factories.member(session, role=Role.OWNER)
            made = identity.make_sign_in(session, owner, datetime.now(UTC))
            token = identity.entry_token(str(app.secret_key), made)
            where = workspace.id, version.survey_id, version.id
            session.commit()
            fill(session, workspace_id=where[0], survey_id=where[1], version_id=where[2], n=size)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            sqlite = db.engine.dialect.name == "sqlite"
            connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))
        db.engine.dispose()
    return token


def _signed_in(settings: Settings, token: str) -> FlaskClient:
    client = create_app(settings).test_client()
    assert client.get(f"/enter/{token}").status_code == 302
    return client


def _timed(client: FlaskClient, address: str) -> float:
    start = time.perf_counter()
    page = client.get(address)
    taken = time.perf_counter() - start
    assert page.status_code == 200
    assert "hero-number" in page.text
    return 1000 * taken


@contextmanager
def _database(kind: str) -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield Settings(data=Path(folder))
            return
        server = make_url(Settings(database_url=os.environ["HARK_TEST_DATABASE_URL"]).database)
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {OWN} WITH (FORCE)"))
                connection.execute(text(f"CREATE DATABASE {OWN}"))
            own = server.set(database=OWN).render_as_string(hide_password=False)
            yield Settings(data=Path(folder), database_url=own)
        finally:
            with engine.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {OWN} WITH (FORCE)"))
            engine.dispose()


if __name__ == "__main__":
    main()
