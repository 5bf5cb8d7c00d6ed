"""Two waves of answers from different people: did anything change?"""

from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Protocol

from analysis.cluster import Clusters, too_few_to_judge
from analysis.estimate import MINIMUM, Interval, NotEstimable, two_sided_p, two_sided_z
from analysis.mean import Mean
from analysis.proportion import Proportion
from analysis.scoring import score_limits, score_z
from analysis.verdict import Difference

USUAL = 0.95  # level at which effective counts of clustered answers enter a p value


class Estimated(Protocol):
    """What `compare` needs of a result: `NPS`, `Proportion` and `Mean` all have it."""

    @property
    def n(self) -> int:
        """Answers."""

    @property
    def clusters(self) -> Clusters | None:
        """What repeated answers cost, where ids were given."""

    @property
    def estimate(self) -> float | None:
        """The statistic."""

    def weighed(self, level: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Effective answers per step at a level, and the value of each step."""


@dataclass(frozen=True, slots=True)
class Change(Difference):
    """A change between two independent waves.

    Attributes
    ----------
    before, after : NPS, Proportion or Mean
        The two waves.
    """

    before: Estimated
    after: Estimated

    @property
    def n(self) -> tuple[int, int]:
        """Answers before and after."""
        return self.before.n, self.after.n

    @property
    def estimate(self) -> float | None:
        """After minus before, in the unit of what is compared; None without answers."""
        if self.before.estimate is None or self.after.estimate is None:
            return None
        return self.after.estimate - self.before.estimate

    @property
    def method(self) -> str:
        """Method of the interval."""
        return "mover"

    @property
    def note(self) -> str:
        """Why the change should not be trusted as it stands, in plain words, or ""."""
        refusal = self._refusal()
        return "" if refusal is None else refusal.reason

    def interval(self, level: float = 0.95) -> Interval | NotEstimable:
        """Confidence interval for the change.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        Interval or NotEstimable
            Around the estimate; `NotEstimable` below 5 answers (or customers) on a side.

        Examples
        --------
        >>> from analysis.nps import nps
        >>> interval = compare(nps(counts=(40, 60, 100)), nps(counts=(10, 20, 70))).interval()
        >>> f"{interval.low:.4f} {interval.high:.4f}"
        '0.1195 0.4590'
        """
        z = two_sided_z(level)
        refusal = self._refusal()
        if refusal is not None:
            return refusal
        down_before, up_before = _distances(self.before, level, z)
        down_after, up_after = _distances(self.after, level, z)
        change = self.estimate or 0.0
        low = change - sqrt(down_after**2 + up_before**2)
        high = change + sqrt(up_after**2 + down_before**2)
        return Interval(low, high, level, self.method)

    @property
    def p_value(self) -> float | None:
        """Two-sided p value of no change: of the level at which the interval touches 0.

        None below 5 answers (or customers) on a side.

        Examples
        --------
        >>> from analysis.proportion import proportion
        >>> f"{compare(proportion(30, 55), proportion(45, 60)).p_value:.4f}"
        '0.0212'
        """
        if self._refusal() is not None:
            return None
        if (self.estimate or 0.0) < 0:
            return _rise_p(self.after, self.before)
        return _rise_p(self.before, self.after)

    def _refusal(self) -> NotEstimable | None:
        """Why the two carry no interval, said of the wave with fewer answers."""
        waves = sorted((self.before, self.after), key=lambda wave: wave.n)
        refusals = [too_few_to_judge(wave.n, wave.clusters) for wave in waves]
        return next((refusal for refusal in refusals if refusal is not None), None)


def compare(before: Estimated, after: Estimated) -> Change:
    """Change between two independent waves.

    MOVER: the distances from each estimate to its score limits are squared and added.

    Parameters
    ----------
    before, after : NPS, Proportion or Mean
        Two results of one kind, from different people.

    Returns
    -------
    Change
        `estimate`, `interval(level)`, `p_value`, `verdict()`, `words(show)`.

    Raises
    ------
    TypeError
        If the two are results of different kinds, or means of different scales.

    References
    ----------
    Newcombe, R. (1998). Statistics in Medicine 17, 873-890. Zou, G. & Donner, A. (2008).
    Statistics in Medicine 27, 1693-1702.

    Examples
    --------
    >>> from analysis.nps import nps
    >>> compare(nps(counts=(40, 60, 100)), nps(counts=(10, 20, 70))).verdict()
    'up'
    """
    if type(before) is not type(after):
        raise TypeError(f"cannot compare {type(before).__name__} with {type(after).__name__}")
    if isinstance(before, Mean) and isinstance(after, Mean) and before.values != after.values:
        raise TypeError("cannot compare means of different scales")
    return Change(before, after)


def chi_square_p(before: Proportion, after: Proportion) -> float | None:
    """p value of no change in a share by Pearson's test of the pooled share.

    For comparison with other software (R's ``prop.test`` uncorrected); `Change.p_value`
    belongs to the interval shown. None where either wave has fewer than 5 answers.

    Examples
    --------
    >>> f"{chi_square_p(Proportion(80, 100), Proportion(70, 100)):.4f}"
    '0.1025'
    """
    if min(before.n, after.n) < MINIMUM:
        return None
    pooled = (before.successes + after.successes) / (before.n + after.n)
    if pooled in (0.0, 1.0):
        return 1.0
    precision = 1 / before.n + 1 / after.n
    gap = before.successes / before.n - after.successes / after.n
    return two_sided_p(gap / sqrt(pooled * (1 - pooled) * precision))


def _distances(wave: Estimated, level: float, z: float) -> tuple[float, float]:
    """From the estimate down to the lower and up to the upper score limit."""
    low, high = score_limits(*wave.weighed(level), z)
    estimate = wave.estimate or 0.0
    return estimate - low, high - estimate


def _rise_p(lower: Estimated, upper: Estimated) -> float:
    """p value of a rise; one root, over how the change splits between the two waves."""
    bottom, top = lower.estimate or 0.0, upper.estimate or 0.0
    gap = top - bottom
    if gap == 0:
        return 1.0
    bottom_steps, top_steps = lower.weighed(USUAL), upper.weighed(USUAL)
    left, right = 0.0, pi / 2
    z = 0.0
    for _ in range(45):
        angle = (left + right) / 2
        z = score_z(*top_steps, top - gap * cos(angle))
        if z > -score_z(*bottom_steps, bottom + gap * sin(angle)):
            left = angle
        else:
            right = angle
    return two_sided_p(z)
