"""How many answers are enough, and what a given number of answers can notice."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

from analysis.cluster import checked_design_effect
from analysis.estimate import two_sided_z
from analysis.margin import check_n, check_size, checked_shares, variance_of
from analysis.nps import Shares

_NORMAL = NormalDist()


def shifted(shares: Shares, change: float) -> Shares:
    """Shares after the NPS has moved by `change`.

    Half of the change comes from the class that loses on the one end and half goes to the
    other end, passives staying as they are; what a class does not have comes from the
    passives.

    Raises
    ------
    ValueError
        If no shares in [0, 1] have that NPS.

    Examples
    --------
    >>> shifted(Shares(0.25, 0.25, 0.5), 0.25)
    Shares(detractors=0.125, passives=0.25, promoters=0.625)
    """
    detractors, passives, promoters = shares
    if abs(promoters - detractors + change) > 1 + 1e-12:
        raise ValueError(f"an NPS of {promoters - detractors:g} cannot move by {change:g}")
    losing = detractors if change > 0 else promoters
    lost = min(losing, abs(change) / 2)
    gained = abs(change) - lost
    if change > 0:
        return Shares(detractors - lost, max(0.0, passives + lost - gained), promoters + gained)
    return Shares(detractors + gained, max(0.0, passives + lost - gained), promoters - lost)


@dataclass(frozen=True, slots=True)
class Plan:
    """A comparison to be made.

    Attributes
    ----------
    shares : Shares
        Expected shares of the classes before the change.
    level : float
        Confidence level of the test, in (0, 1).
    power : float
        Chance of noticing the change if it is there, in (0, 1).
    correlation : float
        Correlation of the two answers of one person, in [0, 1): 0 for two waves of
        different people.
    share : float
        Share of all answers that the segment makes up, in (0, 1]: 1 for everybody.
    design_effect : float
        What repeated answers or weights are expected to cost, 1 or more: see
        `analysis.effective_n`.

    Raises
    ------
    ValueError
        If a field lies outside its range.
    """

    shares: Shares
    level: float = 0.95
    power: float = 0.8
    correlation: float = 0.0
    share: float = 1.0
    design_effect: float = 1.0

    def __post_init__(self) -> None:
        two_sided_z(self.level)
        object.__setattr__(self, "shares", checked_shares(self.shares))
        if not 0 < self.power < 1:
            raise ValueError(f"power must lie strictly between 0 and 1, got {self.power}")
        if not 0 <= self.correlation < 1:
            raise ValueError(f"correlation must lie in [0, 1), got {self.correlation}")
        if not 0 < self.share <= 1:
            raise ValueError(f"share must lie in (0, 1], got {self.share}")
        checked_design_effect(self.design_effect)

    def answers(self, change: float) -> int:
        """Answers per wave (pairs, if correlated) to notice a change.

        Parameters
        ----------
        change : float
            Change of the NPS on the scale -1...1, not 0.

        Returns
        -------
        int
            ``(z_a + z_b)**2 (V1 + V2 - 2 r sqrt(V1 V2)) / change**2``, times the design
            effect, divided by the segment's share and rounded up.

        Raises
        ------
        ValueError
            If `change` is 0 or leads beyond the scale.

        Examples
        --------
        >>> plan = Plan(Shares(0.2, 0.3, 0.5))
        >>> [plan.answers(change) for change in (0.05, 0.10, 0.15, 0.20)]
        [3729, 903, 387, 208]
        """
        check_size(abs(change))
        needed = self._quantiles() ** 2 * self._spread(change) / change**2
        return ceil(needed / self.share - 1e-9)

    def power_with(self, n: int, change: float) -> float:
        """Chance of noticing a change with `n` answers per wave.

        Parameters
        ----------
        n : int
            Answers per wave (pairs, if correlated), 1 or more.
        change : float
            Change of the NPS on the scale -1...1.

        Returns
        -------
        float
            In (0, 1).

        Examples
        --------
        >>> round(Plan(Shares(0.2, 0.3, 0.5)).power_with(903, 0.10), 3)
        0.8
        """
        check_n(n)
        error = sqrt(self._spread(change) / (n * self.share))
        return _NORMAL.cdf(abs(change) / error - two_sided_z(self.level))

    def noticeable(self, n: int) -> float | None:
        """Smallest rise that `n` answers per wave would notice; None if none would be.

        Parameters
        ----------
        n : int
            Answers per wave (pairs, if correlated), 1 or more.

        Returns
        -------
        float or None
            On the scale -1...1.

        Examples
        --------
        >>> round(Plan(Shares(0.2, 0.3, 0.5)).noticeable(903), 3)
        0.1
        """
        check_n(n)
        most = 1 - (self.shares.promoters - self.shares.detractors)
        if most <= 0 or self.power_with(n, most) < self.power:
            return None
        low, high = 0.0, most
        while high - low > 1e-9:
            middle = (low + high) / 2
            if self.power_with(n, middle) < self.power:
                low = middle
            else:
                high = middle
        return high

    def words(self, n: int, show: Callable[[float], str]) -> str:
        """Say what `n` answers per wave would notice.

        Parameters
        ----------
        n : int
            Answers per wave, 1 or more.
        show : callable
            Writes a size of the scale -1...1, since nothing here is rounded.

        Returns
        -------
        str

        Examples
        --------
        >>> Plan(Shares(0.2, 0.3, 0.5)).words(300, lambda size: f"{100 * size:.0f} points")
        'with 300 answers you would notice a rise of 17 points'
        """
        least = self.noticeable(n)
        if least is None:
            return f"with {n} answers you would notice no rise at all"
        return f"with {n} answers you would notice a rise of {show(least)}"

    def _quantiles(self) -> float:
        return two_sided_z(self.level) + _NORMAL.inv_cdf(self.power)

    def _spread(self, change: float) -> float:
        """Variance of the difference of two answers, each as good as an independent one."""
        before, after = variance_of(self.shares), variance_of(shifted(self.shares, change))
        both = before + after - 2 * self.correlation * sqrt(before * after)
        return max(1e-12, self.design_effect * both)


def answers_by_t_test(change: float, deviation: float, *, level: float, power: float) -> float:
    """Answers per group by the two-sample t test, not rounded.

    For comparison with other software (R's ``power.t.test``).

    Examples
    --------
    >>> f"{answers_by_t_test(0.2, 0.7810249675907, level=0.95, power=0.8):.4f}"
    '240.3550'
    """
    from scipy.special import nctdtr, stdtrit  # loaded only when asked for

    check_size(change)
    low, high = 2.0, 1e9
    while high - low > 1e-13 * high:
        n = (low + high) / 2
        free = 2 * n - 2
        missed = nctdtr(free, sqrt(n / 2) * change / deviation, stdtrit(free, (1 + level) / 2))
        if 1 - missed < power:
            low = n
        else:
            high = n
    return high
