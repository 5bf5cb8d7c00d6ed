"""Whether somebody should look at a comment today: cues of what happened, not of anger."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from analysis.lexicons import listed
from analysis.reading.frame import Rule
from analysis.reading.matcher import Matcher
from analysis.reading.results import Finding
from analysis.reading.tokens import Token
from analysis.reading.valence import DATA, Weighed, strength, within
from analysis.sentences import Span

POINTS = {
    "safety": 2.0,
    "legal": 2.0,
    "leaving": 2.0,
    "money": 1.6,
    "stuck": 1.6,
    "contact": 1.3,
    "again": 1.2,
    "spread": 1.2,
}
"""What a cue of each sort is worth; the weightiest sort names the finding."""

ENOUGH = 2.0
"""Points from which on a comment is urgent."""

UPSET = 0.8
"""What it adds that the comment does not praise, and takes away that it does."""

SORTS_TOGETHER = 0.5
"""What a second cue of the same sort still counts for."""

DENIABLE = ("leaving", "legal", "money", "spread", "stuck")
"""Sorts that a denial takes back; "nobody calls me" is as urgent as "call me"."""

_DENIED = 3


def urgency_of(
    words: Sequence[Token], spans: Sequence[Span], marks: Sequence[Weighed], good: float
) -> Finding | None:
    """Find cues of urgency in an English comment.

    Parameters
    ----------
    words : sequence of Token
        All of its words.
    spans : sequence of (int, int)
        Its sentences.
    marks : sequence of Weighed
        Its words that judge.
    good : float
        Chance that it praises, as `analysis.reading.polarity` says.

    Returns
    -------
    Finding or None
        Its value is the weightiest sort of cue, one of `POINTS`; its confidence grows with the
        points. Anger alone is no urgency, and a cue in a sentence that praises ("they called me
        back immediately") is none.
    """
    matcher, sorts = _matcher()
    found: dict[str, list[Span]] = {}
    begins = {start: at for at, (_word, start, _end) in enumerate(words)}
    for hit in matcher.find_in(words):
        sentence = spans[max(0, bisect_right(spans, (hit.span[0], 1 << 62)) - 1)]
        is_denied = sorts[hit.rule] in DENIABLE and _is_denied(words, begins[hit.span[0]])
        if not is_denied and not _praises(marks, sentence):
            found.setdefault(sorts[hit.rule], []).append(hit.span)
    if not found:
        return None
    points = {
        sort: POINTS[sort] * (1 + SORTS_TOGETHER * (len(set(at)) > 1)) for sort, at in found.items()
    }
    total = sum(points.values()) + UPSET * (1 - 2 * good)
    if total < ENOUGH:
        return None
    value = max(points, key=lambda sort: points[sort])
    marked = tuple(sorted({span for at in found.values() for span in at}))
    return Finding("urgency", value, round(min(0.95, 0.35 + total / 8), 3), marked)


def _praises(marks: Sequence[Weighed], sentence: Span) -> bool:
    return strength([valence for _start, _end, valence in within(marks, sentence)]) > 0.5


def _is_denied(words: Sequence[Token], at: int) -> bool:
    denials = listed("denials")
    return any(words[n][0] in denials for n in range(max(0, at - _DENIED), at))


@cache
def _matcher() -> tuple[Matcher, tuple[str, ...]]:
    rules, sorts, sort = [], [], ""
    for line in (DATA / "urgency.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sort = line.strip("[]")
        elif line and not line.startswith("#"):
            rules.append(Rule(line))
            sorts.append(sort)
    return Matcher(rules), tuple(sorts)
