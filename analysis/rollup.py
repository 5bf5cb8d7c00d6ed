"""Counts that add up: days into months, branches into regions, ten million into eleven."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.counts import checked_counts, count_scores
from analysis.grouping import places_by_key
from analysis.mean import Mean
from analysis.nps import NPS, nps
from analysis.proportion import Proportion, top_box

BINS = 11


@dataclass(frozen=True, slots=True)
class Rollup:
    """Answers 0-10 as counts per score; rollups of different answers add up.

    Attributes
    ----------
    bins : tuple of int, length 11
        How often each score 0...10 was given.
    skipped : int
        Non-answers.
    """

    bins: tuple[int, ...] = (0,) * BINS
    skipped: int = 0

    def __add__(self, other: "Rollup") -> "Rollup":
        together = (mine + theirs for mine, theirs in zip(self.bins, other.bins, strict=True))
        return Rollup(tuple(together), self.skipped + other.skipped)

    @property
    def n(self) -> int:
        """Answers, without skips."""
        return sum(self.bins)

    @property
    def nps(self) -> NPS:
        """Net Promoter Score, see `analysis.nps`."""
        score = nps(counts=self.bins)
        return NPS(score.detractors, score.passives, score.promoters, self.skipped)

    @property
    def mean(self) -> Mean:
        """Mean score, see `analysis.mean`."""
        return Mean(self.bins, 0, self.skipped)

    def top_box(self, boxes: int = 2) -> Proportion:
        """Share of the highest scores, see `analysis.proportion`.

        Parameters
        ----------
        boxes : int
            How many of the highest scores count.

        Returns
        -------
        Proportion

        Examples
        --------
        >>> rollup([10, 9, 3]).top_box().successes
        2
        """
        share = top_box(counts=self.bins, scale=(0, 10), boxes=boxes)
        return Proportion(share.successes, share.n, self.skipped)


def rollup(scores: Any = None, *, counts: Any = None) -> Rollup:
    """Count answers 0-10 once; everything after works on the counts.

    Parameters
    ----------
    scores : array_like, shape (n,), optional
        Answers 0-10; ``None`` and NaN are skips.
    counts : array_like, shape (11,), optional
        Instead of `scores`: answers per score.

    Returns
    -------
    Rollup

    Raises
    ------
    ValueError
        For a score off the scale, negative counts, or unless exactly one is given.

    Examples
    --------
    >>> week = rollup([10, 9, 3]) + rollup([8, None])
    >>> week.nps.estimate, week.mean.estimate, week.skipped
    (0.25, 7.5, 1)
    """
    if (scores is None) == (counts is None):
        raise ValueError("give either scores or counts")
    if counts is not None:
        return Rollup(tuple(checked_counts(counts, (BINS,))))
    counted = count_scores(scores)
    return Rollup(tuple(counted.bins.tolist()), counted.skipped)


def rollup_by(keys: Any, scores: Any) -> dict[Hashable, Rollup]:
    """One rollup per key: segment, branch, or day.

    Parameters
    ----------
    keys : array_like, shape (n,)
        Key of each answer, of one type that sorts.
    scores : array_like, shape (n,)
        Answers 0-10; ``None`` and NaN are skips.

    Returns
    -------
    dict
        Key to `Rollup`, in the order of the keys.

    Raises
    ------
    ValueError
        If the lengths differ or a score is off the scale.

    Examples
    --------
    >>> shops = rollup_by(["Bonn", "Kiel", "Bonn"], [9, 4, None])
    >>> shops["Bonn"].n, shops["Bonn"].skipped, shops["Kiel"].nps.estimate
    (1, 1, -1.0)
    """
    count_scores(scores)  # so that an error names the position among all answers
    answers = np.ma.asarray(scores)
    names, places = places_by_key(keys, answers)
    return {name: rollup(answers[at]) for name, at in zip(names, places, strict=True)}
