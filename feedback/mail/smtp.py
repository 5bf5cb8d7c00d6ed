"""Letters over SMTP: several connections side by side, kept open and used again."""

import logging
import smtplib
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from feedback.config import Settings
from feedback.mail.conversation import Broken, Conversation, said
from feedback.mail.letter import Sealed
from feedback.mail.verdict import Outcome, Verdict
from surveys.speech import noted
from surveys.telling import told

log = logging.getLogger("hark.mail")

TIMEOUT_SECONDS = 30
OFFER_SECONDS = 8.0
"""Whoever unsubscribes waits up to ten seconds for mail in flight: no content begins later."""
AT_ONCE_SECONDS = 1.0
"""What was not begun by then is given back, to be looked at once more."""
GREETING_SECONDS = 3.0
"""A further connection is a convenience: nobody waits long for it."""


class Smtp:
    """Hands letters to the server of the settings, one round of letters after the other.

    Each connection takes one letter a round. All are asked before the first answer is read, so
    that a round lasts as long as the slowest answer and not as long as all of them.
    """

    def __init__(self, settings: Settings, *, timeout: float = TIMEOUT_SECONDS) -> None:
        """Connect with the first letter, not before."""
        self._settings = settings
        self._timeout = timeout
        self._open: list[Conversation] = []
        self._most = settings.smtp_connections

    def ready(self) -> Outcome | None:
        """Connect before anybody looks whether the letters may go; says why it cannot."""
        try:
            self._conversations(1)
        except Broken as error:
            return Outcome(Verdict.AWAY, why_away(error, self._settings))
        return None

    def send(self, letters: Sequence[Sealed]) -> list[Outcome]:
        """Hand letters over in turn; gives an outcome for each that was tried."""
        outcomes: list[Outcome] = []
        began = time.monotonic()
        while len(outcomes) < len(letters) and not _is_away(outcomes):
            if outcomes and time.monotonic() - began > AT_ONCE_SECONDS:
                break
            outcomes += self._round(letters[len(outcomes) : len(outcomes) + self._most])
        return outcomes

    def close(self) -> None:
        """Say goodbye; the next letter connects again."""
        for conversation in self._open:
            conversation.close()
        self._open, self._most = [], self._settings.smtp_connections

    def _round(self, letters: Sequence[Sealed]) -> list[Outcome]:
        try:
            open_ones = self._conversations(len(letters))
        except Broken as error:
            return [Outcome(Verdict.AWAY, why_away(error, self._settings))]
        turns = [Turn(*pair) for pair in zip(open_ones, letters, strict=False)]
        self._take(turns)
        outcomes = []
        for turn in turns:
            outcome = turn.outcome or Outcome(Verdict.AWAY)
            if outcome.verdict in (Verdict.AWAY, Verdict.UNKNOWN):
                self._drop(turn.conversation)
            if outcome.verdict == Verdict.AWAY and turn.may_be_stale:
                # Servers end connections that were idle, or that brought enough letters.
                outcome = self._once_more(turn.letter)
            outcomes.append(outcome)
        return outcomes

    def _once_more(self, letter: Sealed) -> Outcome:
        try:
            conversation = self._connected(self._timeout)
        except Broken as error:
            return Outcome(Verdict.AWAY, why_away(error, self._settings))
        turn = Turn(conversation, letter)
        self._take([turn])
        outcome = turn.outcome or Outcome(Verdict.AWAY)
        if outcome.verdict in (Verdict.AWAY, Verdict.UNKNOWN):
            self._drop(conversation)
        return outcome

    def _take(self, turns: "Sequence[Turn]") -> None:
        began = time.monotonic()
        offers, contents = began + min(OFFER_SECONDS, self._timeout), began + self._timeout
        for turn in turns:
            turn.offer(self._settings)
        for turn in turns:
            turn.hear_offer(self._settings, offers)
        for turn in turns:
            turn.give(offers)
        for turn in turns:
            turn.hear(contents)

    def _conversations(self, wanted: int) -> list[Conversation]:
        if not self._open:
            self._connected(self._timeout)
        while len(self._open) < min(wanted, self._most):
            try:
                self._connected(min(self._timeout, GREETING_SECONDS))
            except Broken as error:
                self._most = len(self._open)
                log.info("the mail server takes %s connections at once: %s", self._most, error)
        return self._open[:wanted]

    def _connected(self, timeout: float) -> Conversation:
        conversation = Conversation(connect(self._settings, timeout), self._settings.mail_from)
        self._open.append(conversation)
        return conversation

    def _drop(self, conversation: Conversation) -> None:
        conversation.drop()
        if conversation in self._open:
            self._open.remove(conversation)


@dataclass
class Turn:
    """One letter on one connection, step by step, until there is an outcome."""

    conversation: Conversation
    letter: Sealed
    outcome: Outcome | None = None
    may_be_stale: bool = False

    def offer(self, settings: Settings) -> None:
        """Say from whom and to whom."""
        self.may_be_stale = self.conversation.letters > 0
        try:
            self.conversation.offer(self.letter)
        except Broken as error:
            self.outcome = Outcome(Verdict.AWAY, why_away(error, settings))

    def hear_offer(self, settings: Settings, until: float) -> None:
        """Hear whether the content may follow."""
        if self.outcome:
            return
        try:
            self.conversation.wait_until(until)
            self.outcome = self.conversation.hear_offer(self.letter)
        except Broken as error:
            self.outcome = Outcome(Verdict.AWAY, why_away(error, settings))

    def give(self, until: float) -> None:
        """Send the content, if it is not too late for that."""
        if self.outcome:
            return
        if time.monotonic() > until:
            self.outcome = Outcome(Verdict.AWAY, noted("The mail server does not answer in time."))
            return
        self.conversation.give(self.letter)

    def hear(self, until: float) -> None:
        """Hear what became of the content."""
        if self.outcome is None:
            self.conversation.wait_until(until)
            self.outcome = self.conversation.hear()


def connect(settings: Settings, timeout: float) -> smtplib.SMTP:
    """Open a connection, greeted, encrypted and signed in as the settings say."""
    our_name = urlsplit(settings.base_url).hostname or "localhost"
    context = _trusted() if settings.smtp_security != "none" else None
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


def why_away(error: Exception, settings: Settings) -> str:
    """Say in words for people why the server takes nothing."""
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    match error:
        case smtplib.SMTPAuthenticationError():
            reply = said(error.smtp_code, error.smtp_error)
            return told(
                "%(place)s does not take our user and password%(reply)s", place=place, reply=reply
            )
        case smtplib.SMTPNotSupportedError():
            return told(
                "%(place)s does not offer what HARK_SMTP_SECURITY or HARK_SMTP_USER asks for.",
                place=place,
            )
        case smtplib.SMTPResponseException():
            return told(
                "%(place)s turned us away%(reply)s",
                place=place,
                reply=said(error.smtp_code, error.smtp_error),
            )
        case ssl.SSLError():
            return told(
                "No secure connection to %(place)s could be made: %(reason)s.",
                place=place,
                reason=str(error.reason),
            )
        case ConnectionRefusedError():
            return told("Nobody answers at %(place)s (connection refused).", place=place)
        case socket.gaierror():
            return told("There is no server named %(host)s.", host=settings.smtp_host)
        case TimeoutError():
            return told("%(place)s does not answer in time.", place=place)
        case smtplib.SMTPServerDisconnected() if "timed out" in str(error):
            return told("%(place)s does not answer in time.", place=place)
        case _:
            return told("The connection to %(place)s broke.", place=place)


def _is_away(outcomes: Sequence[Outcome]) -> bool:
    return any(outcome.verdict == Verdict.AWAY for outcome in outcomes)


@cache
def _trusted() -> ssl.SSLContext:
    """Reading all authorities takes a tenth of a second: once is enough."""
    return ssl.create_default_context()


def _make_ready(
    connection: smtplib.SMTP, settings: Settings, context: ssl.SSLContext | None
) -> None:
    if connection.sock is not None:
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.ehlo_or_helo_if_needed()
    if settings.smtp_security == "starttls":
        connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
    if settings.smtp_user:
        connection.login(settings.smtp_user, settings.smtp_password)
