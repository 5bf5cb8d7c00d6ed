"""`hark work --celery`: does what messages name, and beside it what the tables still hold."""

import threading
import time
from typing import Any

from flask import Flask

from feedback import worker
from feedback.campaigns.delivery import Sender
from feedback.celery.broker import JOB, MAIL, celery_at
from feedback.config import SettingsError

AT_ONCE = 2
TURN_SECONDS = 10.0
"""How long one message sends mail; then the next message goes on, so that a worker can stop."""
NO_BROKER = "Hark did not start: --celery needs HARK_CELERY_BROKER, such as redis://127.0.0.1:6379."


def work(app: Flask) -> None:
    """Work until told to stop, by messages and by the tables: none needs the other."""
    broker = app.extensions["settings"].celery_broker
    if not broker:
        raise SettingsError(NO_BROKER)
    celery = listening(app, celery_at(broker))
    stop = threading.Event()
    beside = threading.Thread(target=worker.work, args=(app, stop), daemon=True)
    beside.start()
    try:
        celery.Worker(pool="threads", concurrency=AT_ONCE, loglevel="WARNING").start()
    finally:
        stop.set()
        beside.join()


def listening(app: Flask, celery: Any) -> Any:
    """Teach a Celery application the two messages; gives it."""

    def run(workspace_id: int, job_id: int) -> None:
        with app.app_context():
            worker.run_next_job((workspace_id, job_id))

    def deliver() -> None:
        if deliver_for_a_turn(app):
            app.extensions["messenger"].tell(MAIL)

    celery.task(run, name=JOB, shared=False)
    celery.task(deliver, name=MAIL, shared=False)
    return celery


def deliver_for_a_turn(app: Flask) -> bool:
    """Send what is due with a sender of this message's own; tell whether more may be due."""
    sender, ends = Sender.of(app), time.monotonic() + TURN_SECONDS
    while time.monotonic() < ends:
        with app.app_context():
            if not sender.deliver_next():
                return False
    sender.mailer.close()
    return True
