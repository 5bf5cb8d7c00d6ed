"""`hark serve`: the web server, with a worker process beside it."""

import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import select

from feedback import create_app, worker
from feedback.accounts.workspaces import setup_token
from feedback.config import Settings, SettingsError
from feedback.database import migrate
from feedback.extensions import db
from feedback.garbage import settle
from feedback.provenance import holding
from feedback.provenance.adopting import adopt_all
from feedback.provenance.holding import LostKeyError
from surveys.models import Workspace

Announce = Callable[[str], object]


def serve(settings: Settings, *, worker: bool, announce: Announce, news: str = "") -> None:
    """Migrate, start the worker, and serve until stopped; tell the news once pages open."""
    app = create_app(settings)
    migrate(app)
    try:
        holding.check(app)
    except LostKeyError as error:
        raise SettingsError(str(error)) from None
    adopt_all(app)
    with app.app_context():
        if db.session.scalar(select(Workspace.id).limit(1)) is None:
            link = f"{settings.base_url}/setup/{setup_token(settings.secret())}"
            news += f"\nCreate your workspace here (the link works for a day):\n\n  {link}\n"
        db.session.remove()
        db.engine.dispose()
    news = news or f"\nHark is ready: {settings.base_url}\n"
    _beside(_tell_when_open, settings, news, announce)
    if worker:
        _beside(_keep_working, settings)
    Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.processes,
        blocking_threads=settings.threads,
        log_level=LogLevels.warning,
    ).serve()


def _beside(task: Callable[..., None], *arguments: object) -> None:
    threading.Thread(target=task, args=arguments, daemon=True).start()


def _tell_when_open(settings: Settings, news: str, announce: Announce) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if not probe.connect_ex((settings.host, settings.port)):
                announce(news)
                return
        time.sleep(0.05)


def _keep_working(settings: Settings) -> None:
    """Run the worker as a process of its own; one that dies is replaced."""
    context = multiprocessing.get_context("spawn")
    while True:
        process = context.Process(target=_work_beside, args=(settings, os.getpid()), daemon=True)
        process.start()
        process.join()
        time.sleep(1)


def _work_beside(settings: Settings, parent: int) -> None:
    stop = threading.Event()
    _beside(_follow, parent, stop)
    app = create_app(settings)
    settle()
    try:
        worker.work(app, stop)
    except KeyboardInterrupt:
        stop.set()


def _follow(parent: int, stop: threading.Event) -> None:
    """Stop when the server is gone, however it went."""
    while os.getppid() == parent:
        stop.wait(1)
    stop.set()
