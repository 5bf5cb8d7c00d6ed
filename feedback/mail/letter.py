"""A letter, and how it is written as the bytes of a message: headers nobody can break out of."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from email_validator import EmailNotValidError

from feedback.mail.mime import mailbox, message, words
from surveys.addresses import PLAIN, validated
from surveys.speech import noted

MAX_HEADER_LETTERS = 200
DIRECTION_SIGNS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


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
    language: str = ""
    return_path: str = ""
    """Where the mail returns to if it cannot be delivered; empty is the sender."""

    def sealed(self) -> "Sealed":
        """Write the message and its envelope."""
        recipient, subject = plain_address(self.to), one_line(self.subject)
        raw = self._written(recipient, subject)
        return Sealed(recipient, subject, raw, self.at, self.return_path)

    def _written(self, recipient: str, subject: str) -> bytes:
        headers = {
            "From": mailbox(one_line(self.sender_name), plain_address(self.sender)),
            "To": mailbox(one_line(self.to_name), recipient),
            **({"Reply-To": plain_address(self.reply_to)} if self.reply_to else {}),
            "Subject": words(subject),
            "Date": format_datetime(self.at),
            "Message-ID": f"<{self.message_id}>",
            **({"Content-Language": words(one_line(self.language))} if self.language else {}),
            **self._sending_headers(),
        }
        return message(headers.items(), self.text, self.html)

    def _sending_headers(self) -> dict[str, str]:
        automatic = {
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        }
        if not self.unsubscribe_url:
            return automatic
        # Never folded: mail clients look for the address in one line (RFC 8058).
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
    return_path: str = ""
    receipt: str = ""
    """Of a text: the mark by which its provider's receipt is known."""

    def wire(self) -> bytes:
        """Give the bytes as SMTP sends them: leading dots doubled, closed with the lone dot."""
        stuffed = self.raw.replace(b"\r\n.", b"\r\n..")
        start = b"." if stuffed.startswith(b".") else b""
        return start + stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")


def plain_address(address: str) -> str:
    """Give an address as any mail server takes it, or say why there is no such form."""
    local, _, domain = address.partition("@")
    if PLAIN.fullmatch(address) and "--" not in domain:
        return f"{local}@{domain.lower()}"
    try:
        found = validated(address, local=True)
    except EmailNotValidError:
        raise UnwritableAddressError(noted("This is not an e-mail address.")) from None
    if found.ascii_email is None:
        raise UnwritableAddressError(
            noted("This address has letters before the @ that most mail servers do not take.")
        )
    return found.ascii_email


def one_line(text: str) -> str:
    """Make text fit for a header: one line, no control signs, nothing that turns its direction."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:MAX_HEADER_LETTERS]
    kept = "".join(" " if sign.isspace() else sign for sign in text if _is_harmless(sign))
    return " ".join(kept.split())[:MAX_HEADER_LETTERS]


def _is_harmless(sign: str) -> bool:
    return sign.isspace() or (
        unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co") and sign not in DIRECTION_SIGNS
    )
