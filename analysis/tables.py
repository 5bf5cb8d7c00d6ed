"""Many Net Promoter Scores at once: one row of counts each, one array per result."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.counts import Bins, count_rows
from analysis.estimate import MINIMUM, two_sided_z
from analysis.exact import LARGEST, LEVELS, exact_limits_rows
from analysis.intervals import VALUES, default_interval
from analysis.scoring import Floats, score_limits_rows

Masked = np.ma.MaskedArray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class NPSTable:
    """Net Promoter Scores of k rows of counts.

    Attributes
    ----------
    counts : numpy.ndarray, shape (k, 3), int64
        Detractors, passives, promoters.
    level : float
        Confidence level of the limits.
    low, high : numpy.ma.MaskedArray, shape (k,)
        Limits in [-1, 1], masked where the row has fewer than 5 answers.
    """

    counts: Bins
    level: float
    low: Masked
    high: Masked

    @property
    def n(self) -> Bins:
        """Answers per row."""
        total: Bins = self.counts.sum(axis=1)
        return total

    @property
    def estimate(self) -> Masked:
        """NPS per row in [-1, 1], masked where the row has no answers."""
        away = (self.counts[:, 2] - self.counts[:, 0]).astype(np.float64)
        return np.ma.masked_array(away / np.maximum(1, self.n), self.n == 0)

    @property
    def estimable(self) -> npt.NDArray[np.bool_]:
        """Whether the row has an interval: 5 answers or more."""
        return np.asarray(self.n >= MINIMUM)


def nps_table(counts: npt.ArrayLike, level: float = 0.95) -> NPSTable:
    """Net Promoter Score with interval for many rows of counts.

    Equal to `nps(counts=row).interval(level)` for each row, without a Python loop.

    Parameters
    ----------
    counts : array_like, shape (k, 3) or (k, 11)
        Per row: detractors, passives, promoters; or answers per score 0...10.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    NPSTable

    Raises
    ------
    ValueError
        If the shape is wrong, a count negative or not whole, or `level` not in (0, 1).

    Examples
    --------
    >>> table = nps_table([[2, 3, 5], [20, 30, 50], [1, 0, 1]])
    >>> table.estimate
    masked_array(data=[0.3, 0.3, 0.0],
                 mask=[False, False, False],
           fill_value=1e+20)
    >>> table.low.mask.tolist()
    [False, False, True]
    """
    triples = as_triples(count_rows(counts, (3, 11)))
    n = triples.sum(axis=1)
    limits = np.zeros((len(triples), 2))
    small, large = (n >= MINIMUM) & (n <= LARGEST), n > LARGEST
    z = two_sided_z(level)
    limits[small] = _small_rows(triples[small], level)
    limits[large] = score_limits_rows(triples[large], VALUES, z)
    unknown = n < MINIMUM
    low = np.ma.masked_array(limits[:, 0], unknown)
    return NPSTable(triples, level, low, np.ma.masked_array(limits[:, 1], unknown))


def as_triples(rows: Bins) -> Bins:
    """Detractors, passives, promoters of rows of 3 or 11 counts.

    Examples
    --------
    >>> as_triples(np.ones((1, 11), dtype=np.int64))
    array([[7, 2, 2]])
    """
    if rows.shape[1] == 3:
        return rows
    ends = rows[:, :7].sum(axis=1), rows[:, 7:9].sum(axis=1), rows[:, 9:].sum(axis=1)
    return np.stack(ends, axis=1)


def _small_rows(triples: Bins, level: float) -> Floats:
    if level in LEVELS:
        return exact_limits_rows(triples, level)
    limits = np.empty((len(triples), 2))
    for row, (d, s, p) in enumerate(triples.tolist()):
        interval = default_interval((d, s, p), level)
        limits[row] = interval.low, interval.high
    return limits
