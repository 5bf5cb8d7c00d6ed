"""An attacker who subtracts everything that can be seen, over made-up data sets.

    uv run python -m bench.differencing [--sets 1000] [--seed 1]
    uv run python -m bench.differencing --defect calendar      the same against reports that leak

Every second data set is scattered at random; the others sit at the threshold: groups of four,
five and six, fives with one other, one person a day. The attacker looks at reports of each survey
and of all together, over periods that begin and end at any day, by each attribute and of each group
alone (what somebody sees who may see one group only), at their files, at Explore, Summary and
journey maps: all conjunctions of the three things a report can be narrowed by, survey, period and
group. Each person has a score of their own, so every figure tells exactly whom it rests on
(`bench.looking`). Then the attacker adds and subtracts all of it with any factors (`bench.span`):
no set of one to four people may follow from figures of days and of groups by one attribute. Counts
beside them (skips, mails, ways of coming) are subtracted in pairs, and so are medians of the time
to answer, which are no sums. Explore's shares of a theme are attacked as figures of one attribute.

So that nobody protects people by showing nothing, what is shown without a period is checked to be
everybody, and it is told how many of those in groups of five and more are in one that is shown.

The attacker knows who belongs to which group and who answered on which day, sees all there is at
one moment, and knows no score. What follows from figures by two attributes together is counted
apart: it is not protected.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product
from typing import Any
from unittest import mock

from analysis import MINIMUM
from bench import explored, further
from bench.looking import ATTRIBUTES, Seen, look
from bench.made_up import Person, data_set
from bench.span import told_apart
from feedback.journey import measuring
from feedback.reports import (
    ground,
    groups,
    leftover,
    mailing,
    queries,
    release,
    segment,
    settling,
    shares,
    timing,
    unit,
)
from feedback.reports.accounts import figures as account_figures
from feedback.reports.dataset import Counts
from feedback.reports.outputs import of_overview
from feedback.reports.outputs.document import Line
from feedback.reports.release import Block
from feedback.reports.unit import Unit


def leaks(people: Sequence[Person], seen: Seen, draw: random.Random) -> Iterator[str]:
    """Give each way in which one to four people can be told apart."""
    plain = seen.sets.get("", {})
    for by in ATTRIBUTES:
        found = {**plain, **seen.sets.get(by, {})}
        for bits, where in found.items():
            if bits.bit_count() < MINIMUM:
                yield f"{where}: {bits.bit_count()} people shown"
        for few in told_apart(found, len(people), draw, seen.weighted):
            yield f"by {by!r}: {len(few)} people left, {[_said(people[i]) for i in few]}"
        found = {**seen.comments.get("", {}), **seen.comments.get(by, {})}
        for few in told_apart(found, len(people), draw):
            yield f"comments by {by!r}: {len(few)} people left"
    yield from explored.leaks(seen)
    yield from _pairs_that_leak(seen)
    for kind, told in seen.numbers.items():
        yield from _numbers_that_leak(kind, told)
    yield from seen.strange


def _pairs_that_leak(seen: Seen) -> Iterator[str]:
    """Subtract each figure by one attribute from each by another that holds all its people."""
    for one, other in combinations(ATTRIBUTES[1:], 2):
        for a, b in product(seen.sets.get(one, ()), seen.sets.get(other, ())):
            if 0 < (a ^ b).bit_count() < MINIMUM and a & b in (a, b):
                where = f"{seen.sets[one][a]} / {seen.sets[other][b]}"
                yield f"{where}: {(a ^ b).bit_count()} people left"


def _said(person: Person) -> str:
    return f"{person.survey} {person.day:%m-%d} {'/'.join(person.attributes.values())}"


def _numbers_that_leak(kind: str, told: dict[Any, int]) -> Iterator[str]:
    rows = list(told.items())
    for (surveys, start, end), n in rows:
        for (fewer, later, earlier), part in rows:
            if fewer <= surveys and start <= later and earlier <= end and 0 < n - part < MINIMUM:
                yield f"{kind}: {sorted(surveys)} {n} less {sorted(fewer)} {part}"


def attributes_that_leak(people: Sequence[Person], seen: Seen, draw: random.Random) -> bool:
    """Tell whether figures by two attributes together tell one to four people apart."""
    plain = seen.sets.get("", {})
    return any(
        told_apart([*plain, *seen.sets.get(a, {}), *seen.sets.get(b, {})], len(people), draw)
        for a, b in combinations(ATTRIBUTES[1:], 2)
    )


def shows_everybody(people: Sequence[Person], seen: Seen) -> bool:
    """Tell whether what is shown without a period is all there is, but for surveys under five."""
    sizes = {s: sum(p.counts and p.survey == s for p in people) for s in {p.survey for p in people}}
    kept = {survey for several in release.units(sizes) for survey in several}
    every = sum(1 << p.number for p in people if p.counts and p.survey in kept)
    return every.bit_count() < MINIMUM or every in seen.sets.get("", {})


def in_groups(people: Sequence[Person], seen: Seen) -> tuple[int, int]:
    """Count those whose group by city has five people in their survey, and those shown in one."""
    shown, able = set(), 0
    for bits in seen.sets.get("city", {}):
        inside = [p for p in people if bits >> p.number & 1]
        if len({p.attributes.get("city") for p in inside}) == 1:
            shown |= {p.number for p in inside}
    for p in people:
        city = p.attributes.get("city")
        same = [q for q in people if q.survey == p.survey and q.attributes.get("city") == city]
        able += p.counts and sum(q.counts for q in same) >= MINIMUM
    return len(shown), able


def _by_calendar(days: Any) -> tuple[Block, ...]:
    return tuple(Block(day, day, day) for day, sizes in sorted(days.items()) if any(sizes))


def _rest_by_itself(days: Any) -> tuple[Block, ...]:
    found = release.blocks(days)
    return tuple(Block(block.first, block.full, block.full) for block in found)


def _groups_as_they_come(self: Unit, table: Any, _since: Any = None) -> Any:
    return self.chosen, {key: self.in_blocks(days) for key, days in table.items()}


def _bare_days(kept: Sequence[Unit], _selection: Any) -> dict[date, Counts]:
    found: dict[date, Counts] = {}
    for each in kept:
        for day, steps in each.by_day.items():
            found[day] = tuple(map(sum, zip(steps, found.get(day, (0,) * len(steps)), strict=True)))
    return dict(sorted(found.items()))


class _BareUnit(Unit):
    @property
    def days(self) -> dict[date, Counts]:
        start, end = self.start or date.min, self.end or date.max
        return {day: steps for day, steps in self.by_day.items() if start <= day <= end}


def _bare_units(selection: Any, rows: Any) -> list[Unit]:
    return [_BareUnit(**_fields(each)) for each in queries.kept_units(selection, rows)]


def _fields(each: Unit) -> dict[str, Any]:
    names = ("surveys", "rows", "scale", "start", "end")
    return {name: getattr(each, name) for name in names}


def _group_by_itself(known: Any, table: Any, value: str) -> Any:
    """Give one group's answers in the blocks of all answers."""
    days = known.unit.in_blocks(table.get(value, {}))
    return {b.full: days[b.full] for b in known.unit.chosen if b.full in days}, known.unit.spans


class _Beside:
    """Stands for a module or class of which a part is broken, for one of those who use it."""

    def __init__(self, place: Any, **broken: Any) -> None:
        self._place = place
        vars(self).update(broken)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._place, name)


def _open_to_all(*given: Any, protected: bool) -> Any:
    return account_figures.overall(*given, protected=False)


class _LineOfFour(Line):
    @classmethod
    def of(cls, *given: Any) -> Line:  # type: ignore[override]
        return replace(Line.of(*given), n=4)


def _uncut(known: Any, tables: Any, named: set[str]) -> Any:
    """Give groups of comments in the blocks of all comments."""
    unit = known.unit
    groups = {v: unit.in_blocks(d) for v, d in tables[unit.surveys].items() if v in named}
    return shares.Cells.in_blocks(unit, unit.every_block, groups)


def _step_by_step(unit: Unit) -> timing.Steps:
    """Give the times of everybody day by day."""
    steps = [timing.Step(day, day, day, sum(n)) for day, n in unit.by_day.items()]
    return timing.Steps(frozenset(unit.surveys), tuple(steps))


def _day_by_day(known: Any, tables: Any, named: set[str]) -> timing.Steps:
    """Give those of groups day by day."""
    groups = frozenset(named & tables[known.unit.surveys].keys())
    return replace(_step_by_step(known.unit), groups=groups)


Defect = Sequence[tuple[Any, str, Any]]
DEFECTS: dict[str, Defect] = {
    "calendar": [(unit, "blocks", _by_calendar)],
    "rest": [(unit, "blocks", _rest_by_itself)],
    "surveys": [(queries, "units", lambda sizes: tuple((survey,) for survey in sizes))],
    "mailed": [(mailing, "blocks", _by_calendar)],
    "groups": [(Unit, "apart", _groups_as_they_come)],
    "threshold": [(place, "MINIMUM", 4) for place in (release, leftover, groups)],
    "days": [(place, "exposed", lambda _rows: None) for place in (release, unit)],
    "explore": [(ground, "queries", _Beside(queries, days_of=_bare_days))],
    "journey": [(measuring, "queries", _Beside(queries, kept_units=_bare_units))],
    "segment": [(segment, "_of_unit", _group_by_itself)],
    "across": [(settling, "barred", lambda _places, laid: [frozenset()] * len(laid))],
    "accounts": [(further, "overall", _open_to_all)],
    "times": [(timing.Steps, "of", _step_by_step), (timing.Steps, "of_known", _day_by_day)],
    "themes": [(shares.Cells, "of_known", _uncut)],
    "files": [(of_overview, "Line", _LineOfFour)],
}
"""What is broken on purpose: where, what, and what stands in its place."""


@dataclass(frozen=True)
class Outcome:
    """What came of an attack on one data set."""

    leaks: tuple[str, ...]
    hides: bool
    """Whether it showed too few."""
    across: bool
    """Whether figures by two attributes tell somebody apart."""
    shown: int
    """People shown in a group by city, of those who could be."""
    able: int


def outcomes(sets: int, seed: int, defect: str = "") -> Iterator[Outcome]:
    """Attack data set after data set."""
    draw = random.Random(seed)
    for number in range(sets):
        people = data_set(number, draw)
        with ExitStack() as stack:
            for broken in DEFECTS.get(defect, ()):
                stack.enter_context(mock.patch.object(*broken))
            seen = look(people, draw)
        found = tuple(f"set {number}: {leak}" for leak in leaks(people, seen, draw))
        shown, able = in_groups(people, seen)
        across = attributes_that_leak(people, seen, draw)
        yield Outcome(found, not shows_everybody(people, seen), across, shown, able)


def main() -> int:
    """Attack, and say what came of it; 1 where anybody can be told apart."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sets", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--defect", choices=tuple(DEFECTS), default="")
    order = parser.parse_args()
    start = time.process_time()
    found = list(outcomes(order.sets, order.seed, order.defect))
    every = [leak for one in found for leak in one.leaks]
    hide = sum(one.hides for one in found)
    print("\n".join(every[:10]))
    print(f"{order.sets} data sets, {time.process_time() - start:.0f} s of processor time")
    print(f"sets of one to four people: {len(every)}; data sets that show too few: {hide}")
    able, shown = sum(one.able for one in found), sum(one.shown for one in found)
    print(f"people in cities of five and more: {able}, shown in one: {shown}")
    both = sum(one.across for one in found)
    print(f"data sets in which two attributes together tell somebody apart: {both}")
    return int(bool(every or hide))


if __name__ == "__main__":
    sys.exit(main())
