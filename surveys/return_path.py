"""The mark that a mail carries to be known again when it returns: signed, in letters of one case.

It stands behind the + of the return path (VERP) and in the Message-ID: 42 letters, so that a
local part stays within its 64. Mail servers may change the case of a local part, so it has none.
"""

import hmac
import re
from base64 import b32decode, b32encode

from surveys.links import ID_BYTES, Link

SIGNATURE_BYTES = 10
MARK_LETTERS = 42
LONGEST_LOCAL_PART = 64
MOST_TRIED = 200

SOFT_BREAK = re.compile(r"=\r?\n")
MARK = re.compile(rf"(?<![a-z0-9])[a-z2-7]{{{MARK_LETTERS}}}(?![a-z0-9])", re.IGNORECASE)


def mark(key: str, link: Link) -> str:
    """Sign an invitation for its return."""
    raw = link.workspace_id.to_bytes(ID_BYTES) + link.row_id.to_bytes(ID_BYTES)
    return b32encode(raw + _signature(key, raw)).decode().rstrip("=").lower()


def read_mark(key: str, letters: str) -> Link | None:
    """Verify a mark and read it; None where it is forged or cut short."""
    if not MARK.fullmatch(letters):
        return None
    raw = b32decode(letters.upper() + "=" * (-len(letters) % 8))
    ids, signature = raw[: 2 * ID_BYTES], raw[2 * ID_BYTES :]
    if not hmac.compare_digest(signature, _signature(key, ids)):
        return None
    return Link(int.from_bytes(ids[:ID_BYTES]), int.from_bytes(ids[ID_BYTES:]))


def links_in(key: str, text: str) -> set[Link]:
    """Find every invitation whose mark stands in a text, however it is wrapped."""
    tried = dict.fromkeys(MARK.findall(SOFT_BREAK.sub("", text)))
    found = (read_mark(key, letters) for letters in list(tried)[:MOST_TRIED])
    return {link for link in found if link}


def return_path(address: str, letters: str) -> str:
    """Put a mark into the address that returned mail goes to."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{letters}@{domain}"


def _signature(key: str, raw: bytes) -> bytes:
    return hmac.digest(key.encode(), b"hark.return\0" + raw, "sha256")[:SIGNATURE_BYTES]
