"""Where our score and those of others stand on one axis, in percent of its width."""

from dataclasses import dataclass

from feedback.reports.benchmarks.beside import Benchmark, Beside
from feedback.reports.figures import Axis, Figure, signed
from feedback.reports.scale import Scale
from feedback.reports.trend import Tick, ticks_for


@dataclass(frozen=True)
class Mark:
    """A figure with its limits; all three places are one where the limits are not known."""

    of: Benchmark | Figure
    kind: str
    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Drawn:
    """Marks below one another; ours comes last."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    all_at: float


def axis_of(found: Beside, scale: Scale) -> tuple[Axis, tuple[Tick, ...]]:
    """Give the stretch that holds all of them, and round values along it."""
    every: tuple[Benchmark | Figure, ...] = (*found.benchmarks, found.own)
    lows = [each.value if each.low is None else each.low for each in every]
    highs = [each.value if each.high is None else each.high for each in every]
    ticks = ticks_for(min(lows), max(highs), scale.floor, 100)
    axis = Axis(ticks[0], ticks[-1])
    step = max(1, (len(ticks) + 3) // 5)
    return axis, tuple(Tick(axis.at(tick), signed(tick)) for tick in ticks[::step])


def drawn(found: Beside | None, scale: Scale) -> Drawn | None:
    """Draw them; None where there are none."""
    if found is None:
        return None
    axis, ticks = axis_of(found, scale)
    marks = [_mark(each, "benchmark", axis) for each in found.benchmarks]
    return Drawn((*marks, _mark(found.own, "all", axis)), ticks, axis.at(found.own.value))


def _mark(of: Benchmark | Figure, kind: str, axis: Axis) -> Mark:
    low = of.value if of.low is None else of.low
    high = of.value if of.high is None else of.high
    return Mark(of, kind, axis.at(low), axis.at(of.value), axis.at(high))
