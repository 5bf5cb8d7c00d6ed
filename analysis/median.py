"""The median of answers that are numbers without a scale: days, people, euros."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import hypot

import numpy as np

from analysis.estimate import MINIMUM, Interval, NotEstimable, too_few, two_sided_z


@dataclass(frozen=True, slots=True)
class Median:
    """A median, in the unit of the answers.

    Attributes
    ----------
    values : tuple of float
        The different answers, lowest first.
    counts : tuple of int
        How often each was given.
    """

    values: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """Answers."""
        return sum(self.counts)

    @property
    def estimate(self) -> float | None:
        """Middle answer, or the mean of the two in the middle; None where there are none."""
        if not self.n:
            return None
        return (self._ranked((self.n + 1) // 2) + self._ranked(self.n // 2 + 1)) / 2

    @property
    def method(self) -> str:
        """Method of the interval."""
        return "order statistics"

    @property
    def note(self) -> str:
        """Why the median should not be trusted as it stands, in plain words, or ""."""
        return too_few(self.n).reason if self.n < MINIMUM else ""

    def interval(self, level: float = 0.95) -> Interval | NotEstimable:
        """Confidence interval for the median, whatever the distribution of the answers.

        Its limits are answers that were given: the r-th from below and from above, with the
        largest r at which a fair coin falls fewer than r times on one side in n throws with
        probability at most ``(1 - level) / 2``.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        Interval or NotEstimable
            `NotEstimable` below 5 answers, where there are too few for the level (5 at
            95 %), and where both limits are the same answer.

        Examples
        --------
        >>> interval = median({day: 1 for day in range(1, 11)}).interval()
        >>> interval.low, interval.high
        (2.0, 9.0)
        """
        from scipy.special import bdtr, bdtrik  # loaded only when asked for

        two_sided_z(level)
        tail = (1 - level) / 2
        if self.n < MINIMUM:
            return too_few(self.n)
        rank = int(np.ceil(bdtrik(tail, self.n, 0.5))) if bdtr(0, self.n, 0.5) <= tail else 0
        while rank > 0 and bdtr(rank - 1, self.n, 0.5) > tail:
            rank -= 1
        if rank == 0:
            return too_few(self.n)
        low, high = self._ranked(rank), self._ranked(self.n + 1 - rank)
        if low == high:
            return NotEstimable(f"not estimable: most of {self.n} answers are equal")
        return Interval(low, high, level, self.method)

    def _ranked(self, rank: int) -> float:
        """Give the answer of this rank, the lowest being 1."""
        at = next(i for i, upto in enumerate(accumulate(self.counts)) if upto >= rank)
        return self.values[at]


def median(counts: Mapping[float, int]) -> Median:
    """Median of counted answers.

    Parameters
    ----------
    counts : mapping of float to int
        {answer: how often it was given}; finite numbers, counts of 0 or more.

    Returns
    -------
    Median

    Raises
    ------
    ValueError
        If an answer is not finite or a count is negative.

    References
    ----------
    Thompson, W. R. (1936). Annals of Mathematical Statistics 7, 122-128.
    Conover, W. J. (1999). Practical Nonparametric Statistics, 3rd ed., section 3.2.

    Examples
    --------
    >>> median({3: 2, 5: 1, 100: 1}).estimate
    4.0
    """
    if not all(np.isfinite(value) for value in counts):
        raise ValueError("answers must be finite numbers")
    if any(times < 0 for times in counts.values()):
        raise ValueError("counts must not be negative")
    given = sorted((float(value), times) for value, times in counts.items() if times)
    return Median(tuple(value for value, _ in given), tuple(times for _, times in given))


def median_change(before: Median, after: Median, level: float = 0.95) -> Interval | NotEstimable:
    """Confidence interval for the difference of two medians of different people.

    MOVER: the distances from each median to its own limits are squared and added.

    Parameters
    ----------
    before, after : Median
        Two results from different people, in one unit.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    Interval or NotEstimable
        Of after less before; `NotEstimable` where either median has no interval.

    References
    ----------
    Zou, G. & Donner, A. (2008). Statistics in Medicine 27, 1693-1702.

    Examples
    --------
    >>> early, late = (median({day + more: 1 for day in range(1, 11)}) for more in (0, 20))
    >>> change = median_change(early, late)
    >>> f"{change.low:.2f} {change.high:.2f}"
    '15.05 24.95'
    """
    limits = before.interval(level), after.interval(level)
    for each in limits:
        if isinstance(each, NotEstimable):
            return each
    then, now = (each for each in limits if isinstance(each, Interval))
    start, end = before.estimate or 0.0, after.estimate or 0.0
    down = hypot(end - now.low, then.high - start)
    up = hypot(now.high - end, start - then.low)
    return Interval(end - start - down, end - start + up, level, "mover")
