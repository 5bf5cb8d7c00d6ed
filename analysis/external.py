"""A figure of one's own beside one from elsewhere, of which only its interval is known."""

from dataclasses import dataclass
from math import sqrt

from analysis.estimate import Interval, two_sided_z
from analysis.nps import nps

METHOD = "mover"


@dataclass(frozen=True, slots=True)
class Known:
    """An estimate with its limits at one level, in any unit; `low <= value <= high`."""

    value: float
    low: float
    high: float


def difference(ours: Known, theirs: Known, *, among: int = 1, level: float = 0.95) -> Interval:
    """Interval for ours minus theirs, from the limits of both alone.

    MOVER (Donner and Zou 2012): the distances from each estimate to its limits are squared and
    added. Where several figures are held against ours, each has its part of the error
    (Bonferroni): the distances are stretched by the ratio of the normal quantiles.

    Parameters
    ----------
    ours, theirs : Known
        Two independent estimates in the same unit, with limits at `level`.
    among : int
        How many figures are held against ours, 1 or more.
    level : float
        Level of the limits given, in (0, 1).

    Returns
    -------
    Interval
        In the unit of the figures; the two can be told apart where it leaves 0 out.

    Examples
    --------
    >>> found = difference(Known(0.8, 0.6918, 0.8767), Known(0.6, 0.4904, 0.7004))
    >>> f"{found.low:.3f} {found.high:.3f}"
    '0.052 0.334'
    """
    part = 1 - (1 - level) / among
    stretch = two_sided_z(part) / two_sided_z(level)
    change = ours.value - theirs.value
    down = sqrt((ours.value - ours.low) ** 2 + (theirs.high - theirs.value) ** 2)
    up = sqrt((ours.high - ours.value) ** 2 + (theirs.value - theirs.low) ** 2)
    return Interval(change - stretch * down, change + stretch * up, part, METHOD)


def widest_nps(value: float, n: int, level: float = 0.95) -> Known | None:
    """Limits of an NPS of which only its value and number of answers are known.

    Its uncertainty is largest where nobody was passive; the limits are those of that case.

    Parameters
    ----------
    value : float
        The NPS, in [-1, 1].
    n : int
        Answers it rests on.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    Known or None
        On -1...1; None below 5 answers.

    Examples
    --------
    >>> found = widest_nps(0.4, 200)
    >>> f"{found.low:.2f} {found.high:.2f}"
    '0.27 0.52'
    """
    promoters = round((1 + value) / 2 * n)
    limits = nps(counts=(n - promoters, 0, promoters)).interval(level, "score")
    if not isinstance(limits, Interval):
        return None
    return Known(value, min(value, limits.low), max(value, limits.high))
