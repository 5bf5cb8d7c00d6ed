"""Signatures of webhooks by the Standard Webhooks specification: id, moment and body, HMAC."""

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

WINDOW = timedelta(minutes=5)
PREFIX = "whsec_"
FEWEST_SECRET_BYTES = 24
MOST_SIGNATURES = 20


class UnsignedError(Exception):
    """Not signed by whom we agreed with; its words say what was missing."""


def secret_bytes(secret: str) -> bytes:
    """Read a secret as it is written in settings; ValueError where it is none."""
    if not secret.startswith(PREFIX):
        raise ValueError("must begin with whsec_")
    try:
        return b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("must be base64 behind whsec_") from None


def verified_id(secret: str, headers: Mapping[str, str], body: bytes, *, now: datetime) -> str:
    """Verify a message and give its id; UnsignedError where anything is amiss."""
    named = {name.lower(): value for name, value in headers.items()}
    message_id, moment = named.get("webhook-id", ""), named.get("webhook-timestamp", "")
    given = named.get("webhook-signature", "").split()[:MOST_SIGNATURES]
    if not (secret and message_id and given):
        raise UnsignedError("the signature is missing")
    if not _is_recent(moment, now):
        raise UnsignedError("the timestamp is not of the last five minutes")
    expected = signature(secret, message_id, moment, body).encode()
    # All are compared, whichever fits: how long it takes tells nothing.
    fits = [hmac.compare_digest(one.encode("utf-8", "replace"), expected) for one in given]
    if not any(fits):
        raise UnsignedError("the signature does not fit")
    return message_id


def signature(secret: str, message_id: str, moment: str, body: bytes) -> str:
    """Sign a message."""
    signed = f"{message_id}.{moment}.".encode("utf-8", "replace") + body
    return "v1," + b64encode(hmac.digest(secret_bytes(secret), signed, "sha256")).decode()


def _is_recent(moment: str, now: datetime) -> bool:
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 11):
        return False
    return abs(now - datetime.fromtimestamp(int(moment), UTC)) <= WINDOW
