"""How fast 100,000 invitations are queued, and how many mails a second one and four workers send.

uv run python -m bench.sending [--contacts 100000] [--seconds 8] [--database postgresql://…]

The sink's own ceiling stands beside it: letters made beforehand, through the same client.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import func, insert, select, text

from bench.sink import sink
from feedback import create_app
from feedback.campaigns.delivery import Sender
from feedback.campaigns.recipients import Recipient
from feedback.config import Settings
from feedback.database import migrate
from feedback.extensions import db
from feedback.mail.letter import Sealed
from feedback.mail.smtp import Smtp
from surveys.asking import Ask, confirm, review
from surveys.db import new_id
from surveys.models import Campaign, Contact, Invitation, Workspace
from surveys.rules import AskingRules
from surveys.scope import bind_workspace, read_only
from tests import factories

spawn = multiprocessing.get_context("spawn")
AT_ONCE = 100


@dataclass
class Run:
    """What some processes did between the start and the end."""

    letters: int
    seconds: float
    worked: float

    @property
    def rate(self) -> float:
        """Letters a second."""
        return self.letters / self.seconds

    def __str__(self) -> str:
        each = 1000 * self.worked / self.letters if self.letters else 0.0
        return f"{self.rate:,.0f}/s ({each:.2f} ms of processor each, the sink apart)"


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--contacts", type=int, default=100_000)
    given.add_argument("--seconds", type=float, default=8)
    given.add_argument("--database", default="", help="an empty PostgreSQL database; else SQLite")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, sink() as port:
        settings = Settings(
            data=Path(folder),
            database_url=asked.database,
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_security="none",
            mail_from="ask@acme.example",
        )
        app = create_app(settings)
        migrate(app)
        with app.app_context():
            print(f"database: {db.engine.dialect.name}, contacts: {asked.contacts:,}")
            queue(app, asked.contacts)
            letter = specimen(app)
            db.session.remove()
            db.engine.dispose()
        for workers in (1, 4):
            ceiling = measure(hammer, workers, asked.seconds / 2, settings, letter)
            sent = measure(deliver, workers, asked.seconds, settings, letter)
            print(f"{workers} worker{'s' * (workers > 1)}: {sent}")
            print(f"   the sink's ceiling: {ceiling}; ratio {sent.rate / ceiling.rate:.2f}")
        with app.app_context():
            tell_states()
    print(f"load: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def queue(app: Flask, contacts: int) -> None:
    """Time the review page's count and the confirmation, to its commit."""
    session, now = db.session(), datetime.now(UTC)
    company = factories.workspace(session)
    bind_workspace(session, company.id)
    version = factories.survey(session)
    session.execute(insert(Contact), [contact(n, now) for n in range(contacts)])
    session.commit()
    ask = Ask(new_id(), {"plan": ["pro", "team"]}, AskingRules(), now, str(app.secret_key))
    before = read_only.set(True)
    print(f"reviewed in {timed(lambda: review(session, ask)):.2f} s")
    session.rollback()
    read_only.reset(before)
    campaign = Campaign(
        id=ask.campaign_id,
        survey_id=version.survey_id,
        version_id=version.id,
        name="All",
        created_at=now,
    )

    def confirmed() -> None:
        confirm(session, campaign, ask)
        session.commit()

    seconds = timed(confirmed)
    queued = session.scalar(select(func.count()).select_from(Invitation)) or 0
    print(f"queued {queued:,} invitations in {seconds:.2f} s ({queued / seconds:,.0f}/s)")
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))  # as autovacuum does within a minute
        session.commit()


def specimen(app: Flask) -> Sealed:
    """Print one letter as the workers will."""
    desk, now = Sender.of(app).desk, datetime.now(UTC)
    row = db.session.scalars(select(Invitation).limit(1)).one()
    who = db.session.scalars(select(Contact).where(Contact.id == row.contact_id)).one()

    press = desk.presses(db.session(), row.campaign_id, [("", 0)], at=now)["", 0]
    somebody = Recipient(row.id, now, who.email or "", who.name)
    letter = desk.letter(press, row.workspace_id, somebody, at=now)
    print(f"a letter has {len(letter.raw):,} bytes")
    return letter


def measure(task, workers: int, seconds: float, settings: Settings, letter: Sealed) -> Run:
    """Run a task in processes of its own, all starting at once."""
    start, results = spawn.Barrier(workers + 1), spawn.Queue()
    given = (task, settings, letter, seconds, start, results)
    processes = [spawn.Process(target=one_of_them, args=given) for _ in range(workers)]
    for process in processes:
        process.start()
    start.wait()
    runs = [results.get() for _ in processes]
    for process in processes:
        process.join()
    return Run(
        sum(run.letters for run in runs),
        max(run.seconds for run in runs),
        sum(run.worked for run in runs),
    )


def one_of_them(task, settings: Settings, letter: Sealed, seconds, start, results) -> None:
    app = create_app(settings)
    with app.app_context():
        db.session.execute(select(1))
        db.session.rollback()
        start.wait()
        began, worked = time.monotonic(), time.process_time()
        letters = task(app, settings, letter, began + seconds)
        results.put(Run(letters, time.monotonic() - began, time.process_time() - worked))


def deliver(app: Flask, settings: Settings, letter: Sealed, until: float) -> int:
    """Work as `hark work` does, from claim to written-down result; gives how many were sent."""
    sender, sent = Sender.of(app), 0
    send = sender.mailer.send

    def counted(letters):
        nonlocal sent
        outcomes = send(letters)
        sent += len(outcomes)
        return outcomes

    sender.mailer.send = counted  # type: ignore[method-assign]
    while time.monotonic() < until and sender.deliver_next():
        pass
    sender.mailer.close()
    return sent


def hammer(app: Flask, settings: Settings, letter: Sealed, until: float) -> int:
    """Send the same bytes over and over through the same client."""
    mailer, sent = Smtp(settings), 0
    while time.monotonic() < until:
        sent += len(mailer.send([letter] * AT_ONCE))
    mailer.close()
    return sent


def tell_states() -> None:
    bind_workspace(db.session(), db.session.scalars(select(Workspace.id)).one())
    states = select(Invitation.state, func.count()).group_by(Invitation.state)
    print(", ".join(f"{row[0]} {row[1]:,}" for row in db.session.execute(states)))


def contact(n: int, now: datetime) -> dict[str, object]:
    return {
        "workspace_id": db.session().info["workspace_id"],
        "id": new_id(),
        "key": f"customer{n}@example.com",
        "email": f"customer{n}@example.com",
        "name": f"Customer {n}",
        "attributes": {"plan": ("pro", "team")[n % 2], "region": f"r{n % 7}"},
        "created_at": now,
        "updated_at": now,
    }


def timed(work) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
