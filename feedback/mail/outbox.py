"""The local outbox: letters stay in the house, to be looked at in the back office."""

from sqlalchemy.orm import Session

from feedback.mail.letter import Letter, UnwritableAddressError, one_line
from feedback.mail.verdict import Outcome, Verdict
from feedback.models import LocalMail


class Outbox:
    """Adds a LocalMail row; it is kept exactly if the caller's transaction is."""

    def __init__(self, session: Session) -> None:
        """Write through this session."""
        self._session = session

    def send(self, letter: Letter) -> Outcome:
        """Keep one letter, byte for byte as it would have left."""
        try:
            recipient, raw = letter.recipient, letter.as_bytes()
        except UnwritableAddressError as error:
            return Outcome(Verdict.REFUSED, str(error))
        row = LocalMail(
            recipient=recipient, subject=one_line(letter.subject), raw=raw, created_at=letter.at
        )
        self._session.add(row)
        return Outcome(Verdict.SENT)

    def close(self) -> None:
        """Nothing is open."""
