"""The local outbox: letters stay in the house, to be looked at in the back office."""

from feedback.extensions import db
from feedback.mail.letter import Sealed
from feedback.mail.verdict import Outcome, Verdict
from feedback.models import LocalMail


class Outbox:
    """Adds a LocalMail row; it is kept exactly if the caller's transaction is."""

    def send(self, letter: Sealed) -> Outcome:
        """Keep one letter, byte for byte as it would have left."""
        row = LocalMail(
            recipient=letter.recipient,
            subject=letter.subject,
            raw=letter.raw,
            created_at=letter.at,
        )
        db.session.add(row)
        return Outcome(Verdict.SENT)

    def close(self) -> None:
        """Nothing is open."""
