"""An NPS day by day: the chart line, and what the weekday alone explains."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.cluster import checked_design_effect
from analysis.counts import checked_counts, count_rows
from analysis.estimate import MINIMUM
from analysis.intervals import adjusted_moments
from analysis.nps import NPS, nps
from analysis.scoring import Floats
from analysis.tables import as_triples

SMOOTHING = 0.1
WIDTH = 2.45
"""Limits in standard errors: about one false drop a year on a daily chart."""


@dataclass(frozen=True, slots=True)
class Chart:
    """An exponentially weighted moving average with control limits, one value a day.

    Attributes
    ----------
    centre : float
        NPS of the baseline, in [-1, 1].
    line : numpy.ndarray, shape (days,)
        The average, in [-1, 1]; before the first answers it stands on the centre.
    low, high : numpy.ndarray, shape (days,)
        Limits with the exact variance of each day; equal to the centre only before the
        first answers.
    note : str
        Why the chart should not be trusted, or "".
    """

    centre: float
    line: Floats
    low: Floats
    high: Floats
    note: str

    @property
    def drops(self) -> npt.NDArray[np.bool_]:
        """Days on which the line lies below its lower limit."""
        return np.asarray(self.line < self.low)

    @property
    def rises(self) -> npt.NDArray[np.bool_]:
        """Days on which the line lies above its upper limit."""
        return np.asarray(self.line > self.high)


def ewma_chart(
    days: npt.ArrayLike,
    baseline: Sequence[int],
    *,
    smoothing: float = SMOOTHING,
    width: float = WIDTH,
    design_effect: float = 1.0,
) -> Chart:
    """EWMA chart of a daily NPS against a baseline.

    Each day moves the line by `smoothing` towards the day's NPS; a day without answers
    leaves line and limits where they are. The limits are `width` standard errors from the
    centre; the variance of one answer is that of the baseline with pseudo-answers
    (3/4, 3/2, 3/4), so that it is never 0.

    Parameters
    ----------
    days : array_like, shape (days, 3) or (days, 11)
        Counts of each day, in order.
    baseline : sequence of int, length 3 or 11
        Counts of a period that was normal; 5 answers or more.
    smoothing : float
        Weight of the newest day, in (0, 1].
    width : float
        Distance of the limits in standard errors.
    design_effect : float
        What repeated answers of one customer cost, 1 or more: `analysis.effective_n` of the
        baseline's answers; 1 where each comes from somebody else.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        If counts are malformed, the baseline has fewer than 5 answers, `smoothing` lies
        outside (0, 1], `width` is not positive, or the design effect is below 1.

    References
    ----------
    Roberts, S. (1959). Technometrics 1, 239-250. Lucas, J. & Saccucci, M. (1990).
    Technometrics 32, 1-12.

    Examples
    --------
    >>> chart = ewma_chart([[4, 6, 10]] * 10 + [[15, 4, 1]] * 5, (200, 300, 500))
    >>> int(chart.drops.argmax())
    10
    """
    if not 0 < smoothing <= 1:
        raise ValueError(f"smoothing must lie in (0, 1], got {smoothing}")
    if not width > 0:
        raise ValueError(f"width must be positive, got {width}")
    normal = nps(counts=checked_counts(baseline, (3, 11)))
    if normal.estimate is None or normal.n < MINIMUM:
        raise ValueError(f"a baseline of {normal.n} answers is too small")
    counts = as_triples(count_rows(days, (3, 11)))
    spread = _one_answer(normal) * checked_design_effect(design_effect)
    line, variance = np.empty(len(counts)), np.empty(len(counts))
    at, sure = normal.estimate, 0.0
    for day, (d, s, p) in enumerate(counts.tolist()):
        n = d + s + p
        if n:
            at += smoothing * ((p - d) / n - at)
            sure = (1 - smoothing) ** 2 * sure + smoothing**2 * spread / n
        line[day], variance[day] = at, sure
    reach = width * np.sqrt(variance)
    note = _baseline_note(normal.n, int(counts.sum()))
    return Chart(normal.estimate, line, normal.estimate - reach, normal.estimate + reach, note)


@dataclass(frozen=True, slots=True)
class Weekdays:
    """NPS by day of the week.

    Attributes
    ----------
    by_day : tuple of NPS, length 7
        Monday first.
    p_value : float or None
        p value of all weekdays having the same NPS; None where fewer than two weekdays
        have 5 answers.
    """

    by_day: tuple[NPS, ...]
    p_value: float | None


def weekdays(days: npt.ArrayLike, first: int, *, design_effect: float = 1.0) -> Weekdays:
    """Pool a daily series by weekday and test whether the weekday matters.

    The test compares the weekday scores with their common mean, each weighted by its
    precision (Cochran's Q, chi-square with one degree of freedom less than weekdays).

    Parameters
    ----------
    days : array_like, shape (days, 3) or (days, 11)
        Counts of consecutive days.
    first : int
        Weekday of the first, Monday 0 to Sunday 6.
    design_effect : float
        What repeated answers of one customer cost, see `ewma_chart`.

    Returns
    -------
    Weekdays

    Raises
    ------
    ValueError
        If counts are malformed, `first` is no weekday, or the design effect is below 1.

    References
    ----------
    Cochran, W. (1954). Biometrics 10, 101-129.

    Examples
    --------
    >>> pattern = weekdays([[2, 3, 5]] * 5 + [[8, 1, 1]] * 2 + [[2, 3, 5]] * 5, first=0)
    >>> pattern.by_day[0].estimate, pattern.by_day[6].estimate
    (0.3, -0.7)
    """
    if first not in range(7):
        raise ValueError(f"a weekday lies between 0 and 6, got {first}")
    counts = as_triples(count_rows(days, (3, 11)))
    day = (np.arange(len(counts)) + first) % 7
    pooled = np.stack([counts[day == weekday].sum(axis=0) for weekday in range(7)])
    scores = tuple(nps(counts=row) for row in pooled.tolist())
    judged = [score for score in scores if score.n >= MINIMUM]
    return Weekdays(scores, _heterogeneity(judged, checked_design_effect(design_effect)))


def _one_answer(result: NPS) -> float:
    """Variance of one answer, kept above 0 by pseudo-answers."""
    error = adjusted_moments((result.detractors, result.passives, result.promoters))[1]
    return error**2 * (result.n + 3)


def _baseline_note(baseline: int, watched: int) -> str:
    if baseline < 300:
        return f"a baseline of {baseline} answers: its own error shifts the limits"
    return "" if watched else "no answers yet"


def _heterogeneity(scores: list[NPS], design_effect: float) -> float | None:
    from scipy.special import chdtrc  # loaded only when asked for

    if len(scores) < 2:
        return None
    precision = np.array([score.n / _one_answer(score) for score in scores])
    estimates = np.array([score.estimate for score in scores], dtype=np.float64)
    centre = float(precision @ estimates / precision.sum())
    q = float(precision @ (estimates - centre) ** 2) / design_effect
    return float(chdtrc(len(scores) - 1, q))
