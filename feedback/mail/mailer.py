"""How a letter leaves: over SMTP where a server is set, else it stays in the local outbox."""

from typing import Protocol

from feedback.config import Settings
from feedback.mail.letter import Sealed
from feedback.mail.outbox import Outbox
from feedback.mail.smtp import Smtp
from feedback.mail.verdict import Outcome


class Mailer(Protocol):
    """Something that takes letters; it never raises, its verdict says what happened."""

    def send(self, letter: Sealed) -> Outcome:
        """Hand one letter over."""

    def close(self) -> None:
        """Let go of the connection; the next letter opens another."""


def mailer_for(settings: Settings) -> Mailer:
    """Choose by the settings."""
    return Smtp(settings) if settings.smtp_host else Outbox()
