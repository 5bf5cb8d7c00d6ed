"""The command line: `hark serve`, `work`, `demo`, `owner`, `test`."""

import logging
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import click

from feedback import config


@click.group()
def hark() -> None:
    """Listen to customers: surveys by mail, honest scores, praise with consent."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)


@hark.command()
@click.option("--worker/--no-worker", default=True, help="Also send mail and run jobs.")
def serve(*, worker: bool) -> None:
    """Start the server (and a worker beside it)."""
    from feedback import serving

    serving.serve(config.load(), worker=worker, announce=click.echo)


@hark.command()
def work() -> None:
    """Send mail and run jobs until stopped."""
    from feedback import create_app, worker
    from feedback.database import migrate

    app = create_app()
    migrate(app)
    stop = threading.Event()
    try:
        worker.work(app, stop)
    except KeyboardInterrupt:
        stop.set()


@hark.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests (any arguments go to pytest)."""
    root = Path(__file__).parents[1]
    raise SystemExit(subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=root))


@hark.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write the next database migration from what the models say now."""
    from flask_migrate import Migrate
    from flask_migrate import revision as write

    from feedback import create_app
    from feedback.database import MIGRATIONS, migrate, newest_revision
    from feedback.extensions import db

    app = create_app()
    migrate(app)
    with app.app_context():
        Migrate(app, db, directory=str(MIGRATIONS))
        number = f"{int(newest_revision()) + 1:04d}"
        write(directory=str(MIGRATIONS), message=message, autogenerate=True, rev_id=number)


@hark.command()
@click.option("--email", prompt=True, help="The owner who forgot the password.")
def owner(email: str) -> None:
    """Print a link with which an owner chooses a new password."""
    from feedback import create_app
    from feedback.accounts import recovery
    from feedback.database import migrate

    app = create_app()
    migrate(app)
    with app.app_context():
        links = recovery.links_for_owner(email, datetime.now(UTC))
    click.echo("\n".join(links) or f"No owner has the address {email}.")
    raise SystemExit(0 if links else 1)


@hark.command()
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and begin anew.")
def demo(*, fresh: bool) -> None:
    """Start Hark with a made-up company, a year of answers, and you signed in."""
    from feedback.demo import start

    start(config.load(), fresh=fresh, announce=click.echo)
