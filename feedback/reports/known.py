"""What is known of the groups of an attribute: which may be shown, and their days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.counts.derived import Group as Day
from feedback.counts.reading import GIVEN, Value
from feedback.reports.dataset import Counts, add
from feedback.reports.release import Block
from feedback.reports.scale import Scale
from feedback.reports.unit import Unit, alone_among

LARGEST = 40
"""Groups looked at; a report shows fewer and counts the others together."""
Table = Mapping[str, Mapping[date, Counts]]
Tables = dict[tuple[int, ...], dict[str, dict[date, Counts]]]


@dataclass(frozen=True)
class Known:
    """What a unit knows of an attribute: which groups it may show, and whether others are small."""

    unit: Unit
    alone: tuple[str, ...]
    sizes: Mapping[str, int]
    """All values, the largest first; "" is those who gave none."""
    barred: frozenset[str] = frozenset()
    """Those who would leave few people over beside groups of another attribute."""
    since: date | None = None
    """The day from which on blocks are one, for nobody has looked at them beside each other."""
    is_known: bool = True
    """Whether somebody has looked at it beside other attributes; until then nothing is shown."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The groups that may be shown alone; the days are cut for all of `alone`."""
        return tuple(value for value in self.alone if value not in self.barred)

    @property
    def n(self) -> int:
        """How many are counted in the unit over all time."""
        return sum(map(sum, self.unit.by_day.values()))

    @property
    def protects(self) -> bool:
        """Whether somebody is among the others because their group is small or barred."""
        return bool(self.barred) or any(0 < n < MINIMUM for n in self.sizes.values())

    def apart(self, table: Table) -> tuple[tuple[Block, ...], dict[str, dict[date, Counts]]]:
        """Cut the unit's days; give the blocks and the groups that may be shown in them."""
        chosen, groups = self.unit.apart(table, self.since)
        return chosen, {v: days for v, days in groups.items() if v not in self.barred}


class Grouped(Protocol):
    """What speaks of groups, as `Source` does of all answers."""

    def values(self, session: Session, surveys: Sequence[int], name: str) -> list[Value]:
        """Give the values of an attribute."""

    def wide(self, session: Session, surveys: Sequence[int], name: str) -> set[int]:
        """Tell in which surveys an attribute is not counted by value."""

    def groups(self, session: Session, wanted: Sequence[Value], name: str) -> list[Day]:
        """Give the days of some values."""


def known_of(unit: Unit, values: Sequence[Value], wide: set[int]) -> Known:
    """Choose the groups of a unit that are large enough to be shown alone."""
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


def told_of(known: Sequence[Known], values: Sequence[Value]) -> list[Value]:
    """Choose the values whose days have to be read."""
    of = {survey: each for each in known for survey in each.unit.surveys}
    return [value for value in values if value.text in of[value.survey_id].alone]


def tables(known: Sequence[Known], groups: Sequence[Day], scale: Scale) -> Tables:
    """Lay out the days of all groups that are told apart, unit by unit."""
    of = {survey: each for each in known for survey in each.unit.surveys}
    steps = slice(scale.lowest, scale.highest + 1)
    found: Tables = {each.unit.surveys: {value: {} for value in each.alone} for each in known}
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
    return {day: less(steps, given.get(day, (0,) * len(steps))) for day, steps in total.items()}


def less(whole: Counts, part: Counts) -> Counts:
    """Subtract; never below 0, should counts have gone wrong (`hark recount` sets them right)."""
    return tuple(max(0, a - b) for a, b in zip(whole, part, strict=True))
