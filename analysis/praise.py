"""Which comment is most quotable, and why: named reasons with points, no hidden score."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from analysis import cues
from analysis.sentences import sentences

SHORTEST, LONGEST = 12, 60
"""Words of a comment that can stand as a quote uncut."""

VARIED = 200
"""How many of the best are told apart; below them likeness no longer decides anything."""

ALIKE = 0.5
"""Share of common content words from which two comments say much the same."""

POINTS = {
    "number": 3,
    "outcome": 3,
    "name": 2,
    "first_person": 1,
    "length": 2,
    "stands_alone": 1,
    "only_good": 2,
    "fresh": 2,
    "recent": 1,
    "negative": -3,
    "alike": -3,
}
"""What each reason is worth. Votes follow length and concreteness, hardly sentiment; the length
is a range here and not a reward, so concreteness (numbers, outcomes, names) leads."""

_CONTENT = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Comment:
    """A consented comment as it is ranked.

    Attributes
    ----------
    key : int
        Whatever the caller knows it by; unique.
    words : str
        The comment.
    days : float
        How old it is, in days, 0 or more.
    names : tuple of str
        Names of features, products or people that count as named in any spelling.
    unhappy : bool
        Whether its author gave a low score (a detractor): never put first.
    """

    key: int
    words: str
    days: float = 0.0
    names: tuple[str, ...] = ()
    unhappy: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for the place of a comment.

    Attributes
    ----------
    name : str
        Key in `POINTS`.
    words : str
        Plain words, with what was found.
    points : int
        What it is worth; negative where it speaks against quoting.
    """

    name: str
    words: str
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
    cautions : tuple of str
        Plain words on what has to be looked at before quoting; such comments come last.
    """

    key: int
    reasons: tuple[Reason, ...]
    cautions: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """Sum of the reasons' points."""
        return sum(reason.points for reason in self.reasons)


def praise(comment: Comment) -> Praise:
    """Judge one comment by itself.

    The cues are English; in other languages only numbers, length, names given and age speak.

    Parameters
    ----------
    comment : Comment
        The comment.

    Returns
    -------
    Praise
        Without the reason "alike", which only `rank` can give.

    Examples
    --------
    >>> found = praise(Comment(1, "We saved 6 hours a week since we switched to Acme last May."))
    >>> found.points, [reason.name for reason in found.reasons][:4]
    (16, ['number', 'outcome', 'name', 'length'])
    """
    words = comment.words
    found = {
        "number": _number(words),
        "outcome": _quoted("Tells what changed: {}", cues.OUTCOME.search(words)),
        "name": _name(comment),
        "first_person": "Speaks in the first person" if cues.FIRST_PERSON.search(words) else "",
        "length": _length(words),
        "stands_alone": _stands_alone(words),
        **_tone(words),
        **_age(comment.days),
    }
    reasons = [Reason(name, text, POINTS[name]) for name, text in found.items() if text]
    reasons.sort(key=lambda reason: -reason.points)
    return Praise(comment.key, tuple(reasons), _cautions(comment))


def rank(comments: Iterable[Comment]) -> tuple[Praise, ...]:
    """Order comments, most quotable first, the best of them each saying something else.

    Greedy maximal marginal relevance: at each place the comment with most points, less
    ``-POINTS["alike"]`` where at least half of the content words are those of one above it.

    Parameters
    ----------
    comments : iterable of Comment
        With unique keys.

    Returns
    -------
    tuple of Praise
        One for each comment; those with cautions after all others; ties by age, then key.

    References
    ----------
    Carbonell, J. & Goldstein, J. (1998). The use of MMR. SIGIR '98, 335-336.

    Examples
    --------
    >>> [p.key for p in rank([Comment(1, "Good."), Comment(2, "We saved 9 hours a week.")])]
    [2, 1]
    """
    given = {comment.key: comment for comment in comments}
    judged = [praise(comment) for comment in given.values()]
    judged.sort(key=lambda p: (bool(p.cautions), -p.points, given[p.key].days, p.key))
    return tuple(chain(_varied(judged[:VARIED], given), judged[VARIED:]))


def _varied(left: list[Praise], given: dict[int, Comment]) -> list[Praise]:
    content = {p.key: frozenset(_CONTENT.findall(given[p.key].words.casefold())) for p in left}
    likeness = dict.fromkeys(content, 0.0)
    chosen: list[Praise] = []
    left = list(left)
    while left:
        best = min(left, key=lambda p: (bool(p.cautions), -p.points - _malus(likeness[p.key])))
        left.remove(best)
        chosen.append(_with_likeness(best, likeness[best.key]))
        for other in left:
            common = _share_in_common(content[other.key], content[best.key])
            likeness[other.key] = max(likeness[other.key], common)
    return chosen


def _share_in_common(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _malus(likeness: float) -> int:
    return POINTS["alike"] if likeness >= ALIKE else 0


def _with_likeness(judged: Praise, likeness: float) -> Praise:
    if not _malus(likeness):
        return judged
    alike = Reason("alike", "Says much the same as one above", POINTS["alike"])
    return Praise(judged.key, (*judged.reasons, alike), judged.cautions)


def _number(words: str) -> str:
    return _quoted("Gives a time: {}", cues.SPAN.search(words)) or _quoted(
        "Gives a number: {}", cues.NUMBER.search(words)
    )


def _name(comment: Comment) -> str:
    folded = comment.words.casefold()
    known = next((name for name in comment.names if name and name.casefold() in folded), "")
    if known:
        return f"Names something: “{known}”"
    return _quoted("Names somebody or something: {}", cues.NAME.search(comment.words))


def _length(words: str) -> str:
    n = len(words.split())
    return f"A good length: {n} words" if SHORTEST <= n <= LONGEST else ""


def _stands_alone(words: str) -> str:
    if not cues.ENGLISH.search(words):
        return ""
    first = next(iter(sentences(words)), (0, 0))
    whole = len(words[slice(*first)].split()) >= 4 and not cues.LEANING.match(words)
    return "Can be understood by itself" if whole else ""


def _tone(words: str) -> dict[str, str]:
    for start, end in sentences(words):
        sentence = words[start:end]
        blamed = next((c for c in cues.COMPLAINT.finditer(sentence) if not _denied(c)), None)
        found = cues.TURN.search(sentence) or cues.DENIED_PRAISE.search(sentence) or blamed
        if found and not (cues.OUTCOME.search(sentence) and found is blamed):
            return {"negative": _quoted("Also says something against you: {}", found)}
    return {"only_good": "Nothing in it speaks against you"} if cues.ENGLISH.search(words) else {}


def _denied(complaint: re.Match[str]) -> bool:
    before = complaint.string[max(0, complaint.start() - 40) : complaint.start()]
    return bool(cues.DENIED.search(before))


def _age(days: float) -> dict[str, str]:
    if days <= 30:
        return {"fresh": "From the last 30 days"}
    return {"recent": "From the last 12 months"} if days <= 365 else {}


def _cautions(comment: Comment) -> tuple[str, ...]:
    found = [f"Holds {what}: cut it" for what, sign in cues.PERSONAL if sign.search(comment.words)]
    if comment.unhappy:
        found.append("Its author gave a low score")
    return tuple(found)


def _quoted(pattern: str, found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    text = " ".join(found.group().split()).strip(".,;:!?()")
    return pattern.format(f"“{text if len(text) <= 40 else text[:39] + '…'}”")
