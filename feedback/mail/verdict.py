"""What became of a letter, as far as anybody can know."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Each leads to one thing to do next."""

    SENT = "sent"
    REFUSED = "refused"
    """This letter will never be taken."""
    LATER = "later"
    """This letter was not taken just now."""
    AWAY = "away"
    """The mail server takes nothing just now: no letter was tried."""
    UNKNOWN = "unknown"
    """It was handed over, and the reply was lost."""


@dataclass(frozen=True)
class Outcome:
    """The verdict, and the reason in words for people."""

    verdict: Verdict
    reason: str = ""
    reply: str = ""
    """What the mail server said of this letter, word for word, where it refused it."""
    has_left: bool = False
    """Whether it refused it because the person wants nothing any more."""
