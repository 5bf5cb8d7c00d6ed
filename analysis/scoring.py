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
from math import inf, sqrt

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


def score_z(counts: Sequence[float], values: Sequence[float], mean: float) -> float:
    """Score statistic of the observed mean against a hypothetical one.

    Parameters
    ----------
    counts, values : sequence of float, length k
        As in `score_limits`.
    mean : float
        Hypothetical mean on the scale.

    Returns
    -------
    float
        Approximately standard normal where `mean` is true; positive where the observed mean
        is larger; infinite where `mean` is impossible.

    Examples
    --------
    >>> f"{score_z((20, 30, 50), (-1, 0, 1), 0.0):.4f}"
    '3.5857'
    """
    n = sum(counts)
    observed = sum(count * value for count, value in zip(counts, values, strict=True)) / n
    seen = [(count, value - mean) for count, value in zip(counts, values, strict=True) if count]
    if observed < mean:
        mirrored = [(count, -away) for count, away in seen]
        return -_tilted_z(mirrored, n, mean - observed, values[-1] - mean)
    return _tilted_z(seen, n, observed - mean, mean - values[0])


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


def trinomial_z(counts: npt.ArrayLike, target: npt.ArrayLike) -> Floats:
    """Score statistic of an NPS against a hypothetical one (Tango's closed form).

    Parameters
    ----------
    counts : array_like, shape (..., 3)
        Detractors, passives, promoters; no row all 0.
    target : array_like, shape (...)
        Hypothetical NPS in [-1, 1], broadcast against the rows.

    Returns
    -------
    numpy.ndarray, shape (...)
        Approximately standard normal where the target is true; 0 where it equals the
        estimate, infinite where the target is impossible.

    Examples
    --------
    >>> trinomial_z([20, 30, 50], 0.0).round(4)
    np.float64(3.5857)
    """
    given = np.asarray(counts, dtype=np.float64)
    t = np.asarray(target, dtype=np.float64)
    flipped = t < 0
    d = np.where(flipped, given[..., 2], given[..., 0])
    p = np.where(flipped, given[..., 0], given[..., 2])
    t = np.abs(t)
    n = given.sum(axis=-1)
    variance = np.maximum(0.0, 2 * _likely_detractors(d, p, n, t) + t * (1 - t))
    away = np.where(flipped, -1.0, 1.0) * (p - d - n * t)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(away == 0, 0.0, away / np.sqrt(n * variance))


def trinomial_detractors(counts: npt.ArrayLike, target: float) -> Floats:
    """Most likely share of detractors if the NPS were `target`, 0 or more.

    Examples
    --------
    >>> trinomial_detractors([20, 30, 50], 0.3).round(6)
    np.float64(0.2)
    """
    given = np.asarray(counts, dtype=np.float64)
    t = np.asarray(target, dtype=np.float64)
    return _likely_detractors(given[..., 0], given[..., 2], given.sum(axis=-1), t)


def _likely_detractors(d: Floats, p: Floats, n: Floats, t: Floats) -> Floats:
    b = (2 * n + d - p) * t - d - p
    share: Floats = (np.sqrt(b * b + 8 * n * d * t * (1 - t)) - b) / (4 * n)
    return share


def _tilted_z(seen: list[tuple[float, float]], n: float, distance: float, room: float) -> float:
    """Square root of n * tilt * distance; `room` is how far the scale goes beyond the mean."""
    if distance <= 0:
        return 0.0
    if room <= 0:
        return inf
    low, high = 0.0, 1 / room
    for _ in range(_HALVINGS):
        tilt = (low + high) / 2
        if sum([count * away / (1 + tilt * away) for count, away in seen]) >= 0:
            low = tilt
        else:
            high = tilt
    return sqrt(n * low * distance)


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
