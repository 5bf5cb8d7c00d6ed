"""Repeated answers of one customer or account: how many independent answers they are worth."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.counts import is_skip
from analysis.estimate import MINIMUM, NotEstimable, too_few, two_sided_z
from analysis.grouping import column_of


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

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        float
            At most `n_effective`.

        Examples
        --------
        >>> f"{Clusters(10, 30, 2.0).n_at(0.95):.2f}"
        '11.26'
        """
        from scipy.special import stdtrit  # loaded only when asked for

        student = float(stdtrit(self.clusters - 1, (1 + level) / 2))
        return self.n_effective * (two_sided_z(level) / student) ** 2


def effective_n(values: npt.ArrayLike, ids: Any, weights: npt.ArrayLike | None = None) -> Clusters:
    """Effective number of independent answers among answers grouped by `ids`.

    The cluster-robust variance of the mean, ``G/(G-1) * sum_g (sum_i w_i (y_i - ybar))**2``
    over G clusters, divided by ``n/(n-1) * sum_i (w_i (y_i - ybar))**2``, which independent
    answers with the same weights would have. Where answers are all equal nothing can be
    learned about how customers agree with themselves: each is then taken to say always the
    same.

    Parameters
    ----------
    values : array_like, shape (n,)
        One number per answer: -1/0/+1 for an NPS, 0/1 for a share, the score for a mean.
    ids : array_like, shape (n,)
        Customer or account of each answer; ``None`` or NaN is somebody unknown, who has
        given no other answer.
    weights : array_like, shape (n,), optional
        Weight of each answer, positive; all equal without.

    Returns
    -------
    Clusters

    Raises
    ------
    ValueError
        If the shapes differ, or a value is not a number (leave skips out).

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
    member = cluster_of(ids)
    if answers.shape != member.shape:
        raise ValueError(f"one id per answer: got {member.shape} ids for {answers.shape} answers")
    n, many = answers.size, int(member.max(initial=-1)) + 1
    if n == 0:
        return Clusters(0, 0, 1.0)
    if not bool(np.isfinite(answers).all()):
        at = int(np.argmin(np.isfinite(answers)))
        raise ValueError(f"value {answers[at]} at position {at} is not a number")
    mass = np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)
    away = mass * (answers - mass @ answers / mass.sum())
    alone = float(away @ away)
    if many < 2 or alone < 1e-12 * float(mass @ mass):
        together = np.bincount(member, weights=mass)
        return Clusters(many, n, float(together @ together) / float(mass @ mass))
    per_cluster = np.bincount(member, weights=away)
    robust = many / (many - 1) * float(per_cluster @ per_cluster)
    return Clusters(many, n, max(1.0, robust / (alone * n / (n - 1))))


def cluster_of(ids: Any) -> npt.NDArray[np.intp]:
    """Number, from 0, of the cluster of each id, in any order.

    Examples
    --------
    >>> cluster_of(["b", None, "b", "a", None]).tolist()
    [0, 1, 0, 2, 3]
    """
    names = column_of(ids)
    if names.ndim == 1 and names.dtype.kind in "iuUS":
        return np.unique(names, return_inverse=True)[1]
    numbers: dict[Any, int] = {}
    keys = (object() if is_skip(name) else name for name in names.tolist())
    found = [numbers.setdefault(key, len(numbers)) for key in keys]
    return np.array(found, dtype=np.intp)


def worth(clusters: Clusters | None, level: float) -> float:
    """What one answer is worth at a level: 1 unless ids showed repeats.

    Examples
    --------
    >>> worth(None, 0.95)
    1.0
    """
    return clusters.n_at(level) / clusters.n if clusters else 1.0


def too_few_to_judge(n: int, clusters: Clusters | None) -> NotEstimable | None:
    """Why the answers carry no interval; None where they do.

    Examples
    --------
    >>> too_few_to_judge(40, Clusters(4, 40, 10.0)).reason
    'not estimable: 40 answers of 4 customers'
    """
    if n < MINIMUM:
        return too_few(n)
    if clusters and clusters.clusters < MINIMUM:
        few = clusters.clusters
        return NotEstimable(
            f"not estimable: {n} answers of {few} customer{'' if few == 1 else 's'}"
        )
    return None


def refuse_ids(ids: Any) -> None:
    """Counts no longer know whose answers they hold.

    Raises
    ------
    ValueError
        If there are ids.

    Examples
    --------
    >>> refuse_ids(None)
    """
    if ids is not None:
        raise ValueError("ids belong to scores: counts do not say whose answers they hold")


def checked_design_effect(design_effect: float) -> float:
    """A design effect as given, after checking it.

    Raises
    ------
    ValueError
        If it is below 1 or no number.

    Examples
    --------
    >>> checked_design_effect(1.5)
    1.5
    """
    if not 1 <= design_effect < np.inf:
        raise ValueError(f"a design effect is 1 or more, got {design_effect}")
    return design_effect
