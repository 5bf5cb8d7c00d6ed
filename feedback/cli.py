"""The command line: `hark serve`, `work`, `demo`, `owner`, `test`."""

import logging
import threading

import click

from feedback import config


@click.group()
def hark() -> None:
    """Listen to customers: surveys by mail, honest scores, praise with consent."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")


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
