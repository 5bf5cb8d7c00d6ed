"""Many questions asked at once: p values that allow for how many there were."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def adjust(p: npt.ArrayLike, method: str = "BH") -> Floats:
    """Adjust p values for the number of comparisons.

    Parameters
    ----------
    p : array_like, shape (m,)
        p values in [0, 1].
    method : str
        "BH" (Benjamini-Hochberg, false discovery rate), "BY" (the same under any
        dependence), "holm" or "hommel" (chance of a single false finding).

    Returns
    -------
    numpy.ndarray, shape (m,)
        Adjusted p values in [0, 1], in the order given.

    Raises
    ------
    ValueError
        If a p value lies outside [0, 1] or there is no such method.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995). JRSS B 57, 289-300. Benjamini, Y. & Yekutieli, D.
    (2001). Annals of Statistics 29, 1165-1188. Holm, S. (1979). Scandinavian Journal of
    Statistics 6, 65-70. Hommel, G. (1988). Biometrika 75, 383-386.

    Examples
    --------
    >>> adjust([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    given = np.asarray(p, dtype=np.float64)
    if given.ndim != 1 or not bool(((given >= 0) & (given <= 1)).all()):
        raise ValueError("p values must be one-dimensional and lie in [0, 1]")
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}; got {method!r}")
    order = np.argsort(given, kind="stable")
    adjusted = np.empty_like(given)
    adjusted[order] = np.minimum(1.0, METHODS[method](given[order])) if given.size else given
    return adjusted


def _benjamini_hochberg(p: Floats) -> Floats:
    m = p.size
    stepped: Floats = np.minimum.accumulate((p * m / np.arange(1, m + 1))[::-1])[::-1]
    return stepped


def _benjamini_yekutieli(p: Floats) -> Floats:
    harmonic = float((1 / np.arange(1, p.size + 1)).sum())
    return _benjamini_hochberg(p) * harmonic


def _holm(p: Floats) -> Floats:
    stepped: Floats = np.maximum.accumulate(p * np.arange(p.size, 0, -1))
    return stepped


def _hommel(p: Floats) -> Floats:
    """Closed testing with Simes' test, by Wright's (1992) algorithm."""
    m = p.size
    best = np.full(m, float((m * p / np.arange(1, m + 1)).min()))
    for size in range(m - 1, 1, -1):
        first = m - size + 1
        tail = float((size * p[first:] / np.arange(2, size + 1)).min())
        candidate = np.minimum(size * p[:first], tail)
        candidate = np.concatenate([candidate, np.full(m - first, candidate[-1])])
        best = np.maximum(best, candidate)
    adjusted: Floats = np.maximum(best, p)
    return adjusted


METHODS: dict[str, Callable[[Floats], Floats]] = {
    "BH": _benjamini_hochberg,
    "BY": _benjamini_yekutieli,
    "holm": _holm,
    "hommel": _hommel,
}
"""Adjustments by name, each of p values in increasing order."""
