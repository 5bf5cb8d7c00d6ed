"""One open SMTP connection; each step of a hand-over has its own verdict.

Where the server offers PIPELINING (RFC 2920) the whole envelope travels at once: a letter then
costs two waits instead of four.
"""

import smtplib
import time
from contextlib import suppress

from feedback.mail.letter import Sealed, one_line
from feedback.mail.verdict import Outcome, Verdict
from surveys.speech import noted
from surveys.telling import told

GOING_AWAY = 421
TAKES_CONTENT = 354
GARBLED = -1
LOST = noted(
    "The mail server took the message, but its reply was lost. It may or may not have arrived."
)
MESSAGE = (
    noted("The mail server did not take the message%(reply)s"),
    noted("The mail server did not take the message just now%(reply)s"),
)
ADDRESS = (
    noted("The mail server does not take this address%(reply)s"),
    noted("The mail server does not take this address just now%(reply)s"),
)
"""What is refused for good, and what for now."""
NO_CONTENT = b".\r\n"
MOMENT = 0.05

Broken = (smtplib.SMTPException, OSError)
Reply = tuple[int, bytes]


class Conversation:
    """Hands one letter after the other to one server: offer, give, hear what became of it."""

    def __init__(self, connection: smtplib.SMTP, sender: str) -> None:
        """Talk over a connection that is greeted and signed in; `sender` is the return path."""
        self._connection = connection
        self._sender = sender
        self._pipelines = connection.has_extn("pipelining")
        self.letters = 0
        """How many were offered: a connection used before may have gone stale."""

    def wait_until(self, moment: float) -> None:
        """Hear nothing later than this (monotonic), but do listen once."""
        if self._connection.sock is not None:
            self._connection.sock.settimeout(max(moment - time.monotonic(), MOMENT))

    def offer(self, letter: Sealed) -> None:
        """Say from whom and to whom; the answer is heard apart, while others ask."""
        self.letters += 1
        envelope = self._envelope(letter)
        self._say("".join(envelope) if self._pipelines else envelope[0])

    def hear_offer(self, letter: Sealed) -> Outcome | None:
        """Hear whether the content may follow; gives an outcome where the server will not go on."""
        if self._pipelines:
            mail, rcpt, data = self._hear(), self._hear(), self._hear()
            return self._all_said(letter, (mail, rcpt, data))
        _, recipient, content = self._envelope(letter)
        if refused := self._refused_sender(letter, self._hear()):
            return refused
        self._say(recipient)
        if refused := _refused_recipient(self._hear()):
            self._start_over()
            return refused
        self._say(content)
        if refused := _refused_content(self._hear()):
            self._start_over()
            return refused
        return None

    def give(self, letter: Sealed) -> None:
        """Send the content. From its first byte on, silence means that nobody knows."""
        with suppress(*Broken):
            self._send(letter.wire())

    def hear(self) -> Outcome:
        """Hear what became of the content."""
        try:
            code, words = self._connection.getreply()
        except Broken:
            code, words = GARBLED, b""
        if code == GARBLED:
            return Outcome(Verdict.UNKNOWN, LOST)
        return _judged(code, words, MESSAGE)

    def close(self) -> None:
        """Say goodbye, if anybody is still there."""
        with suppress(*Broken):
            self._connection.quit()
        self.drop()

    def drop(self) -> None:
        """Let go without a word."""
        self._connection.close()

    def _envelope(self, letter: Sealed) -> tuple[str, str, str]:
        return (
            f"MAIL FROM:<{letter.return_path or self._sender}>\r\n",
            f"RCPT TO:<{letter.recipient}>\r\n",
            "DATA\r\n",
        )

    def _all_said(self, letter: Sealed, replies: tuple[Reply, Reply, Reply]) -> Outcome | None:
        mail, rcpt, data = replies
        refused = (
            self._refused_sender(letter, mail) or _refused_recipient(rcpt) or _refused_content(data)
        )
        if refused is None or refused.verdict == Verdict.AWAY:
            return refused
        if data[0] == TAKES_CONTENT:
            # Nobody is to get it, and yet the server waits for content: it gets none (RFC 2920).
            self._send(NO_CONTENT)
            self._hear()
        else:
            self._start_over()
        return refused

    def _refused_sender(self, letter: Sealed, reply: Reply) -> Outcome | None:
        if reply[0] == 250:
            return None
        # It is our own address that is not taken: that is so for every letter alike.
        sender = letter.return_path or self._sender
        return Outcome(
            Verdict.AWAY,
            told(
                "The mail server does not take %(sender)s as sender%(reply)s",
                sender=sender,
                reply=said(*reply),
            ),
        )

    def _start_over(self) -> None:
        try:
            self._connection.rset()
        except Broken:
            self.drop()

    def _say(self, command: str) -> None:
        self._send(command.encode("ascii"))

    def _send(self, raw: bytes) -> None:
        if self._connection.sock is None:
            raise smtplib.SMTPServerDisconnected("please connect first")
        self._connection.sock.sendall(raw)

    def _hear(self) -> Reply:
        return self._connection.getreply()


def said(code: int, words: bytes | str) -> str:
    """Repeat the server's own words, behind a colon."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f": {code} {one_line(text)}" if code > 0 else "."


def _refused_recipient(reply: Reply) -> Outcome | None:
    if reply[0] in (250, 251, 252):
        return None
    return _judged(*reply, ADDRESS)


def _refused_content(reply: Reply) -> Outcome | None:
    if reply[0] == TAKES_CONTENT:
        return None
    if 200 <= reply[0] < 300:
        return Outcome(
            Verdict.AWAY, told("The mail server answers out of turn%(reply)s", reply=said(*reply))
        )
    return _judged(*reply, MESSAGE)


def _judged(code: int, words: bytes, what: tuple[str, str]) -> Outcome:
    reply = said(code, words)
    if 200 <= code < 300:
        return Outcome(Verdict.SENT)
    if code in (GOING_AWAY, GARBLED):
        return Outcome(Verdict.AWAY, told("The mail server is closing down%(reply)s", reply=reply))
    if 400 <= code < 500:
        return Outcome(Verdict.LATER, told(what[1], reply=reply))
    return Outcome(Verdict.REFUSED, told(what[0], reply=reply), reply.removeprefix(": "))
