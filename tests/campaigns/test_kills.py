"""Workers killed in the middle of their work: no mail is skipped, and each double is accounted for.

Seeded: a sender that settles before it hands over turned ten tests of test_delivery.py red.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bench.sink import sink
from surveys import sending
from surveys.db import new_id
from surveys.models import Contact, Invitation
from surveys.scope import bind_workspace

ROOT = Path(__file__).parents[2]
WORK = """
import threading
from feedback import create_app
from feedback.worker import work
work(create_app(), threading.Event())
"""


class Workers:
    """Real worker processes over one sink, some of which are killed."""

    def __init__(self, settings, port):
        self.environment = os.environ | {
            "HARK_DATA": str(settings.data),
            "HARK_DATABASE_URL": settings.database_url,
            "HARK_BASE_URL": settings.base_url,
            "HARK_SMTP_HOST": "127.0.0.1",
            "HARK_SMTP_PORT": str(port),
            "HARK_SMTP_SECURITY": "none",
            "HARK_MAIL_FROM": "ask@acme.example",
        }
        self.running = []

    def start(self):
        command = [sys.executable, "-c", WORK]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.append(process)
        return process

    def kill_one(self, chance):
        process = self.running.pop(chance.randrange(len(self.running)))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self):
        while self.running:
            self.kill_one(random)


@pytest.fixture
def workers(settings):
    """Give a function that makes workers for a sink's port; all are ended after the test."""
    made = []

    def make(port):
        made.append(Workers(settings, port))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def queue(session, send, number):
    company = session.info["workspace_id"]
    now = datetime.now(UTC)
    session.execute(
        insert(Contact),
        [
            {
                "workspace_id": company,
                "id": new_id(),
                "key": f"p{n}@example.com",
                "email": f"p{n}@example.com",
                "name": "P",
                "attributes": {},
                "created_at": now,
                "updated_at": now,
            }
            for n in range(number)
        ],
    )
    return send(now=now)


def states(session):
    session.rollback()
    counted = select(Invitation.state, func.count()).group_by(Invitation.state)
    return Counter(dict(session.execute(counted).all()))


def emails_that_are(session, state):
    found = (
        select(Contact.email)
        .join(Invitation, Invitation.contact_id == Contact.id)
        .where(Invitation.state == state)
    )
    return set(session.scalars(found))


def run(session, workers, *, kills, at_once=2, patience=240):
    """Kill a worker whenever some more mail has left, until all is out."""
    chance, killed = random.Random(kills), 0
    until = time.monotonic() + patience
    total = sum(states(session).values())
    while len(workers.running) < at_once:
        workers.start()
    while states(session)["queued"] and time.monotonic() < until:
        time.sleep(0.05)
        done = total - states(session)["queued"]
        if killed < kills and done >= (killed + 1) * total * 0.6 / kills:
            workers.kill_one(chance)
            workers.start()
            killed += 1
    return killed


def check(session, taken, killed, most):
    """Nothing skipped, nothing doubled, and nothing said to be sent that was not."""
    assert states(session)["queued"] == 0
    workspace = session.info["workspace_id"]
    sending.give_up_abandoned(session, now=datetime.now(UTC) + timedelta(hours=1))
    bind_workspace(session, workspace)
    arrived = Counter(taken.read_text().splitlines())
    sent, unknown = emails_that_are(session, "sent"), emails_that_are(session, "unknown")
    assert sent <= arrived.keys()
    assert arrived.keys() <= sent | unknown
    assert sum(arrived.values()) - len(arrived) == 0
    assert len(sent) + len(unknown) == sum(states(session).values())
    assert len(unknown) <= killed * most


def test_killed_workers_skip_nobody_and_ask_nobody_twice(session, version, send, workers, tmp_path):
    taken = tmp_path / "taken"
    queue(session, send, 1500)
    with sink(taken) as port:
        killed = run(session, workers(port), kills=3)
        time.sleep(1.0)
    check(session, taken, killed, 100)
    assert killed == 3


@pytest.mark.slow
def test_a_hundred_kills_among_ten_thousand_mails(session, version, send, workers, tmp_path):
    taken = tmp_path / "taken"
    queue(session, send, 10_000)
    with sink(taken) as port:
        killed = run(session, workers(port), kills=100, patience=1500)
        time.sleep(1.0)
    check(session, taken, killed, 100)
    assert killed == 100


def test_four_workers_at_once_double_nothing(session, version, send, workers, tmp_path):
    taken = tmp_path / "taken"
    queue(session, send, 400)
    with sink(taken) as port:
        run(session, workers(port), kills=0, at_once=4)
        time.sleep(1.0)
    everybody = Counter(f"p{n}@example.com" for n in range(400))
    assert Counter(taken.read_text().splitlines()) == everybody
    assert states(session) == {"sent": 400}
