"""Those who did not answer: how far they could move the score, and how they may differ."""

from dataclasses import dataclass
from typing import Any

from analysis.compare import Change, compare
from analysis.nps import NPS, nps


@dataclass(frozen=True, slots=True)
class WorstCase:
    """What the score could be had everybody answered. No probability: arithmetic.

    Attributes
    ----------
    low, high : float
        NPS in [-1, 1] if all others were detractors, or promoters.
    response_rate : float
        Share that answered, in [0, 1].
    """

    low: float
    high: float
    response_rate: float

    @property
    def note(self) -> str:
        """Say how much the silent ones could matter."""
        if self.response_rate == 1:
            return ""
        return "those who did not answer could move the score anywhere between these bounds"


def worst_case(answered: NPS, invited: int) -> WorstCase:
    """Bounds on the NPS of all who were invited.

    Parameters
    ----------
    answered : NPS
        The answers; with ids each customer is one of the invited, however often they
        answered.
    invited : int
        People asked, at least as many as answered, and at least 1.

    Returns
    -------
    WorstCase

    Raises
    ------
    ValueError
        If fewer were invited than answered, or nobody was.

    References
    ----------
    Manski, C. (1989). Anatomy of the selection problem. Journal of Human Resources 24.

    Examples
    --------
    >>> worst_case(nps(counts=(2, 3, 5)), 40)
    WorstCase(low=-0.675, high=0.825, response_rate=0.25)
    """
    people = answered.clusters.clusters if answered.clusters else answered.n
    if invited < max(1, people):
        raise ValueError(f"{invited} invited, but {people} answered")
    silent = invited - people
    balance = (answered.estimate or 0.0) * people
    low, high = (balance - silent) / invited, (balance + silent) / invited
    return WorstCase(low, high, people / invited)


def early_against_late(early: Any, late: Any) -> Change:
    """Change from those who answered at once to those who had to be reminded.

    Late answers stand in for the silent ones: where they differ, expect the silent ones to
    differ as well, in the same direction (the continuum of resistance).

    Parameters
    ----------
    early, late : array_like, shape (3,) or (11,), or NPS
        Counts of answers before and after the first reminder; or the two scores, which may
        know ids.

    Returns
    -------
    Change
        `verdict()` and `words(show)` say whether they differ.

    References
    ----------
    Armstrong, J. & Overton, T. (1977). Journal of Marketing Research 14, 396-402.

    Examples
    --------
    >>> early_against_late((20, 30, 50), (30, 25, 20)).verdict()
    'down'
    """
    before, after = (wave if isinstance(wave, NPS) else nps(counts=wave) for wave in (early, late))
    return compare(before, after)
