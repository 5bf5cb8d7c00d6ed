"""One SMTP connection, kept open and used again; each step of a hand-over has its own verdict."""

import logging
import smtplib
import socket
import ssl
from urllib.parse import urlsplit

from feedback.config import Settings
from feedback.mail.letter import Sealed, one_line
from feedback.mail.verdict import Outcome, Verdict

log = logging.getLogger("hark.mail")

TIMEOUT_SECONDS = 30
GOING_AWAY = 421
TAKES_CONTENT = 354
GARBLED = -1
LOST = "The mail server took the message, but its reply was lost. It may or may not have arrived."

Broken = (smtplib.SMTPException, OSError)


class Smtp:
    """Hands letters to the server of the settings, one after the other on one connection."""

    def __init__(self, settings: Settings, *, timeout: float = TIMEOUT_SECONDS) -> None:
        """Connect with the first letter, not before."""
        self._settings = settings
        self._timeout = timeout
        self._connection: smtplib.SMTP | None = None

    def send(self, letter: Sealed) -> Outcome:
        """Hand one letter over and tell what became of it."""
        may_be_stale = self._connection is not None
        outcome = self._try(letter)
        if outcome.verdict == Verdict.AWAY and may_be_stale:
            # Servers end connections that were idle, or that brought enough letters.
            outcome = self._try(letter)
        return outcome

    def close(self) -> None:
        """Say goodbye; the next letter connects again."""
        if self._connection is None:
            return
        try:
            self._connection.quit()
        except Broken:
            log.debug("the mail server was gone before the goodbye")
        self._drop()

    def _try(self, letter: Sealed) -> Outcome:
        try:
            connection = self._connection or _connect(self._settings, self._timeout)
            self._connection = connection
            refusal = _open_envelope(connection, self._settings.mail_from, letter.recipient)
        except Broken as error:
            self._drop()
            return Outcome(Verdict.AWAY, _why_away(error, self._settings))
        outcome = refusal or self._hand_over(connection, letter.raw)
        if outcome.verdict == Verdict.AWAY:
            self._drop()
        elif outcome.verdict != Verdict.SENT:
            self._start_over()
        return outcome

    def _hand_over(self, connection: smtplib.SMTP, raw: bytes) -> Outcome:
        """Send the content. From its first byte on, silence means that nobody knows."""
        try:
            connection.send(_dotted(raw))
            code, words = connection.getreply()
        except Broken:
            code, words = GARBLED, b""
        if code == GARBLED:
            self._drop()
            return Outcome(Verdict.UNKNOWN, LOST)
        return _judged(code, words, "The mail server did not take the message")

    def _start_over(self) -> None:
        try:
            if self._connection is not None:
                self._connection.rset()
        except Broken:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _connect(settings: Settings, timeout: float) -> smtplib.SMTP:
    our_name = urlsplit(settings.base_url).hostname or "localhost"
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if settings.smtp_security == "tls":
        connection = smtplib.SMTP_SSL(
            settings.smtp_host, settings.smtp_port, our_name, timeout=timeout, context=context
        )
    else:
        connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, our_name, timeout=timeout)
    try:
        _make_ready(connection, settings, context)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_ready(connection: smtplib.SMTP, settings: Settings, context: ssl.SSLContext) -> None:
    if connection.sock is not None:
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.ehlo_or_helo_if_needed()
    if settings.smtp_security == "starttls":
        connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
    if settings.smtp_user:
        connection.login(settings.smtp_user, settings.smtp_password)


def _open_envelope(connection: smtplib.SMTP, sender: str, recipient: str) -> Outcome | None:
    """Say from whom and to whom; gives an outcome where the server will not go on."""
    code, words = connection.mail(sender)
    if code != 250:
        # It is our own address that is not taken: that is so for every letter alike.
        return Outcome(
            Verdict.AWAY, f"The mail server does not take {sender} as sender{_said(code, words)}"
        )
    code, words = connection.rcpt(recipient)
    if code not in (250, 251, 252):
        return _judged(code, words, "The mail server does not take this address")
    code, words = connection.docmd("DATA")
    if code != TAKES_CONTENT:
        return _judged(code, words, "The mail server did not take the message")
    return None


def _judged(code: int, words: bytes, what: str) -> Outcome:
    said = _said(code, words)
    if 200 <= code < 300:
        return Outcome(Verdict.SENT)
    if code in (GOING_AWAY, GARBLED):
        return Outcome(Verdict.AWAY, f"The mail server is closing down{said}")
    if 400 <= code < 500:
        return Outcome(Verdict.LATER, f"{what} just now{said}")
    return Outcome(Verdict.REFUSED, f"{what}{said}")


def _why_away(error: Exception, settings: Settings) -> str:
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    match error:
        case smtplib.SMTPAuthenticationError():
            said = _said(error.smtp_code, error.smtp_error)
            return f"{place} does not take our user and password{said}"
        case smtplib.SMTPNotSupportedError():
            return f"{place} does not offer what HARK_SMTP_SECURITY or HARK_SMTP_USER asks for."
        case smtplib.SMTPResponseException():
            return f"{place} turned us away{_said(error.smtp_code, error.smtp_error)}"
        case ssl.SSLError():
            return f"No secure connection to {place} could be made: {error.reason}."
        case ConnectionRefusedError():
            return f"Nobody answers at {place} (connection refused)."
        case socket.gaierror():
            return f"There is no server named {settings.smtp_host}."
        case TimeoutError():
            return f"{place} does not answer in time."
        case smtplib.SMTPServerDisconnected() if "timed out" in str(error):
            return f"{place} does not answer in time."
        case _:
            return f"The connection to {place} broke."


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f": {code} {one_line(text)}" if code > 0 else "."


def _dotted(raw: bytes) -> bytes:
    """End lines as SMTP wants, double leading dots, and close with the lone dot."""
    lines = raw.split(b"\r\n")
    stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"
