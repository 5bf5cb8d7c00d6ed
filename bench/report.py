"""Time of the report page at 10k, 1M and 10M answers, on SQLite and PostgreSQL.

    uv run python -m bench.report [--sizes 10000,1000000] [--databases sqlite,postgresql]

A page is a whole request through the application (sign-in, queries, analysis, HTML), without
the network. Cold is the first page of a newly made application on new connections; the file
cache of the operating system stays warm. `scan` is what the page's counting statements take when
they read the answers themselves, as they did before there were counts: the same machine, the same
minute. `fold` is what a thousand new answers take from their notes into the counts; `memory` is the
most that the process which served the pages ever held. PostgreSQL is the server of
HARK_TEST_DATABASE_URL;
a database of its own is made there and dropped again.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles

from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from bench.rows import fill
from feedback import create_app
from feedback.accounts import identity
from feedback.config import Settings
from feedback.counts import folding, recounting, triggers
from feedback.database import migrate
from feedback.extensions import db
from feedback.models import Role
from surveys.scope import bind_workspace
from tests import factories

PAGES = {
    "all surveys": ("/report", ""),
    "half a year": ("/report?from=2026-05-22", ""),
    "by plan (3 values)": ("/report?by=plan", "plan"),
    "by account (1,000)": ("/report?by=account", "account"),
    "by plan, half a year": ("/report?by=plan&from=2026-05-22", "plan"),
    "by account, a month": ("/report?by=account&from=2026-10-05&to=2026-11-04", "account"),
}
OWN = "hark_bench_report"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,1000000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--runs", type=int, default=20)
    asked = parser.parse_args()
    columns = "".join(f"{name:>9}" for name in ("cold", "p50", "p95", "scan"))
    print(f"{'database':<11}{'answers':>10}  {'page':<22}{columns}   ms")
    for kind in asked.databases.split(","):
        for size in map(int, asked.sizes.split(",")):
            with database(kind) as settings:
                _measure(settings, kind, size, asked.runs)


def _measure(settings: Settings, database: str, size: int, runs: int) -> None:
    token = filled(settings, size)
    scans: dict[tuple[str, bool], float] = {}
    for page, (address, by) in PAGES.items():
        has_period = "from" in address
        if (by, has_period) not in scans:
            scans[by, has_period] = _scan(settings, by, has_period=has_period)
        with ProcessPoolExecutor(1, get_context("spawn")) as server:  # its memory is the pages'
            cold, p50, p95, memory = server.submit(_pages, settings, token, address, runs).result()
        print(
            f"{database:<11}{size:>10,}  {page:<22}{cold:>9.0f}{p50:>9.0f}{p95:>9.0f}"
            f"{scans[by, has_period]:>9.0f}   {memory:,.0f} MB",
            flush=True,
        )
    print(f"{database:<11}{size:>10,}  fold of 1,000 answers {_fold(settings):,.0f} ms", flush=True)


def _pages(settings: Settings, token: str, address: str, runs: int) -> tuple[float, ...]:
    client = signed_in(settings, token)
    cold, *warm = (_timed(client, address) for _ in range(runs + 1))
    cuts = quantiles(warm, n=20)
    status = Path("/proc/self/status").read_text()  # getrusage hands down the parent's
    return cold, cuts[9], cuts[18], int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _scan(settings: Settings, by: str, *, has_period: bool) -> float:
    """Time the statements that the page asked before there were counts."""
    app = create_app(settings)
    with app.app_context(), db.engine.connect() as connection:
        sqlite = db.engine.dialect.name == "sqlite"
        value = f"json_extract(attributes, '$.{by}')" if sqlite else f"attributes ->> '{by}'"
        period = "AND answered_on >= '2026-05-22'" if has_period else ""
        due = "AND due_at >= '2026-05-22'" if has_period else ""
        statements = [
            f"""SELECT answered_on, score, source, excluded, count(*) FROM response
                WHERE survey_id > 0 {period} GROUP BY 1, 2, 3, 4""",
            f"SELECT count(*) FROM invitation WHERE campaign_id = 1 AND state = 'sent' {due}",
        ]
        if by:
            statements.append(
                f"""SELECT {value}, score, count(*) FROM response
                    WHERE excluded IS NULL AND score IS NOT NULL {period} GROUP BY 1, 2"""
            )
        start = time.perf_counter()
        for statement in statements:
            connection.execute(text(statement)).all()
        return 1000 * (time.perf_counter() - start)


def _fold(settings: Settings) -> float:
    """Time a thousand notes on their way into the counts."""
    app = create_app(settings)
    with app.app_context():
        with db.engine.begin() as connection:
            thousand = "UPDATE response SET language = 'de' WHERE id BETWEEN 5001 AND 5500"
            connection.execute(text(thousand))
        start = time.perf_counter()
        while folding.fold_some():
            pass
        return 1000 * (time.perf_counter() - start)


def filled(settings: Settings, size: int) -> str:
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
            with db.engine.begin() as connection:
                triggers.remove(connection)  # so many at once are counted, not noted
            fill(session, workspace_id=where[0], survey_id=where[1], version_id=where[2], n=size)
            with db.engine.begin() as connection:
                triggers.install(connection)
            start = time.perf_counter()
            for said in recounting.recount():
                print(f"{said} in {time.perf_counter() - start:,.0f} s", flush=True)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            sqlite = db.engine.dialect.name == "sqlite"
            connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))
        db.engine.dispose()
    return token


def signed_in(settings: Settings, token: str) -> FlaskClient:
    """Give a client of a newly made application, signed in."""
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
def database(kind: str) -> Iterator[Settings]:
    """Lend an empty database of a kind."""
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
