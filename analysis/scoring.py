"""The score interval for the mean of answers on a scale of k steps: one engine for all.

For a hypothetical mean m the most likely distribution with that mean is the observed one
under a Lagrange tilt, p_i = x_i / (n (1 + t (v_i - m))), with the rest of the probability
on the end of the scale where the tilt is at its bound. Its variance V(m) is (xbar - m) / t,
so that the score statistic is z(m)**2 = n t (xbar - m) and a limit can be found without
solving for the tilt at each step. On -1, 0, +1 this is Tango's interval, on 0, 1 Wilson's.

References
----------
Tango, T. (1998). Equivalence test and confidence interval for the difference in
proportions for the paired-sample design. Statistics in Medicine 17, 891-908.
Rocks, B. (2016). Interval estimation for the Net Promoter Score. The American
Statistician 70, 365-372.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_HALVINGS = 60  # of a bracket no wider than a scale: below the spacing of floats


def score_limits(counts: Sequence[float], values: Sequence[float], z: float) -> tuple[float, float]:
    """Limits of the score interval for the mean of `values` under `counts`.

    Parameters
    ----------
    counts : sequence of float, length k
        Answers per step, non-negative, not all 0; may be fractional (effective counts).
    values : sequence of float, length k
        Strictly increasing values of the steps.
    z : float
        Standard normal quantile of the level, positive.

    Returns
    -------
    low, high : float
        Within ``[values[0], values[-1]]``, in the unit of `values`.

    Examples
    --------
    >>> low, high = score_limits((20, 30, 50), (-1, 0, 1), 1.959964)
    >>> f"{low:.4f} {high:.4f}"
    '0.1396 0.4434'
    """
    n = sum(counts)
    mean = sum(count * value for count, value in zip(counts, values, strict=True)) / n
    seen = [(count, value) for count, value in zip(counts, values, strict=True) if count]
    low = _lower(seen, n, mean, values[0], z * z)
    mirrored = [(count, -value) for count, value in seen]
    return low, -_lower(mirrored, n, -mean, -values[-1], z * z)


def score_limits_rows(counts: npt.ArrayLike, values: npt.ArrayLike, z: float) -> Floats:
    """`score_limits` for many rows of counts at once.

    Parameters
    ----------
    counts : array_like, shape (r, k)
        Answers per step; no row may be all 0.
    values : array_like, shape (k,)
        Strictly increasing values of the steps.
    z : float
        Standard normal quantile of the level.

    Returns
    -------
    numpy.ndarray, shape (r, 2)

    Examples
    --------
    >>> score_limits_rows([[20, 30, 50], [50, 30, 20]], [-1, 0, 1], 1.959964).round(4)
    array([[ 0.1396,  0.4434],
           [-0.4434, -0.1396]])
    """
    rows = np.asarray(counts, dtype=np.float64)
    steps = np.asarray(values, dtype=np.float64)
    low = _lower_rows(rows, steps, z * z)
    return np.stack([low, -_lower_rows(rows[:, ::-1], -steps[::-1], z * z)], axis=1)


def _lower(
    seen: list[tuple[float, float]], n: float, mean: float, floor: float, zz: float
) -> float:
    if mean <= floor:
        return floor
    outside, inside = floor, mean
    for _ in range(_HALVINGS):
        m = (outside + inside) / 2
        if m <= outside or m >= inside:
            break
        tilt = zz / (n * (mean - m))
        if tilt * (m - floor) < 1 and (
            sum([count * (value - m) / (1 + tilt * (value - m)) for count, value in seen]) >= 0
        ):
            outside = m
        else:
            inside = m
    return outside


def _lower_rows(rows: Floats, steps: Floats, zz: float) -> Floats:
    n = rows.sum(axis=1)
    mean = rows @ steps / n
    outside: Floats = np.full_like(mean, steps[0])
    inside = np.maximum(mean, outside)
    for _ in range(_HALVINGS):
        m = (outside + inside) / 2
        with np.errstate(divide="ignore", invalid="ignore"):
            tilt = zz / (n * (mean - m))
            away = steps - m[:, None]
            tilted = 1 + tilt[:, None] * away
            score = np.where(rows > 0, rows * away / tilted, 0).sum(axis=1)
            rejected = (tilt * (m - steps[0]) < 1) & (score >= 0)
        outside = np.where(rejected, m, outside)
        inside = np.where(rejected, inside, m)
    return outside
