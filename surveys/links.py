"""Signed links: who may answer, withdraw or unsubscribe, salted per purpose."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum

from itsdangerous import BadSignature, Signer

ID_BYTES = 8


class Purpose(StrEnum):
    """What a link lets its holder do; a link for one purpose is worth nothing for another."""

    ANSWER = "answer"
    CHANGE = "change"
    """Speaks for one answer that came without an invitation."""
    UNSUBSCRIBE = "unsubscribe"
    WITHDRAW = "withdraw"
    REFER = "refer"
    """Tells which customer somebody was sent by; it opens nothing of theirs."""
    QUOTE = "quote"
    """Speaks for one mail that asks about a comment."""
    REPORT = "report"
    """Speaks for one standing order of reports or alerts: it stops it, and opens nothing."""


@dataclass(frozen=True)
class Link:
    """The row a link speaks for: always with its workspace, which comes from here alone."""

    workspace_id: int
    row_id: int


class Links:
    """Writes and reads signed tokens; 66 letters, good in any address."""

    def __init__(self, key: str) -> None:
        """Keep one signer per purpose."""
        self._signers = {
            purpose: Signer(key, salt=f"hark.link.{purpose}", digest_method=hashlib.sha256)
            for purpose in Purpose
        }

    def token(self, purpose: Purpose, link: Link) -> str:
        """Sign a link."""
        raw = link.workspace_id.to_bytes(ID_BYTES) + link.row_id.to_bytes(ID_BYTES)
        letters = urlsafe_b64encode(raw).rstrip(b"=")
        return self._signers[purpose].sign(letters).decode()

    def read(self, purpose: Purpose, token: str) -> Link | None:
        """Verify a token and read it; None where it is forged, cut short or for another purpose."""
        try:
            letters = self._signers[purpose].unsign(token.encode("ascii"))
            raw = urlsafe_b64decode(letters + b"==")
        except (BadSignature, ValueError):
            return None
        return Link(int.from_bytes(raw[:ID_BYTES]), int.from_bytes(raw[ID_BYTES:]))
