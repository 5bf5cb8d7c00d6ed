"""The one way in: bytes, whoever wrote them, to what they mean."""

from email.message import Message

from surveys.returns.kinds import UNRELATED, Kind, Returned
from surveys.returns.opening import MOST_BYTES, opened
from surveys.returns.plain import bounce
from surveys.returns.replies import auto_reply
from surveys.returns.reports import complaint, delivery

ADDRESSED = (
    "To",
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-RCPT-To",
    "Resent-To",
)
MOST_LETTERS = 400
READERS = (complaint, delivery, auto_reply, bounce)
"""Tried in this order: what is meant for machines before what is meant for people."""


def read(raw: bytes) -> Returned:
    """Tell what a returned mail means; unrelated where it means nothing to us."""
    message = opened(raw)
    if message is None:
        return UNRELATED
    for reader in READERS:
        found = reader(message)
        if found is not None:
            return _with_place(found, message, raw)
    return UNRELATED


def _with_place(found: Returned, message: Message, raw: bytes) -> Returned:
    if found.kind == Kind.UNRELATED:
        return UNRELATED
    to = " ".join(str(value) for name in ADDRESSED for value in message.get_all(name, []))
    quoted = raw[:MOST_BYTES].decode("ascii", "replace")
    short = Returned(found.kind, found.recipient, found.status, found.words[:MOST_LETTERS])
    return short.found_in(to, quoted)
