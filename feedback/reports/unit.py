"""A survey on its own, or the small ones together: its answers in whole blocks of days."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from feedback.counts.reading import Daily
from feedback.reports.dataset import Counts, Group, Groups, add
from feedback.reports.groups import withhold
from feedback.reports.leftover import exposed
from feedback.reports.release import Block, as_one, blocks, within
from feedback.reports.scale import Scale
from feedback.reports.selection import Selection

Span = tuple[date, date]


@dataclass(frozen=True)
class Unit:
    """Surveys that are counted as one, and the period they are asked about."""

    surveys: tuple[int, ...]
    rows: tuple[Daily, ...]
    scale: Scale
    start: date | None
    end: date | None

    @classmethod
    def of(cls, surveys: tuple[int, ...], rows: Sequence[Daily], selection: Selection) -> "Unit":
        """Take the rows of these surveys."""
        theirs = tuple(row for row in rows if row.survey_id in surveys)
        return cls(surveys, theirs, selection.scale, selection.start, selection.end)

    @cached_property
    def by_day(self) -> Mapping[date, Counts]:
        """Give the counted answers of each day by score, before anything is put together."""
        found: dict[date, list[int]] = {}
        for row in self.rows:
            if not row.excluded:
                steps = found.setdefault(row.day, [0] * len(self.scale.steps))
                for place, n in enumerate(scored(self.scale, row)):
                    steps[place] += n
        return {day: tuple(steps) for day, steps in sorted(found.items()) if any(steps)}

    @cached_property
    def every_block(self) -> tuple[Block, ...]:
        """Give all blocks, whatever period was asked for."""
        return blocks({day: (sum(steps),) for day, steps in self.by_day.items()})

    @cached_property
    def chosen(self) -> tuple[Block, ...]:
        """Give the blocks that count in the period."""
        return within(self.every_block, self.start, self.end)

    @property
    def spans(self) -> list[Span]:
        """Give the days that the chosen blocks cover: one stretch, or none."""
        return [(self.chosen[0].first, self.chosen[-1].last)] if self.chosen else []

    def holds(self, day: date) -> bool:
        """Tell whether a day's answers are among those of the period (see `answered_in`)."""
        return not (self.start or self.end) or any(a <= day <= b for a, b in self.spans)

    @cached_property
    def full(self) -> Mapping[date, date]:
        """Say of each day with answers at which day it counts."""
        found, every = {}, iter(self.every_block)
        block = next(every, None)
        for day in self.by_day:
            while block and block.last < day:
                block = next(every, None)
            if block:
                found[day] = block.full
        return found

    @cached_property
    def is_daily(self) -> bool:
        """Whether each day is a block, as where many answer."""
        return list(self.full) == list(self.full.values()) == list(self.by_day)

    @property
    def days(self) -> dict[date, Counts]:
        """Give what is shown: the chosen blocks by score, each at its day."""
        kept = {block.full for block in self.chosen}
        return {day: each for day, each in self.in_blocks(self.by_day).items() if day in kept}

    def in_blocks(self, by_day: Mapping[date, Counts]) -> dict[date, Counts]:
        """Put days together into the unit's blocks."""
        if self.is_daily:
            return dict(by_day)
        found: dict[date, Counts] = {}
        for day, steps in by_day.items():
            if full := self.full.get(day):
                before = found.get(full, (0,) * len(steps))
                found[full] = tuple(a + b for a, b in zip(before, steps, strict=True))
        return found

    def released(self, kind: Callable[[Daily], str]) -> dict[str, int]:
        """Count people of some kinds, each kind in blocks of its own; "" is no kind."""
        days: dict[str, Counter[date]] = defaultdict(Counter)
        for row in self.rows:
            if why := kind(row):
                n = row.skipped if why == "skipped" else row.skipped + sum(row.steps)
                if why == "skipped":
                    n += sum(row.steps) - sum(scored(self.scale, row))
                days[why][row.day] += n
        return {why: self._in_period(each) for why, each in days.items()}

    def _in_period(self, days: Mapping[date, int]) -> int:
        found = within(blocks({day: (n,) for day, n in days.items()}), self.start, self.end)
        return sum(n for day, n in days.items() if inside(found, day))

    def classes(self, kind: Callable[[Daily], str]) -> dict[str, int]:
        """Count the answers of the period by kind, where every kind can be told apart."""
        table: dict[str, dict[date, Counts]] = defaultdict(dict)
        for row in self.rows:
            if not row.excluded and (n := sum(scored(self.scale, row))):
                before = table[kind(row)].get(row.day, (0,))
                table[kind(row)][row.day] = (before[0] + n,)
        totals = {key: (sum(n for (n,) in days.values()),) for key, days in table.items()}
        alone = alone_among(totals, attribute="")
        chosen, kept = self.apart({key: table[key] for key in alone})
        return {
            key: sum(sum(each) for full, each in days.items() if inside(chosen, full))
            for key, days in kept.items()
        }

    def apart(
        self, table: Mapping[str, Mapping[date, Counts]], since: date | None = None
    ) -> tuple[tuple[Block, ...], dict[str, dict[date, Counts]]]:
        """Cut the blocks again so that every group has nobody or at least five in each.

        What is in no group is a group as well. Days are from here on those at which blocks count.
        Groups that could be worked out from days alone, however long the time, are left away.
        Since some day all is one block, where that is said.
        """
        groups = {key: self.in_blocks(days) for key, days in table.items()}
        sizes = self._sizes(groups)
        while not (found := blocks(sizes)) and (few := exposed(list(sizes.values()))):
            names = [key for place, key in enumerate(groups) if place in few.inner | few.outer]
            del groups[min(names, key=lambda key: (sum(map(sum, groups[key].values())), key))]
            sizes = self._sizes(groups)
        return within(as_one(found, since), self.start, self.end), groups

    def _sizes(self, groups: Mapping[str, Mapping[date, Counts]]) -> dict[date, tuple[int, ...]]:
        """Count each group in each block, and last those in none."""
        found = {}
        for full, steps in self.in_blocks(self.by_day).items():
            each = [sum(days.get(full, ())) for days in groups.values()]
            found[full] = (*each, sum(steps) - sum(each))
        return found


def inside(chosen: Sequence[Block], day: date) -> bool:
    """Tell whether a day lies in neighbouring blocks."""
    return bool(chosen) and chosen[0].first <= day <= chosen[-1].last


def in_each(
    scale: Scale, chosen: Sequence[Block], days: Mapping[date, Counts]
) -> dict[date, Counts]:
    """Give what some days hold of each of these blocks, by the day at which it counts."""
    begins = [block.first for block in chosen]
    found: dict[date, list[Counts]] = {block.full: [] for block in chosen}
    for day, counts in days.items():
        place = bisect_right(begins, day) - 1
        if place >= 0 and day <= chosen[place].last:
            found[chosen[place].full].append(counts)
    return {full: add(scale, several) for full, several in found.items()}


def scored(scale: Scale, row: Daily) -> Counts:
    """Give the answers on the scale."""
    return row.steps[scale.lowest : scale.highest + 1]


def alone_among(totals: Mapping[str, Counts], attribute: str, *, more: bool = False) -> list[str]:
    """Choose the groups that may be shown alone, by all their answers of all time."""
    if not totals:
        return []
    ordered = sorted(totals.items(), key=lambda each: (-sum(each[1]), each[0]))
    found = Groups(attribute, tuple(Group(*each) for each in ordered), more=more)
    everybody = tuple(map(sum, zip(*totals.values(), strict=True)))
    return [group.value for group in withhold(found, everybody).alone]


def add_up(several: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Add counts by name."""
    found: Counter[str] = Counter()
    for each in several:
        found.update(each)
    return dict(found)
