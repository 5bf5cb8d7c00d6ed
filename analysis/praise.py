"""Which comment is most quotable, and why: named reasons with points, no hidden score."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from analysis.cues import BY_LANGUAGE
from analysis.cues.english import NAME
from analysis.gates import Gate, gates
from analysis.telling import CONTENT, length, shown, told

MODEL = 2
"""The judge's version: raised with every change to points or cues, so that all is judged anew."""

VARIED = 200
"""How many of the best are told apart; below them likeness no longer decides anything."""

ALIKE = 0.5
"""Share of common content words from which two comments say much the same."""

COMMON = 3
"""Fewer content words in common say nothing, unless there are no others."""

JUDGED = 8_000
"""Characters of a comment that are judged for points; gates look at all of it."""

POINTS = {
    "outcome": 3,
    "number": 2,
    "figures": 2,
    "moment": 2,
    "name": 2,
    "particular": 2,
    "length": 2,
    "only_good": 2,
    "first_person": 1,
    "stands_alone": 1,
    "happy": 1,
    "fresh": 2,
    "recent": 1,
    "thin": -2,
    "alike": -3,
    "negative": -4,
    "mostly_negative": -3,
    "ironic": -6,
}
"""What each reason is worth. Votes follow length and concreteness, hardly sentiment; the length
is a range here and not a reward, so concreteness (outcomes, numbers, days, names) leads."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it is judged.

    Attributes
    ----------
    key : int
        Whatever the caller knows it by; unique.
    words : str
        The comment.
    language : str
        Of the words ("en"); one without cues of its own is not judged.
    days : float or None
        How old it is, in days, 0 or more; None leaves age out of it.
    names : tuple of str
        Names of features, products or people that count as named in any spelling.
    happy : bool
        Whether its author gave one of the best scores.
    """

    key: int
    words: str
    language: str = "en"
    days: float | None = None
    names: tuple[str, ...] = ()
    happy: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for the place of a comment.

    Attributes
    ----------
    name : str
        Key in `POINTS`.
    found : str
        The words that gave it, or a count; "" where the name says all.
    points : int
        What it is worth; negative where it speaks against quoting.
    """

    name: str
    found: str
    points: int


@dataclass(frozen=True, slots=True)
class Praise:
    """How quotable a comment is.

    Attributes
    ----------
    key : int
        Of the comment.
    reasons : tuple of Reason
        Those that apply, weightiest first.
    gates : tuple of Gate
        What has to be dealt with before any of it is shown; such comments come last.
    is_judged : bool
        Whether its language has cues; without them the reasons are only the countable ones.
    """

    key: int
    reasons: tuple[Reason, ...]
    gates: tuple[Gate, ...] = ()
    is_judged: bool = True

    @property
    def points(self) -> int:
        """Sum of the reasons' points."""
        return sum(reason.points for reason in self.reasons)


def praise(comment: Comment) -> Praise:
    """Judge one comment by itself.

    Parameters
    ----------
    comment : Comment
        The comment.

    Returns
    -------
    Praise
        Without the reason "alike", which only `varied` can give.

    Examples
    --------
    >>> found = praise(Comment(1, "We saved 6 hours a week since we switched to Acme last May."))
    >>> found.points, [reason.name for reason in found.reasons][:3]
    (15, ['outcome', 'length', 'name'])
    """
    words, cues = comment.words[:JUDGED], BY_LANGUAGE.get(comment.language)
    found: dict[str, str | None] = {
        "length": length(comment.words),
        "name": _name(comment),
        "happy": "" if comment.happy else None,
        **(
            told(words, cues, comment.happy)
            if cues
            else {"number": shown(re.search(r"\d\S*", words))}
        ),
        **(_age(comment.days) if comment.days is not None else {}),
    }
    reasons = [Reason(name, text, POINTS[name]) for name, text in found.items() if text is not None]
    shut = gates(comment.words, comment.language, comment.names)
    return Praise(comment.key, _sorted(reasons), shut, cues is not None)


def with_age(judged: Praise, days: float) -> Praise:
    """Add what the age of a comment is worth to a judgement that left it out."""
    aged = [Reason(name, text, POINTS[name]) for name, text in _age(days).items()]
    return replace(judged, reasons=_sorted([*judged.reasons, *aged]))


def rank(comments: Iterable[Comment]) -> tuple[Praise, ...]:
    """Judge comments and order them, most quotable first, the best each saying something else.

    Parameters
    ----------
    comments : iterable of Comment
        With unique keys.

    Returns
    -------
    tuple of Praise
        One for each comment; those with gates after all others; ties by age, then key.

    Examples
    --------
    >>> [p.key for p in rank([Comment(1, "Good."), Comment(2, "We saved 9 hours a week.")])]
    [2, 1]
    """
    given = {comment.key: comment for comment in comments}
    return ordered([praise(comment) for comment in given.values()], given)


def ordered(judged: Iterable[Praise], given: Mapping[int, Comment]) -> tuple[Praise, ...]:
    """Order comments that are judged already, as `rank` does.

    Parameters
    ----------
    judged : iterable of Praise
        Each once.
    given : mapping of int to Comment
        The comments by their keys.

    Returns
    -------
    tuple of Praise
        As `rank`.
    """
    found = sorted(
        judged, key=lambda p: (bool(p.gates), -p.points, given[p.key].days or 0.0, p.key)
    )
    words = {p.key: given[p.key].words for p in found[:VARIED]}
    return tuple(chain(varied(found[:VARIED], words), found[VARIED:]))


def varied(judged: Sequence[Praise], words: Mapping[int, str]) -> list[Praise]:
    """Reorder the best so that ten picks do not say the same.

    Greedy maximal marginal relevance: at each place the comment with most points, less
    ``-POINTS["alike"]`` where at least half of the content words are those of one above it.

    Parameters
    ----------
    judged : sequence of Praise
        In the order of their merits; at most some hundreds, for each is held against each.
    words : mapping of int to str
        The words of each by its key.

    Returns
    -------
    list of Praise
        The same, those said before with the reason "alike"; those with gates stay last.

    References
    ----------
    Carbonell, J. & Goldstein, J. (1998). The use of MMR. SIGIR '98, 335-336.
    """
    content = {p.key: frozenset(CONTENT.findall(words[p.key][:JUDGED].casefold())) for p in judged}
    likeness = dict.fromkeys(content, 0.0)
    chosen: list[Praise] = []
    left = list(judged)
    while left:
        best = min(left, key=lambda p: (bool(p.gates), -p.points - _malus(likeness[p.key])))
        left.remove(best)
        chosen.append(_with_likeness(best, likeness[best.key]))
        for other in left:
            common = _share_in_common(content[other.key], content[best.key])
            likeness[other.key] = max(likeness[other.key], common)
    return chosen


def _share_in_common(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return common / min(len(one), len(other)) if common >= COMMON else float(one == other)


def _malus(likeness: float) -> int:
    return POINTS["alike"] if likeness >= ALIKE else 0


def _with_likeness(judged: Praise, likeness: float) -> Praise:
    if not _malus(likeness):
        return judged
    return replace(judged, reasons=(*judged.reasons, Reason("alike", "", POINTS["alike"])))


def _name(comment: Comment) -> str | None:
    folded = comment.words[:JUDGED].casefold()
    known = next((name for name in comment.names if name and name.casefold() in folded), None)
    cues = BY_LANGUAGE.get(comment.language)
    if known or cues is None:
        return known
    titled = shown(cues.person.search(comment.words[:JUDGED]))
    return titled or (shown(NAME.search(comment.words)) if comment.language == "en" else None)


def _sorted(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: -reason.points))


def _age(days: float) -> dict[str, str]:
    if days <= 30:
        return {"fresh": ""}
    return {"recent": ""} if days <= 365 else {}
