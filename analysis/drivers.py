"""Which questions go along with the score: importance of drivers, honestly labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.cluster import cluster_of
from analysis.estimate import Interval, two_sided_z
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
    clusters : int
        Different customers among the complete answers; `n` without ids.
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
    clusters: int
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
    ids: Any = None,
) -> Drivers:
    """Rank drivers by the share of the outcome's variance that goes along with each.

    Up to 12 drivers by LMG (R squared added by a driver, averaged over all orders), beyond
    by Johnson's relative weights. Below 100 complete answers (or customers) the ranking is
    hidden unless the interval of the first driver lies above that of the last.

    With `ids` whole customers are drawn in the bootstrap, and coefficients have the
    cluster-robust standard error with ``G/(G-1) (n-1)/(n-k-1)`` and Student's quantile with
    G - 1 degrees of freedom over G customers.

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
    ids : array_like, shape (n,), optional
        Customer or account of each answer, see `analysis.nps`.

    Returns
    -------
    Drivers

    Raises
    ------
    ValueError
        If the shapes do not fit together, or a number is infinite.

    References
    ----------
    Lindeman, R., Merenda, P. & Gold, R. (1980). Introduction to Bivariate and Multivariate
    Analysis. Johnson, J. (2000). Multivariate Behavioral Research 35, 1-19. Groemping, U.
    (2006). Journal of Statistical Software 17(1). Cameron, A. & Miller, D. (2015). Journal
    of Human Resources 50, 317-372 (repeated answers).

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
    x, y = (np.ma.filled(np.ma.asarray(given, np.float64), np.nan) for given in (answers, outcome))
    if x.ndim != 2 or y.shape != x.shape[:1] or len(names) != x.shape[1]:
        raise ValueError(f"{x.shape} answers, {y.shape} outcomes and {len(names)} names")
    if bool(np.isinf(x).any() or np.isinf(y).any()):
        raise ValueError("answers and outcome must be finite numbers, or NaN where not answered")
    two_sided_z(level)
    owners = np.arange(len(y)) if ids is None else cluster_of(ids)
    if owners.shape != y.shape:
        raise ValueError(f"one id per answer: got {owners.shape} ids for {y.shape} answers")
    complete = ~(np.isnan(x).any(axis=1) | np.isnan(y))
    member = np.unique(owners[complete], return_inverse=True)[1]
    sample = _Sample(x[complete], y[complete], member, tuple(names))
    refusal = _refusal(sample)
    ranked = () if refusal else _ranked(sample, random, resamples, level)
    note = f"{refusal}; {ASSOCIATION}" if refusal else _note(ranked, sample.clusters, ids)
    return Drivers(
        () if note.startswith("hidden") else ranked,
        n=len(sample.y),
        left_out=int((~complete).sum()),
        clusters=sample.clusters,
        explained=sum((driver.importance for driver in ranked), 0.0),
        method=sample.method,
        note=note,
    )


@dataclass(frozen=True, slots=True)
class _Sample:
    """Complete answers, and the number of the customer of each."""

    x: Floats
    y: Floats
    member: npt.NDArray[np.intp]
    names: tuple[str, ...]

    @property
    def clusters(self) -> int:
        return int(self.member.max(initial=-1)) + 1

    @property
    def method(self) -> str:
        return "LMG" if len(self.names) <= MOST_FOR_LMG else "Johnson"


def _ranked(
    sample: _Sample, random: np.random.Generator, resamples: int, level: float
) -> tuple[Driver, ...]:
    """Every driver with its intervals, most important first."""
    rows = np.column_stack([sample.y, sample.x])
    importance = _importance(_correlations(rows[None]), sample.method)[0]
    low, high = _bootstrap(rows, sample, random, resamples, level)
    slopes, reach = _coefficients(sample, level)
    found = [
        Driver(
            name,
            float(importance[at]),
            Interval(float(low[at]), float(high[at]), level, "bootstrap, approximate"),
            float(slopes[at]),
            Interval(float(slopes[at] - reach[at]), float(slopes[at] + reach[at]), level, "t"),
        )
        for at, name in enumerate(sample.names)
    ]
    return tuple(sorted(found, key=lambda driver: -driver.importance))


def _refusal(sample: _Sample) -> str:
    """Why nothing can be ranked, or ""."""
    x, y = sample.x, sample.y
    n, k = x.shape
    if not k:
        return "not estimable: no drivers"
    if sample.clusters < k + 3:
        whose = "" if sample.clusters == n else f" of {sample.clusters} customers"
        return f"not estimable: {n} complete answers{whose} for {k} drivers"
    if y.min() == y.max():
        return "not estimable: all scores are equal"
    constant = [name for name, column in zip(sample.names, x.T, strict=True) if np.ptp(column) == 0]
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
    rows: Floats, sample: _Sample, random: np.random.Generator, resamples: int, level: float
) -> tuple[Floats, Floats]:
    """Percentiles over samples of whole customers."""
    many, everybody = sample.clusters, np.arange(len(rows))
    draws = (np.bincount(random.integers(0, many, many), minlength=many) for _ in range(resamples))
    picks = (np.repeat(everybody, times[sample.member]) for times in draws)
    matrices = np.concatenate([_correlations(rows[pick][None]) for pick in picks])
    singular = np.linalg.eigvalsh(matrices[:, 1:, 1:]).min(axis=1) < 1e-9
    values = _importance(matrices[~singular], sample.method)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def _coefficients(sample: _Sample, level: float) -> tuple[Floats, Floats]:
    """Least squares slopes and half the width of their intervals."""
    from scipy.special import stdtrit  # loaded only when asked for

    n, k = sample.x.shape
    design = np.column_stack([np.ones(n), sample.x])
    inverse = np.linalg.inv(design.T @ design)
    fitted: Any = inverse @ design.T @ sample.y
    residual = sample.y - design @ fitted
    free, many = n - k - 1, sample.clusters
    if many == n:
        variance = inverse * float(residual @ residual) / free
    else:
        scores = np.zeros((many, k + 1))
        np.add.at(scores, sample.member, design * residual[:, None])
        correction = many / (many - 1) * (n - 1) / free
        variance = correction * inverse @ scores.T @ scores @ inverse
        free = many - 1
    errors = np.sqrt(np.diag(variance))
    return fitted[1:], float(stdtrit(free, (1 + level) / 2)) * errors[1:]


def _note(ranked: tuple[Driver, ...], clusters: int, ids: Any) -> str:
    separate = ranked[0].importance_interval.low > ranked[-1].importance_interval.high
    if clusters < ENOUGH and not separate:
        few = f"{clusters} complete answers" if ids is None else f"answers of {clusters} customers"
        return f"hidden: {few} cannot rank these drivers; {ASSOCIATION}"
    if len(ranked) > 1 and ranked[0].importance_interval.low <= ranked[1].importance:
        return f"the order of the first may be chance; {ASSOCIATION}"
    return ASSOCIATION
