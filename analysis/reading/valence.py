"""What single words judge, by lists: valence with denial and degree, as clauses are judged by."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from math import sqrt
from pathlib import Path

from analysis.cues.shared import words as listing
from analysis.lexicons import listed
from analysis.reading.frame import Rule
from analysis.reading.matcher import Matcher
from analysis.reading.results import Sentiment
from analysis.reading.tokens import Token
from analysis.sentences import Span

DATA = Path(__file__).parent / "data"

DENIES = -0.74
"""What a denial makes of a valence: "not good" is less bad than "bad" (VADER)."""

REACH = 3
"""Words a denial reaches ahead."""

DEGREE = 0.293
"""What "very" adds and "slightly" takes away (VADER)."""

TOO = -0.9
"""What "too" before a word says: "too small"."""

SPREAD = 4.0
"""Sum of squares that counts as half sure."""

NOTHING = 0.12
"""A strength below it judges nothing."""

_MORE = listing("""
very really extremely so absolutely totally completely incredibly super truly always especially
exceptionally highly quite
""")
_LESS = listing("slightly somewhat kinda bit little partly almost fairly rather")
_AFTER_TOO = frozenset(("", "and", "but", "i", "the", "we", "they", "it"))

EMOTICON = re.compile(r"(?<!\w)[:;=][-'^o]?[()\[\]DPp/\\|*]+(?!\w)|<3|:'\(")

Weighed = tuple[int, int, float]
"""Start and end of words in a text, and their valence there, about -4 to 4."""


def weighed(text: str, words: Sequence[Token]) -> tuple[Weighed, ...]:
    """Weigh the words of a comment that judge.

    Parameters
    ----------
    text : str
        The comment.
    words : sequence of Token
        All of its words.

    Returns
    -------
    tuple of (int, int, float)
        In order, only what judges, after denials and degrees.

    References
    ----------
    Hutto, C. & Gilbert, E. (2014). VADER. ICWSM-14: lexicon and sizes of effects; phrases and
    words of feedback are our own.

    Examples
    --------
    >>> from analysis.reading.tokens import tokens
    >>> text = "not good, never again"
    >>> [(text[a:b], round(v, 1)) for a, b, v in weighed(text, list(tokens(text)))]
    [('good', -1.4), ('never again', -2.6)]
    """
    found = list(_phrases(words))
    taken = [(start, end) for start, end, _valence in found]
    values = _values()
    for at, (word, start, end) in enumerate(words):
        valence = values.get(word)
        if valence is None:
            if word != "too" or _follows(words, at) in _AFTER_TOO:
                continue
            valence = TOO
        if valence and not _is_in(taken, start):
            found.append((start, end, _turned(words, at, valence)))
    found += [(*each.span(), _face(each.group())) for each in EMOTICON.finditer(text)]
    return tuple(sorted(found))


def strength(valences: Sequence[float]) -> float:
    """Put the valences of a clause together, in (-1, 1)."""
    total = sum(valences)
    return total / sqrt(total * total + SPREAD) if total else 0.0


def within(marks: Sequence[Weighed], span: Span) -> tuple[Weighed, ...]:
    """Give the marks that begin in a span."""
    first = bisect_left(marks, (span[0], 0, -9.0))
    last = bisect_left(marks, (span[1], 0, -9.0))
    return tuple(marks[first:last])


def sentiment_of(marks: Sequence[Weighed]) -> tuple[Sentiment, float]:
    """Say what some words that judge come to, and how sure that is, in [0.5, 1).

    Examples
    --------
    >>> sentiment_of([(0, 4, 2.0)])[0], sentiment_of([])[0]
    ('positive', 'neutral')
    """
    found = strength([valence for _start, _end, valence in marks])
    if abs(found) < NOTHING:
        return "neutral", 0.5
    return ("positive" if found > 0 else "negative"), 0.5 + abs(found) / 2


def _phrases(words: Sequence[Token]) -> list[Weighed]:
    matcher, valences = _matcher()
    hits = matcher.find_in(words)
    longest: list[Weighed] = []
    for hit in sorted(hits, key=lambda hit: (hit.span[0], -hit.span[1])):
        if not longest or hit.span[0] >= longest[-1][1]:
            longest.append((*hit.span, valences[hit.rule]))
    return longest


def _is_in(taken: Sequence[Span], start: int) -> bool:
    at = bisect_left(taken, (start + 1, 0)) - 1
    return at >= 0 and taken[at][1] > start


def _turned(words: Sequence[Token], at: int, valence: float) -> float:
    before = [words[n][0] for n in range(max(0, at - REACH), at)]
    if before and before[-1] in _MORE:
        valence += DEGREE if valence > 0 else -DEGREE
    if before and before[-1] in _LESS:
        valence -= DEGREE if valence > 0 else -DEGREE
    denials = listed("denials")
    denied = any(word in denials or word.endswith("n't") for word in before)
    return valence * DENIES if denied else valence


def _follows(words: Sequence[Token], at: int) -> str:
    """Give the next word where it follows at once, else ""."""
    is_near = at + 1 < len(words) and words[at + 1][1] == words[at][2] + 1
    return words[at + 1][0] if is_near else ""


def _face(sign: str) -> float:
    return -1.8 if any(part in sign for part in "([/\\|") and "<3" not in sign else 1.8


@cache
def _values() -> dict[str, float]:
    return dict(_read("valence", " ")) | dict(_read("valence_feedback", " "))


@cache
def _matcher() -> tuple[Matcher, tuple[float, ...]]:
    pairs = list(_read("valence_phrases", " | "))
    return Matcher([Rule(words) for words, _valence in pairs]), tuple(v for _words, v in pairs)


def _read(name: str, gap: str) -> list[tuple[str, float]]:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    rows = (line.rsplit(gap, 1) for line in text.splitlines() if line and line[0] != "#")
    return [(words, float(valence)) for words, valence in rows]
