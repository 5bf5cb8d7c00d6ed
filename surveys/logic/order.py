"""Random order that stays: the same person meets the same order on each visit."""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def shuffled(items: Iterable[Item], *seed: str) -> list[Item]:
    """Give the items in the order that belongs to this seed; each order is equally likely."""
    said = "\0".join(seed)
    numbered = enumerate(items)
    return [item for _, item in sorted(numbered, key=lambda pair: _draw(said, pair[0]))]


def _draw(seed: str, place: int) -> bytes:
    return hashlib.sha256(f"{seed}\0{place}".encode()).digest()
