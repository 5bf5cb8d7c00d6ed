"""The same people asked twice: did they change?"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.cluster import Clusters, effective_n, refuse_ids, too_few_to_judge, worth
from analysis.counts import checked_counts, count_scores, given_answers
from analysis.estimate import Interval, NotEstimable, two_sided_p, two_sided_z
from analysis.grouping import column_of
from analysis.nps import CLASS_OF_SCORE
from analysis.verdict import Difference

MOVES = (-2, -1, 0, 1, 2)
PSEUDO = (0, 1, 0, 1, 0)
USUAL = 0.95  # level at which effective counts of clustered pairs enter a p value


@dataclass(frozen=True, slots=True)
class PairedChange(Difference):
    """A change of the NPS of the same people.

    Attributes
    ----------
    counts : tuple of int
        People whose class changed by -2, -1, 0, +1, +2.
    skipped : int
        People with an answer missing in either wave.
    clusters : Clusters or None
        What several pairs of one account (or person) cost, where ids were given.
    """

    counts: tuple[int, ...]
    skipped: int = 0
    clusters: Clusters | None = None

    @property
    def n(self) -> int:
        """People with both answers."""
        return sum(self.counts)

    @property
    def estimate(self) -> float | None:
        """Change of the NPS in -2...2; None where nobody answered twice."""
        return _mean(self.counts) if self.n else None

    @property
    def n_effective(self) -> float:
        """Independent pairs these are worth: `n` itself unless ids showed repeats."""
        return self.clusters.n_effective if self.clusters else self.n

    @property
    def method(self) -> str:
        """Method of the interval."""
        return "paired adjusted wald"

    @property
    def note(self) -> str:
        """Why the change should not be trusted as it stands, in plain words, or ""."""
        refusal = too_few_to_judge(self.n, self.clusters)
        return "" if refusal is None else refusal.reason

    def interval(self, level: float = 0.95) -> Interval | NotEstimable:
        """Adjusted Wald interval, with one pseudo-person at -1 and one at +1.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        Interval or NotEstimable
            Within [-2, 2] and around the estimate; `NotEstimable` below 5 people (or
            accounts).

        Examples
        --------
        >>> interval = PairedChange((0, 3, 20, 10, 2)).interval()
        >>> f"{interval.low:.3f} {interval.high:.3f}"
        '0.062 0.533'
        """
        z = two_sided_z(level)
        refusal = too_few_to_judge(self.n, self.clusters)
        if refusal is not None:
            return refusal
        centre, error = self._moments(level)
        estimate = _mean(self.counts)
        low = max(-2.0, min(estimate, centre - z * error))
        high = min(2.0, max(estimate, centre + z * error))
        return Interval(low, high, level, self.method)

    @property
    def p_value(self) -> float | None:
        """Two-sided p value of no change; None below 5 people (or accounts)."""
        if too_few_to_judge(self.n, self.clusters) is not None:
            return None
        centre, error = self._moments(USUAL)
        return two_sided_p(centre / error)

    def _moments(self, level: float) -> tuple[float, float]:
        each = worth(self.clusters, level)
        counts = [count * each + extra for count, extra in zip(self.counts, PSEUDO, strict=True)]
        centre, n = _mean(counts), sum(counts)
        spread = sum(x * (v - centre) ** 2 for x, v in zip(counts, MOVES, strict=True)) / n
        return centre, sqrt(spread / n)


def compare_paired(
    before: Any = None, after: Any = None, *, changes: Any = None, ids: Any = None
) -> PairedChange:
    """Change of the NPS of the same people asked twice.

    Treating pairs as independent waves wastes about 30 % of width.

    Parameters
    ----------
    before, after : array_like, shape (n,), optional
        Scores 0-10 of the same people in the same order; pairs with a skip are left out.
    changes : array_like, shape (5,), optional
        Instead: how many people changed by -2, -1, 0, +1, +2 classes.
    ids : array_like, shape (n,), optional
        Account of each pair, where people of one account may move together, see
        `analysis.nps`.

    Returns
    -------
    PairedChange

    Raises
    ------
    ValueError
        If the waves (or ids) differ in length, a score is off the scale, or counts are
        negative.

    References
    ----------
    Agresti, A. & Min, Y. (2005). Statistics in Medicine 24, 729-740.

    Examples
    --------
    >>> change = compare_paired([9, 6, 7, 3, 8, None], [10, 8, 9, 6, 7, 10])
    >>> change.counts, change.skipped
    ((0, 0, 3, 2, 0), 1)
    """
    if changes is not None:
        if before is not None or after is not None:
            raise ValueError("give either two waves of scores or counts of changes")
        refuse_ids(ids)
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
    clusters = None if ids is None else effective_n(moved, _accounts(ids, people.size)[both])
    return PairedChange(tuple(counts), people.size - both.size, clusters)


def _accounts(ids: Any, people: int) -> npt.NDArray[Any]:
    accounts = column_of(ids)
    if accounts.shape != (people,):
        raise ValueError(f"one id per pair: got {accounts.shape} ids for {people} pairs")
    return accounts


def _mean(counts: tuple[int, ...] | list[float]) -> float:
    return sum(x * v for x, v in zip(counts, MOVES, strict=True)) / sum(counts)
