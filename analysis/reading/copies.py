"""The same words sent again and again: a campaign is one voice, and is shown as one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from analysis.reading.tokens import tokens

LEAST = 5
"""Copies from which on words are called copies; "nothing to add" is said by many on their own."""

LEAST_WORDS = 4
"""Words that a text needs for that."""

READ = 2_000
"""Characters that are compared."""

FORTNIGHT = 14
"""Days within which copies of a campaign come; what is said all the year round is an opinion."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Comments that say the same, but for case, signs and numbers; keys in the order given."""

    words: str
    keys: tuple[int, ...]


def copies(comments: Iterable[tuple[int, str]]) -> tuple[Copies, ...]:
    """Find comments that were sent in many copies.

    Parameters
    ----------
    comments : iterable of (int, str)
        Key and words of each.

    Returns
    -------
    tuple of Copies
        The most frequent first; those of fewer than `LEAST` or with fewer than `LEAST_WORDS`
        words are no copies. Memory grows with the number of different comments only.

    Examples
    --------
    >>> found = copies((n, f"Ban the new fee NOW! #{n}") for n in range(6))
    >>> [(each.words, len(each.keys)) for each in found]
    [('Ban the new fee NOW! #0', 6)]
    """
    first: dict[int, str] = {}
    keys: dict[int, list[int]] = {}
    for key, text in comments:
        same = fingerprint(text)
        if same is None:
            continue
        first.setdefault(same, text)
        keys.setdefault(same, []).append(key)
    found = [Copies(first[same], tuple(at)) for same, at in keys.items() if len(at) >= LEAST]
    return tuple(sorted(found, key=lambda each: (-len(each.keys), each.keys[0])))


@dataclass(frozen=True, slots=True)
class Rush:
    """The days on which most copies of one text came, and how many."""

    n: int
    first: int
    last: int


def rush(days: Iterable[tuple[int, int]]) -> Rush | None:
    """Find the `FORTNIGHT` in which most copies of one text came.

    Parameters
    ----------
    days : iterable of (int, int)
        Number of a day (any calendar's) and copies on it, in rising order.

    Returns
    -------
    Rush or None
        Of several alike the earliest; None for fewer than `LEAST` copies in it.

    Examples
    --------
    >>> rush([(1, 3), (14, 3), (15, 2)])
    Rush(n=6, first=1, last=14)
    """
    inside: list[tuple[int, int]] = []
    best: Rush | None = None
    for day, n in days:
        inside = [*((before, m) for before, m in inside if day - before < FORTNIGHT), (day, n)]
        found = sum(m for _day, m in inside)
        if found >= LEAST and (best is None or found > best.n):
            best = Rush(found, inside[0][0], day)
    return best


def fingerprint(text: str) -> int | None:
    """Give the same number for the same words, but for case, signs and numbers.

    Parameters
    ----------
    text : str
        A comment; its first `READ` letters are looked at.

    Returns
    -------
    int or None
        In [-2**63, 2**63), the same in every process; None for fewer than `LEAST_WORDS` words.
        Two of a million different comments share one in 3 of 100 million cases.

    Examples
    --------
    >>> fingerprint("Ban the new fee NOW! #1") == fingerprint("ban the new fee now #23")
    True
    >>> fingerprint("Fine, thank you") is None
    True
    """
    words = [re.sub(r"\d+", "0", word) for word, _start, _end in tokens(text[:READ])]
    if len(words) < LEAST_WORDS:
        return None
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), signed=True)
