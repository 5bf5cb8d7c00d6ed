"""What a returned mail may mean."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """Each leads to one thing to do."""

    HARD = "hard"
    """There is no such mailbox: the address must not be written to."""
    SOFT = "soft"
    """It did not arrive this time."""
    POLICY = "policy"
    """The receiver refuses us, our server or our message: nothing the person did."""
    DELAYED = "delayed"
    """It has not arrived yet, and is tried again."""
    AUTO_REPLY = "auto-reply"
    """A machine answered for a person: it arrived."""
    COMPLAINT = "complaint"
    """The person called the mail spam."""
    UNDELIVERED = "undelivered"
    """A text message that did not reach its telephone: nobody is given up for it."""
    UNRELATED = "unrelated"
    """Nothing about a mail of ours."""


@dataclass(frozen=True)
class Returned:
    """What one returned mail says."""

    kind: Kind
    recipient: str = ""
    """The address it speaks of, where it names one."""
    status: str = ""
    """The enhanced status code (RFC 3463), such as 5.1.1."""
    words: str = ""
    """The receiver's own reason, on one line."""
    addressed: str = ""
    """The headers in which its return path may stand."""
    quoted: str = ""
    """The rest, in which the mail it speaks of may be quoted."""

    def found_in(self, addressed: str, quoted: str) -> "Returned":
        """Say where the sign of our mail is to be looked for."""
        return replace(self, addressed=addressed, quoted=quoted)


UNRELATED = Returned(Kind.UNRELATED)
