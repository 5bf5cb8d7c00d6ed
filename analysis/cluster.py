"""Repeated answers of one customer or account: how many independent answers they are worth."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.estimate import two_sided_z


@dataclass(frozen=True, slots=True)
class Clusters:
    """What clustering does to a mean.

    Attributes
    ----------
    clusters : int
        Different customers (or accounts) that answered.
    n : int
        Their answers.
    design_effect : float
        Variance of the mean beside that of as many independent answers; 1 or more.
    """

    clusters: int
    n: int
    design_effect: float

    @property
    def n_effective(self) -> float:
        """Independent answers that would tell as much; at most `n`, at least 1."""
        return self.n / self.design_effect

    def n_at(self, level: float) -> float:
        """Effective n that also pays for judging the variance from few clusters.

        The normal quantile of the score interval is traded for Student's with
        ``clusters - 1`` degrees of freedom (Korn & Graubard 1998).
        """
        from scipy.special import stdtrit

        student = float(stdtrit(self.clusters - 1, (1 + level) / 2))
        return self.n_effective * (two_sided_z(level) / student) ** 2


def effective_n(values: npt.ArrayLike, ids: Any) -> Clusters:
    """Effective number of independent answers among answers grouped by `ids`.

    The cluster-robust variance of the mean, ``G/(G-1) * sum_g (sum_i (y_i - ybar))**2 / n**2``
    over G clusters, divided by the variance ``s**2 / n`` that independent answers would
    have. Where answers are all equal nothing can be learned about how customers agree with
    themselves: each cluster then counts once.

    Parameters
    ----------
    values : array_like, shape (n,)
        One number per answer: -1/0/+1 for an NPS, 0/1 for a share, the score for a mean.
    ids : array_like, shape (n,)
        Customer or account of each answer, any type that sorts.

    Returns
    -------
    Clusters

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    Kish, L. (1965). Survey Sampling. Liang, K.-Y. & Zeger, S. (1986). Biometrika 73, 13-22.
    Korn, E. & Graubard, B. (1998). Survey Methodology 24, 193-201.

    Examples
    --------
    >>> twice = effective_n([1, 1, 0, 0, -1, -1, 1, 1], list("aabbccdd"))
    >>> twice.clusters, round(twice.n_effective, 2)
    (4, 3.43)
    """
    answers = np.asarray(values, dtype=np.float64)
    groups = np.asarray(ids)
    if answers.shape != groups.shape or answers.ndim != 1:
        raise ValueError(f"one id per answer: got {groups.shape} ids for {answers.shape} answers")
    if answers.size == 0:
        return Clusters(0, 0, 1.0)
    names, member = np.unique(groups, return_inverse=True)
    away = answers - answers.mean()
    per_cluster = np.bincount(member, weights=away)
    spread = float(away @ away)
    n, many = answers.size, names.size
    if spread < 1e-12 or many < 2:
        return Clusters(many, n, n / many)
    robust = many / (many - 1) * float(per_cluster @ per_cluster) / n**2
    independent = spread / (n - 1) / n
    return Clusters(many, n, max(1.0, robust / independent))
