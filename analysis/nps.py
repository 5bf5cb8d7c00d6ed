"""The Net Promoter Score: share of promoters minus share of detractors, and how sure it is."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from analysis.cluster import Clusters, effective_n, refuse_ids, too_few_to_judge, worth
from analysis.counts import checked_counts, count_scores, given_answers
from analysis.estimate import Interval, NotEstimable, two_sided_z
from analysis.exact import LARGEST
from analysis.intervals import METHODS, VALUES, default_interval, named_interval
from analysis.notes import Note

CLASS_OF_SCORE = (-1, -1, -1, -1, -1, -1, -1, 0, 0, 1, 1)
"""Value of each score 0-10: detractor (0-6), passive (7, 8), promoter (9, 10)."""


class Shares(NamedTuple):
    """Shares of the answers in each class, each in [0, 1], together 1."""

    detractors: float
    passives: float
    promoters: float


@dataclass(frozen=True, slots=True)
class NPS:
    """A Net Promoter Score on the scale -1...1 (people see it times 100).

    Attributes
    ----------
    detractors, passives, promoters : int
        Answers 0-6, 7-8 and 9-10.
    skipped : int
        Non-answers; not part of `n`.
    clusters : Clusters or None
        What repeated answers of one customer cost, where ids were given.
    """

    detractors: int
    passives: int
    promoters: int
    skipped: int = 0
    clusters: Clusters | None = None

    @property
    def n(self) -> int:
        """Answers, without skips."""
        return self.detractors + self.passives + self.promoters

    @property
    def estimate(self) -> float | None:
        """Promoters minus detractors, as a share of the answers; None where there are none."""
        return (self.promoters - self.detractors) / self.n if self.n else None

    @property
    def shares(self) -> Shares | None:
        """Share of each class; None where there are no answers."""
        if not self.n:
            return None
        return Shares(self.detractors / self.n, self.passives / self.n, self.promoters / self.n)

    @property
    def variance(self) -> float | None:
        """Variance of one answer on -1/0/+1, in [0, 1]; None where there are no answers."""
        if not self.n:
            return None
        t = (self.promoters - self.detractors) / self.n
        return (self.promoters + self.detractors) / self.n - t * t

    @property
    def n_effective(self) -> float:
        """Independent answers these are worth: `n` itself unless ids showed repeats."""
        return self.clusters.n_effective if self.clusters else self.n

    @property
    def method(self) -> str:
        """Method of the interval unless another is asked for: "exact" up to 50 answers."""
        return "score" if self.clusters or self.n > LARGEST else "exact"

    @property
    def note(self) -> str:
        """Why the number should not be trusted as it stands, in plain words, or ""."""
        refusal = too_few_to_judge(self.n, self.clusters)
        if refusal is not None:  # a NotEstimable is falsy
            return refusal.reason
        empty = [name for name in self._classes if not getattr(self, name)]
        if len(empty) == 2:
            only = next(name for name in self._classes if name not in empty)
            return _all(only, self.n)
        if empty and empty[0] != "passives":
            return _none(empty[0], self.n)
        return ""

    def interval(self, level: float = 0.95, method: str | None = None) -> Interval | NotEstimable:
        """Confidence interval for the NPS everybody would have given.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).
        method : str or None
            "score", "exact", "adjusted wald" or "jeffreys"; None for the default: exact
            up to 50 answers (at levels between 0.90, 0.95 and 0.99 the score interval,
            kept between the exact ones), otherwise score.

        Returns
        -------
        Interval or NotEstimable
            Within [-1, 1] and around the estimate; `NotEstimable` below 5 answers.

        Raises
        ------
        ValueError
            If `level` or `method` is not one there is, or "exact" not tabled.

        Examples
        --------
        >>> nps(counts=(20, 30, 50)).interval(0.9).method
        'score'
        >>> nps(counts=(2, 3, 5)).interval(0.9).method
        'exact'
        """
        two_sided_z(level)
        if method not in (None, *METHODS):
            raise ValueError(f"method must be one of {', '.join(METHODS)}; got {method!r}")
        refusal = too_few_to_judge(self.n, self.clusters)
        if refusal is not None:
            return refusal
        detractors, passives, promoters = self.weighed(level)[0]
        counts = (detractors, passives, promoters)
        if method is None:
            return default_interval(counts, level)
        return named_interval(counts, level, method)

    def weighed(self, level: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Effective answers per class at a level, and the value of each class.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        counts, values : tuple of float

        Examples
        --------
        >>> nps(counts=(2, 3, 5)).weighed(0.95)
        ((2.0, 3.0, 5.0), (-1.0, 0.0, 1.0))
        """
        each = worth(self.clusters, level)
        return (self.detractors * each, self.passives * each, self.promoters * each), VALUES

    @property
    def _classes(self) -> tuple[str, str, str]:
        return ("detractors", "passives", "promoters")


def nps(scores: Any = None, *, counts: Any = None, ids: Any = None) -> NPS:
    """Net Promoter Score of answers on 0-10.

    Promoters answered 9 or 10, passives 7 or 8, detractors 0 to 6; the score is the share of
    promoters minus the share of detractors.

    Parameters
    ----------
    scores : array_like, shape (n,), optional
        Answers 0-10 of any integer or float type; ``None`` and NaN are skips, counted apart.
    counts : array_like, shape (3,) or (11,), optional
        Instead of `scores`: detractors, passives, promoters; or answers per score 0...10.
    ids : array_like, shape (n,), optional
        Customer or account of each score, where one may have answered more than once: the
        interval is then that of the effective number of independent answers. ``None`` where
        unknown: somebody of whom there is no other answer.

    Returns
    -------
    NPS
        `estimate` in -1...1, `n`, `interval(level)`, `shares`, `variance`, `method`, `note`.

    Raises
    ------
    ValueError
        For a score that is not a whole number 0-10 (naming it and its position), for
        negative counts, or unless exactly one of `scores` and `counts` is given.

    References
    ----------
    Reichheld, F. (2003). The one number you need to grow. Harvard Business Review 81(12).
    Tango, T. (1998). Statistics in Medicine 17, 891-908.
    Rocks, B. (2016). The American Statistician 70, 365-372.

    Examples
    --------
    >>> result = nps([10, 9, 9, 8, 7, 3, None])
    >>> result.n, result.skipped, round(result.estimate, 3)
    (6, 1, 0.333)
    >>> nps(counts=(1, 1, 1)).interval()
    NotEstimable(reason='not estimable: 3 answers')
    """
    if (scores is None) == (counts is None):
        raise ValueError("give either scores or counts")
    if counts is not None:
        refuse_ids(ids)
        return NPS(*_three(checked_counts(counts, (3, 11))))
    counted = count_scores(scores)
    clusters = None
    if ids is not None:
        kept, owners = given_answers(scores, ids)
        clusters = effective_n(np.take(CLASS_OF_SCORE, kept), owners)
    return NPS(*_three(counted.bins.tolist()), skipped=counted.skipped, clusters=clusters)


def _three(counts: list[int]) -> tuple[int, int, int]:
    if len(counts) == 3:
        return counts[0], counts[1], counts[2]
    return sum(counts[:7]), counts[7] + counts[8], counts[9] + counts[10]


def _all(only: str, n: int) -> Note:
    if only == "promoters":
        return Note("all %(n)s answers are promoters: read the interval, not the score", n=n)
    if only == "passives":
        return Note("all %(n)s answers are passives: read the interval, not the score", n=n)
    return Note("all %(n)s answers are detractors: read the interval, not the score", n=n)


def _none(which: str, n: int) -> Note:
    if which == "promoters":
        return Note("no promoters among %(n)s answers: there may be some among the others", n=n)
    return Note("no detractors among %(n)s answers: there may be some among the others", n=n)
