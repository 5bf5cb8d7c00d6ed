"""Did calling back unhappy customers win them back, or would they have come back anyway?

Of customers who answer 0-6 once, a third to a half answer higher the next time although
nothing happened: a low answer is partly a bad day. A turnaround rate means something only
beside the rate of those who were left alone.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from analysis.compare import Change, compare
from analysis.estimate import MINIMUM, too_few
from analysis.proportion import Proportion
from analysis.verdict import CHANCE

HELD_OUT = "random hold-out"
NOT_CONTACTED = "not contacted"
REPEATERS = "untouched repeaters"

_NOTES = {
    HELD_OUT: "",
    NOT_CONTACTED: "who was contacted was a choice: the groups may have differed before",
    REPEATERS: "compared with people whom nobody meant to call: read as a rough correction",
}


@dataclass(frozen=True, slots=True)
class Recovery:
    """Turnaround of contacted detractors, beside that of others.

    Attributes
    ----------
    contacted : Proportion
        Detractors who were contacted and no longer are detractors.
    comparison : Proportion
        The same among those who were not.
    basis : str
        Where the comparison comes from: `HELD_OUT`, `NOT_CONTACTED` or `REPEATERS`.
    """

    contacted: Proportion
    comparison: Proportion
    basis: str

    @property
    def effect(self) -> Change:
        """Contacted minus comparison, a difference of shares (MOVER on Wilson limits)."""
        return compare(self.comparison, self.contacted)

    @property
    def n(self) -> tuple[int, int]:
        """Detractors contacted and compared with."""
        return self.contacted.n, self.comparison.n

    @property
    def note(self) -> str:
        """What limits the claim, in plain words, or ""."""
        if min(self.n) < MINIMUM:
            return too_few(min(self.n)).reason
        if self.effect.verdict() == CHANCE:
            return "the turnaround cannot be told apart from chance"
        return _NOTES[self.basis]


def recovery(contacted: Proportion, comparison: Proportion, basis: str) -> Recovery:
    """Hold the turnaround of contacted detractors against those left alone.

    Parameters
    ----------
    contacted, comparison : Proportion
        Recovered detractors among all, of either group.
    basis : str
        `HELD_OUT` (best), `NOT_CONTACTED`, or `REPEATERS`: people who answered twice with
        no contact in between, for a correction of regression to the mean.

    Returns
    -------
    Recovery

    Raises
    ------
    ValueError
        If `basis` is not one of the three.

    Examples
    --------
    >>> from analysis.proportion import proportion
    >>> claim = recovery(proportion(52, 100), proportion(40, 100), HELD_OUT)
    >>> claim.note
    'the turnaround cannot be told apart from chance'
    """
    if basis not in _NOTES:
        raise ValueError(f"basis must be one of {', '.join(_NOTES)}; got {basis!r}")
    return Recovery(contacted, comparison, basis)


def leaving_by_chance(share: float, correlation: float) -> float:
    """Detractors expected to leave their class at the next answer though nothing changed.

    Two answers of one person are taken as bivariate normal underneath, cut where the share
    of detractors is: regression to the mean.

    Parameters
    ----------
    share : float
        Share of detractors in (0, 1), the same both times.
    correlation : float
        Retest correlation in [0, 1).

    Returns
    -------
    float
        Share of the first answer's detractors, in [0, 1 - share].

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    References
    ----------
    Galton, F. (1886). Journal of the Anthropological Institute 15, 246-263.

    Examples
    --------
    >>> round(leaving_by_chance(0.25, 0.0), 6)
    0.75
    >>> round(leaving_by_chance(0.25, 0.8), 3)
    0.324
    """
    from scipy.special import ndtr, ndtri  # loaded only when asked for

    if not 0 < share < 1:
        raise ValueError(f"share must lie strictly between 0 and 1, got {share}")
    if not 0 <= correlation < 1:
        raise ValueError(f"correlation must lie in [0, 1), got {correlation}")
    nodes, weights = np.polynomial.legendre.leggauss(200)
    first = ndtri(share * (nodes + 1) / 2)  # quantiles of the first answers of detractors
    cut = float(ndtri(share))
    stays = ndtr((cut - correlation * first) / sqrt(1 - correlation**2))
    return float(1 - weights @ stays / 2)
