"""A server that is wrong on purpose: it says thanks before the answer is on the disk.

Only here, never a switch of the product: `bench/answers.py` must catch it.
"""

import os
import threading
import time
from queue import Queue

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from feedback import create_app
from feedback.respond import recording
from feedback.respond import views as customers
from feedback.respond.recording import Outcome, Recorded, Submission

DELAY = 0.05

app = create_app()
later: Queue[Submission] = Queue()


def acknowledge_first(submission: Submission) -> Recorded:
    """Promise what is not yet so."""
    later.put(submission)
    return Recorded(Outcome.COUNTED, 0)


def write_later() -> None:
    """Commit a little while after the thanks."""
    while True:
        submission = later.get()
        time.sleep(DELAY)
        with app.app_context():
            recording.record(submission)


def main() -> None:
    """Serve it."""
    Granian(
        "bench.early:app",
        port=int(os.environ["HARK_PORT"]),
        interface=Interfaces.WSGI,
        blocking_threads=int(os.environ["HARK_THREADS"]),
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
else:
    customers.record = acknowledge_first
    threading.Thread(target=write_later, daemon=True).start()
