"""An alarm that may wake someone: it has a guaranteed distance between false alarms."""

from dataclasses import dataclass, replace
from math import exp, inf
from typing import Any

import numpy as np

from analysis.counts import checked_counts
from analysis.nps import nps
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

    def look(self, counts: Any) -> "Pager":
        """The pager after one more look.

        Parameters
        ----------
        counts : array_like, shape (3,) or (11,)
            Answers since the last look; none is allowed.

        Returns
        -------
        Pager

        Examples
        --------
        >>> pager = watch_below(nps(counts=(60, 90, 150)).interval().low)
        >>> for _ in range(12):
        ...     pager = pager.look((14, 4, 2))
        >>> pager.alarm
        True
        """
        new = nps(counts=checked_counts(counts, (3, 11)))
        mirrored = np.array([new.promoters, new.passives, new.detractors], dtype=np.float64)
        gained = log_stakes(mirrored, np.array(-self.floor), BETS)
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
