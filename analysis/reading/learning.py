"""What a workspace's own corrections teach about its themes, offered only where it is better."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from zlib import crc32

import numpy as np

from analysis.reading.vectors import stems

LEAST = 200
"""Corrections below which nothing is learned."""

LEAST_EACH = 15
"""Comments with a theme, and without it, below which its rules stay alone."""

HELD = 4
"""Every fourth correction is held back, by a checksum of its words."""

PENALTY = 1.0
SURE = 0.05
"""Chance that coin throws would do as well on the held-back ones, above which it is not offered."""

USED = 3
"""Comments that hold a word before it is learned: what one or two people say stays theirs."""

RULE = "*rule*"
"""The feature that says whether the rules found the theme."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A comment a person has looked at: what the rules found, and what is right."""

    words: str
    found: frozenset[str]
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights of words for each theme, to be kept as data.

    Attributes
    ----------
    weights : mapping of str to mapping of str to float
        Of each theme that was learned the weight of each word; "" is what all begin with.
    mended, spoiled : int
        Themes of held-back corrections that it gets right and rules wrong, and the reverse.
    held : int
        Corrections that were held back.
    p : float
        Chance of as many mended ones if both were equally good (sign test, one-sided).
    """

    weights: Mapping[str, Mapping[str, float]]
    mended: int
    spoiled: int
    p: float
    held: int = 0

    @property
    def is_offered(self) -> bool:
        """Whether it beats the rules on what was held back, more than chance explains."""
        return self.p < SURE

    def themes(self, words: str, found: Iterable[str]) -> frozenset[str]:
        """Give the themes of a comment: learned ones by their weights, others as the rules say."""
        rules = frozenset(found)
        said = _features(words)
        kept = {theme for theme in rules if theme not in self.weights}
        for theme, weights in self.weights.items():
            total = weights.get("", 0.0) + weights.get(RULE, 0.0) * (theme in rules)
            total += sum(weights.get(word, 0.0) * share for word, share in said.items())
            if total > 0:
                kept.add(theme)
        return frozenset(kept)


def learn(corrections: Sequence[Correction]) -> Learned | None:
    """Learn themes from corrections, and hold what was learned against the rules.

    For each theme a linear least-squares classifier with a penalty on the words of the comments
    and on whether the rules found it, from three quarters of the corrections; the others decide.

    Parameters
    ----------
    corrections : sequence of Correction
        Also those that changed nothing: a person who agrees teaches as well.

    Returns
    -------
    Learned or None
        None below `LEAST` corrections; otherwise see `Learned.is_offered`.

    References
    ----------
    Hoerl, A. & Kennard, R. (1970). Ridge regression. Technometrics 12, 55-67.
    """
    if len(corrections) < LEAST:
        return None
    held = [each for each in corrections if crc32(each.words.encode()) % HELD == 0]
    taught = [each for each in corrections if crc32(each.words.encode()) % HELD != 0]
    themes = sorted({theme for each in taught for theme in each.found | each.right})
    fitted = {theme: _fitted(taught, theme) for theme in themes}
    learned = Learned({t: weights for t, weights in fitted.items() if weights}, 0, 0, 1.0)
    mended = spoiled = 0
    for each in held:
        now = learned.themes(each.words, each.found)
        for theme in learned.weights:
            was_right = (theme in each.found) == (theme in each.right)
            is_right = (theme in now) == (theme in each.right)
            mended += is_right and not was_right
            spoiled += was_right and not is_right
    p = _sign_test(mended, spoiled)
    return Learned(learned.weights, mended, spoiled, p, len(held))


def _fitted(taught: Sequence[Correction], theme: str) -> dict[str, float]:
    right = np.array([1.0 if theme in each.right else -1.0 for each in taught])
    if min((right > 0).sum(), (right < 0).sum()) < LEAST_EACH:
        return {}
    said = [_features(each.words) | {RULE: float(theme in each.found)} for each in taught]
    used = Counter(word for each in said for word in each)
    names = sorted(word for word, n in used.items() if n >= USED or word == RULE)
    place = {word: at for at, word in enumerate(names)}
    x = np.zeros((len(taught), len(names)))
    for row, each in enumerate(said):
        for word in each.keys() & place.keys():
            x[row, place[word]] = each[word]
    centre = right.mean()
    dual = np.linalg.solve(x @ x.T + PENALTY * np.eye(len(taught)), right - centre)
    weights = x.T @ dual
    kept = {word: round(float(weights[at]), 5) for word, at in place.items()}
    return {"": round(float(centre), 5), **kept}


def _features(words: str) -> dict[str, float]:
    found = set(stems(words))
    return dict.fromkeys(found, 1 / max(1.0, len(found) ** 0.5))


def _sign_test(mended: int, spoiled: int) -> float:
    n = mended + spoiled
    return sum(comb(n, k) for k in range(mended, n + 1)) / 2**n if n else 1.0
