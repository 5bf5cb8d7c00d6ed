"""Exact intervals for an NPS of up to 50 answers, looked up in a packaged table.

The table is made by ``bench/exact_table.py``, which documents the method: inversion of the
score test with the largest p value over the nuisance. It holds at least its level whatever
the true distribution, on a grid of 1/2500 of the scale.
"""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

LARGEST = 50
"""Most answers the table knows."""

STEPS = 2500
"""Grid steps from an NPS of 0 to one of 1."""

LEVELS = (0.90, 0.95, 0.99)
ALPHAS = (0.10, 0.05, 0.01)


def first_row(n: int) -> int:
    """Row of the table where the outcomes of n answers begin.

    Examples
    --------
    >>> first_row(1), first_row(2), first_row(51)
    (0, 3, 23425)
    """
    return n * (n + 1) * (n + 2) // 6 - 1


def exact_limits(counts: tuple[int, int, int], level: float) -> tuple[float, float]:
    """Exact limits for an NPS.

    Parameters
    ----------
    counts : tuple of int
        Detractors, passives, promoters; 1 to 50 answers together.
    level : float
        One of `LEVELS`.

    Returns
    -------
    low, high : float
        In [-1, 1].

    Examples
    --------
    >>> exact_limits((0, 0, 5), 0.95)[1]
    1.0
    """
    d, s, p = counts
    column = LEVELS.index(level)
    table = limits()
    start = first_row(d + s + p)
    low = table.item(start + _place(d + s + p, d, s), column)
    high = table.item(start + _place(d + s + p, p, s), column)
    return low / STEPS, -high / STEPS


def exact_limits_rows(counts: npt.NDArray[np.int64], level: float) -> npt.NDArray[np.float64]:
    """`exact_limits` of many rows of counts, shape (k, 3), as an array of shape (k, 2).

    Examples
    --------
    >>> rows = exact_limits_rows(np.array([[2, 3, 5]]), 0.9)
    >>> rows[0].tolist() == list(exact_limits((2, 3, 5), 0.9))
    True
    """
    d, s, p = counts[:, 0], counts[:, 1], counts[:, 2]
    n = d + s + p
    start = n * (n + 1) * (n + 2) // 6 - 1
    column = limits()[:, LEVELS.index(level)].astype(np.float64)
    low = column[start + d * (n + 1) - d * (d - 1) // 2 + s]
    high = column[start + p * (n + 1) - p * (p - 1) // 2 + s]
    return np.stack([low / STEPS, -high / STEPS], axis=1)


@cache
def limits() -> npt.NDArray[np.int16]:
    """The packaged table: lower limits in grid steps, shape (23425, 3)."""
    table: npt.NDArray[np.int16] = np.load(Path(__file__).parent / "exact_limits.npy")
    return table


def _place(n: int, d: int, s: int) -> int:
    return d * (n + 1) - d * (d - 1) // 2 + s
