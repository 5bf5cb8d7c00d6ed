"""Figures as people read them: whole numbers, each with its interval, or words where too few."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis import MINIMUM, NPS, Interval, Mean, NotEstimable, Proportion, proportion, sequence
from analysis.notes import Note
from feedback.reports.scale import PERCENT, Scale
from surveys.speech import _, decimal, is_rtl, number

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
        return _("%(low)s to %(high)s", low=self.low_text, high=self.high_text)

    @property
    def whole(self) -> str:
        """The number with its unit: 61 %."""
        return f"{self.text}{self.unit}"

    @property
    def note_said(self) -> str:
        """The note in the language spoken."""
        note = self.note
        if not isinstance(note, Note):
            return note
        values = {k: number(v) if isinstance(v, int) else v for k, v in note.values.items()}
        return _(note.sentence, **values)


def between(low: str, high: str, unit: str) -> str:
    """Write limits with their unit: 36 to 46 %; "" where there are none."""
    if not low:
        return ""
    return _("%(low)s to %(high)s", low=low, high=high) + unit


def headline(scale: Scale, counts: Sequence[int]) -> Figure | None:
    """Give the headline figure on −100…100 (NPS) or 0…100 (share); None where too few."""
    return figure_of(scale.headline(counts), scale.unit)


def live(scale: Scale, counts: Sequence[int]) -> Figure | None:
    """Give the headline figure with limits that hold at every look, while answers come in."""
    result = scale.headline(counts)
    so_far = sequence(counts=scale.classes(counts)).interval()
    if isinstance(so_far, Interval) and not scale.is_nps:  # a share p is a balance of 2p - 1
        low, high = (so_far.low + 1) / 2, (so_far.high + 1) / 2
        so_far = Interval(low, high, so_far.level, so_far.method)
    return figure(result.estimate, so_far, 100, scale.unit, result.n, result.note)


def average(scale: Scale, counts: Sequence[int]) -> Figure | None:
    """Give the mean in steps of the scale, to one decimal; None where too few."""
    return figure_of(scale.mean(counts))


def share(successes: int, n: int) -> Figure | None:
    """Give a share in percent; None where too few."""
    return figure_of(proportion(successes, n), PERCENT)


def figure_of(result: NPS | Proportion | Mean, unit: str = "") -> Figure | None:
    """Write a result as people read it; None where too few."""
    factor, decimals = (1, 1) if isinstance(result, Mean) else (100, 0)
    interval = result.interval()
    return figure(result.estimate, interval, factor, unit, result.n, result.note, decimals)


def figure(
    estimate: float | None,
    interval: Interval | NotEstimable,
    factor: int,
    unit: str,
    n: int,
    note: str,
    decimals: int = 0,
) -> Figure | None:
    """Write an estimate with its interval, multiplied by a factor; None where too few."""
    if estimate is None or not isinstance(interval, Interval):
        return None
    value, low, high = (factor * number for number in (estimate, interval.low, interval.high))
    low_text, high_text = _limits(low, high, decimals)
    return Figure(
        written(value, decimals), low_text, high_text, unit, n, value, low, high, note=note
    )


def percent(part: int, whole: int) -> str:
    """Write a part of a whole of at least five: 61 %."""
    if whole < MINIMUM:
        return ""
    if 0 < part < whole / 200:
        return f"<1{PERCENT}"
    return f"{_round(100 * part / whole):.0f}{PERCENT}"


def _limits(low: float, high: float, decimals: int) -> tuple[str, str]:
    """Write both limits; where rounding would close the interval, open it outwards."""
    texts = written(low, decimals), written(high, decimals)
    if texts[0] != texts[1]:
        return texts
    scale = 10**decimals
    return (
        written(math.floor(low * scale) / scale, decimals),
        written(math.ceil(high * scale) / scale, decimals),
    )


def written(value: float, decimals: int = 0) -> str:
    """Write a number rounded as people expect."""
    return signed(_round(value, decimals), decimals)


def signed(value: float, decimals: int = 0) -> str:
    """Write a number as the language does, with a minus that stays before it in Arabic too."""
    sign = f"\N{LEFT-TO-RIGHT MARK}{MINUS}" if is_rtl() else MINUS
    return f"{sign if value < 0 else ''}{decimal(abs(value), decimals)}"


def _round(value: float, decimals: int = 0) -> float:
    """Round half away from zero, as people expect, and never to a negative zero."""
    scale = 10**decimals
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value) + 0.0
