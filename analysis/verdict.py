"""Differences in the words an executive can read."""

from collections.abc import Callable

from analysis.estimate import Interval, NotEstimable

CHANCE = "can't tell apart from chance"


class Difference:
    """A difference with `estimate` and `interval(level)`: what may be said of it.

    Examples
    --------
    >>> from analysis import compare, nps
    >>> points = lambda size: f"{100 * size:.0f}"
    >>> compare(nps(counts=(40, 60, 100)), nps(counts=(10, 20, 70))).words(points)
    'up 30, between 12 and 46'
    >>> compare(nps(counts=(4, 6, 10)), nps(counts=(1, 3, 6))).words(points)
    "can't tell apart from chance: between 40 down and 67 up"
    """

    __slots__ = ()

    @property
    def estimate(self) -> float | None:
        """Size of the difference; None where there is nothing to compare."""
        raise NotImplementedError

    def interval(self, level: float = 0.95) -> Interval | NotEstimable:
        """Confidence interval of the difference."""
        raise NotImplementedError

    def verdict(self, level: float = 0.95) -> str:
        """Say "up", "down" or "can't tell apart from chance", or why nothing can be said.

        Parameters
        ----------
        level : float
            Confidence level of the interval that decides, in (0, 1).

        Returns
        -------
        str

        Examples
        --------
        >>> from analysis import compare, nps
        >>> compare(nps(counts=(1, 1, 1)), nps(counts=(1, 3, 6))).verdict()
        'not estimable: 3 answers'
        """
        interval = self.interval(level)
        if isinstance(interval, NotEstimable):
            return interval.reason
        if interval.low > 0:
            return "up"
        return "down" if interval.high < 0 else CHANCE

    def words(self, show: Callable[[float], str], level: float = 0.95) -> str:
        """Say how much in a sentence.

        Parameters
        ----------
        show : callable
            Writes a size in the unit of the difference, since nothing here is rounded.
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        str

        Examples
        --------
        >>> from analysis import compare, proportion
        >>> change = compare(proportion(80, 100), proportion(60, 100))
        >>> change.words(lambda size: f"{size:.0%}")
        'down 20%, between 7% and 32%'
        """
        interval, verdict = self.interval(level), self.verdict(level)
        if isinstance(interval, NotEstimable) or self.estimate is None:
            return verdict
        if verdict == CHANCE:
            return f"{CHANCE}: between {show(-interval.low)} down and {show(interval.high)} up"
        near, far = sorted((abs(interval.low), abs(interval.high)))
        return f"{verdict} {show(abs(self.estimate))}, between {show(near)} and {show(far)}"
