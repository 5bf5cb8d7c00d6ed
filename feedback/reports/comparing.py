"""Groups by an attribute, read from the counts: the same groups of a survey in every report."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from feedback.reports.by_answer import told_by
from feedback.reports.dataset import Compared, Counts, Group, Shown, add
from feedback.reports.groups import SHOWN
from feedback.reports.known import Grouped, Known, Table, Tables, known_of, less, tables, told_of
from feedback.reports.scale import Scale
from feedback.reports.selection import OF_ANSWERS, Selection
from feedback.reports.settling import settled
from feedback.reports.source import Source
from feedback.reports.unit import Unit, in_each, inside


def compared(
    session: Session, kept: Sequence[Unit], selection: Selection, source: Source
) -> Compared:
    """Compare groups over the blocks of days in which all of them can be told apart."""
    name = selection.by
    known, named, tables, wide = told_apart(session, kept, selection, source)
    several = [_of_unit(each, tables[each.unit.surveys], named) for each in known]
    is_kept = [
        named & set(each.shown) <= set(cells)
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
        _shown(shown, left, protects=small, is_told=tells_others(known, named)),
        min(ends, default=None),
        max(ends, default=None),
        is_wide=bool(wide),
        is_barred=any(each.barred for each in known if each.is_known),
        is_known=all(each.is_known for each in known),
    )


def _shown(alone: tuple[Group, ...], left: Counts, *, protects: bool, is_told: bool) -> Shown:
    rest = left if any(left) else None
    if is_told:
        return Shown(alone, rest, protects=protects)
    return Shown(alone, None, protects=protects, untold=rest)


def tells_others(known: Sequence[Known], named: set[str]) -> bool:
    """Tell whether all others may be shown together.

    Where a survey can show a group alone that is too small among all surveys, they may not: beside
    the groups of another attribute nobody has looked at them with it.
    """
    return all(set(each.shown) <= named for each in known)


Apart = tuple[list[Known], set[str], Tables, set[int]]


def told_apart(
    session: Session, kept: Sequence[Unit], selection: Selection, source: Source
) -> Apart:
    """Say of each unit which groups it may show; which are named; their days; what is too wide."""
    among, name = [survey for unit in kept for survey in unit.surveys], selection.by
    told = told_by(session, source, among, name) if name in OF_ANSWERS else source
    return apart_by(session, kept, selection, told, lambda known: settled(session, known, name))


def apart_by(
    session: Session,
    kept: Sequence[Unit],
    selection: Selection,
    told: Grouped,
    beside: Callable[[list[Known]], list[Known]],
) -> Apart:
    """Say the same where somebody else than the counts speaks of the groups."""
    among, name = [survey for unit in kept for survey in unit.surveys], selection.by
    values = told.values(session, among, name)
    wide = told.wide(session, among, name)
    known = beside([known_of(unit, values, wide) for unit in kept])
    most: dict[str, int] = defaultdict(int)
    for each in known:
        for value in each.shown:
            most[value] += each.sizes[value]
    named = set(sorted(most, key=lambda value: (-most[value], value))[:SHOWN])
    days = told.groups(session, told_of(known, values), name)
    return known, named, tables(known, days, selection.scale), wide


def _group(scale: Scale, value: str, cells: Mapping[date, Sequence[Counts]]) -> Group:
    days = {full: add(scale, several) for full, several in sorted(cells.items())}
    return Group(value, add(scale, days.values()), days)


def _of_unit(
    known: Known, table: Table, named: set[str]
) -> tuple[dict[str, dict[date, Counts]], Counts, list[date]]:
    """Give the groups of a unit block by block, everybody else, and the days that are compared."""
    unit = known.unit
    chosen, groups = known.apart(table)
    total = unit.in_blocks(unit.by_day)
    kept = {full for full in total if inside(chosen, full)}
    cells = {
        value: in_each(unit.scale, chosen, days) for value, days in groups.items() if value in named
    }
    rest = add(unit.scale, [total[full] for full in kept])
    for each in cells.values():
        rest = less(rest, add(unit.scale, each.values()))
    days = [d for b in unit.every_block if b.full in kept for d in (b.first, b.last)]
    return cells, rest, days
