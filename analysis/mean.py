"""Means of answers on a scale with few steps: CSAT 1-5, CES 1-7, 0-10."""

from dataclasses import dataclass
from math import sqrt
from typing import Any

from analysis.cluster import Clusters, effective_n, refuse_ids, too_few_to_judge, worth
from analysis.counts import checked_counts, checked_scale, count_scores, given_answers
from analysis.estimate import Interval, NotEstimable, two_sided_z
from analysis.notes import Note
from analysis.scoring import score_limits


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean, in steps of its scale.

    Attributes
    ----------
    counts : tuple of int
        Answers per step, lowest step first.
    lowest : int
        Value of the first step.
    skipped : int
        Non-answers.
    clusters : Clusters or None
        What repeated answers of one customer cost, where ids were given.
    """

    counts: tuple[int, ...]
    lowest: int
    skipped: int = 0
    clusters: Clusters | None = None

    @property
    def n(self) -> int:
        """Answers, without skips."""
        return sum(self.counts)

    @property
    def values(self) -> tuple[int, ...]:
        """Value of each step, lowest first."""
        return tuple(range(self.lowest, self.lowest + len(self.counts)))

    @property
    def estimate(self) -> float | None:
        """Mean of the answers; None where there are none."""
        if not self.n:
            return None
        return sum(x * v for x, v in zip(self.counts, self.values, strict=True)) / self.n

    @property
    def n_effective(self) -> float:
        """Independent answers these are worth: `n` itself unless ids showed repeats."""
        return self.clusters.n_effective if self.clusters else self.n

    @property
    def method(self) -> str:
        """Method of the interval."""
        return "score"

    @property
    def note(self) -> str:
        """Why the mean should not be trusted as it stands, in plain words, or ""."""
        refusal = too_few_to_judge(self.n, self.clusters)
        if refusal is not None:  # a NotEstimable is falsy
            return refusal.reason
        if max(self.counts) == self.n:
            only = self.values[self.counts.index(self.n)]
            return Note(
                "all %(n)s answers are %(score)s: read the interval, not the mean",
                n=self.n,
                score=str(only),
            )
        return ""

    def interval(self, level: float = 0.95, method: str = "score") -> Interval | NotEstimable:
        """Confidence interval for the mean.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).
        method : str
            "score", which knows that the scale has ends, or Student's "t", which does not
            (and has width 0 where all answers are equal: refused there).

        Returns
        -------
        Interval or NotEstimable
            On the scale and around the estimate; `NotEstimable` below 5 answers.

        Raises
        ------
        ValueError
            If `level` or `method` is not one there is.

        Examples
        --------
        >>> interval = mean([5, 5, 5, 5, 5, 5, 5, 5]).interval()
        >>> f"{interval.low:.2f} {interval.high:.2f}"
        '3.70 5.00'
        """
        z = two_sided_z(level)
        if method not in ("score", "t"):
            raise ValueError(f"method must be score or t; got {method!r}")
        refusal = too_few_to_judge(self.n, self.clusters)
        if refusal is not None:
            return refusal
        if method == "t" and max(self.counts) == self.n:
            return NotEstimable(f"not estimable: all {self.n} answers are equal")
        counts, values = self.weighed(level)
        low, high = score_limits(counts, values, z) if method == "score" else self._student(level)
        return Interval(float(low), float(high), level, method)

    def weighed(self, level: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Effective answers per step at a level, and the value of each step.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        counts, values : tuple of float

        Examples
        --------
        >>> mean([1, 3, 3], scale=(1, 3)).weighed(0.95)
        ((1.0, 0.0, 2.0), (1.0, 2.0, 3.0))
        """
        each = worth(self.clusters, level)
        return tuple(x * each for x in self.counts), tuple(map(float, self.values))

    def _student(self, level: float) -> tuple[float, float]:
        """Student's interval, which does not know that the scale has ends."""
        from scipy.special import stdtrit  # loaded only when asked for

        centre = sum(x * v for x, v in zip(self.counts, self.values, strict=True)) / self.n
        steps = zip(self.counts, self.values, strict=True)
        spread = sum(x * (v - centre) ** 2 for x, v in steps) / (self.n - 1)
        groups = self.clusters.clusters if self.clusters else self.n
        half = float(stdtrit(groups - 1, (1 + level) / 2)) * sqrt(spread / self.n_effective)
        return centre - half, centre + half


def mean(
    scores: Any = None,
    *,
    counts: Any = None,
    scale: tuple[int, int] = (1, 5),
    ids: Any = None,
) -> Mean:
    """Mean of answers on a scale of whole steps.

    Parameters
    ----------
    scores : array_like, shape (n,), optional
        Whole numbers on `scale`; ``None`` and NaN are skips, counted apart.
    counts : array_like, shape (k,), optional
        Instead of `scores`: answers per step, lowest step first.
    scale : tuple of int
        Lowest and highest step: (1, 5) for CSAT, (1, 7) for CES, (0, 10).
    ids : array_like, shape (n,), optional
        Customer of each score, where one may have answered more than once.

    Returns
    -------
    Mean

    Raises
    ------
    ValueError
        For a score off the scale (naming it and its position), negative counts, or unless
        exactly one of `scores` and `counts` is given.

    References
    ----------
    The score interval under restricted multinomial maximum likelihood, see
    `analysis.scoring`.

    Examples
    --------
    >>> mean([5, 5, 4, 3, 5, 2, 4, 5, 1, 4]).estimate
    3.8
    """
    lowest, highest = checked_scale(scale)
    if (scores is None) == (counts is None):
        raise ValueError("give either scores or counts")
    if counts is not None:
        refuse_ids(ids)
        return Mean(tuple(checked_counts(counts, (highest - lowest + 1,))), lowest)
    counted = count_scores(scores, lowest, highest)
    clusters = effective_n(*given_answers(scores, ids)) if ids is not None else None
    return Mean(tuple(counted.bins.tolist()), lowest, counted.skipped, clusters)
