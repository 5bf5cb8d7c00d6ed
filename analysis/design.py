"""Standard errors that know how the answers were drawn and weighted.

For an analyst who compares with survey software; the interval shown is that of
`analysis.weights`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.scoring import Floats


@dataclass(frozen=True, slots=True)
class Designed:
    """A mean under a sampling design.

    Attributes
    ----------
    estimate : float
        The weighted mean, in the unit of the values.
    standard_error : float
        By linearisation.
    design_effect : float
        Variance beside that of a simple random sample as large.
    """

    estimate: float
    standard_error: float
    design_effect: float


def stratified_mean(values: Any, strata: Any, sizes: Mapping[Any, float]) -> Designed:
    """Mean of a sample drawn stratum by stratum without replacement.

    Parameters
    ----------
    values : array_like, shape (n,)
        One number per answer, -1/0/+1 for an NPS.
    strata : array_like, shape (n,)
        Stratum of each; two answers or more in every stratum.
    sizes : mapping
        Stratum to its size in the population.

    Returns
    -------
    Designed

    References
    ----------
    Cochran, W. (1977). Sampling Techniques, chapter 5.

    Examples
    --------
    >>> stratified_mean([1, 0, 1, -1], ["a", "a", "b", "b"], {"a": 30, "b": 10}).estimate
    0.375
    """
    numbers = np.asarray(values, dtype=np.float64)
    names, member = np.unique(np.asarray(strata), return_inverse=True)
    size = np.array([sizes[name] for name in names.tolist()], dtype=np.float64)
    n = np.bincount(member)
    means = np.bincount(member, numbers) / n
    within = np.bincount(member, (numbers - means[member]) ** 2) / (n - 1)
    share = size / size.sum()
    estimate = float(share @ means)
    variance = float(share**2 @ (within / n * (1 - n / size)))
    weights = (size / n)[member]
    simple = _simple(numbers, weights) * (1 - numbers.size / float(size.sum()))
    return Designed(estimate, sqrt(variance), variance / simple)


def linearised_mean(
    values: Any, weights: Any, *, margins: Sequence[Any] = (), population: float = inf
) -> Designed:
    """Weighted mean with the standard error that post-stratification or raking leaves.

    What the weighting variables explain no longer varies from sample to sample: the values
    are replaced by their distances from the weighted group means, margin after margin (as
    R's survey package does).

    Parameters
    ----------
    values : array_like, shape (n,)
        One number per answer.
    weights : array_like, shape (n,)
        Positive weights, see `analysis.weights.rake`.
    margins : sequence of array_like, each of shape (n,)
        Group of each answer on every variable weighted by; none for given weights.
    population : float
        For the finite population correction, where it is known.

    Returns
    -------
    Designed

    References
    ----------
    Deville, J.-C. & Saerndal, C.-E. (1992). JASA 87, 376-382. Lumley, T. (2010). Complex
    Surveys, chapter 7.

    Examples
    --------
    >>> round(linearised_mean([1, 0, 1, -1], [1, 1, 1, 1]).standard_error, 4)
    0.4787
    """
    numbers = np.asarray(values, dtype=np.float64)
    mass = np.asarray(weights, dtype=np.float64)
    estimate = float(mass @ numbers / mass.sum())
    residual = numbers - estimate
    for labels in margins:
        member = np.unique(np.asarray(labels), return_inverse=True)[1]
        means = np.bincount(member, mass * residual) / np.bincount(member, mass)
        residual = residual - means[member]
    n = numbers.size
    variance = n / (n - 1) * float((mass * residual) @ (mass * residual)) / float(mass.sum()) ** 2
    if population < inf:
        variance *= 1 - n / population
    return Designed(estimate, sqrt(variance), variance / _simple(numbers, mass))


def _simple(values: Floats, weights: npt.NDArray[np.float64]) -> float:
    """Variance of the mean of a simple random sample from the weighted population."""
    centre = weights @ values / weights.sum()
    spread = float(weights @ (values - centre) ** 2) / float(weights.sum())
    n = values.size
    return spread * n / (n - 1) / n
