"""Where the marks of an exploration stand, in percent of the plot."""

import math
from dataclasses import dataclass

from feedback.reports.exploring import Exploration, Row
from feedback.reports.figures import Axis, signed
from feedback.reports.trend import Tick

STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
"""Between marks of an axis; times may need more."""
MOST = 5
"""Steps on an axis at most."""


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


def plot(table: Exploration) -> Plot | None:
    """Draw the rows that have a figure; None where there is none."""
    rows = [(row, row.figure) for row in table.rows if row.figure]
    if not rows:
        return None
    marks, step = marks_for(min(f.low for _r, f in rows), max(f.high for _r, f in rows))
    axis, decimals = Axis(marks[0], marks[-1]), int(step < 1)
    return Plot(
        tuple(
            Bar(row, row.kind, axis.at(f.low), axis.at(f.value), axis.at(f.high)) for row, f in rows
        ),
        tuple(Tick(axis.at(mark), signed(mark, decimals)) for mark in marks),
        axis.at(rows[-1][1].value),
    )


def marks_for(low: float, high: float) -> tuple[list[float], float]:
    """Give round values from below `low` to above `high`, and how far they are apart.

    An axis that says its values keeps small differences from looking large.
    """
    reach = max(high - low, STEPS[0])
    step = next((each for each in STEPS if reach <= MOST * each), 0.0)
    step = step or 100.0 * math.ceil(reach / (MOST * 100))
    first, last = math.floor(low / step), math.ceil(high / step)
    last = max(last, first + 1)
    return [round(number * step, 1) for number in range(first, last + 1)], step
