"""Low, then high: whose score rose, whether anything was done in between, and what that shows.

A rise alone is no turnaround: a low answer is partly a bad day (see `analysis.recovery`). Only
where somebody did something between the two answers may it be called one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.estimate import MINIMUM
from analysis.name_forms import fold, words, words_of_name
from analysis.proportion import Proportion, proportion
from analysis.recovery import NOT_CONTACTED, REPEATERS, Recovery, recovery

LOW, HIGH = 6, 9
"""At most so much the first time, at least so much the second."""

SOONEST, LATEST = 14, 180
"""Days between the two answers."""

TELLING = 5
"""Letters of a word that tells something of what was done."""

Grade = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of somebody: ``person`` and ``wording`` are whatever tells them apart."""

    key: int
    person: int
    wording: str
    score: int
    day: int


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done for somebody between two days: a case that was opened and resolved."""

    opened: int
    resolved: int
    what: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A low answer and the next one in time, by the same person to the same question."""

    first: Answered
    second: Answered

    @property
    def rose(self) -> bool:
        """Whether the second is high."""
        return self.second.score >= HIGH


Deeds = Callable[[int], Sequence[Deed]]
"""What was done for a person."""


def pairs(answers: Iterable[Answered]) -> tuple[Pair, ...]:
    """Pair each person's low answers with what they answered next.

    Of each person and wording the first low answer counts that was followed, `SOONEST` to
    `LATEST` days later, by another; of several others in that time the one that is high, or else
    the last. So every person stands for one pair.

    Parameters
    ----------
    answers : iterable of Answered
        Scores 0-10; in any order.

    Returns
    -------
    tuple of Pair
        In the order of their second answers' days.

    Examples
    --------
    >>> both = [Answered(1, 7, "q", 3, 100), Answered(2, 7, "q", 10, 150)]
    >>> [(pair.first.key, pair.second.key, pair.rose) for pair in pairs(both)]
    [(1, 2, True)]
    """
    of: dict[tuple[int, str], list[Answered]] = defaultdict(list)
    for answer in answers:
        of[answer.person, answer.wording].append(answer)
    found: dict[int, Pair] = {}
    for (person, _wording), given in of.items():
        pair = _pair(sorted(given, key=lambda each: (each.day, each.key)))
        if pair and (person not in found or pair.first.day < found[person].first.day):
            found[person] = pair
    return tuple(sorted(found.values(), key=lambda pair: (pair.second.day, pair.second.key)))


def deed_between(pair: Pair, deeds: Deeds) -> Deed | None:
    """Give what was begun after the first answer and done before the second; the last of several.

    Examples
    --------
    >>> pair = Pair(Answered(1, 7, "q", 3, 100), Answered(2, 7, "q", 10, 150))
    >>> deed_between(pair, lambda person: [Deed(90, 120, "before"), Deed(101, 120, "between")]).what
    'between'
    """
    done = [d for d in deeds(pair.first.person) if pair.first.day <= d.opened <= d.resolved]
    done = [deed for deed in done if deed.resolved <= pair.second.day]
    return max(done, key=lambda deed: (deed.resolved, deed.opened), default=None)


def grade(deed: Deed | None, second_words: str) -> Grade:
    """Say what speaks for it: C nothing but the scores, B a deed, A the customer's own words too.

    Parameters
    ----------
    deed : Deed or None
        As `deed_between` gives it.
    second_words : str
        What the customer wrote the second time.

    Returns
    -------
    {"A", "B", "C"}
        A where the words name somebody who did it, or two telling words of what was done.

    Examples
    --------
    >>> done = Deed(1, 2, "replaced the broken grinder", ("Priya Raman",))
    >>> grade(None, "Priya!"), grade(done, "All fine."), grade(done, "Priya was great.")
    ('C', 'B', 'A')
    >>> grade(done, "The new grinder works, the broken one is gone.")
    'A'
    """
    if deed is None:
        return "C"
    said = {word.bare for word in words(second_words)}
    named = any(words_of_name(name)[:1] and words_of_name(name)[0] in said for name in deed.people)
    done = {fold(word.written) for word in words(deed.what) if len(word.bare) >= TELLING}
    return "A" if named or len(done & said) >= min(2, len(done) or 2) else "B"


@dataclass(frozen=True, slots=True)
class Risen:
    """How often a low answer was followed by a high one, with nothing known to have been done."""

    untouched: Proportion
    net: Recovery | None
    """Of those for whom something was done, beside the others; None where nothing ever was."""


def risen(found: Sequence[Pair], deeds: Deeds, since: int | None) -> Risen:
    """Count rises with and without a deed.

    Parameters
    ----------
    found : sequence of Pair
        One for each person.
    deeds : callable
        What was done for a person.
    since : int or None
        The first day on which anything was done for anybody; None where nothing ever was.

    Returns
    -------
    Risen
        Held against those left alone since then; where they are fewer than `MINIMUM`, against
        those who answered before it, as an expectation by chance.
    """
    touched = [pair for pair in found if deed_between(pair, deeds)]
    alone = [pair for pair in found if not deed_between(pair, deeds)]
    if since is None:
        return Risen(_rate(alone), None)
    later = [pair for pair in alone if pair.second.day >= since]
    basis = NOT_CONTACTED if len(later) >= MINIMUM else REPEATERS
    beside = later if basis == NOT_CONTACTED else [p for p in alone if p.second.day < since]
    return Risen(_rate(alone), recovery(_rate(touched), _rate(beside), basis))


def _pair(given: Sequence[Answered]) -> Pair | None:
    for at, first in enumerate(given):
        if first.score > LOW:
            continue
        near = [each for each in given[at + 1 :] if SOONEST <= each.day - first.day <= LATEST]
        if near:
            return Pair(first, next((each for each in near if each.score >= HIGH), near[-1]))
    return None


def _rate(found: Sequence[Pair]) -> Proportion:
    return proportion(sum(pair.rose for pair in found), len(found))
