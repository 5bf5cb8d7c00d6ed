"""An alarm that may wake someone: it has a guaranteed distance between false alarms."""

from dataclasses import dataclass, replace
from math import exp, inf
from typing import Any

import numpy as np

from analysis.cluster import cluster_of
from analysis.counts import given_answers
from analysis.nps import CLASS_OF_SCORE, nps
from analysis.scoring import Floats
from analysis.sequence import log_stakes

BETS = np.geomspace(0.04, 0.4, 8)
"""Shares of the capital staked on each answer: few, for the drops that matter."""


@dataclass(frozen=True, slots=True)
class Pager:
    """A Shiryaev-Roberts e-detector for a drop of the NPS below a floor.

    At each look every gambler who believes in less than the floor is given 1 more and bets
    everything on the new answers. While the NPS is at or above the floor the gamblers own at
    most one per look on average, so that the mean time until they own `run_length` is at
    least `run_length` looks, whatever the distribution.

    Attributes
    ----------
    floor : float
        NPS that is still normal, in (-1, 1): the lower limit of a baseline.
    run_length : float
        Looks between false alarms, at least, on average.
    logs : tuple of float
        State: logarithm of what each gambler owns.
    """

    floor: float
    run_length: float
    logs: tuple[float, ...] = (-inf,) * len(BETS)

    def look(self, counts: Any = None, *, scores: Any = None, ids: Any = None) -> "Pager":
        """The pager after one more look.

        Parameters
        ----------
        counts : array_like, shape (3,) or (11,), optional
            Answers since the last look; none is allowed.
        scores : array_like, shape (n,), optional
            Instead of `counts`: the answers 0-10 themselves; ``None`` and NaN are skips.
        ids : array_like, shape (n,), optional
            Customer or account of each score, see `analysis.nps`: the answers of one
            customer in this look then weigh together as one. That keeps the guarantee
            whatever they have in common (Hoelder's inequality).

        Returns
        -------
        Pager

        Raises
        ------
        ValueError
            As `analysis.nps`.

        Examples
        --------
        >>> pager = watch_below(nps(counts=(60, 90, 150)).interval().low)
        >>> for _ in range(12):
        ...     pager = pager.look((14, 4, 2))
        >>> pager.alarm
        True
        """
        new = nps(scores, counts=counts, ids=ids)
        classes = np.array([new.detractors, new.passives, new.promoters], dtype=np.float64)
        if ids is not None:
            classes = _one_vote_each(scores, ids)
        gained = log_stakes(classes[::-1], np.array(-self.floor), BETS)
        logs = np.logaddexp(0.0, np.array(self.logs)) + gained
        return replace(self, logs=tuple(logs.tolist()))

    @property
    def evidence(self) -> float:
        """What the gamblers own on average, 0 or more; alarm from `run_length` on."""
        top = max(self.logs)
        if top == -inf:
            return 0.0
        mean = sum(exp(log - top) for log in self.logs) / len(self.logs)
        return exp(min(700.0, top)) * mean

    @property
    def alarm(self) -> bool:
        """Whether the NPS has dropped below the floor."""
        return self.evidence >= self.run_length


def _one_vote_each(scores: Any, ids: Any) -> Floats:
    """Detractors, passives, promoters, where each customer counts for one in all."""
    answers, owners = given_answers(scores, ids)
    member = cluster_of(owners)
    share = 1 / np.bincount(member)[member]
    votes = np.bincount(np.take(CLASS_OF_SCORE, answers) + 1, weights=share, minlength=3)
    return votes.astype(np.float64)


def watch_below(floor: float, run_length: float = 365.0) -> Pager:
    """A fresh pager.

    Parameters
    ----------
    floor : float
        NPS that is still normal, in (-1, 1), for example the lower limit of a 30-day
        baseline.
    run_length : float
        Looks between false alarms on average, 1 or more: 365 for a daily look is one a year.

    Returns
    -------
    Pager

    Raises
    ------
    ValueError
        If `floor` lies outside (-1, 1) or `run_length` below 1.

    References
    ----------
    Shin, J., Ramdas, A. & Rinaldo, A. (2024). E-detectors: a nonparametric framework for
    sequential change detection. New England Journal of Statistics in Data Science 2, 229-260.

    Examples
    --------
    >>> watch_below(0.25).look((4, 6, 10)).alarm
    False
    """
    if not -1 < floor < 1:
        raise ValueError(f"floor must lie strictly between -1 and 1, got {floor}")
    if not run_length >= 1:
        raise ValueError(f"run_length must be 1 or more, got {run_length}")
    return Pager(floor, run_length)
