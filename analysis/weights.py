"""Weighted answers: when those who answered are not divided as those who were meant.

Weights repair only what the weighting variables explain. They do not repair that people
with something to complain about answer more readily within every region and age.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.cluster import Clusters, effective_n, too_few_to_judge, worth
from analysis.counts import count_scores, given_answers
from analysis.estimate import MINIMUM, Interval, NotEstimable, two_sided_z
from analysis.intervals import VALUES
from analysis.nps import CLASS_OF_SCORE, Shares
from analysis.scoring import Floats, score_limits

MOST_DESIGN_EFFECT = 3.0
LEAST_EFFECTIVE = 10.0


@dataclass(frozen=True, slots=True)
class WeightedNPS:
    """A weighted Net Promoter Score.

    Attributes
    ----------
    shares : Shares or None
        Weighted share of each class; None without answers.
    n : int
        Answers, unweighted.
    skipped : int
        Non-answers.
    design_effect : float
        Kish's: what unequal weights cost, 1 or more.
    population : float
        People the answers stand for; infinite where not given.
    clusters : Clusters or None
        What repeated answers of one customer cost beyond that, where ids were given.
    """

    shares: Shares | None
    n: int
    skipped: int
    design_effect: float
    population: float = inf
    clusters: Clusters | None = None

    @property
    def estimate(self) -> float | None:
        """Weighted NPS in [-1, 1]; None without answers."""
        return self.shares.promoters - self.shares.detractors if self.shares else None

    @property
    def n_effective(self) -> float:
        """Independent answers of equal weight that would tell as much about no end of people."""
        repeats = self.clusters.design_effect if self.clusters else 1.0
        return self.n / (self.design_effect * repeats)

    @property
    def method(self) -> str:
        """Method of the interval."""
        return "score at effective n"

    @property
    def note(self) -> str:
        """Why the number should not be trusted as it stands, in plain words, or ""."""
        refusal = self._refusal()
        if refusal is not None:  # a NotEstimable is falsy
            return refusal.reason
        if self.design_effect > 1.5:
            return (
                f"the weights are uneven: {self.n} answers tell as much as "
                f"{self.n / self.design_effect:.0f} would with equal weights"
            )
        return ""

    def interval(self, level: float = 0.95) -> Interval | NotEstimable:
        """Score interval at the effective number of answers.

        With a finite population of N people, m of whom answered (once each, unless ids say
        otherwise), the effective number is raised to ``n_eff (N - 1) / (N - m)``.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        Interval or NotEstimable
            `NotEstimable` where Kish's design effect exceeds 3, or the answers are worth
            fewer than 10 or come from fewer than 5 customers.

        Examples
        --------
        >>> weighted_nps([9, 10, 3] * 10, [1.0] * 30, population=31).interval().width < 0.15
        True
        """
        z = two_sided_z(level)
        refusal = self._refusal()
        if refusal is not None:
            return refusal
        assert self.shares is not None
        worth_of_all = worth(self.clusters, level) * self.n / self.design_effect
        if self.population < inf:
            silent = self.population - _people(self.n, self.clusters)
            worth_of_all *= (self.population - 1) / max(1e-6, silent)
        low, high = score_limits([share * worth_of_all for share in self.shares], VALUES, z)
        return Interval(low, high, level, self.method)

    def _refusal(self) -> NotEstimable | None:
        if not self.n:
            return NotEstimable("not estimable: no answers")
        if self.n_effective < LEAST_EFFECTIVE:
            kind = "independent ones" if self.clusters else "of equal weight"
            return NotEstimable(
                f"not estimable: {self.n} answers worth {self.n_effective:.1f} {kind}"
            )
        if self.clusters and self.clusters.clusters < MINIMUM:
            return too_few_to_judge(self.n, self.clusters)
        if self.design_effect > MOST_DESIGN_EFFECT:
            return NotEstimable(
                f"not estimable: the weights are too uneven (design effect "
                f"{self.design_effect:.1f}, at most {MOST_DESIGN_EFFECT:.0f})"
            )
        return None


def weighted_nps(
    scores: Any, weights: Any, *, population: float = inf, ids: Any = None, counts: Any = None
) -> WeightedNPS:
    """Net Promoter Score of weighted answers.

    Parameters
    ----------
    scores : array_like, shape (n,)
        Answers 0-10; ``None`` and NaN are skips, and so are their weights.
    weights : array_like, shape (n,)
        One positive number per score; only their proportions matter.
    population : float
        People the answers stand for, where it is known.
    ids : array_like, shape (n,), optional
        Customer or account of each score, see `analysis.nps`.
    counts : array_like of int, shape (n,), optional
        How many answers alike each score stands for, where there are no ids; each has its weight.

    Returns
    -------
    WeightedNPS

    Raises
    ------
    ValueError
        For a score off the scale, a weight that is not positive, different lengths, a
        population smaller than the answers, or ids together with counts.

    References
    ----------
    Kish, L. (1965). Survey Sampling.

    Examples
    --------
    >>> weighted_nps([10, 3, 8], [1, 1, 2]).estimate
    0.0
    """
    if counts is not None and ids is not None:
        raise ValueError("answers that are counted together have no ids")
    skipped = count_scores(scores).skipped
    kept, mass = given_answers(scores, np.asarray(weights, dtype=np.float64), "weight")
    if not bool((np.isfinite(mass) & (mass > 0)).all()):
        raise ValueError("weights must be positive numbers")
    classes = np.take(CLASS_OF_SCORE, kept)
    clusters = None
    if ids is not None:
        clusters = effective_n(classes, given_answers(scores, ids)[1], mass)
    alike = np.ones(mass.size) if counts is None else given_answers(scores, counts)[1]
    n = int(alike.sum())
    if population < _people(n, clusters):
        raise ValueError(f"a population of {population:g} cannot give {n} answers")
    if not n:
        return WeightedNPS(None, 0, skipped, 1.0, population, clusters)
    total = mass * alike
    shares = (float(total[classes == value].sum() / total.sum()) for value in (-1, 0, 1))
    effect = kish_effect(mass, alike)
    return WeightedNPS(Shares(*shares), n, skipped, effect, population, clusters)


def kish_effect(weights: npt.ArrayLike, counts: npt.ArrayLike = 1) -> float:
    """Design effect of unequal weights, ``n * sum(w**2) / sum(w)**2``, 1 or more.

    Examples
    --------
    >>> kish_effect([1, 1, 2]), kish_effect([1, 2], [2, 1])
    (1.125, 1.125)
    """
    mass = np.asarray(weights, dtype=np.float64)
    alike = np.broadcast_to(np.asarray(counts, dtype=np.float64), mass.shape)
    return float(alike.sum() * (alike * mass @ mass) / (alike @ mass) ** 2)


def rake(
    margins: Sequence[tuple[Any, Mapping[Any, float]]],
    *,
    counts: npt.ArrayLike = 1,
    rounds: int = 500,
    tolerance: float = 1e-10,
) -> Floats:
    """Weights that make each margin of the answers equal that of the population.

    Margin after margin, the weights within each group are multiplied until they sum to the
    group's target, until nothing changes. With one margin this is post-stratification.

    Parameters
    ----------
    margins : sequence of (labels, targets)
        Per weighting variable: the group of each answer, array_like of shape (n,), and a
        mapping from group to its number (or share) in the population.
    counts : array_like, shape (n,), optional
        How many answers alike each of them stands for; all of them have its weight.
    rounds : int
        Most rounds.
    tolerance : float
        Largest relative distance from a target that is good enough.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Positive weights of single answers; over all of them they sum to the total of the targets.

    Raises
    ------
    ValueError
        If a group of the answers has no target or the other way round, a target is not
        positive, the totals of the margins differ, or the targets cannot all be met.

    References
    ----------
    Deming, W. & Stephan, F. (1940). Annals of Mathematical Statistics 11, 427-444.

    Examples
    --------
    >>> rake([(["a", "a", "b"], {"a": 50, "b": 50})]).tolist()
    [25.0, 25.0, 50.0]
    """
    coded = [_coded(labels, targets) for labels, targets in margins]
    if not coded:
        raise ValueError("no margins to rake to")
    if not coded[0][0].size:
        raise ValueError("no answers to weigh")
    total = float(coded[0][1].sum())
    if any(abs(float(goal.sum()) - total) > 1e-6 * total for _, goal in coded):
        raise ValueError("the targets of all margins must have the same total")
    alike = np.broadcast_to(np.asarray(counts, dtype=np.float64), coded[0][0].shape)
    weights = np.full(alike.shape, total / alike.sum())
    for _ in range(rounds):
        furthest = 0.0
        for member, goal in coded:
            ratio = goal / np.bincount(member, weights * alike, goal.size)
            furthest = max(furthest, float(np.abs(ratio - 1).max()))
            weights = weights * ratio[member]
        if furthest < tolerance:
            return weights
    raise ValueError(f"the targets cannot all be met: still {furthest:.1%} away")


def _people(n: int, clusters: Clusters | None) -> int:
    """People who answered: each answer another one unless ids say otherwise."""
    return clusters.clusters if clusters else n


def _coded(labels: Any, targets: Mapping[Any, float]) -> tuple[npt.NDArray[np.intp], Floats]:
    names, member = np.unique(np.asarray(labels), return_inverse=True)
    groups = names.tolist()
    if set(groups) != set(targets):
        odd = sorted(map(str, set(groups) ^ set(targets)))
        raise ValueError(f"groups of the answers and of the targets differ: {', '.join(odd)}")
    goal = np.array([targets[group] for group in groups], dtype=np.float64)
    if not bool((goal > 0).all()):
        raise ValueError("targets must be positive")
    return member, goal
