"""A letter, and how it is written as the bytes of a message: headers nobody can break out of."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

MAX_HEADER_LETTERS = 200
LINE_LETTERS = 75
"""Of 78 allowed: Python folds an encoded word up to two letters late, and 75 is its limit."""
DIRECTION_SIGNS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
NEVER_FOLDED = ("list-unsubscribe", "list-unsubscribe-post", "message-id")


class UnwritableAddressError(ValueError):
    """The address cannot be written to; its words are for the person."""


@dataclass(frozen=True)
class Letter:
    """One message to one person, all in plain values."""

    to: str
    to_name: str
    sender: str
    sender_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    """Without the angle brackets."""
    at: datetime
    unsubscribe_url: str = ""

    def sealed(self) -> "Sealed":
        """Write the message and its envelope."""
        recipient, subject = plain_address(self.to), one_line(self.subject)
        return Sealed(recipient, subject, self._written(recipient, subject), self.at)

    def _written(self, recipient: str, subject: str) -> bytes:
        message = EmailMessage(policy=_POLICY)
        message["From"] = _address(self.sender_name, plain_address(self.sender))
        message["To"] = _address(self.to_name, recipient)
        if self.reply_to:
            message["Reply-To"] = _address("", plain_address(self.reply_to))
        message["Subject"] = subject
        message["Date"] = format_datetime(self.at)
        message["Message-ID"] = f"<{self.message_id}>"
        for name, value in self._sending_headers().items():
            message[name] = value
        message.set_content(self.text, cte="quoted-printable")
        message.add_alternative(self.html, subtype="html", cte="quoted-printable")
        return message.as_bytes()

    def _sending_headers(self) -> dict[str, str]:
        automatic = {
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        }
        if not self.unsubscribe_url:
            return automatic
        return automatic | {
            "Precedence": "bulk",
            "List-Unsubscribe": f"<{self.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }


@dataclass(frozen=True)
class Sealed:
    """A letter in its envelope: the bytes that leave, and where to."""

    recipient: str
    subject: str
    raw: bytes
    at: datetime


def plain_address(address: str) -> str:
    """Give an address as any mail server takes it, or say why there is no such form."""
    try:
        found = validate_email(
            address,
            check_deliverability=False,
            globally_deliverable=False,
            allow_domain_literal=False,
        )
    except EmailNotValidError as error:
        raise UnwritableAddressError(f"This is not an e-mail address: {error}") from None
    if found.ascii_email is None:
        raise UnwritableAddressError(
            "This address has letters before the @ that most mail servers do not take."
        )
    return found.ascii_email


def one_line(text: str) -> str:
    """Make text fit for a header: one line, no control signs, nothing that turns its direction."""
    kept = "".join(" " if sign.isspace() else sign for sign in text if _is_harmless(sign))
    return " ".join(kept.split())[:MAX_HEADER_LETTERS]


def _is_harmless(sign: str) -> bool:
    return sign.isspace() or (
        unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co") and sign not in DIRECTION_SIGNS
    )


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=address)


class _Policy(EmailPolicy):
    """Folds as the standard says, but keeps whole what mail clients read only as one line."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in NEVER_FOLDED:
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy().clone(linesep=SMTP.linesep, max_line_length=LINE_LETTERS, cte_type="7bit")
