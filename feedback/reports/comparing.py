"""Groups by an attribute, read from the counts: the same groups of a survey in every report."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.counts.reading import GIVEN, Value
from feedback.counts.reading import Group as Day
from feedback.reports.by_answer import told_by
from feedback.reports.dataset import Compared, Counts, Group, Shown, add
from feedback.reports.groups import SHOWN
from feedback.reports.scale import Scale
from feedback.reports.selection import OF_ANSWERS, Selection
from feedback.reports.source import Source
from feedback.reports.unit import Unit, alone_among, in_each, inside

LARGEST = 40
"""Groups looked at; a report shows fewer and counts the others together."""
Table = Mapping[str, Mapping[date, Counts]]


@dataclass(frozen=True)
class Known:
    """What a unit knows of an attribute: which groups it may show, and whether others are small."""

    unit: Unit
    alone: tuple[str, ...]
    sizes: Mapping[str, int]
    """All values, the largest first; "" is those who gave none."""

    @property
    def protects(self) -> bool:
        """Whether somebody is among the others because their group is small."""
        return any(0 < n < MINIMUM for n in self.sizes.values())


def compared(
    session: Session, kept: Sequence[Unit], selection: Selection, source: Source
) -> Compared:
    """Compare groups over the blocks of days in which all of them can be told apart."""
    name = selection.by
    known, named, tables, wide = told_apart(session, kept, selection, source)
    several = [_of_unit(each, tables[each.unit.surveys], named) for each in known]
    is_kept = [
        named & set(each.alone) <= set(cells)
        for each, (cells, _, _) in zip(known, several, strict=True)
    ]
    alone: dict[str, dict[date, list[Counts]]] = defaultdict(lambda: defaultdict(list))
    others: list[Counts] = []
    for groups, rest, _ in several:
        others.append(rest)
        for value, cells in groups.items():
            for full, counts in cells.items():
                alone[value][full].append(counts)
    scale = selection.scale
    found = [_group(scale, value, cells) for value, cells in alone.items()]
    shown = tuple(sorted((g for g in found if g.n), key=lambda g: (-g.n, g.value)))
    left = add(scale, others)
    ends = [day for _, _, span in several for day in span]
    small = any(each.protects for each in known) or not all(is_kept)
    return Compared(
        name,
        Shown(shown, left if any(left) else None, protects=small),
        min(ends, default=None),
        max(ends, default=None),
        is_wide=bool(wide),
    )


def told_apart(
    session: Session, kept: Sequence[Unit], selection: Selection, source: Source
) -> tuple[list[Known], set[str], dict[tuple[int, ...], dict[str, dict[date, Counts]]], set[int]]:
    """Say of each unit which groups it may show; which are named; their days; what is too wide."""
    among, name = [survey for unit in kept for survey in unit.surveys], selection.by
    told = told_by(session, source, among, name) if name in OF_ANSWERS else source
    return apart_by(session, kept, selection, told)


class Grouped(Protocol):
    """What speaks of groups, as `Source` does of all answers."""

    def values(self, session: Session, surveys: Sequence[int], name: str) -> list[Value]:
        """Give the values of an attribute."""

    def wide(self, session: Session, surveys: Sequence[int], name: str) -> set[int]:
        """Tell in which surveys an attribute is not counted by value."""

    def groups(self, session: Session, wanted: Sequence[Value], name: str) -> list[Day]:
        """Give the days of some values."""


def apart_by(
    session: Session, kept: Sequence[Unit], selection: Selection, told: Grouped
) -> tuple[list[Known], set[str], dict[tuple[int, ...], dict[str, dict[date, Counts]]], set[int]]:
    """Say the same where somebody else than the counts speaks of the groups."""
    among, name = [survey for unit in kept for survey in unit.surveys], selection.by
    values = told.values(session, among, name)
    wide = told.wide(session, among, name)
    known = [_known(unit, values, wide) for unit in kept]
    most: dict[str, int] = defaultdict(int)
    for each in known:
        for value in each.alone:
            most[value] += each.sizes[value]
    named = set(sorted(most, key=lambda value: (-most[value], value))[:SHOWN])
    days = told.groups(session, _told_apart(known, values), name)
    return known, named, _tables(known, days, selection), wide


def _group(scale: Scale, value: str, cells: Mapping[date, Sequence[Counts]]) -> Group:
    days = {full: add(scale, several) for full, several in sorted(cells.items())}
    return Group(value, add(scale, days.values()), days)


def _known(unit: Unit, values: Sequence[Value], wide: set[int]) -> Known:
    total = sum(sum(steps) for steps in unit.by_day.values())
    if wide & set(unit.surveys) or not unit.every_block:
        return Known(unit, (), {})
    sizes: dict[str, int] = defaultdict(int)
    for value in values:
        if value.survey_id in unit.surveys:
            sizes[value.text] += value.n
    sizes[GIVEN] = total - sizes.get(GIVEN, 0)
    ordered = sorted(((v, n) for v, n in sizes.items() if n > 0), key=lambda e: (-e[1], e[0]))
    largest = {value: (n,) for value, n in ordered[:LARGEST]}
    more = len(ordered) > LARGEST
    return Known(unit, tuple(alone_among(largest, "", more=more)), dict(ordered))


def _told_apart(known: Sequence[Known], values: Sequence[Value]) -> list[Value]:
    of = {survey: each for each in known for survey in each.unit.surveys}
    return [value for value in values if value.text in of[value.survey_id].alone]


def _tables(
    known: Sequence[Known], groups: Sequence[Day], selection: Selection
) -> dict[tuple[int, ...], dict[str, dict[date, Counts]]]:
    """Lay out the days of all groups that are told apart, unit by unit."""
    of = {survey: each for each in known for survey in each.unit.surveys}
    scale = selection.scale
    steps = slice(scale.lowest, scale.highest + 1)
    found: dict[tuple[int, ...], dict[str, dict[date, Counts]]] = {
        each.unit.surveys: {value: {} for value in each.alone} for each in known
    }
    for survey, value, day, counts in groups:
        if value not in of[survey].alone:
            continue
        days = found[of[survey].unit.surveys][value]
        days[day] = add(scale, [counts[steps], *([days[day]] if day in days else [])])
    for each in known:
        if GIVEN in each.alone:
            table = found[each.unit.surveys]
            table[GIVEN] = _without(each.unit.by_day, table[GIVEN])
    return found


def _without(total: Mapping[date, Counts], given: Mapping[date, Counts]) -> dict[date, Counts]:
    return {day: _less(steps, given.get(day, (0,) * len(steps))) for day, steps in total.items()}


def _less(whole: Counts, part: Counts) -> Counts:
    """Subtract; never below 0, should counts have gone wrong (`hark recount` sets them right)."""
    return tuple(max(0, a - b) for a, b in zip(whole, part, strict=True))


def _of_unit(
    known: Known, table: Table, named: set[str]
) -> tuple[dict[str, dict[date, Counts]], Counts, list[date]]:
    """Give the groups of a unit block by block, everybody else, and the days that are compared."""
    unit = known.unit
    chosen, groups = unit.apart(table)
    total = unit.in_blocks(unit.by_day)
    kept = {full for full in total if inside(chosen, full)}
    cells = {
        value: in_each(unit.scale, chosen, days) for value, days in groups.items() if value in named
    }
    rest = add(unit.scale, [total[full] for full in kept])
    for each in cells.values():
        rest = _less(rest, add(unit.scale, each.values()))
    days = [d for b in unit.every_block if b.full in kept for d in (b.first, b.last)]
    return cells, rest, days
