"""Which questions go along with the score: importance of drivers, honestly labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.estimate import Interval
from analysis.importance import Floats, johnson, lmg

MOST_FOR_LMG = 12
ENOUGH = 100
ASSOCIATION = "association, not cause"


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver.

    Attributes
    ----------
    name : str
        As given.
    importance : float
        Share of the outcome's variance credited to it, in [0, 1]; the importances of all
        drivers add up to `Drivers.explained`.
    importance_interval : Interval
        Bootstrap percentiles. Never below 0, so that "above 0" proves nothing.
    coefficient : float
        Change of the outcome per unit of the driver, the others held fixed.
    coefficient_interval : Interval
        Student's interval of the coefficient.
    """

    name: str
    importance: float
    importance_interval: Interval
    coefficient: float
    coefficient_interval: Interval


@dataclass(frozen=True, slots=True)
class Drivers:
    """Drivers of one outcome, most important first.

    Attributes
    ----------
    ranked : tuple of Driver
        Empty where they must not be shown, see `note`.
    n : int
        Complete answers.
    left_out : int
        Answers with a gap in a driver or in the outcome.
    explained : float
        R squared, in [0, 1]; 0 where not estimable.
    method : str
        "LMG" or "Johnson".
    note : str
        Always says "association, not cause", and what else limits the ranking.
    """

    ranked: tuple[Driver, ...]
    n: int
    left_out: int
    explained: float
    method: str
    note: str


def drivers(
    answers: npt.ArrayLike,
    outcome: npt.ArrayLike,
    names: Sequence[str],
    *,
    random: np.random.Generator,
    level: float = 0.95,
    resamples: int = 200,
) -> Drivers:
    """Rank drivers by the share of the outcome's variance that goes along with each.

    Up to 12 drivers by LMG (R squared added by a driver, averaged over all orders), beyond
    by Johnson's relative weights. Below 100 complete answers the ranking is hidden unless
    the interval of the first driver lies above that of the last.

    Parameters
    ----------
    answers : array_like, shape (n, k)
        Driver scores; NaN where not answered.
    outcome : array_like, shape (n,)
        The 0-10 score; NaN where not answered.
    names : sequence of str, length k
        Names of the drivers.
    random : numpy.random.Generator
        Source of the bootstrap.
    level : float
        Level of the intervals.
    resamples : int
        Bootstrap samples.

    Returns
    -------
    Drivers

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    References
    ----------
    Lindeman, R., Merenda, P. & Gold, R. (1980). Introduction to Bivariate and Multivariate
    Analysis. Johnson, J. (2000). Multivariate Behavioral Research 35, 1-19. Groemping, U.
    (2006). Journal of Statistical Software 17(1).

    Examples
    --------
    >>> random = np.random.default_rng(1)
    >>> service, price = random.integers(1, 8, (2, 300))
    >>> score = service + 0.3 * price + random.normal(size=300)
    >>> found = drivers(np.stack([service, price], axis=1), score, ["service", "price"],
    ...                 random=random)
    >>> [driver.name for driver in found.ranked], found.method
    (['service', 'price'], 'LMG')
    """
    x, y = np.asarray(answers, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if x.ndim != 2 or y.shape != x.shape[:1] or len(names) != x.shape[1]:
        raise ValueError(f"{x.shape} answers, {y.shape} outcomes and {len(names)} names")
    complete = ~(np.isnan(x).any(axis=1) | np.isnan(y))
    x, y = x[complete], y[complete]
    method = "LMG" if len(names) <= MOST_FOR_LMG else "Johnson"
    refusal = _refusal(x, y, names)
    left_out = int((~complete).sum())
    if refusal:
        return Drivers((), len(y), left_out, 0.0, method, f"{refusal}; {ASSOCIATION}")
    rows = np.column_stack([y, x])
    importance = _importance(_correlations(rows[None]), method)[0]
    low, high = _bootstrap(rows, method, random, resamples, level)
    slopes, reach = _coefficients(x, y, level)
    found = [
        Driver(
            name,
            float(importance[at]),
            Interval(float(low[at]), float(high[at]), level, "bootstrap, approximate"),
            float(slopes[at]),
            Interval(float(slopes[at] - reach[at]), float(slopes[at] + reach[at]), level, "t"),
        )
        for at, name in enumerate(names)
    ]
    ranked = tuple(sorted(found, key=lambda driver: -driver.importance))
    note = _note(ranked, len(y))
    shown = () if note.startswith("hidden") else ranked
    return Drivers(shown, len(y), left_out, float(importance.sum()), method, note)


def _refusal(x: Floats, y: Floats, names: Sequence[str]) -> str:
    """Why nothing can be ranked, or ""."""
    n, k = x.shape
    if not k:
        return "not estimable: no drivers"
    if n < k + 3:
        return f"not estimable: {n} complete answers for {k} drivers"
    if y.min() == y.max():
        return "not estimable: all scores are equal"
    constant = [name for name, column in zip(names, x.T, strict=True) if np.ptp(column) == 0]
    if constant:
        return f"not estimable: all answers to {', '.join(constant)} are equal"
    if np.linalg.matrix_rank(x - x.mean(axis=0)) < k:
        return "not estimable: one driver is a combination of the others"
    return ""


def _correlations(samples: Floats) -> Floats:
    """Correlation matrices, shape (b, k + 1, k + 1), of samples of shape (b, n, k + 1)."""
    away = samples - samples.mean(axis=1, keepdims=True)
    spread = np.sqrt((away**2).sum(axis=1))
    scaled = away / np.maximum(spread, 1e-300)[:, None, :]
    result: Floats = np.einsum("bni,bnj->bij", scaled, scaled, optimize=True)
    return result


def _importance(correlations: Floats, method: str) -> Floats:
    if method == "LMG":
        return lmg(correlations)
    return np.stack([johnson(matrix) for matrix in correlations])


def _bootstrap(
    rows: Floats, method: str, random: np.random.Generator, resamples: int, level: float
) -> tuple[Floats, Floats]:
    picks = random.integers(0, len(rows), (resamples, len(rows)))
    matrices = np.concatenate([_correlations(rows[pick][None]) for pick in picks])
    singular = np.linalg.eigvalsh(matrices[:, 1:, 1:]).min(axis=1) < 1e-9
    values = _importance(matrices[~singular], method)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def _coefficients(x: Floats, y: Floats, level: float) -> tuple[Floats, Floats]:
    """Least squares slopes and half the width of their intervals."""
    from scipy.special import stdtrit  # loaded only when asked for

    n, k = x.shape
    design = np.column_stack([np.ones(n), x])
    inverse = np.linalg.inv(design.T @ design)
    fitted: Any = inverse @ design.T @ y
    residual = y - design @ fitted
    free = n - k - 1
    errors = np.sqrt(np.diag(inverse) * float(residual @ residual) / free)
    return fitted[1:], float(stdtrit(free, (1 + level) / 2)) * errors[1:]


def _note(ranked: tuple[Driver, ...], n: int) -> str:
    separate = ranked[0].importance_interval.low > ranked[-1].importance_interval.high
    if n < ENOUGH and not separate:
        return f"hidden: {n} complete answers cannot rank these drivers; {ASSOCIATION}"
    if len(ranked) > 1 and ranked[0].importance_interval.low <= ranked[1].importance:
        return f"the order of the first may be chance; {ASSOCIATION}"
    return ASSOCIATION
