"""Links for text messages, half as long: an invitation and a signature in letters and digits.

Nothing is stored. The last sign is never a dash, which telephones would leave out of the link.
"""

import hmac
import string

from surveys.links import ID_BYTES, Link

SIGNATURE_BYTES = 8
LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
LENGTH = 33
"""So many letters of 62 hold two ids and a signature, 192 bits."""


def short_code(key: str, link: Link) -> str:
    """Write what stands behind /s/."""
    raw = link.workspace_id.to_bytes(ID_BYTES) + link.row_id.to_bytes(ID_BYTES)
    number = int.from_bytes(raw + _signature(key, raw))
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(reversed(letters))


def read_short_code(key: str, code: str) -> Link | None:
    """Verify a code and read it; None where it is forged or cut short."""
    if len(code) != LENGTH or not set(code) <= set(LETTERS):
        return None
    number = 0
    for letter in code:
        number = number * len(LETTERS) + LETTERS.index(letter)
    try:
        whole = number.to_bytes(2 * ID_BYTES + SIGNATURE_BYTES)
    except OverflowError:
        return None
    raw, signature = whole[: 2 * ID_BYTES], whole[2 * ID_BYTES :]
    if not hmac.compare_digest(signature, _signature(key, raw)):
        return None
    return Link(int.from_bytes(raw[:ID_BYTES]), int.from_bytes(raw[ID_BYTES:]))


def _signature(key: str, raw: bytes) -> bytes:
    return hmac.digest(key.encode(), b"hark.short\0" + raw, "sha256")[:SIGNATURE_BYTES]
