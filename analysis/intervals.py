"""Intervals for one NPS by name: from detractors, passives, promoters and a level to limits."""

from collections.abc import Callable
from math import sqrt

import numpy as np

from analysis.estimate import Interval, two_sided_p, two_sided_z
from analysis.exact import LARGEST, LEVELS, exact_limits
from analysis.scoring import score_limits

Counts = tuple[float, float, float]
Limits = tuple[float, float]

VALUES = (-1.0, 0.0, 1.0)
PSEUDO = (0.75, 1.5, 0.75)
"""Pseudo-answers of the adjusted Wald interval (Rocks 2016)."""

NODES, NODE_WEIGHTS = (np.array(side) for side in np.polynomial.legendre.leggauss(96))


def named_interval(counts: Counts, level: float, method: str) -> Interval:
    """Interval by the name of its method, within [-1, 1].

    Parameters
    ----------
    counts : tuple of float
        Detractors, passives, promoters; at least one answer.
    level : float
        Confidence level in (0, 1).
    method : str
        "score", "exact", "adjusted wald" or "jeffreys".

    Raises
    ------
    ValueError
        If there is no such method; if "exact" is asked for more than 50 answers or for
        another level than 0.90, 0.95 or 0.99.

    Examples
    --------
    >>> named_interval((0, 0, 9), 0.95, "score").high
    1.0
    """
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}; got {method!r}")
    low, high = METHODS[method](counts, level)
    return Interval(max(-1.0, low), min(1.0, high), level, method)


def default_interval(counts: Counts, level: float) -> Interval:
    """The interval to show: exact from the table up to 50 whole answers, otherwise score.

    Between the tabled levels it is the score interval, stretched over the exact interval of
    the tabled level below and cut to that of the one above, so that intervals nest in level.

    Examples
    --------
    >>> default_interval((2, 3, 5), 0.95).method, default_interval((20, 30, 50), 0.95).method
    ('exact', 'score')
    """
    whole = all(count == int(count) for count in counts)
    if not whole or sum(counts) > LARGEST:
        return named_interval(counts, level, "score")
    if level in LEVELS:
        return named_interval(counts, level, "exact")
    low, high = score_limits(counts, VALUES, two_sided_z(level))
    for tabled in LEVELS:
        exact_low, exact_high = _exact(counts, tabled)
        if tabled < level:
            low, high = min(low, exact_low), max(high, exact_high)
        else:
            low, high = max(low, exact_low), min(high, exact_high)
    return Interval(low, high, level, "score")


def adjusted_wald(counts: Counts, level: float, pseudo: Counts = PSEUDO) -> Limits:
    """Wald interval after adding pseudo-answers; may reach beyond [-1, 1].

    Parameters
    ----------
    counts : tuple of float
        Detractors, passives, promoters.
    level : float
        Confidence level in (0, 1).
    pseudo : tuple of float
        Added to each class; (0, 0, 0) is the plain Wald interval, which covers badly.

    References
    ----------
    Rocks, B. (2016). The American Statistician 70, 365-372.

    Examples
    --------
    >>> low, high = adjusted_wald((362, 176, 462), 0.95)
    >>> f"{low:.6f} {high:.6f}"
    '0.043897 0.155505'
    """
    estimate, error = adjusted_moments(counts, pseudo)
    half = two_sided_z(level) * error
    return estimate - half, estimate + half


def adjusted_moments(counts: Counts, pseudo: Counts = PSEUDO) -> tuple[float, float]:
    """NPS and its standard error after adding pseudo-answers.

    Examples
    --------
    >>> adjusted_moments((1, 0, 1), (0, 0, 0))
    (0.0, 0.7071067811865476)
    """
    detractors, passives, promoters = (c + extra for c, extra in zip(counts, pseudo, strict=True))
    n = detractors + passives + promoters
    estimate = (promoters - detractors) / n
    return estimate, sqrt(max(0.0, (promoters + detractors) / n - estimate**2) / n)


def adjusted_wald_p(counts: Counts, pseudo: Counts = PSEUDO) -> float:
    """Two-sided p value of an NPS of 0 under the adjusted Wald method.

    Examples
    --------
    >>> f"{adjusted_wald_p((5, 0, 0)):.6f}"
    '0.006496'
    """
    estimate, error = adjusted_moments(counts, pseudo)
    if error == 0:
        return 1.0 if estimate == 0 else 0.0
    return two_sided_p(estimate / error)


def jeffreys(counts: Counts, level: float) -> Limits:
    """Equal-tailed interval of the posterior under Jeffreys' Dirichlet(1/2, 1/2, 1/2).

    The share w of promoters and detractors together and the promoters' part u of it are
    independent Beta variables; the NPS is w (2u - 1). Its distribution function is a
    one-dimensional integral, its quantiles are found by bisection to 1e-9.

    Examples
    --------
    >>> low, high = jeffreys((20, 30, 50), 0.95)
    >>> f"{low:.3f} {high:.3f}"
    '0.140 0.443'
    """
    return _quantile(counts, (1 - level) / 2), _quantile(counts, (1 + level) / 2)


def _quantile(counts: Counts, probability: float) -> float:
    low, high = -1.0, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        if _posterior(counts, middle) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _posterior(counts: Counts, t: float) -> float:
    """Posterior probability that the NPS is at most t."""
    from scipy.special import betainc, betaincinv  # loaded only when asked for

    detractors, passives, promoters = (count + 0.5 for count in counts)
    opinionated = detractors + promoters
    below = float(betainc(opinionated, passives, abs(t)))  # w < |t|: the sign of t decides
    place = (NODES + 1) / 2
    w = betaincinv(opinionated, passives, below + (1 - below) * place**2)
    inner = betainc(promoters, detractors, np.clip((t / np.maximum(w, 1e-300) + 1) / 2, 0, 1))
    rest = float(np.sum(NODE_WEIGHTS / 2 * 2 * place * inner)) * (1 - below)
    return rest + (below if t > 0 else 0.0)


def _score(counts: Counts, level: float) -> Limits:
    return score_limits(counts, VALUES, two_sided_z(level))


def _exact(counts: Counts, level: float) -> Limits:
    detractors, passives, promoters = (int(count) for count in counts)
    if level not in LEVELS or sum(counts) > LARGEST:
        raise ValueError(f"exact limits exist up to {LARGEST} answers at levels {LEVELS}")
    return exact_limits((detractors, passives, promoters), level)


METHODS: dict[str, Callable[[Counts, float], Limits]] = {
    "score": _score,
    "exact": _exact,
    "adjusted wald": adjusted_wald,
    "jeffreys": jeffreys,
}
"""Interval methods by name."""
