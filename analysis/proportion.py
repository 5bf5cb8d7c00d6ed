"""A share of answers, such as the top boxes of a satisfaction question."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from analysis.cluster import Clusters, effective_n, refuse_ids, too_few_to_judge, worth
from analysis.counts import checked_counts, checked_scale, count_scores, given_answers
from analysis.estimate import Interval, NotEstimable, two_sided_z
from analysis.notes import Note
from analysis.scoring import score_limits


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share in [0, 1].

    Attributes
    ----------
    successes : int
        Answers that count.
    n : int
        All answers, without skips.
    skipped : int
        Non-answers.
    clusters : Clusters or None
        What repeated answers of one customer cost, where ids were given.
    """

    successes: int
    n: int
    skipped: int = 0
    clusters: Clusters | None = None

    @property
    def estimate(self) -> float | None:
        """Share of successes; None where there are no answers."""
        return self.successes / self.n if self.n else None

    @property
    def n_effective(self) -> float:
        """Independent answers these are worth: `n` itself unless ids showed repeats."""
        return self.clusters.n_effective if self.clusters else self.n

    @property
    def method(self) -> str:
        """Method of the interval."""
        return "wilson"

    @property
    def note(self) -> str:
        """Why the share should not be trusted as it stands, in plain words, or ""."""
        refusal = too_few_to_judge(self.n, self.clusters)
        if refusal is not None:  # a NotEstimable is falsy
            return refusal.reason
        if self.successes in (0, self.n):
            if self.successes:
                return Note("all of %(n)s answers: read the interval, not the share", n=self.n)
            return Note("none of %(n)s answers: read the interval, not the share", n=self.n)
        return ""

    def interval(self, level: float = 0.95, method: str = "wilson") -> Interval | NotEstimable:
        """Confidence interval for the share.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).
        method : str
            "wilson", "wilson corrected" (for continuity) or "clopper-pearson".

        Returns
        -------
        Interval or NotEstimable
            Within [0, 1] and around the estimate; `NotEstimable` below 5 answers.

        Raises
        ------
        ValueError
            If `level` or `method` is not one there is.

        Examples
        --------
        >>> interval = proportion(45, 50).interval()
        >>> f"{interval.low:.4f} {interval.high:.4f}"
        '0.7864 0.9565'
        """
        two_sided_z(level)
        if method not in METHODS:
            raise ValueError(f"method must be one of {', '.join(METHODS)}; got {method!r}")
        refusal = too_few_to_judge(self.n, self.clusters)
        if refusal is not None:
            return refusal
        low, high = METHODS[method](self.weighed(level)[0], level)
        return Interval(low, high, level, method)

    def weighed(self, level: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Effective failures and successes at a level, and their values 0 and 1.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        counts, values : tuple of float

        Examples
        --------
        >>> proportion(3, 10).weighed(0.95)
        ((7.0, 3.0), (0.0, 1.0))
        """
        each = worth(self.clusters, level)
        return ((self.n - self.successes) * each, self.successes * each), (0.0, 1.0)


def proportion(successes: int, n: int) -> Proportion:
    """Share of `successes` among `n` answers.

    Parameters
    ----------
    successes, n : int
        Whole numbers, ``0 <= successes <= n``.

    Returns
    -------
    Proportion

    Raises
    ------
    ValueError
        If the numbers are negative, not whole, or `successes` exceeds `n`.

    References
    ----------
    Wilson, E. B. (1927). Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> proportion(3, 10).estimate
    0.3
    """
    hits, total = checked_counts((successes, n), (2,))
    if hits > total:
        raise ValueError(f"{hits} successes among {total} answers")
    return Proportion(hits, total)


def top_box(
    scores: Any = None,
    *,
    counts: Any = None,
    scale: tuple[int, int] = (1, 5),
    boxes: int = 2,
    ids: Any = None,
) -> Proportion:
    """Share of answers in the highest steps of a scale ("satisfied" or "very satisfied").

    Parameters
    ----------
    scores : array_like, shape (n,), optional
        Whole numbers on `scale`; ``None`` and NaN are skips, counted apart.
    counts : array_like, shape (k,), optional
        Instead of `scores`: answers per step, lowest step first.
    scale : tuple of int
        Lowest and highest step: (1, 5) for CSAT, (1, 7) for CES, (0, 10).
    boxes : int
        How many of the highest steps count.
    ids : array_like, shape (n,), optional
        Customer of each score, where one may have answered more than once.

    Returns
    -------
    Proportion

    Raises
    ------
    ValueError
        For a score off the scale (naming it and its position), negative counts, or unless
        exactly one of `scores` and `counts` is given.

    Examples
    --------
    >>> top_box([5, 4, 4, 3, 1, None]).estimate
    0.6
    >>> top_box(counts=(1, 0, 1, 2, 1), boxes=1).successes
    1
    """
    lowest, highest = checked_scale(scale)
    steps = highest - lowest + 1
    if not 0 < boxes < steps:
        raise ValueError(f"boxes must lie between 1 and {steps - 1}, got {boxes}")
    if (scores is None) == (counts is None):
        raise ValueError("give either scores or counts")
    if counts is not None:
        refuse_ids(ids)
        bins = checked_counts(counts, (steps,))
        return Proportion(sum(bins[-boxes:]), sum(bins))
    counted = count_scores(scores, lowest, highest)
    clusters = None
    if ids is not None:
        kept, owners = given_answers(scores, ids)
        clusters = effective_n(np.asarray(kept) > highest - boxes, owners)
    bins = counted.bins.tolist()
    return Proportion(sum(bins[-boxes:]), sum(bins), counted.skipped, clusters)


Limits = tuple[float, float]


def _wilson(counts: tuple[float, ...], level: float) -> Limits:
    return score_limits(counts, (0.0, 1.0), two_sided_z(level))


def _wilson_corrected(counts: tuple[float, ...], level: float) -> Limits:
    """Wilson's interval with half an answer of continuity correction (Newcombe 1998)."""
    failures, successes = counts
    n, zz = failures + successes, two_sided_z(level) ** 2
    share = successes / n
    centre, below = 2 * n * share + zz, zz - 2 - 1 / n + 4 * share * (n * failures / n + 1)
    above = zz + 2 - 1 / n + 4 * share * (n * failures / n - 1)
    low = (centre - 1 - sqrt(zz) * sqrt(max(0.0, below))) / (2 * (n + zz))
    high = (centre + 1 + sqrt(zz) * sqrt(max(0.0, above))) / (2 * (n + zz))
    return (max(0.0, low) if successes else 0.0), (min(1.0, high) if failures else 1.0)


def _clopper_pearson(counts: tuple[float, ...], level: float) -> Limits:
    from scipy.special import betaincinv  # loaded only when asked for

    failures, successes = counts
    tail = (1 - level) / 2
    low = float(betaincinv(successes, failures + 1, tail)) if successes else 0.0
    high = float(betaincinv(successes + 1, failures, 1 - tail)) if failures else 1.0
    return low, high


METHODS: dict[str, Callable[[tuple[float, ...], float], Limits]] = {
    "wilson": _wilson,
    "wilson corrected": _wilson_corrected,
    "clopper-pearson": _clopper_pearson,
}
"""Interval methods by name: (failures, successes) and level to limits."""
