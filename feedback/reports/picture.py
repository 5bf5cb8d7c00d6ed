"""Where the marks of the executive's charts stand: computed here, so that templates only draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.reports.executive import Driver, ExecutiveReport, Segment, Share, Theme
from feedback.reports.figures import Axis, Figure, signed
from feedback.reports.trend import (
    Dot,
    Tick,
    across,
    axis_for,
    line,
    ribbon,
    runs_of,
    ticks_for,
)
from surveys.speech import _


@dataclass(frozen=True)
class Trace:
    """The trend; places in percent."""

    dots: tuple[Dot, ...]
    ribbons: tuple[str, ...]
    lines: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    zero: float | None
    words: str


@dataclass(frozen=True)
class Bar:
    """An estimate with its interval on a shared axis, in percent of its width."""

    of: Segment | Driver | Theme
    kind: str
    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Plot:
    """Bars below one another."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    all_at: float


@dataclass(frozen=True)
class Band:
    """One class of answers in the stacked bar, in percent."""

    name: str
    tone: str
    range: str
    percent: str
    start: float
    width: float


@dataclass(frozen=True)
class Picture:
    """The charts of a report; None where there is nothing to draw."""

    score: Bar | None
    ticks: tuple[Tick, ...]
    trend: Trace | None
    forest: Plot | None
    drivers: Plot | None
    themes: Plot | None
    bands: tuple[Band, ...]
    bands_in_words: str


def picture(report: ExecutiveReport) -> Picture:
    """Draw a report."""
    floor = report.scale.floor
    axis = Axis(floor, 100)
    ticks = (floor, 0, 100) if floor else (0, 50, 100)
    whole = Segment("", "all", report.score) if report.score else None
    return Picture(
        score=_bar(whole, whole.kind, whole.figure, axis) if whole else None,
        ticks=tuple(Tick(axis.at(tick), signed(tick)) for tick in ticks),
        trend=_trace(report),
        forest=_forest(report),
        drivers=_drivers(report),
        themes=_themes(report),
        bands=_bands(report.shares),
        bands_in_words=", ".join(f"{each.name} {each.figure.whole}" for each in report.shares),
    )


def _bands(shares: Sequence[Share]) -> tuple[Band, ...]:
    found, start = [], 0.0
    for each in shares:
        width = each.figure.value
        at = round(start, 2), round(width, 2)
        found.append(Band(each.name, each.tone, each.range, each.figure.whole, *at))
        start += width
    return tuple(found)


def _bar(of: Segment | Driver | Theme, kind: str, figure: Figure, axis: Axis) -> Bar:
    return Bar(of, kind, *(axis.at(value) for value in (figure.low, figure.value, figure.high)))


def _trace(report: ExecutiveReport) -> Trace | None:
    figures = [point.figure for point in report.trend if point.figure]
    if len(figures) < 2:
        return None
    axis, ticks = axis_for(figures, report.scale)
    runs = runs_of(report.trend, axis)
    return Trace(
        dots=tuple(dot for run in runs for dot in run),
        ribbons=tuple(ribbon(run) for run in runs if len(run) > 1),
        lines=tuple(line(run) for run in runs if len(run) > 1),
        across=across([point.first for point in report.trend]),
        up=tuple(Tick(100 - axis.at(tick), signed(tick)) for tick in ticks),
        zero=100 - axis.at(0) if axis.low < 0 < axis.high else None,
        words=_in_words(report),
    )


def _in_words(report: ExecutiveReport) -> str:
    told = [point for point in report.trend if point.figure]
    ends = ", ".join(
        f"{point.name} {point.figure.whole} ({point.figure.interval})"
        for point in (told[0], told[-1])
        if point.figure
    )
    return _("%(measure)s by period: %(ends)s", measure=report.measure, ends=ends)


def _forest(report: ExecutiveReport) -> Plot | None:
    found = report.segments
    if found is None or not found.groups:
        return None
    figures = [each.figure for each in found.lines]
    lowest, highest = min(f.low for f in figures), max(f.high for f in figures)
    ticks = ticks_for(lowest, highest, report.scale.floor, 100)
    axis = Axis(ticks[0], ticks[-1])
    every = max(1, (len(ticks) + 3) // 5)
    return Plot(
        tuple(_bar(each, each.kind, each.figure, axis) for each in found.lines),
        tuple(Tick(axis.at(tick), signed(tick)) for tick in ticks[::every]),
        axis.at(figures[-1].value),
    )


def _drivers(report: ExecutiveReport) -> Plot | None:
    if report.drivers is None or not report.drivers.ranked:
        return None
    ranked = report.drivers.ranked
    axis = Axis(0, max(each.weight.high for each in ranked))
    return Plot(tuple(_bar(each, "driver", each.weight, axis) for each in ranked), (), 0)


def _themes(report: ExecutiveReport) -> Plot | None:
    if report.themes is None or not report.themes.ranked:
        return None
    ranked = report.themes.ranked
    figures = [each.impact for each in ranked]
    low, high = min(0, *(f.low for f in figures)), max(0, *(f.high for f in figures))
    axis = Axis(low, high)
    bars = tuple(_bar(each, each.tone, each.impact, axis) for each in ranked)
    return Plot(bars, (Tick(axis.at(0), signed(0)),), axis.at(0))
