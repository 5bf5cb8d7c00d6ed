"""Looking for returned mail from time to time, in a thread of its own beside the sender."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask

from feedback.config import Settings
from feedback.extensions import db
from feedback.returns.imap import Mailbox, MailboxProblemError, read_mailbox
from feedback.returns.intake import take_mail
from feedback.returns.maildir import read_maildir
from surveys.returns import Kind

log = logging.getLogger("hark.returns")

EVERY_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 1800.0


@dataclass
class Source:
    """One place to look, and how long to leave it alone."""

    name: str
    look: Callable[[], int]
    wait: float = 0.0
    failures: int = 0

    def visit(self) -> float:
        """Look once; gives the seconds until the next look, doubling while it cannot be read."""
        try:
            found = self.look()
        except (MailboxProblemError, OSError) as problem:
            self.failures += 1
            log.warning("returned mail in %s cannot be read: %s", self.name, problem)
        except Exception:
            self.failures += 1
            log.exception("returned mail in %s could not be taken", self.name)
        else:
            self.failures = 0
            if found:
                log.info("%d returned mails taken from %s", found, self.name)
        return min(EVERY_SECONDS * 2.0**self.failures, LONGEST_PAUSE_SECONDS)


def sources(app: Flask) -> list[Source]:
    """Give the places that the settings name."""
    settings: Settings = app.extensions["settings"]
    found = []
    if settings.bounce_imap:
        mailbox = Mailbox.of(settings.bounce_imap)
        look = lambda: read_mailbox(mailbox, _taking(app))  # noqa: E731
        found.append(Source(f"the mailbox at {mailbox.host}", look))
    if settings.bounce_maildir:
        folder = settings.bounce_maildir
        found.append(Source(str(folder), lambda: read_maildir(folder, _taking(app))))
    return found


def watch(app: Flask, source: Source, stop: threading.Event) -> None:
    """Look again and again until told to stop."""
    while not stop.wait(source.wait):
        source.wait = source.visit()


def watch_beside(app: Flask, stop: threading.Event) -> None:
    """Begin to look, each place in a thread: one that hangs keeps nobody else waiting."""
    for source in sources(app):
        threading.Thread(target=watch, args=(app, source, stop), daemon=True).start()


def _taking(app: Flask) -> Callable[[bytes], bool]:
    key = str(app.secret_key)

    def take(raw: bytes) -> bool:
        with app.app_context():
            return take_mail(db.session(), key, raw, now=datetime.now(UTC)) != Kind.UNRELATED

    return take
