"""The headline figure month by month, and the shapes that draw it: straight lines, honest gaps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol

from babel.dates import format_date, format_skeleton

from feedback.reports.dataset import Counts, Dataset
from feedback.reports.figures import Axis, Figure, headline, signed
from feedback.reports.scale import Scale
from surveys.speech import spoken

MONTHS = 36
"""Months drawn; what is older is in the total and said so."""
LABELS = 7
SHORTEST = 40
"""Points the chart spans at least, so that noise does not look like news."""


class Drawn(Protocol):
    """What a trend draws: a period with its figure, or without one."""

    @property
    def figure(self) -> Figure | None:
        """None where too few answered."""


@dataclass(frozen=True)
class Month:
    """One month: its figure, or None where too few answered to estimate one."""

    first: date
    figure: Figure | None

    @property
    def name(self) -> str:
        """Name it: March 2026."""
        return format_skeleton("yMMMM", self.first, locale=spoken().locale)


@dataclass(frozen=True)
class Tick:
    """A word at a place on an axis, in percent."""

    at: float
    text: str


@dataclass(frozen=True)
class Dot:
    """A month's estimate, with the ends of its interval, in percent from the top left."""

    x: float
    y: float
    top: float
    bottom: float
    is_alone: bool
    """No month beside it could be estimated: its interval is a line, as it has no ribbon."""


@dataclass(frozen=True)
class Trend:
    """Months in order, without a hole in the calendar, and how to draw them."""

    months: tuple[Month, ...]
    leaves_out: bool
    """Whether older months exist that are not drawn."""
    dots: tuple[Dot, ...]
    ribbons: tuple[str, ...]
    lines: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    zero: float | None

    @property
    def estimated(self) -> tuple[Month, ...]:
        """The months with a figure."""
        return tuple(month for month in self.months if month.figure)

    @property
    def gaps(self) -> int:
        """How many months have too few answers."""
        return len(self.months) - len(self.estimated)


def trend(dataset: Dataset) -> Trend | None:
    """Draw the months; None where fewer than two can be estimated."""
    months, leaves_out = _months(dataset.scale, dataset.months)
    figures = [month.figure for month in months if month.figure]
    if len(figures) < 2:
        return None
    axis, ticks = axis_for(figures, dataset.scale)
    runs = runs_of(months, axis)
    return Trend(
        months=months,
        leaves_out=leaves_out,
        dots=tuple(dot for run in runs for dot in run),
        ribbons=tuple(ribbon(run) for run in runs if len(run) > 1),
        lines=tuple(line(run) for run in runs if len(run) > 1),
        across=across([month.first for month in months]),
        up=tuple(Tick(100 - axis.at(tick), signed(tick)) for tick in ticks),
        zero=100 - axis.at(0) if axis.low < 0 < axis.high else None,
    )


def ticks_for(low: float, high: float, floor: float, ceiling: float) -> list[int]:
    """Give round values from below `low` to above `high`, within the figure's own limits."""
    if high - low < SHORTEST:
        middle = (low + high) / 2
        low, high = middle - SHORTEST / 2, middle + SHORTEST / 2
    step = 10 if high - low <= 50 else 20 if high - low <= 130 else 50
    first = max(floor, math.floor(low / step) * step)
    last = min(ceiling, math.ceil(high / step) * step)
    return list(range(int(first), int(last) + 1, step))


def _months(scale: Scale, counted: dict[date, Counts]) -> tuple[tuple[Month, ...], bool]:
    if not counted:
        return (), False
    calendar = _calendar(min(counted), max(counted))
    nobody = (0,) * len(scale.steps)
    months = [Month(first, headline(scale, counted.get(first, nobody))) for first in calendar]
    return tuple(months), calendar[0] > min(counted)


def _calendar(first: date, last: date) -> list[date]:
    """Give the last months up to `last`, none skipped."""
    end = last.year * 12 + last.month - 1
    begin = max(first.year * 12 + first.month - 1, end - MONTHS + 1)
    return [date(number // 12, number % 12 + 1, 1) for number in range(begin, end + 1)]


def axis_for(figures: Sequence[Figure], scale: Scale) -> tuple[Axis, list[int]]:
    """Span an axis around figures, with round values on it."""
    low, high = min(f.low for f in figures), max(f.high for f in figures)
    ticks = ticks_for(low, high, scale.floor, 100)
    return Axis(ticks[0], ticks[-1]), ticks


def runs_of(months: Sequence[Drawn], axis: Axis) -> list[list[Dot]]:
    """Give the dots of neighbouring months that have a figure, run by run."""
    runs = []
    for has_figure, run in groupby(enumerate(months), key=lambda pair: pair[1].figure is not None):
        if has_figure:
            pairs = list(run)
            runs.append([_dot(i, month, len(months), axis, len(pairs) == 1) for i, month in pairs])
    return runs


def _dot(i: int, month: Drawn, of: int, axis: Axis, is_alone: bool) -> Dot:
    figure = month.figure
    assert figure is not None
    y, top, bottom = (round(100 - axis.at(v), 2) for v in (figure.value, figure.high, figure.low))
    return Dot(place(i, of), y, top, bottom, is_alone)


def place(i: int, of: int) -> float:
    """Give the middle of a slot in percent."""
    return round(100 * (i + 0.5) / of, 2)


def ribbon(run: Sequence[Dot]) -> str:
    """Outline the band of neighbouring intervals."""
    upper = [f"{dot.x},{dot.top}" for dot in run]
    lower = [f"{dot.x},{dot.bottom}" for dot in reversed(run)]
    return " ".join(upper + lower)


def line(run: Sequence[Dot]) -> str:
    """Join neighbouring estimates."""
    return " ".join(f"{dot.x},{dot.y}" for dot in run)


def across(firsts: Sequence[date]) -> tuple[Tick, ...]:
    """Name every few periods by their beginning, counted back from the newest.

    Januaries carry the year.
    """
    every = math.ceil(len(firsts) / LABELS)
    texts, year = [], None
    for i in range((len(firsts) - 1) % every, len(firsts), every):
        pattern = "MMM" if firsts[i].year == year else "MMM yy"
        text = format_date(firsts[i], pattern, locale=spoken().locale)
        texts.append(Tick(place(i, len(firsts)), text))
        year = firsts[i].year
    return tuple(texts)
