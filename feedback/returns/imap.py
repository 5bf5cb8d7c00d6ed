"""Returned mail from a mailbox over IMAP: read, taken, marked; what is not ours stays unread."""

import imaplib
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

from surveys.returns.opening import MOST_BYTES

log = logging.getLogger("hark.returns")

TIMEOUT_SECONDS = 20
MOST_AT_ONCE = 2000
LOOKED_AT = "$HarkLookedAt"
"""A keyword on mail that is none of ours: seen by us, still unread for people."""

Take = Callable[[bytes], bool]
Broken = (imaplib.IMAP4.error, OSError)


class MailboxProblemError(Exception):
    """The mailbox cannot be read; its words are for the log, without the password."""


@dataclass(frozen=True)
class Mailbox:
    """Where returned mail lies: imaps://user:password@host/INBOX."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    is_secure: bool

    @classmethod
    def of(cls, address: str) -> "Mailbox":
        """Read an address; ValueError where it is none."""
        parts = urlsplit(address)
        if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
            raise ValueError("must be imaps://user:password@host/INBOX")
        is_secure = parts.scheme == "imaps"
        return cls(
            parts.hostname,
            parts.port or (993 if is_secure else 143),
            unquote(parts.username),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            is_secure,
        )


def read_mailbox(mailbox: Mailbox, take: Take) -> int:
    """Take what is new, mark it, and tell how much was ours; MailboxProblemError if it cannot be.

    A mail is marked after it was taken: cut off in between, it is brought again, and the second
    time changes nothing.
    """
    with _signed_in(mailbox) as connection:
        _done(connection.select(_quoted(mailbox.folder)), f"opening {mailbox.folder}")
        ours = 0
        for uid in _new(connection)[:MOST_AT_ONCE]:
            raw = _mail(connection, uid)
            is_ours = raw is not None and take(raw)
            ours += is_ours
            _mark(connection, uid, is_ours=is_ours)
        return ours


@contextmanager
def _signed_in(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    try:
        connection = _connected(mailbox)
        try:
            connection.login(mailbox.user, mailbox.password)
            yield connection
        finally:
            _leave(connection)
    except Broken as error:
        told = str(error).replace(mailbox.password, "…") if mailbox.password else str(error)
        raise MailboxProblemError(f"{mailbox.host}:{mailbox.port}: {told}") from None


def _connected(mailbox: Mailbox) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if mailbox.is_secure:
        return imaplib.IMAP4_SSL(
            mailbox.host, mailbox.port, ssl_context=context, timeout=TIMEOUT_SECONDS
        )
    connection = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=TIMEOUT_SECONDS)
    if "STARTTLS" in connection.capabilities:
        connection.starttls(context)
    elif not _is_here(mailbox.host):
        connection.shutdown()
        raise OSError("offers no encryption, so the password is not sent; use imaps://")
    return connection


def _new(connection: imaplib.IMAP4) -> list[bytes]:
    found = _done(connection.uid("SEARCH", "UNSEEN", "UNKEYWORD", LOOKED_AT), "searching")
    return found[0].split() if found and found[0] else []


def _mail(connection: imaplib.IMAP4, uid: bytes) -> bytes | None:
    """Fetch as much of a mail as is read, without marking it."""
    found = _done(
        connection.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)"), "reading"
    )
    return next((bytes(part[1]) for part in found if isinstance(part, tuple)), None)


def _mark(connection: imaplib.IMAP4, uid: bytes, *, is_ours: bool) -> None:
    if not is_ours and connection.uid("STORE", uid.decode(), "+FLAGS", f"({LOOKED_AT})")[0] == "OK":
        return
    # Ours – or the server keeps no keywords, and it would be read again and again.
    _done(connection.uid("STORE", uid.decode(), "+FLAGS", r"(\Seen)"), "marking")


def _done(answer: tuple[str, list[Any]], what: str) -> list[Any]:
    state, data = answer
    if state != "OK":
        raise imaplib.IMAP4.error(f"{what} was refused: {data!r}")
    return data


def _leave(connection: imaplib.IMAP4) -> None:
    try:
        connection.logout()
    except Broken:
        log.debug("the mailbox was gone before the goodbye")
        connection.shutdown()


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
