"""Figures as people read them: whole numbers, each with its interval, or words where too few."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis import MINIMUM, Interval, NotEstimable, proportion
from feedback.reports.scale import PERCENT, Scale

MINUS = "−"


@dataclass(frozen=True)
class Axis:
    """A stretch of values that a chart shows from left to right (or bottom to top)."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Give the place of a value in percent of the stretch."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(1.0, max(0.0, share)), 2)


@dataclass(frozen=True)
class Figure:
    """One number with its interval; `value`, `low` and `high` are what charts draw."""

    text: str
    low_text: str
    high_text: str
    unit: str
    n: int
    value: float
    low: float
    high: float
    note: str = ""

    @property
    def interval(self) -> str:
        """Read the interval: 28 to 40."""
        return f"{self.low_text} to {self.high_text}"


def headline(scale: Scale, counts: Sequence[int]) -> Figure | None:
    """Give the headline figure on −100…100 (NPS) or 0…100 (share); None where too few."""
    result = scale.headline(counts)
    return _figure(result.estimate, result.interval(), 100, scale.unit, result.n, result.note)


def average(scale: Scale, counts: Sequence[int]) -> Figure | None:
    """Give the mean in steps of the scale, to one decimal; None where too few."""
    result = scale.mean(counts)
    return _figure(result.estimate, result.interval(), 1, "", result.n, result.note, decimals=1)


def share(successes: int, n: int) -> Figure | None:
    """Give a share in percent; None where too few."""
    from_all = proportion(successes, n)
    return _figure(from_all.estimate, from_all.interval(), 100, PERCENT, n, from_all.note)


def percent(part: int, whole: int) -> str:
    """Write a part of a whole of at least five: 61 %."""
    if whole < MINIMUM:
        return ""
    if 0 < part < whole / 200:
        return f"<1{PERCENT}"
    return f"{_round(100 * part / whole):.0f}{PERCENT}"


def _figure(
    estimate: float | None,
    interval: Interval | NotEstimable,
    factor: int,
    unit: str,
    n: int,
    note: str,
    decimals: int = 0,
) -> Figure | None:
    if estimate is None or not isinstance(interval, Interval):
        return None
    value, low, high = (factor * number for number in (estimate, interval.low, interval.high))
    low_text, high_text = _limits(low, high, decimals)
    return Figure(
        _write(value, decimals), low_text, high_text, unit, n, value, low, high, note=note
    )


def _limits(low: float, high: float, decimals: int) -> tuple[str, str]:
    """Write both limits; where rounding would close the interval, open it outwards."""
    texts = _write(low, decimals), _write(high, decimals)
    if texts[0] != texts[1]:
        return texts
    scale = 10**decimals
    return (
        _write(math.floor(low * scale) / scale, decimals),
        _write(math.ceil(high * scale) / scale, decimals),
    )


def _write(value: float, decimals: int) -> str:
    rounded = _round(value, decimals)
    return f"{abs(rounded):.{decimals}f}" if rounded >= 0 else f"{MINUS}{-rounded:.{decimals}f}"


def _round(value: float, decimals: int = 0) -> float:
    """Round half away from zero, as people expect, and never to a negative zero."""
    scale = 10**decimals
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value) + 0.0
