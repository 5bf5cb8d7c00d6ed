"""Time of the report pages at 10k, 1M and 10M answers, on SQLite and PostgreSQL.

    uv run python -m bench.report [--sizes 10000,1000000] [--databases sqlite,postgresql]
    uv run python -m bench.report --sizes 10000000 --keep FOLDER     # filled once, measured again

A page is asked of the real server, one process (`bench.visits`). Cold is the first time this server
shows it; `work` is the processor time of the middle one. `scan` is what the page's counting
statements take when they read the answers themselves, as they did before there were counts: the
same machine, the same minute. `fold` is what a thousand new answers take from their notes into the
counts; `fresh` the time of the first page after an answer, which counts it; memory the most that
the server's process held up to then. PostgreSQL is the server of HARK_TEST_DATABASE_URL; a database
of its own is made there and dropped again, unless it is kept.
"""

import argparse
import re
import time
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import text, update

from bench.house import counted_after, database, founded, hurry, load
from bench.rows import fill
from bench.visits import Visitor, visitor
from feedback import create_app
from feedback.config import Settings
from feedback.counts import days, folding, weighing
from feedback.counts.people import folding as accounts
from feedback.counts.people import periods
from feedback.counts.people.among import Bounds
from feedback.extensions import db
from feedback.worker import run_next_job
from surveys.models import Workspace
from surveys.scope import bind_workspace

PAGES = {
    "report: all surveys": "/report",
    "report: half a year": "/report?from=2026-05-22",
    "report: by plan (3 values)": "/report?by=plan",
    "report: by account (1,000)": "/report?by=account",
    "report: by company (10,000)": "/report?by=company",
    "report: by plan, half a year": "/report?by=plan&from=2026-05-22",
    "report: by account, a month": "/report?by=account&from=2026-10-05&to=2026-11-04",
    "summary": "/report/summary",
    "summary: all of time": "/report/summary?every=all",
    "summary: one plan": "/report/summary?every=all&only=plan:Team",
    "summary: one account": "/report/summary?every=all&only=account:A-7",
    "explore": "/report/explore",
    "explore: by plan": "/report/explore?by=plan",
    "explore: by plan, months": "/report/explore?by=plan&over=month",
    "explore: by account, quarters": "/report/explore?by=account&over=quarter",
    "explore: plans side by side": "/report/explore?by=plan&than=Team&over=month",
    "explore: rate by plan": "/report/explore?by=plan&measure=rate",
    "explore: rate by campaign": "/report/explore?by=response.campaign&measure=rate&over=month",
    "explore: time to answer": "/report/explore?measure=time",
    "explore: time by plan": "/report/explore?by=plan&measure=time",
    "explore: time by plan, months": "/report/explore?by=plan&measure=time&over=month",
    "explore: time by account": "/report/explore?by=account&measure=time&every=quarter",
    "explore: early and late": "/report/explore?by=response.speed",
    "explore: by first answer": "/report/explore?by=response.first",
    "explore: by channel": "/report/explore?by=response.source",
    "non-response": "/report/non-response",
    "non-response by plan": "/report/non-response",
    "non-response by plan, region": "/report/non-response",
    "accounts (10,000)": "/report/accounts",
    "accounts: half a year": "/report/accounts?from=2026-05-22",
    "accounts: silent ones": "/report/accounts?show=silent&sort=people",
    "one account": "/report/accounts/one?name=C-77",
    "answers behind": "/report/answers",
}
WEIGHED = {
    "non-response": [],
    "non-response by plan": ["plan"],
    "non-response by plan, region": ["plan", "region"],
}
"""The attributes by which answers are weighted; the worker counts days by them before."""
SCANS = {
    "report: all surveys": ("", ""),
    "report: half a year": ("", "2026-05-22"),
    "report: by plan (3 values)": ("plan", ""),
    "report: by account (1,000)": ("account", ""),
    "report: by plan, half a year": ("plan", "2026-05-22"),
}


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,1000000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--pages", default="", help="only those whose name has these letters")
    parser.add_argument("--keep", type=Path, help="folder of databases that are filled once")
    parser.add_argument("--fill", action="store_true", help="fill and keep, measure nothing")
    asked = parser.parse_args()
    columns = "".join(f"{name:>8}" for name in ("cold", "p50", "p95", "work", "scan"))
    print(f"{'database':<11}{'answers':>10}  {'page':<30}{columns}   ms")
    for kind in asked.databases.split(","):
        for size in map(int, asked.sizes.split(",")):
            kept = asked.keep / f"{kind}-{size}" if asked.keep else None
            with database(kind, kept) as settings:
                token = filled(settings, size)
                if not asked.fill:
                    _measure(settings, token, f"{kind:<11}{size:>10,}", asked)


def _measure(settings: Settings, token: str, where: str, asked: argparse.Namespace) -> None:
    if "account" in asked.pages or not asked.pages:
        print(f"{where}  accounts of half a year {_half_a_year(settings):,.0f} s", flush=True)
    with visitor(settings, token) as one:
        for page, address in PAGES.items():
            if asked.pages in page:
                if page in WEIGHED:
                    _weigh(settings, WEIGHED[page])
                scan = f"{_scan(settings, *SCANS[page]):>8,.0f}" if page in SCANS else ""
                found = one.times(address, asked.runs)
                figures = "".join(f"{ms:>8,.0f}" for ms in vars(found).values())
                print(f"{where}  {page:<30}{figures}{scan:>8}   {one.memory():,.0f} MB", flush=True)
        print(f"{where}  fresh in {_fresh(settings, one):,.0f} ms", flush=True)
    print(f"{where}  fold of 1,000 answers {_fold(settings):,.0f} ms, load {load()}", flush=True)


def _weigh(settings: Settings, names: list[str]) -> None:
    """Let answers be weighted by some attributes, and count as the worker does."""
    with create_app(settings).app_context():
        db.session.execute(update(Workspace).values(weighs_by=names))
        db.session.commit()
        start = time.perf_counter()
        weighing.count_frames(datetime.now(UTC))
        n, taken = days.count_stale(), time.perf_counter() - start
        print(f"{n} days counted anew, by {names}, in {taken:,.1f} s", flush=True)


def _scan(settings: Settings, by: str, since: str) -> float:
    """Time the statements that the page asked before there were counts."""
    app = create_app(settings)
    with app.app_context(), db.engine.connect() as connection:
        sqlite = db.engine.dialect.name == "sqlite"
        value = f"json_extract(attributes, '$.{by}')" if sqlite else f"attributes ->> '{by}'"
        period = f"AND answered_on >= '{since}'" if since else ""
        due = f"AND due_at >= '{since}'" if since else ""
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


def _half_a_year(settings: Settings) -> float:
    """Time the job that counts the accounts of half a year; its page then shows them."""
    app = create_app(settings)
    with app.app_context():
        workspace = db.session.execute(text("SELECT id, account_attribute FROM workspace")).one()
        bind_workspace(db.session(), workspace.id)
        bounds = Bounds(starts=date(2026, 5, 22))
        periods.ask(db.session(), workspace.account_attribute, bounds, datetime.now(UTC))
        db.session.commit()
        start = time.perf_counter()
        while run_next_job():
            pass
        return time.perf_counter() - start


def _fresh(settings: Settings, one: Visitor) -> float:
    """Exclude or include one answer, and time the page that says so."""
    before, app = _counted(one), create_app(settings)
    with app.app_context(), db.engine.begin() as connection:
        turn = "CASE WHEN excluded IS NULL THEN 'test' END"
        scored = "SELECT min(id) FROM response WHERE id > 5000 AND score = 9"
        connection.execute(text(f"UPDATE response SET excluded = {turn} WHERE id = ({scored})"))
    start = time.perf_counter()
    after = _counted(one)
    taken = 1000 * (time.perf_counter() - start)
    assert before != after, before
    return taken


def _counted(one: Visitor) -> list[str]:
    return re.findall(r"[\d,]{5,}", one.page("/report").split("hero-number")[1])[:9]


def _fold(settings: Settings) -> float:
    """Time a thousand notes on their way into the counts."""
    app = create_app(settings)
    with app.app_context():
        while folding.fold_some() or accounts.look_again():
            pass
        with db.engine.begin() as connection:
            turn = "CASE WHEN language IS NULL THEN 'de' END"
            few = "id BETWEEN 5001 AND 5500"
            connection.execute(text(f"UPDATE response SET language = {turn} WHERE {few}"))
        start = time.perf_counter()
        while folding.fold_some() or accounts.look_again():
            pass
        return 1000 * (time.perf_counter() - start)


def filled(settings: Settings, size: int) -> str:
    """Fill a fresh database and give a sign-in of its owner; a kept one is there already."""
    noted = settings.data / "sign-in"
    if noted.exists():
        return noted.read_text()
    start = time.perf_counter()
    with founded(settings) as (session, version, token):
        hurry()
        where = version.workspace_id, version.survey_id, version.id
        session.get_one(Workspace, where[0]).account_attribute = "company"
        session.commit()
        with counted_after():
            fill(session, workspace_id=where[0], survey_id=where[1], version_id=where[2], n=size)
            print(f"{size:,} answers written in {time.perf_counter() - start:,.0f} s", flush=True)
    noted.write_text(token)
    return token


if __name__ == "__main__":
    main()
