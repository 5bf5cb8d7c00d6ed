"""What every statistic gives back: an interval, or the named reason why there is none."""

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

MINIMUM = 5
"""Answers below which no interval is given: counts only."""

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval.

    Attributes
    ----------
    low, high : float
        Limits, in the unit of the estimate they belong to; ``low < high`` always.
    level : float
        Confidence level in (0, 1).
    method : str
        Name of the method that made it.

    Examples
    --------
    >>> Interval(0.1, 0.3, 0.95, "score").contains(0.2)
    True
    """

    low: float
    high: float
    level: float
    method: str

    @property
    def width(self) -> float:
        """Distance between the limits, never 0."""
        return self.high - self.low

    def contains(self, value: float) -> bool:
        """Whether the interval holds `value`; both limits belong to it.

        Parameters
        ----------
        value : float
            In the unit of the limits.

        Returns
        -------
        bool

        Examples
        --------
        >>> Interval(0.1, 0.3, 0.95, "score").contains(0.3)
        True
        """
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """Stands where an interval or a comparison would, and says why there is none.

    It is falsy, so ``if interval:`` (also in a template) tells the two apart.

    Attributes
    ----------
    reason : str
        Plain words, e.g. ``"not estimable: 3 answers"``.

    Examples
    --------
    >>> bool(NotEstimable("not estimable: 3 answers"))
    False
    """

    reason: str

    def __bool__(self) -> bool:
        return False


def too_few(n: float) -> NotEstimable:
    """Why `n` answers carry no interval.

    Examples
    --------
    >>> too_few(0).reason, too_few(1).reason, too_few(3).reason
    ('not estimable: no answers', 'not estimable: 1 answer', 'not estimable: 3 answers')
    """
    if n == 0:
        return NotEstimable("not estimable: no answers")
    return NotEstimable(f"not estimable: {n:.3g} answer{'' if n == 1 else 's'}")


@cache
def two_sided_z(level: float) -> float:
    """Standard normal quantile that leaves ``(1 - level) / 2`` in each tail.

    Parameters
    ----------
    level : float
        Confidence level in (0, 1).

    Raises
    ------
    ValueError
        If `level` is not strictly between 0 and 1 (95 is not a level, 0.95 is).

    Examples
    --------
    >>> f"{two_sided_z(0.95):.6f}"
    '1.959964'
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie strictly between 0 and 1, got {level}")
    return -_NORMAL.inv_cdf((1 - level) / 2)


def two_sided_p(z: float) -> float:
    """Probability that a standard normal is at least `z` away from 0.

    Examples
    --------
    >>> f"{two_sided_p(1.959964):.4f}"
    '0.0500'
    """
    return min(1.0, 2 * _NORMAL.cdf(-abs(z)))
