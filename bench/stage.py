"""What the benches play on: a seeded house, the real server, and the check of what it kept."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import NullPool, create_engine, insert, make_url, select, text

from feedback import create_app
from feedback.config import Settings
from feedback.database import migrate
from feedback.extensions import db
from feedback.models import Answer, Response
from surveys.db import new_id
from surveys.definition import Definition, Question
from surveys.links import Link, Links, Purpose
from surveys.models import Campaign, Contact, Invitation, Survey, Version, Workspace

ROOT = Path(__file__).parents[1]
ASKS = Definition(
    subject="How are we doing?",
    invitation="One click is enough.",
    questions=(
        Question("score", "nps", "How likely are you to recommend Acme?", required=True),
        Question("reason", "text", "What is the main reason for your score?"),
    ),
    thanks_title="Thank you",
    thanks_text="We read every answer.",
)
Work = tuple[str, str]
"""A link's path, and the words that its customer will write."""


@dataclass
class Stage:
    """A house with invitations waiting to be answered."""

    app: Flask
    settings: Settings
    port: int
    work: list[Work]
    invitations: dict[str, int]
    """Which invitation each path stands for."""

    @property
    def environment(self) -> dict[str, str]:
        """What the server is started with."""
        return {
            **os.environ,
            "HARK_DATA": str(self.settings.data),
            "HARK_DATABASE_URL": self.settings.database_url,
            "HARK_PORT": str(self.port),
            "HARK_THREADS": str(self.settings.threads),
        }


@dataclass
class Verdict:
    """What became of the acknowledged answers."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    stored: int = 0

    @property
    def holds(self) -> bool:
        """Whether each acknowledged answer is stored exactly once, as it was sent."""
        return not (self.lost or self.doubled or self.wrong)


@dataclass
class Server:
    """The running server; its process group is ours to end."""

    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.perf_counter)

    def kill(self) -> None:
        """End it as a power cut would: at once, all of it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def cpu_seconds(self) -> float:
        """Give the processor time that the whole process group has used."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[2]) == self.process.pid:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Give the memory of the whole process group (proportional set size)."""
        total = 0
        for status in Path("/proc").glob("[0-9]*/smaps_rollup"):
            with suppress(OSError):
                if os.getpgid(int(status.parent.name)) == self.process.pid:
                    lines = status.read_text().splitlines()
                    total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024


@contextmanager
def stage(database_url: str, *, answers: int, threads: int = 8) -> Iterator[Stage]:
    """Seed a house; on PostgreSQL in a database of its own, named like yours and _bench."""
    with tempfile.TemporaryDirectory(prefix="hark-bench-") as folder:
        own = _own_database(database_url) if database_url else ""
        settings = Settings(data=Path(folder), database_url=own, threads=threads)
        app = create_app(settings)
        migrate(app)
        with app.app_context():
            invitations = _seed(answers)
        links = Links(str(app.secret_key))
        by_path = {f"/r/{links.token(Purpose.ANSWER, link)}": link.row_id for link in invitations}
        work = [(path, f"Reason {row}: they answered at once.") for path, row in by_path.items()]
        yield Stage(app, settings, free_port(), work, by_path)
        with app.app_context():
            db.engine.dispose()


@contextmanager
def serving(stage: Stage, *command: str) -> Iterator[Server]:
    """Run the real server, or another command that listens on the stage's port."""
    server = start(stage, *command)
    try:
        yield server
    finally:
        server.kill()


def start(stage: Stage, *command: str) -> Server:
    """Start a server and wait until it answers."""
    hark = [str(Path(sys.executable).with_name("hark")), "serve", "--no-worker"]
    server = Server(
        subprocess.Popen(
            command or hark,
            cwd=ROOT,
            env=stage.environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    )
    while time.perf_counter() - server.started < 60:
        with suppress(OSError), socket.create_connection(("127.0.0.1", stage.port), 1) as probe:
            probe.sendall(b"GET /r/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            if probe.recv(12):
                return server
        time.sleep(0.02)
    server.kill()
    raise TimeoutError("the server did not start")


def hurry(stage: Stage, work: list[Work], **order: Any) -> subprocess.Popen[bytes]:
    """Let the customers loose in a process of their own."""
    customers = subprocess.Popen(
        [sys.executable, "-m", "bench.customers"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert customers.stdin
    customers.stdin.write(json.dumps({"port": stage.port, "work": work, **order}).encode())
    customers.stdin.close()
    return customers


def seen_by(customers: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Wait for the customers and read what they saw."""
    assert customers.stdout
    with customers.stdout:
        seen: dict[str, Any] = json.load(customers.stdout)
    customers.wait()
    return seen


def check(stage: Stage, acknowledged: list[Work]) -> Verdict:
    """Compare what was acknowledged with what is stored."""
    with stage.app.app_context(), db.engine.connect() as connection:
        pairs = connection.execute(
            select(Response.invitation_id, Answer.text)
            .join(Answer, Answer.response_id == Response.id)
            .where(Answer.question_key == "reason")
        ).all()
        stored = connection.scalar(text("SELECT count(*) FROM response"))
    kept: dict[int | None, list[str | None]] = {}
    for invitation, words in pairs:
        kept.setdefault(invitation, []).append(words)
    verdict = Verdict(len(acknowledged), stored=int(stored or 0))
    verdict.doubled = sum(len(found) > 1 for found in kept.values()) + verdict.stored - len(kept)
    for path, words in acknowledged:
        found = kept.get(stage.invitations[path])
        verdict.lost += found is None
        verdict.wrong += found is not None and found != [words]
    return verdict


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _own_database(database_url: str) -> str:
    url = make_url(database_url)
    name = f"{url.database}_bench"
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    return url.set(database=name).render_as_string(hide_password=False)


def _seed(answers: int) -> list[Link]:
    now = datetime.now(UTC)
    workspace, survey, version, campaign = (new_id() for _ in range(4))
    people = [new_id() for _ in range(answers)]
    invitations = [new_id() for _ in range(answers)]
    made = {"workspace_id": workspace, "created_at": now}
    sent = {"state": "sent", "queued_at": now, "due_at": now, "sent_at": now}
    asked = {"survey_id": survey, "number": 1, "definition": ASKS.stored(), "published_at": now}
    named = {"name": "Carla Customer", "attributes": {"plan": "gold"}, "updated_at": now}
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (Workspace, [{"id": workspace, "name": "Acme", "slug": "acme", "created_at": now}]),
        (Survey, [{**made, "id": survey, "name": "Survey", "kind": "relationship_nps"}]),
        (Version, [{**made, **asked, "id": version}]),
        (
            Campaign,
            [
                {
                    **made,
                    "id": campaign,
                    "survey_id": survey,
                    "version_id": version,
                    "name": "First ask",
                }
            ],
        ),
        (
            Contact,
            [
                {**made, **named, "id": i, "key": f"{i}@example.com", "email": f"{i}@example.com"}
                for i in people
            ],
        ),
        (
            Invitation,
            [
                {
                    "workspace_id": workspace,
                    **sent,
                    "id": i,
                    "campaign_id": campaign,
                    "contact_id": who,
                }
                for i, who in zip(invitations, people, strict=True)
            ],
        ),
    ]
    with db.engine.begin() as connection:
        for model, values in rows:
            connection.execute(insert(model.__table__), values)
    return [Link(workspace, row) for row in invitations]
