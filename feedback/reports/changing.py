"""What may be said of a change: up, down, or nothing that chance could not explain."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import Change, Interval, NotEstimable, compare, sequence
from analysis.compare import Estimated
from feedback.reports.figures import MINUS, written
from feedback.reports.scale import Scale
from surveys.speech import _, is_rtl

LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
"""Keeps a sign before its number where words run from the right."""
UP, DOWN, CHANCE, FEW = "up", "down", "chance", "few"
ERROR = 0.05
"""Chance of a false claim; a running comparison has two sides, and shares it between them."""


@dataclass(frozen=True)
class Delta:
    """A change in points, with its interval; `few` carries no number."""

    verdict: str
    text: str = ""
    """Its size without a sign."""
    low_text: str = ""
    high_text: str = ""
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    p: float | None = None
    """Of no change; None while answers still come in, and where too few did."""
    method: str = ""

    @property
    def is_told(self) -> bool:
        """Whether there is a number to show."""
        return self.verdict != FEW

    @property
    def is_sure(self) -> bool:
        """Whether chance is an unlikely explanation."""
        return self.verdict in (UP, DOWN)

    @property
    def interval(self) -> str:
        """Read the interval: −2 to 12."""
        return _("%(low)s to %(high)s", low=self.low_text, high=self.high_text)

    @property
    def points(self) -> str:
        """Write it with its sign: +5, −3, 0."""
        if self.text.strip("0.,") == "":
            return self.text
        sign = "+" if self.value > 0 else MINUS
        return f"{LEFT_TO_RIGHT}{sign}{self.text}" if is_rtl() else f"{sign}{self.text}"


def change(before: Estimated, after: Estimated, *, factor: int = 100, decimals: int = 0) -> Delta:
    """Compare two closed periods, or two groups of different people."""
    return told(compare(before, after), factor=factor, decimals=decimals)


def told(found: Change, *, factor: int = 100, decimals: int = 0) -> Delta:
    """Write a comparison that was made."""
    interval, size = found.interval(), found.estimate
    if isinstance(interval, NotEstimable) or size is None:
        return Delta(FEW)
    return _told(size, interval, factor, decimals, found.p_value)


def running(scale: Scale, before: Sequence[int], so_far: Sequence[int], *, among: int = 1) -> Delta:
    """Compare a closed period with one whose answers still come in, however often it is looked at.

    The closed one has its usual interval, the running one a confidence sequence, each with half of
    the error; of several comparisons each has its part of it (Bonferroni).
    """
    level = 1 - ERROR / among / 2
    then = scale.headline(before)
    known, live = then.interval(level), sequence(counts=scale.classes(so_far))
    now = scale.headline(so_far).estimate
    limits = live.interval(level)
    if isinstance(known, NotEstimable) or isinstance(limits, NotEstimable):
        return Delta(FEW)
    if now is None or then.estimate is None:
        return Delta(FEW)
    low, high = (limits.low, limits.high)
    if not scale.is_nps:
        low, high = (low + 1) / 2, (high + 1) / 2
    interval = Interval(low - known.high, high - known.low, 1 - ERROR / among, "sequence")
    return _told(now - then.estimate, interval, 100, 0, None)


def _told(size: float, interval: Interval, factor: int, decimals: int, p: float | None) -> Delta:
    verdict = UP if interval.low > 0 else DOWN if interval.high < 0 else CHANCE
    value, low, high = (factor * part for part in (size, interval.low, interval.high))
    size_text, low_text, high_text = (written(part, decimals) for part in (abs(value), low, high))
    return Delta(verdict, size_text, low_text, high_text, value, low, high, p, interval.method)
