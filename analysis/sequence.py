"""A Net Promoter Score that may be looked at after every answer.

A 95 % interval is right once. Looked at after each of 10,000 answers it is wrong at some
look in most cases. The confidence sequence here is right at all looks at once, with the
probability of its level, and needs nothing but the counts so far.
"""

from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np

from analysis.cluster import too_few_to_judge
from analysis.estimate import Interval, NotEstimable, two_sided_z
from analysis.nps import NPS, nps

BETS = np.geomspace(0.002, 0.98, 40)
"""Shares of the capital that a gambler who doubts a mean of m stakes on each answer."""

_PLACES = np.arange(1, 16) / 16
_ROUNDS = 6  # of sixteen-fold search: 2 / 16**6 is about 1e-7


@dataclass(frozen=True, slots=True)
class LiveNPS:
    """An NPS with limits that hold at every look.

    Attributes
    ----------
    so_far : NPS
        The answers until now.
    """

    so_far: NPS

    @property
    def n(self) -> int:
        """Answers, without skips."""
        return self.so_far.n

    @property
    def estimate(self) -> float | None:
        """NPS until now, in [-1, 1]; None without answers."""
        return self.so_far.estimate

    @property
    def method(self) -> str:
        """Method of the interval."""
        return "confidence sequence"

    @property
    def note(self) -> str:
        """Why the number should not be trusted as it stands, in plain words, or ""."""
        return self.so_far.note

    def interval(self, level: float = 0.95) -> Interval | NotEstimable:
        """Limits that contain the true NPS at all looks at once, with probability `level`.

        About 1.7 times as wide as an interval for a single look. Where ids showed repeated
        answers, the gamblers bet as often as there are effective answers: the promise is then
        held by simulation, not by proof.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        Interval or NotEstimable
            Within [-1, 1] and around the estimate; `NotEstimable` below 5 answers (or
            customers).

        Examples
        --------
        >>> interval = sequence(counts=(200, 300, 500)).interval()
        >>> f"{interval.low:.3f} {interval.high:.3f}"
        '0.215 0.382'
        """
        two_sided_z(level)
        refusal = too_few_to_judge(self.n, self.so_far.clusters)
        if refusal is not None:
            return refusal
        counts = np.array(self.so_far.weighed(level)[0], dtype=np.float64)
        low, high = _lower_limits(np.stack([counts, counts[::-1]]), level)
        return Interval(low, -high, level, self.method)


def sequence(scores: Any = None, *, counts: Any = None, ids: Any = None) -> LiveNPS:
    """Net Promoter Score for a tile that people watch while answers come in.

    A gambler who doubts that the mean is m starts with 1 and stakes a fixed share on every
    answer; were m true, the capital would exceed 1/alpha with probability alpha at most, ever
    (Ville's inequality). The capital after counts (d, s, p) is averaged over 40 log-spaced
    stakes on each side; the limits are where it reaches 1/alpha.

    Parameters
    ----------
    scores : array_like, shape (n,), optional
        Answers 0-10; ``None`` and NaN are skips.
    counts : array_like, shape (3,) or (11,), optional
        Instead of `scores`: the counts so far. Adding an answer is adding 1 to a count.
    ids : array_like, shape (n,), optional
        Customer or account of each score, see `analysis.nps`.

    Returns
    -------
    LiveNPS

    Raises
    ------
    ValueError
        As `nps`.

    References
    ----------
    Waudby-Smith, I. & Ramdas, A. (2024). Estimating means of bounded random variables by
    betting. JRSS B 86, 1-27. Ville, J. (1939). Etude critique de la notion de collectif.

    Examples
    --------
    >>> sequence(counts=(1, 1, 1)).interval()
    NotEstimable(reason='not estimable: 3 answers')
    """
    return LiveNPS(nps(scores, counts=counts, ids=ids))


def log_capital(counts: np.ndarray[Any, Any], mean: np.ndarray[Any, Any]) -> Any:
    """Logarithm of the capital of the gamblers who believe in more than `mean`.

    Parameters
    ----------
    counts : numpy.ndarray, shape (r, 3)
        Detractors, passives, promoters.
    mean : numpy.ndarray, shape (r, m)
        Doubted means in (-1, 1).

    Returns
    -------
    numpy.ndarray, shape (r, m)
        Decreasing in `mean`.

    Examples
    --------
    >>> bool(log_capital(np.array([[0, 0, 9]]), np.array([[0.0]]))[0, 0] > 3)
    True
    """
    total = log_stakes(counts[:, None, :], mean)
    top = total.max(axis=-1)
    return top + np.log(np.exp(total - top[..., None]).mean(axis=-1))


def log_stakes(
    counts: np.ndarray[Any, Any], mean: np.ndarray[Any, Any], bets: np.ndarray[Any, Any] = BETS
) -> Any:
    """Logarithm of the capital of each gambler, shape (..., bets); see `log_capital`.

    Parameters
    ----------
    counts : numpy.ndarray, shape (..., 3)
        Detractors, passives, promoters.
    mean : numpy.ndarray, shape (...)
        Doubted means in (-1, 1).
    bets : numpy.ndarray, shape (bets,)
        Share of the capital each stakes, in (0, 1).

    Examples
    --------
    >>> log_stakes(np.array([0, 0, 0]), np.array(0.5)).max()
    np.float64(0.0)
    """
    doubted = mean[..., None]
    stakes = bets / (1 + doubted)
    lost = counts[..., :1] * np.log1p(-bets)
    kept = counts[..., 1:2] * np.log1p(-stakes * doubted)
    won = counts[..., 2:] * np.log1p(stakes * (1 - doubted))
    return lost + kept + won


def _lower_limits(counts: np.ndarray[Any, Any], level: float) -> tuple[float, float]:
    """Lower limit for each of two rows of counts, found for both at once."""
    enough = log(2 / (1 - level))  # half of the capital is on each side
    low = np.full(2, -1.0)
    width = (counts[:, 2] - counts[:, 0]) / counts.sum(axis=1) + 1
    for _ in range(_ROUNDS):
        doubted = np.maximum(low[:, None] + width[:, None] * _PLACES, 1e-9 - 1)
        rejected = (log_capital(counts, doubted) >= enough).sum(axis=1)
        low, width = low + width * rejected / 16, width / 16
    return float(low[0]), float(low[1])
