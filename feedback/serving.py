"""`hark serve`: the web server, with a worker process beside it."""

import multiprocessing
import os
import threading
from collections.abc import Callable

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import select

from feedback import create_app, worker
from feedback.accounts.workspaces import setup_token
from feedback.config import Settings
from feedback.database import migrate
from feedback.extensions import db
from surveys.models import Workspace


def serve(settings: Settings, *, worker: bool, announce: Callable[[str], object]) -> None:
    """Migrate, start the worker, and serve until stopped."""
    app = create_app(settings)
    migrate(app)
    with app.app_context():
        if db.session.scalar(select(Workspace.id).limit(1)) is None:
            link = f"{settings.base_url}/setup/{setup_token(settings.secret())}"
            announce(f"\nCreate your workspace here (the link works for a day):\n\n  {link}\n")
        db.engine.dispose()
    if worker:
        multiprocessing.get_context("spawn").Process(
            target=_work_beside, args=(settings, os.getpid()), daemon=True
        ).start()
    Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.processes,
        blocking_threads=settings.threads,
        log_level=LogLevels.warning,
    ).serve()


def _work_beside(settings: Settings, parent: int) -> None:
    stop = threading.Event()
    threading.Thread(target=_follow, args=(parent, stop), daemon=True).start()
    try:
        worker.work(create_app(settings), stop)
    except KeyboardInterrupt:
        stop.set()


def _follow(parent: int, stop: threading.Event) -> None:
    """Stop when the server is gone, however it went."""
    while os.getppid() == parent:
        stop.wait(1)
    stop.set()
