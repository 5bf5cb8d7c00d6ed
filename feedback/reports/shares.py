"""Shares of those counted in blocks of days: how many of a group, now, before and side by side."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from feedback.reports.dataset import Counts
from feedback.reports.exploring import ALL
from feedback.reports.known import Known, Tables
from feedback.reports.laying import Part
from feedback.reports.periods import Period
from feedback.reports.release import Block
from feedback.reports.unit import Unit, in_each

Some = tuple[int, str, date, int]
"""Survey, group, day, how many of those counted are meant."""
Days = Mapping[date, Counts]


@dataclass(frozen=True)
class Cells:
    """A unit in the blocks in which its groups can be told apart, the oldest first."""

    surveys: frozenset[int]
    unit: Unit
    chosen: tuple[Block, ...]
    counted: Mapping[str, Days]
    """Those counted, by group and by the day at which their block counts; ALL is everybody."""

    @classmethod
    def of(cls, unit: Unit) -> "Cells":
        """Take a unit of which no groups are told apart."""
        return cls.in_blocks(unit, unit.every_block, {})

    @classmethod
    def of_known(cls, known: Known, tables: Tables, named: set[str]) -> "Cells":
        """Take a unit whose groups are known."""
        chosen, groups = known.apart(tables[known.unit.surveys])
        return cls.in_blocks(known.unit, chosen, {v: d for v, d in groups.items() if v in named})

    @classmethod
    def in_blocks(
        cls, unit: Unit, chosen: tuple[Block, ...], groups: Mapping[str, Days]
    ) -> "Cells":
        """Take groups by the days at which the unit's own blocks count."""
        every = {ALL: unit.in_blocks(unit.by_day), **groups}
        cells = {value: in_each(unit.scale, chosen, days) for value, days in every.items()}
        return cls(frozenset(unit.surveys), unit, chosen, cells)

    def meant(self, some: Iterable[Some]) -> "Meant":
        """Lay those who are meant into the same cells."""
        days: dict[str, Counter[date]] = defaultdict(Counter)
        for survey, value, day, n in some:
            if survey in self.surveys:
                days[ALL][day] += n
                if value in self.counted:
                    days[value][day] += n
        found = {}
        for value, each in days.items():
            full = self.unit.in_blocks({day: (n,) for day, n in sorted(each.items())})
            cells = in_each(self.unit.scale, self.chosen, full)
            found[value] = {day: sum(n) for day, n in cells.items()}
        return Meant(self, found)


@dataclass(frozen=True)
class Meant:
    """How many of each cell are meant."""

    cells: Cells
    of: Mapping[str, Mapping[date, int]] = field(default_factory=dict)


def parts(several: Sequence[Meant], periods: Sequence[Period]) -> list[dict[str, Part]]:
    """Add up, for each period, the blocks that count in it: of each group, and of everybody."""
    return [_in_period(several, period) for period in periods]


def _in_period(several: Sequence[Meant], period: Period) -> dict[str, Part]:
    n: Counter[str] = Counter()
    among: dict[str, list[Counts]] = defaultdict(list)
    for each in several:
        for value, days in each.cells.counted.items():
            inside = [day for day in days if period.holds(day)]
            among[value] += [days[day] for day in inside]
            meant = each.of.get(value, {})
            n[value] += sum(meant.get(day, 0) for day in inside)
    whole = {value: tuple(map(sum, zip(*of, strict=True))) for value, of in among.items()}
    return {v: Part(n[v], counts) for v, counts in whole.items() if any(counts) or v == ALL}
