"""The same people asked twice: did they change?"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from analysis.counts import checked_counts, count_scores, given_answers
from analysis.estimate import (
    MINIMUM,
    Interval,
    NotEstimable,
    too_few,
    two_sided_p,
    two_sided_z,
)
from analysis.nps import CLASS_OF_SCORE
from analysis.verdict import Difference

MOVES = (-2, -1, 0, 1, 2)
PSEUDO = (0, 1, 0, 1, 0)


@dataclass(frozen=True, slots=True)
class PairedChange(Difference):
    """A change of the NPS of the same people.

    Attributes
    ----------
    counts : tuple of int
        People whose class changed by -2, -1, 0, +1, +2.
    skipped : int
        People with an answer missing in either wave.
    """

    counts: tuple[int, ...]
    skipped: int = 0

    @property
    def n(self) -> int:
        """People with both answers."""
        return sum(self.counts)

    @property
    def estimate(self) -> float | None:
        """Change of the NPS in -2...2; None where nobody answered twice."""
        return _mean(self.counts) if self.n else None

    @property
    def method(self) -> str:
        """Method of the interval."""
        return "paired adjusted wald"

    @property
    def note(self) -> str:
        """Why the change should not be trusted as it stands, in plain words, or ""."""
        return too_few(self.n).reason if self.n < MINIMUM else ""

    def interval(self, level: float = 0.95) -> Interval | NotEstimable:
        """Adjusted Wald interval, with one pseudo-person at -1 and one at +1.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        Interval or NotEstimable
            Within [-2, 2] and around the estimate; `NotEstimable` below 5 people.

        Examples
        --------
        >>> interval = PairedChange((0, 3, 20, 10, 2)).interval()
        >>> f"{interval.low:.3f} {interval.high:.3f}"
        '0.062 0.533'
        """
        z = two_sided_z(level)
        if self.n < MINIMUM:
            return too_few(self.n)
        centre, error = self._moments()
        estimate = _mean(self.counts)
        low = max(-2.0, min(estimate, centre - z * error))
        high = min(2.0, max(estimate, centre + z * error))
        return Interval(low, high, level, self.method)

    @property
    def p_value(self) -> float | None:
        """Two-sided p value of no change; None below 5 people."""
        if self.n < MINIMUM:
            return None
        centre, error = self._moments()
        return two_sided_p(centre / error)

    def _moments(self) -> tuple[float, float]:
        counts = [count + extra for count, extra in zip(self.counts, PSEUDO, strict=True)]
        centre, n = _mean(counts), sum(counts)
        spread = sum(x * (v - centre) ** 2 for x, v in zip(counts, MOVES, strict=True)) / n
        return centre, sqrt(spread / n)


def compare_paired(before: Any = None, after: Any = None, *, changes: Any = None) -> PairedChange:
    """Change of the NPS of the same people asked twice.

    Treating pairs as independent waves wastes about 30 % of width.

    Parameters
    ----------
    before, after : array_like, shape (n,), optional
        Scores 0-10 of the same people in the same order; pairs with a skip are left out.
    changes : array_like, shape (5,), optional
        Instead: how many people changed by -2, -1, 0, +1, +2 classes.

    Returns
    -------
    PairedChange

    Raises
    ------
    ValueError
        If the waves differ in length, a score is off the scale, or counts are negative.

    References
    ----------
    Agresti, A. & Min, Y. (2005). Statistics in Medicine 24, 729-740.

    Examples
    --------
    >>> compare_paired([9, 6, 7, 3, 8, None], [10, 8, 9, 6, 7, 10])
    PairedChange(counts=(0, 0, 3, 2, 0), skipped=1)
    """
    if changes is not None:
        if before is not None or after is not None:
            raise ValueError("give either two waves of scores or counts of changes")
        return PairedChange(tuple(checked_counts(changes, (5,))))
    asked = count_scores(before), count_scores(after)
    sizes = [int(wave.bins.sum()) + wave.skipped for wave in asked]
    if sizes[0] != sizes[1]:
        raise ValueError(f"pairs need two waves of the same people: got {sizes[0]} and {sizes[1]}")
    people = np.arange(sizes[0])
    first, who_first = given_answers(before, people)
    second, who_second = given_answers(after, people)
    both = np.intersect1d(who_first, who_second)
    classes = np.asarray(CLASS_OF_SCORE)
    was = classes[first[np.isin(who_first, both)]]
    moved = classes[second[np.isin(who_second, both)]] - was
    counts = np.bincount(moved + 2, minlength=5).tolist()
    return PairedChange(tuple(counts), people.size - both.size)


def _mean(counts: tuple[int, ...] | list[int]) -> float:
    return sum(x * v for x, v in zip(counts, MOVES, strict=True)) / sum(counts)
