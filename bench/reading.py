"""Reading comments by a worker that is killed in the middle: speed, memory, and what is kept.

    uv run python -m bench.reading [--sizes 100000,200000] [--databases sqlite,postgresql]

The comments are those of bench/corpora/praise, each followed by a number of its own, with the pack
of themes for software. One worker reads; at two fifths it is killed with kill -9, and another one
goes on. Each fifth tells its pace, by the clock and by processor time of the worker, and what the
worker holds. At the end each comment must be read and findable once.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text

from bench import house
from bench.stage import ROOT
from feedback import create_app, jobs
from feedback.config import Settings
from feedback.database import read_snapshot
from feedback.extensions import db
from feedback.garbage import settle
from feedback.models import (
    Answer,
    CommentReading,
    CommentWords,
    Response,
    ThemeMention,
)
from feedback.themes import frames, reading
from feedback.themes.frames import Change, Done
from surveys.db import new_id

NOW = datetime.now(UTC)
FIFTHS = 5
LATER = timedelta(minutes=5)
"""Longer than a lease: the next worker need not wait for the killed one's to end."""


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="100000,200000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--work", type=int, help="be the worker, after so many killed ones")
    asked = parser.parse_args()
    if asked.work is not None:
        work(asked.work)
        return
    for kind in asked.databases.split(","):
        for size in map(int, asked.sizes.split(",")):
            with house.database(kind) as settings:
                _measure(settings, kind, size)


def work(killed: int) -> None:
    """Read what waits as the worker does, and nothing else."""
    app, now = create_app(), datetime.now(UTC) + killed * LATER
    settle()
    with app.app_context():
        reading.plan(db.session(), now)
        job = jobs.claim(db.session(), now=now)
        if job is not None:
            jobs.run(db.session(), job, reading.read_words, now=lambda: now)


def _measure(settings: Settings, kind: str, size: int) -> None:
    _fill(settings, size)
    app = create_app(settings)
    with app.app_context():
        worker = _start(settings, 0)
        for fifth in range(1, FIFTHS + 1):
            told = _wait(worker, size * fifth // FIFTHS)
            print(f"{kind:<11}{size:>10,}  {20 * fifth:>3} % {told}", flush=True)
            if fifth == 2:
                worker.kill()
                worker.wait()
                worker = _start(settings, 1)
        assert worker.wait() == 0
        print(f"{kind:<11}{size:>10,}  {_checked(size)}, load {house.load()}", flush=True)
        db.engine.dispose()


def _start(settings: Settings, killed: int) -> subprocess.Popen[bytes]:
    given = {"HARK_DATA": str(settings.data), "HARK_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-m", "bench.reading", "--work", str(killed)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | given)


def _wait(worker: subprocess.Popen[bytes], until: int) -> str:
    """Wait until so many are read; tell the pace since, and the memory."""
    begun, before, worked = time.perf_counter(), _read(), _worked(worker.pid)
    while _read() < until and worker.poll() is None:
        time.sleep(0.5)
    if worker.poll() is not None:
        return "done"
    n, spent = _read() - before, _worked(worker.pid) - worked
    took = time.perf_counter() - begun
    status = Path(f"/proc/{worker.pid}/status").read_text()
    most = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return f"{n / took:>6,.0f} /s  {n / spent:>6,.0f} a processor second  {most:,.0f} MB at most"


def _worked(pid: int) -> float:
    tasks = Path(f"/proc/{pid}").glob("task/*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def _read() -> int:
    with read_snapshot(db.engine) as connection:
        return connection.scalar(text("SELECT count(*) FROM comment_reading")) or 0


def _checked(size: int) -> str:
    """Check that everything is there once; give what was found."""
    with db.engine.connect() as connection:
        n = {
            model: connection.scalar(select(func.count()).select_from(model.__table__))
            for model in (CommentReading, CommentWords, ThemeMention)
        }
    assert n[CommentReading] == n[CommentWords] == size, n
    return f"each read and findable once, {n[ThemeMention]:,} mentions of themes"


def _fill(settings: Settings, size: int) -> None:
    with house.founded(settings) as (session, version, _token):
        house.hurry()
        frame = frames.with_pack(frames.frame_of(session).frame, "saas")
        frames.apply(session, frame, Done(Change.PACK, "", None, NOW, 0))
        session.commit()
        rows = _comments(version, size)
        with house.counted_after():
            while batch := list(islice(rows, 5_000)):
                session.execute(insert(Response), [response for response, _ in batch])
                session.execute(insert(Answer), [answer for _, answer in batch])
                session.commit()


def _comments(version: Any, size: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    said, about = house.corpus(), {"workspace_id": version.workspace_id}
    asked = {"survey_id": version.survey_id, "version_id": version.id, "source": "import"}
    for n in range(size):
        one, key, at = said[n % len(said)], new_id(), NOW - timedelta(days=800 - 800 * n // size)
        told = {"id": key, "submission_id": f"{n:032x}", "score": int(one["score"])}
        told |= {"answered_at": at, "answered_on": at.date(), "updated_at": at, "language": "en"}
        words = {"response_id": key, "question_key": "reason", "text": f"{one['words']} {n}"}
        yield about | asked | told | {"attributes": {}}, about | words


if __name__ == "__main__":
    main()
