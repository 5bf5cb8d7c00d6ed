"""The command line: `hark serve`, `work`, `demo`, `owner`, `test`."""

import logging
import subprocess
import sys
import threading
from datetime import UTC, datetime
from itertools import chain
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
@click.option("--celery", is_flag=True, help="Also take work from HARK_CELERY_BROKER.")
def work(*, celery: bool) -> None:
    """Send mail and run jobs until stopped."""
    from feedback import create_app, worker
    from feedback.database import migrate
    from feedback.garbage import settle

    app = create_app()
    migrate(app)
    settle()
    if celery:
        from feedback.celery import working

        working.work(app)
        return
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
@click.option("--merge", nargs=3, type=Path, help="Join catalogues: base, ours, theirs (for Git).")
def phrases(merge: tuple[Path, Path, Path] | None) -> None:
    """Gather our sentences for the translators, and say how many still wait for words."""
    from feedback.phrases import merge as join
    from feedback.phrases import update_all

    if merge:
        join(*merge)
        return
    for language, waiting in update_all().items():
        click.echo(f"{language}: {waiting} to translate")


@hark.command()
def recount() -> None:
    """Count all answers anew, day by day, and set the counts of the reports right."""
    from feedback import create_app
    from feedback.counts import recounting
    from feedback.counts.people import sweeping
    from feedback.database import migrate

    app = create_app()
    migrate(app)
    with app.app_context():
        for said in chain(recounting.recount(), sweeping.recount()):
            click.echo(said)


@hark.command()
def reindex() -> None:
    """Make the index in which comments are found anew, from the comments themselves."""
    from feedback import create_app
    from feedback.database import migrate
    from feedback.themes import indexing

    app = create_app()
    migrate(app)
    with app.app_context():
        for said in indexing.reindex():
            click.echo(said)


@hark.command()
@click.argument("report")
def recompute(report: str) -> None:
    """Count a kept report once more, from the answers themselves; fails where it differs."""
    from feedback import create_app
    from feedback.database import migrate
    from feedback.reports import recomputing

    app = create_app()
    migrate(app)
    with app.app_context():
        is_same, said = recomputing.recompute(report)
    click.echo("\n".join(said))
    raise SystemExit(0 if is_same else 1)


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
@click.argument("file", required=False, type=click.Path(exists=True, path_type=Path))
def verify(file: Path | None) -> None:
    """Compute every proof anew and name what was altered; or check one downloaded proof."""
    from feedback import create_app
    from feedback.provenance import telling

    app = create_app()
    for line in telling.verify_file(app, file) if file else telling.verify_chains(app):
        click.echo(line)


@hark.command()
@click.option("--new", is_flag=True, help="The key is lost for good: begin the proofs anew.")
def key(*, new: bool) -> None:
    """Print the public key with which proofs are checked, and its fingerprint."""
    from feedback import create_app
    from feedback.provenance import telling

    for line in telling.begin_anew(create_app()) if new else telling.tell_key(create_app()):
        click.echo(line)


@hark.command()
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and begin anew.")
def demo(*, fresh: bool) -> None:
    """Start Hark with a made-up company, a year of answers, and you signed in."""
    from feedback.demo import start

    start(config.load(), fresh=fresh, announce=click.echo)
