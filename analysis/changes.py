"""Where, looking back, did the level change? Offline change points of a daily series."""

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from analysis.cluster import checked_design_effect
from analysis.counts import Bins, count_rows
from analysis.nps import NPS, nps
from analysis.scoring import Floats
from analysis.tables import as_triples

PENALTY = 2.0
"""Cost of a change in logarithms of the number of days; see `change_points`."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive days on one level.

    Attributes
    ----------
    start, stop : int
        First day, and first day after.
    score : NPS
        All answers of the stretch together.
    """

    start: int
    stop: int
    score: NPS


def change_points(
    days: npt.ArrayLike,
    *,
    shortest: int = 7,
    penalty: float = PENALTY,
    design_effect: float = 1.0,
) -> tuple[Stretch, ...]:
    """Divide a daily series into stretches with the same distribution of answers.

    Of all divisions into stretches of at least `shortest` days, the one with the largest
    trinomial likelihood less ``penalty * log(days)`` per change, found exactly.

    Parameters
    ----------
    days : array_like, shape (days, 3) or (days, 11)
        Counts of each day, in order; days without answers are allowed.
    shortest : int
        Days a stretch must last, 1 or more.
    penalty : float
        In logarithms of the number of days. With 2 a steady series of a year is divided in
        under 2 % of cases.
    design_effect : float
        What repeated answers of one customer cost, 1 or more: the likelihood counts for so
        many times less. See `analysis.effective_n`.

    Returns
    -------
    tuple of Stretch
        In order, together all days; one stretch where nothing changed, none without days.

    Raises
    ------
    ValueError
        If counts are malformed, `shortest` or the design effect is below 1, or the penalty
        negative.

    References
    ----------
    Jackson, B. et al. (2005). An algorithm for optimal partitioning of data on an interval.
    IEEE Signal Processing Letters 12, 105-108.

    Examples
    --------
    >>> stretches = change_points([[4, 6, 10]] * 40 + [[9, 6, 5]] * 40)
    >>> [(stretch.start, stretch.stop) for stretch in stretches]
    [(0, 40), (40, 80)]
    """
    if shortest < 1:
        raise ValueError(f"shortest must be 1 or more, got {shortest}")
    if not penalty >= 0:
        raise ValueError(f"penalty must be 0 or more, got {penalty}")
    each = checked_design_effect(design_effect)
    counts = as_triples(count_rows(days, (3, 11)))
    if not len(counts):
        return ()
    starts = _best_starts(counts, shortest, penalty * each * log(len(counts)))
    stops = [*starts[1:], len(counts)]
    return tuple(
        Stretch(start, stop, nps(counts=counts[start:stop].sum(axis=0)))
        for start, stop in zip(starts, stops, strict=True)
    )


def _best_starts(counts: Bins, shortest: int, penalty: float) -> list[int]:
    """First days of the stretches of the best division."""
    size = len(counts)
    summed = np.concatenate([np.zeros((1, 3)), counts.cumsum(axis=0)])
    best = np.full(size + 1, np.inf)
    best[0] = -penalty
    came_from = np.zeros(size + 1, dtype=int)
    for stop in range(min(shortest, size), size + 1):
        opens = np.arange(max(1, stop - shortest + 1))
        total = best[opens] + _unlikeliness(summed[stop] - summed[opens]) + penalty
        came_from[stop] = int(total.argmin())
        best[stop] = total[came_from[stop]]
    starts = [int(came_from[size])]
    while starts[0] > 0:
        starts.insert(0, int(came_from[starts[0]]))
    return starts


def _unlikeliness(counts: Floats) -> Floats:
    """Minus the largest trinomial log likelihood of each row."""
    n = counts.sum(axis=1)
    logs = np.log(np.maximum(counts, 1e-300))
    result: Floats = n * np.log(np.maximum(n, 1e-300)) - (counts * logs).sum(axis=1)
    return result
