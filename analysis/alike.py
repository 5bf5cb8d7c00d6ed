"""Net Promoter Score of customers of whom many answered alike: counted by kind, not one by one."""

import numpy as np
import numpy.typing as npt

from analysis.cluster import Clusters
from analysis.nps import NPS, Shares
from analysis.weights import WeightedNPS

VALUES = np.array([-1.0, 0.0, 1.0])
Floats = npt.NDArray[np.float64]


def nps_of_clusters(classes: npt.ArrayLike, times: npt.ArrayLike) -> tuple[NPS, WeightedNPS]:
    """NPS by answer and by cluster, from how many clusters answered alike.

    The same as `nps` with ids and `weighted_nps` with the weights ``1 / size`` would say of the
    answers one by one (see `analysis.cluster.effective_n`): clusters that answered alike add the
    same to every sum, so time and memory go with the kinds of clusters.

    Parameters
    ----------
    classes : array_like, shape (k, 3)
        Detractors, passives and promoters of one cluster of each kind; no kind is empty.
    times : array_like, shape (k,)
        Clusters of each kind.

    Returns
    -------
    by_answer : NPS
        Each answer counts once.
    by_cluster : WeightedNPS
        Each cluster counts once.

    Raises
    ------
    ValueError
        If a kind has no answers, or the shapes differ.

    Examples
    --------
    >>> by_answer, by_cluster = nps_of_clusters([(4, 0, 0), (0, 1, 3)], [6, 5])
    >>> by_answer.n, round(by_answer.estimate, 3), round(by_cluster.estimate, 3)
    (44, -0.205, -0.205)
    """
    counts = np.asarray(classes, dtype=np.float64).reshape(-1, 3)
    many = np.asarray(times, dtype=np.float64)
    if counts.shape[:1] != many.shape:
        raise ValueError(f"one number per kind: got {many.shape} for {counts.shape}")
    sizes = counts.sum(axis=1)
    if not bool((sizes > 0).all()):
        raise ValueError("a kind of clusters without answers")
    detractors, passives, promoters = (int(n) for n in many @ counts)
    n = detractors + passives + promoters
    by_answer = NPS(
        detractors, passives, promoters, clusters=_clusters(counts, many, np.ones_like(sizes))
    )
    if not n:
        return by_answer, WeightedNPS(None, 0, 0, 1.0, clusters=Clusters(0, 0, 1.0))
    each = 1 / sizes
    shares = Shares(*(min(1.0, float(share)) for share in (many * each) @ counts / many.sum()))
    kish = float(n * (many @ each) / many.sum() ** 2)
    clusters = _clusters(counts, many, each)
    return by_answer, WeightedNPS(shares, n, 0, kish, clusters=clusters)


def _clusters(counts: Floats, many: Floats, weights: Floats) -> Clusters:
    """What clustering does, where all answers of a cluster weigh the same."""
    answers, clusters = counts.sum(axis=1), int(many.sum())
    n = int(many @ answers)
    if not n:
        return Clusters(0, 0, 1.0)
    mass = many * weights
    squares = float((mass * weights) @ answers)
    away = VALUES - float(mass @ (counts @ VALUES)) / float(mass @ answers)
    alone = float((mass * weights) @ (counts @ away**2))
    if clusters < 2 or alone < 1e-12 * squares:
        return Clusters(clusters, n, float(mass * weights @ answers**2) / squares)
    robust = clusters / (clusters - 1) * float((mass * weights) @ (counts @ away) ** 2)
    return Clusters(clusters, n, max(1.0, robust / (alone * n / (n - 1))))
