"""How a letter leaves: over SMTP where a server is set, else it stays in the local outbox."""

from collections.abc import Sequence
from typing import Protocol

from feedback.config import Settings
from feedback.mail.letter import Sealed
from feedback.mail.outbox import Outbox
from feedback.mail.smtp import Smtp
from feedback.mail.verdict import Outcome


class Mailer(Protocol):
    """Something that takes letters; it never raises, its verdict says what happened."""

    def ready(self) -> Outcome | None:
        """Get ready to take letters; gives an outcome where it cannot."""

    def send(self, letters: Sequence[Sealed]) -> list[Outcome]:
        """Hand letters over in turn; gives an outcome for each that was tried.

        One at least is tried. The rest is left where the server is away or time has passed.
        """

    def close(self) -> None:
        """Let go of the connection; the next letter opens another."""


def mailer_for(settings: Settings) -> Mailer:
    """Choose by the settings."""
    return Smtp(settings) if settings.smtp_host else Outbox()
