"""Reports meant for machines: of a delivery (RFC 3464) and of a complaint (RFC 5965)."""

import re
from email.message import Message

from surveys.returns.codes import codes_in
from surveys.returns.judging import judge
from surveys.returns.kinds import UNRELATED, Kind, Returned
from surveys.returns.opening import decoded, field_blocks, header, part_of

DELIVERY = ("message/delivery-status", "message/global-delivery-status")
FEEDBACK = "message/feedback-report"
MOST_BLOCKS = 50
TYPE = re.compile(r"^[\w-]+;\s*")

COMPLAINTS: dict[str, Kind] = {
    "not-spam": Kind.UNRELATED,
    "auth-failure": Kind.POLICY,
    "virus": Kind.POLICY,
    "dmarc": Kind.POLICY,
}
"""Kinds of feedback that are no complaint of a person; all others are one."""


def complaint(message: Message) -> Returned | None:
    """Read a complaint that a mail provider passes on; None where this is none."""
    part = part_of(message, FEEDBACK)
    if part is None:
        return None
    for block in field_blocks(part)[:MOST_BLOCKS]:
        kind = header(block, "Feedback-Type").lower()
        if kind:
            recipient = header(block, "Original-Rcpt-To") or header(block, "Removal-Recipient")
            meaning = COMPLAINTS.get(kind, Kind.COMPLAINT)
            return Returned(meaning, recipient=plain(recipient), words=_who_says(block, kind))
    return UNRELATED


def delivery(message: Message) -> Returned | None:
    """Read a report of a delivery; None where this is none, or one that says nothing."""
    part = part_of(message, *DELIVERY)
    if part is None:
        return None
    blocks = [block for block in field_blocks(part)[:MOST_BLOCKS] if _speaks_of_somebody(block)]
    if not blocks:
        return None
    chosen = min(blocks, key=lambda block: ACTIONS.get(_action(block), 0))
    return _delivered(chosen)


ACTIONS = {"failed": 0, "delayed": 1, "expanded": 2, "relayed": 2, "delivered": 2}
"""The worst first: a report may speak of several recipients, our mail had one."""


def plain(address: str) -> str:
    """Take an address out of `rfc822; <a@b.example>`."""
    bare = address.rpartition(";")[2].strip().strip("<>").strip()
    return bare[:254] if "@" in bare else ""


def _delivered(block: Message) -> Returned:
    action, status = _action(block), header(block, "Status")
    said = TYPE.sub("", decoded(header(block, "Diagnostic-Code")))
    found = Returned(
        Kind.UNRELATED,
        recipient=plain(header(block, "Original-Recipient")) or _final(block),
        status=next(iter([*codes_in(said), *codes_in(status)]), ""),
        words=said,
    )
    if action in ("delivered", "relayed", "expanded") or (not action and status.startswith("2")):
        return found
    meaning = Kind.DELAYED if action == "delayed" else judge(status, said)
    return Returned(meaning, found.recipient, found.status, found.words)


def _final(block: Message) -> str:
    return plain(header(block, "Final-Recipient")) or plain(header(block, "X-Actual-Recipient"))


def _action(block: Message) -> str:
    return header(block, "Action").lower().split(" ")[0].strip("();")


def _speaks_of_somebody(block: Message) -> bool:
    return any(name in block for name in ("Action", "Status", "Final-Recipient"))


def _who_says(block: Message, kind: str) -> str:
    reporter = header(block, "User-Agent") or header(block, "Reported-Domain")
    return f"{kind}: {reporter}" if reporter else kind
