"""What the linear models look at: hashed words and pairs of words, and sums of the word lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from analysis.lexicons import listed
from analysis.reading.tokens import Token
from analysis.reading.valence import Weighed, strength

BITS = 17
SIZE = 1 << BITS
"""Places of hashed features."""

MOST_WORDS = 600
"""Words that are looked at: a longer comment says the same again, as far as its tone goes."""

DENIED = 3
"""Words behind a denial that are marked as denied."""

ASKS = re.compile(
    r"^\W*(?:@\w+\W+)*(?:(?:hi|hello|hey|please|so|and|ok|well)\W+){0,2}(?:what|when|where|which|who|"
    r"why|how|can|could|do|does|did|is|are|will|would|should|may|have|has|any(?:one|body)?)\b",
    re.IGNORECASE,
)
WANTS = re.compile(
    r"\b(?:i (?:want|need|would like|wish|am trying|have to) to|i['’]d like to|please (?:tell|help|"
    r"send|let|advise|dm|call|check|change)|can (?:you|i|we)|could (?:you|i|we)|how (?:do|can|to)|"
    r"is there|are there|do you|does (?:it|the|this))\b",
    re.IGNORECASE,
)
DENSE = (
    "strength", "good", "bad", "good_words", "bad_words", "last", "asks", "wants", "question",
    "exclaims", "capitals", "short", "long", "link", "nothing",
)  # fmt: skip
"""Names of the features that are numbers."""


@dataclass(frozen=True, slots=True)
class Features:
    """Places of the hashed features of a text, each once, and numbers in the order of `DENSE`."""

    places: tuple[int, ...]
    dense: tuple[float, ...]


def features(text: str, words: Sequence[Token], marks: Sequence[Weighed]) -> Features:
    """Give the features of a text.

    Parameters
    ----------
    text : str
        The text, or a part of it.
    words : sequence of Token
        Its words.
    marks : sequence of Weighed
        What `analysis.reading.valence.weighed` says of them.

    Returns
    -------
    Features
    """
    return Features(tuple(sorted(_places(words))), _dense(text, words, marks))


def place_of(feature: str) -> int:
    """Give the place of a hashed feature, in [0, SIZE)."""
    return crc32(feature.encode()) & (SIZE - 1)


def _places(words: Sequence[Token]) -> set[int]:
    denials = listed("denials")
    found: set[int] = set()
    before, denied = "", 0
    for word, _start, _end in words[:MOST_WORDS]:
        marked = f"~{word}" if denied else word
        found.add(place_of(marked))
        found.add(place_of(f"{before} {word}"))
        denied = DENIED if word in denials or word.endswith("n't") else max(0, denied - 1)
        before = word
    return found


def _dense(text: str, words: Sequence[Token], marks: Sequence[Weighed]) -> tuple[float, ...]:
    values = [valence for _start, _end, valence in marks]
    good = [valence for valence in values if valence > 0]
    bad = [valence for valence in values if valence < 0]
    count = max(1, min(len(words), MOST_WORDS))
    letters = [sign for sign in text[:400] if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters) / max(1, len(letters))
    return (
        strength(values),
        strength(good),
        strength(bad),
        min(1.0, 5 * len(good) / count),
        min(1.0, 5 * len(bad) / count),
        strength(values[-2:]),
        float(bool(ASKS.search(text[:200]))),
        float(bool(WANTS.search(text[:2_000]))),
        float("?" in text),
        min(1.0, text.count("!") / 3),
        float(capitals > 0.6 and len(letters) > 8),
        float(count <= 4),
        float(count >= 40),
        float("http" in text),
        float(not values),
    )
