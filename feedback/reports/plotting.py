"""Where the marks of an exploration stand, in percent of the plot."""

from dataclasses import dataclass

from feedback.reports.exploring import Exploration, Row
from feedback.reports.figures import Axis, signed
from feedback.reports.scale import Scale
from feedback.reports.trend import Tick, ticks_for


@dataclass(frozen=True)
class Bar:
    """One row's estimate with its interval."""

    of: Row
    kind: str
    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Plot:
    """Rows on one axis."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    all_at: float


def plot(table: Exploration, scale: Scale) -> Plot | None:
    """Draw the rows that have a figure; None where there is none."""
    rows = [(row, row.figure) for row in table.rows if row.figure]
    if not rows:
        return None
    low, high = min(f.low for _r, f in rows), max(f.high for _r, f in rows)
    is_wide = high - low > 2 * len(scale.steps)
    axis = Axis(low, high)
    ticks: list[int] = []
    if is_wide:
        marks = ticks_for(low, high, min(scale.floor, 0), max(100, high))
        axis, ticks = Axis(marks[0], marks[-1]), marks[:: max(1, (len(marks) + 3) // 5)]
    return Plot(
        tuple(
            Bar(row, row.kind, axis.at(f.low), axis.at(f.value), axis.at(f.high)) for row, f in rows
        ),
        tuple(Tick(axis.at(tick), signed(tick)) for tick in ticks),
        axis.at(rows[-1][1].value),
    )
