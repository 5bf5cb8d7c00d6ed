"""`hark work`: runs jobs and sends mail, beside the server or inside it."""

import logging
import threading
from datetime import UTC, datetime

from flask import Flask

from feedback import jobs
from feedback.campaigns.delivery import Sender
from feedback.contacts import importing
from feedback.extensions import db

log = logging.getLogger("hark.worker")

WORK: dict[str, jobs.Work] = {
    importing.CHECK: importing.check,
    importing.BRING_IN: importing.bring_in,
}
"""Each kind of job and the function that does it."""

IDLE_SECONDS = 1.0


def work(app: Flask, stop: threading.Event) -> None:
    """Work until told to stop; rest a moment whenever there is nothing to do."""
    while not stop.is_set():
        try:
            busy = tick(app)
        except Exception:
            log.exception("the worker stumbled and goes on")
            busy = False
        if not busy:
            stop.wait(IDLE_SECONDS)


def tick(app: Flask) -> bool:
    """Do one piece of each kind of work; tell whether there was any."""
    with app.app_context():
        ran, sent = run_next_job(), deliver_next(app)
    return ran or sent


def deliver_next(app: Flask) -> bool:
    """Send the next few invitations that are due."""
    if "sender" not in app.extensions:
        app.extensions["sender"] = Sender.of(app)
    sender: Sender = app.extensions["sender"]
    return sender.deliver_next()


def run_next_job() -> bool:
    """Run the next due job, if there is one."""
    job = jobs.claim(db.session(), now=datetime.now(UTC))
    if job is None:
        return False
    jobs.run(db.session(), job, WORK[job.kind], now=lambda: datetime.now(UTC))
    return True
