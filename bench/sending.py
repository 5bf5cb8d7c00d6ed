"""How fast 100,000 invitations are queued, and how many mails a second reach a local sink.

uv run python -m bench.sending [--contacts 100000] [--mails 3000] [--database postgresql://…]
"""

import argparse
import socket
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, insert, select

from feedback import create_app
from feedback.campaigns.delivery import Sender
from feedback.config import Settings
from feedback.database import migrate
from feedback.extensions import db
from surveys.asking import Ask, confirm, review
from surveys.db import new_id
from surveys.models import Campaign, Contact, Invitation, Workspace
from surveys.scope import bind_workspace, read_only
from tests import factories


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--contacts", type=int, default=100_000)
    given.add_argument("--mails", type=int, default=3_000)
    given.add_argument("--database", default="", help="an empty PostgreSQL database; else SQLite")
    asked = given.parse_args()
    port = sink()
    with tempfile.TemporaryDirectory() as folder:
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
            send(app, asked.mails)
            db.session.remove()
            db.engine.dispose()


def queue(app, contacts: int) -> None:
    """Time the review page's count and the confirmation, to its commit."""
    session, now = db.session(), datetime.now(UTC)
    company = factories.workspace(session)
    bind_workspace(session, company.id)
    version = factories.survey(session)
    session.execute(insert(Contact), [contact(n, now) for n in range(contacts)])
    session.commit()
    ask = Ask(new_id(), {"plan": ["pro", "team"]}, 90, now, str(app.secret_key))
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
    queued = session.scalar(select(func.count()).select_from(Invitation))
    print(f"queued {queued:,} invitations in {seconds:.2f} s ({queued / seconds:,.0f}/s)")
    session.rollback()


def send(app, mails: int) -> None:
    """Time the sender from claim to written-down result, over SMTP to a sink."""
    sender = Sender.of(app)
    began, worked, sent = time.monotonic(), time.process_time(), 0
    while sent < mails and sender.deliver_next():
        sent += 10
    seconds, worked = time.monotonic() - began, time.process_time() - worked
    bind_workspace(db.session(), db.session.scalars(select(Workspace.id)).one())
    states = select(Invitation.state, func.count()).group_by(Invitation.state)
    print(
        f"sent {sent:,} mails in {seconds:.2f} s ({sent / seconds:,.0f}/s), "
        f"{1000 * worked / sent:.1f} ms of processor each, the sink included"
    )
    print({row[0]: row[1] for row in db.session.execute(states)})
    sender.mailer.close()


def contact(n: int, now: datetime) -> dict:
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


def sink() -> int:
    """Start a server that says yes to everything and keeps nothing; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection, connection.makefile("rwb") as lines:
                talk(lines)

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def talk(lines) -> None:
    reply = b"220 sink\r\n"
    while True:
        lines.write(reply)
        lines.flush()
        command = lines.readline()[:4].upper()
        if command in (b"", b"QUIT"):
            return
        reply = b"250 ok\r\n"
        if command == b"DATA":
            lines.write(b"354 go on\r\n")
            lines.flush()
            while lines.readline() not in (b".\r\n", b""):
                pass


if __name__ == "__main__":
    main()
