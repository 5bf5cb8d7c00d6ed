"""The headline figure by one attribute: groups side by side, small ones never shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.reports.dataset import Dataset
from feedback.reports.figures import MINUS, Axis, Figure, headline
from feedback.reports.groups import SHOWN, withhold
from feedback.reports.scale import Scale
from feedback.reports.trend import Tick, ticks_for

LETTERS = 120


@dataclass(frozen=True)
class Line:
    """One row of the plot; places in percent of its width."""

    name: str
    kind: str
    """'group', 'none' (gave no value), 'others' (counted together) or 'all'."""
    figure: Figure
    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Breakdown:
    """The rows, the highest first, and the axis they share."""

    attribute: str
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    all_at: float
    hidden: str
    """What is not shown and why, in words; "" where all is."""

    @property
    def groups(self) -> tuple[Line, ...]:
        """The rows of single groups."""
        return tuple(line for line in self.lines if line.kind in ("group", "none"))


def breakdown(dataset: Dataset) -> Breakdown | None:
    """Compare the groups; None where nothing was asked for or the whole is too small."""
    whole = headline(dataset.scale, dataset.counts)
    if dataset.groups is None or whole is None:
        return None
    shown = withhold(dataset.groups, dataset.counts)
    rows = [
        (group.value[:LETTERS] or "Not given", "group" if group.value else "none", figure)
        for group in shown.alone
        if (figure := headline(dataset.scale, group.counts))
    ]
    rows.sort(key=lambda row: (row[1] == "none", -row[2].value, row[0]))
    others = headline(dataset.scale, shown.others) if shown.others and rows else None
    if others:
        rows.append(("All others", "others", others))
    rows.append(("All answers", "all", whole))
    axis, ticks = _axis([figure for _, _, figure in rows], dataset.scale)
    return Breakdown(
        attribute=dataset.groups.attribute,
        lines=tuple(_line(*row, axis) for row in rows),
        ticks=tuple(Tick(axis.at(tick), _signed(tick)) for tick in ticks),
        all_at=axis.at(whole.value),
        hidden=_hidden(bool(shown.alone), others, protects=shown.protects),
    )


def _hidden(any_alone: bool, others: Figure | None, *, protects: bool) -> str:
    if not any_alone:
        return (
            "No group can be shown: each has fewer than five answers, or would give away one "
            "that has."
        )
    if others is None:
        return ""
    if protects:
        return (
            "Groups with fewer than five answers are not shown, nor is the next smallest where "
            "subtraction would give them away. They are counted together as “All others”."
        )
    return f"The {SHOWN} largest groups are shown; the rest are counted together as “All others”."


def _axis(figures: Sequence[Figure], scale: Scale) -> tuple[Axis, list[int]]:
    ticks = ticks_for(min(f.low for f in figures), max(f.high for f in figures), scale.floor, 100)
    every = max(1, (len(ticks) + 3) // 5)
    return Axis(ticks[0], ticks[-1]), ticks[::every]


def _line(name: str, kind: str, figure: Figure, axis: Axis) -> Line:
    places = (axis.at(value) for value in (figure.low, figure.value, figure.high))
    return Line(name, kind, figure, *places)


def _signed(number: int) -> str:
    return f"{MINUS}{-number}" if number < 0 else str(number)
