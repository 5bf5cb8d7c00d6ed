"""What the machine can do at best: an empty Flask page, and single-row durable inserts."""

import os
import sqlite3
import time
from pathlib import Path

import psycopg
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

app = Flask(__name__)


@app.get("/r/<token>")
def empty(token: str) -> str:
    """Nothing but a page."""
    return '<h1>.</h1><input name="_submission" value="00000000000000000000000000000000">'


def durable_inserts(database_url: str, folder: Path, seconds: float = 2.0) -> float:
    """Insert single rows, each on the disk before the next; give rows a second."""
    if database_url:
        link = psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True)
        place = "%s"
    else:
        link = sqlite3.connect(folder / "ceiling.db", isolation_level=None)
        link.execute("PRAGMA journal_mode = WAL")
        link.execute("PRAGMA synchronous = FULL")
        place = "?"
    link.execute("CREATE TABLE ceiling (n BIGINT PRIMARY KEY, words TEXT)")
    began, n = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        n += 1
        link.execute(f"INSERT INTO ceiling VALUES ({place}, {place})", (n, "Quick help"))
    taken = time.perf_counter() - began
    link.execute("DROP TABLE ceiling")
    link.close()
    return n / taken


if __name__ == "__main__":
    Granian(
        "bench.ceilings:app",
        port=int(os.environ["HARK_PORT"]),
        interface=Interfaces.WSGI,
        blocking_threads=int(os.environ["HARK_THREADS"]),
        log_level=LogLevels.warning,
    ).serve()
