"""How a text message leaves: through the provider of the settings, else into the local outbox.

A text travels as a letter does, sealed: its recipient is a number, its bytes are its words.
"""

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

from feedback.config import Settings
from feedback.extensions import db
from feedback.mail import Mailer, Outcome, Sealed, Verdict
from feedback.models import LocalMail
from feedback.sms.twilio import Twilio
from surveys.speech import noted


def can_text(settings: Settings) -> bool:
    """Whether a campaign may go out as text messages."""
    return bool(settings.sms_account) or not settings.smtp_host


def texter_for(settings: Settings) -> Mailer:
    """Choose by the settings."""
    if settings.sms_account:
        return Twilio(settings)
    return Nobody() if settings.smtp_host else TextOutbox()


class TextOutbox:
    """Keeps texts in the local outbox, as the plain mail of one part that its page can show."""

    def ready(self) -> None:
        """It always is."""

    def send(self, letters: Sequence[Sealed]) -> list[Outcome]:
        """Keep texts; they are kept exactly if the caller's transaction is."""
        db.session.add_all(_kept(letter) for letter in letters)
        return [Outcome(Verdict.SENT)] * len(letters)

    def close(self) -> None:
        """Nothing is open."""


class Nobody:
    """Where mail really leaves and nobody takes texts: they wait until somebody does."""

    def ready(self) -> Outcome:
        """It never is."""
        return Outcome(
            Verdict.AWAY, noted("No provider of text messages is set (HARK_SMS_ACCOUNT).")
        )

    def send(self, letters: Sequence[Sealed]) -> list[Outcome]:
        """Take none."""
        return [self.ready() for _ in letters[:1]]

    def close(self) -> None:
        """Nothing is open."""


def _kept(letter: Sealed) -> LocalMail:
    message = EmailMessage(SMTP)
    message["To"] = letter.recipient
    message.set_content(letter.raw.decode())
    return LocalMail(
        recipient=letter.recipient,
        subject=letter.subject,
        raw=message.as_bytes(),
        created_at=letter.at,
    )
