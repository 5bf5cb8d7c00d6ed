"""How a row becomes hashes: each column apart, salted, so that any of them can be shown alone."""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import sha256
from typing import Any

Json = str | int | float | bool | list[Any] | dict[str, Any] | None


def canonical(value: Any) -> str:
    """Write a value as JSON the one way in which equal values are equal."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(value: Any) -> Json:
    """Give a column's value as JSON has it; moments in UTC to the microsecond."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return json.loads(json.dumps(value))  # type: ignore[no-any-return]


def hash_of(text: str) -> str:
    """Give the SHA-256 of a text, in hex."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def salt_of(entry_salt: str, column: str) -> str:
    """Derive the salt of one column: shown with its value, it opens no other."""
    return hmac.digest(bytes.fromhex(entry_salt), column.encode(), "sha256").hex()


def commitment(column_salt: str, value: Json) -> str:
    """Hash a value so that only who knows salt and value can say what it was."""
    return hash_of(column_salt + canonical(value))


def committed(values: Mapping[str, Any], entry_salt: str) -> dict[str, str]:
    """Hash every column of a row."""
    return {
        column: commitment(salt_of(entry_salt, column), plain(value))
        for column, value in values.items()
    }
