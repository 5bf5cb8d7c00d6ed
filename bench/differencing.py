"""An attacker who subtracts reports: all that can be seen, over random data sets.

    uv run python -m bench.differencing [--sets 1000] [--seed 1]
    uv run python -m bench.differencing --defect calendar      the same against reports that leak

Each data set is a few surveys with answers scattered over some weeks: sparse and dense days, few
and many groups, skips, labels, exclusions. The attacker asks for each survey and for all together,
for periods that begin and end at any day, compared by each attribute or by none. Each person has a
score of their own here (the scale has as many steps as there are people), so that every figure
tells exactly whom it rests on. None of these sets, and none that follows by subtracting one from
another that holds it, twice in a row, may be one to four people. Who reads reports sees the same in
every role, and the page is the only output there is.

So that nobody protects people by showing nothing, what is shown without a period is checked to be
everybody. Pairs of groups by two different attributes are counted apart: they are not protected.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from analysis import MINIMUM
from feedback.counts.reading import Daily, Value
from feedback.reports import mailing, queries, release, unit
from feedback.reports.dataset import Dataset
from feedback.reports.release import Block
from feedback.reports.scale import Band, Scale
from feedback.reports.selection import Selection, SurveyChoice
from surveys.models import SurveyKind

BEGIN = date(2026, 1, 1)
PLACES = {"Berlin": "Germany", "Bonn": "Germany", "Lyon": "France", "Oslo": "Norway"}
ATTRIBUTES = ("", "city", "country", "plan")
PERIODS = 14
SECOND_LOOK = 4000


@dataclass(frozen=True)
class Person:
    """Somebody who answered, or did not give a score."""

    number: int
    survey: int
    day: date
    attributes: dict[str, str]
    source: str
    excluded: str
    labelled: bool
    skips: bool

    @property
    def counts(self) -> bool:
        """Whether their score is in the base."""
        return not self.excluded and not self.skips


class Memory:
    """Stands for the database: the answers as a list."""

    def __init__(self, people: list[Person]) -> None:
        """Keep them."""
        self.people = people

    def daily(self, _session: Any, surveys: list[int], *, anonymous: bool = False) -> list[Daily]:
        """Give one row for each person."""
        return [
            Daily(p.survey, p.day, p.source, p.excluded, p.labelled, self.steps(p), int(p.skips))
            for p in self.people
            if p.survey in surveys
        ]

    def steps(self, person: Person) -> tuple[int, ...]:
        """Give everybody a score of their own."""
        return tuple(int(i == person.number and not person.skips) for i in range(len(self.people)))

    def values(self, _session: Any, surveys: list[int], name: str) -> list[Value]:
        """Count values."""
        sizes: dict[tuple[int, str], int] = {}
        for p in self.people:
            if p.counts and p.survey in surveys and name in p.attributes:
                for text in (p.attributes[name], ""):
                    sizes[p.survey, text] = sizes.get((p.survey, text), 0) + 1
        return [Value(survey, hash(text), text, n) for (survey, text), n in sizes.items()]

    def wide(self, _session: Any, _surveys: list[int], _name: str) -> set[int]:
        """Bound nothing."""
        return set()

    def groups(self, _session: Any, wanted: list[Value], name: str) -> list[Any]:
        """Give the days of values."""
        asked = {(value.survey_id, value.text) for value in wanted}
        return [
            (p.survey, text, p.day, self.steps(p))
            for p in self.people
            if p.counts and name in p.attributes
            for text in (p.attributes[name], "")
            if (p.survey, text) in asked
        ]

    def asked(self, _session: Any, surveys: list[int]) -> list[tuple[int, int, int, int]]:
        """Give those who were mailed, each at noon."""
        return [
            (p.survey, (p.day - date(1970, 1, 1)).days * 96 + 48, 1, int(p.counts))
            for p in self.people
            if p.source == "mail" and p.survey in surveys
        ]


def random_people(draw: random.Random) -> list[Person]:
    """Scatter answers over surveys, days and groups."""
    days = draw.choice([4, 12, 40])
    surveys = draw.choice([1, 2, 3])
    shares = [draw.choice([0.02, 0.2, 1.0]) for _ in range(surveys)]
    values = draw.choice([2, 4, 15])
    people = []
    for number in range(draw.choice([4, 9, 20, 45, 90])):
        city = draw.choice([*PLACES, "Oslo", "Oslo"])
        given = {"city": city, "country": PLACES[city], "plan": f"P{draw.randrange(values) ** 2}"}
        people.append(
            Person(
                number,
                draw.choices(range(1, surveys + 1), shares)[0],
                BEGIN + timedelta(days=min(draw.randrange(days), draw.randrange(days) + 2)),
                {name: text for name, text in given.items() if draw.random() < 0.9},
                draw.choice(["mail", "mail", "import", "kiosk"]),
                draw.choice(["", "", "", "", "", "late"]),
                draw.random() < 0.1,
                draw.random() < 0.1,
            )
        )
    return people


@dataclass
class Seen:
    """What was shown: whom figures rest on, as bits, by the attribute that was compared by."""

    sets: dict[str, dict[int, str]] = field(default_factory=dict)
    numbers: dict[str, dict[tuple[frozenset[int], int, int], int]] = field(default_factory=dict)
    """Further figures, by kind: for which surveys and period, how many."""


def look(people: list[Person], draw: random.Random) -> Seen:
    """Ask for all reports."""
    seen, scale = Seen(), _scale(len(people))
    surveys = [
        SurveyChoice(i, f"S{i}", SurveyKind.RELATIONSHIP_NPS, answered=True)
        for i in sorted({p.survey for p in people})
    ]
    choices = [(survey,) for survey in surveys] + [tuple(surveys)] * (len(surveys) > 1)
    periods = _periods(people, draw)
    memory = Memory(people)
    with mock.patch.object(queries, "comments", return_value=()):
        for several in choices:
            for start, end in periods:
                for by in ATTRIBUTES:
                    asked = Selection(several, scale, start=start, end=end, by=by)
                    report = queries.dataset(None, asked, ZoneInfo("UTC"), memory)  # type: ignore[arg-type]
                    _note(seen, report, asked)
    return seen


def _note(seen: Seen, dataset: Dataset, asked: Selection) -> None:
    where = f"{[s.id for s in asked.surveys]} {asked.start}..{asked.end} by {asked.by!r}"
    plain = seen.sets.setdefault("", {})
    if dataset.n >= MINIMUM:
        plain.setdefault(_bits(dataset.counts), where)
        for month, counts in dataset.months.items():
            if sum(counts) >= MINIMUM:
                plain.setdefault(_bits(counts), f"{where} {month}")
        if dataset.groups:
            shown = dataset.groups.shown
            mine = seen.sets.setdefault(asked.by, {})
            for group in shown.alone:
                mine.setdefault(_bits(group.counts), f"{where} = {group.value}")
            for name, counts in (("others", shown.others), ("all", shown.everybody)):
                if counts and shown.alone:
                    mine.setdefault(_bits(counts), f"{where} {name}")
    key = (
        frozenset(s.id for s in asked.surveys),
        (asked.start or date.min).toordinal(),
        (asked.end or date.max).toordinal(),
    )
    told = {"skipped": dataset.skipped, "labelled": dataset.labelled, "import": dataset.imported}
    told |= dict(dataset.excluded or {}) | dict(dataset.came_by)
    if dataset.mailed.sent >= MINIMUM:  # with fewer the page gives words, no number
        told["sent"] = dataset.mailed.sent
    for kind in ("skipped", "labelled", "import", "late", "mail", "kiosk", "sent"):
        seen.numbers.setdefault(kind, {})[key] = told.get(kind, 0)


def leaks(seen: Seen) -> Iterator[str]:
    """Give each way in which one to four people can be told apart."""
    plain = seen.sets.get("", {})
    for by, found in seen.sets.items():
        visible = {**plain, **found}
        for bits, where in visible.items():
            if 0 < bits.bit_count() < MINIMUM:
                yield f"{where}: {bits.bit_count()} people shown"
        once = dict(_subtracted(visible, visible))
        few = dict(list(once.items())[:SECOND_LOOK])
        for bits, where in (*once.items(), *_subtracted(visible, few), *_subtracted(few, visible)):
            if bits.bit_count() < MINIMUM:
                yield f"by {by!r}: {where}: {bits.bit_count()} people left"
    for kind, told in seen.numbers.items():
        yield from _numbers_that_leak(kind, told)


def _subtracted(wholes: dict[int, str], parts: dict[int, str]) -> Iterator[tuple[int, str]]:
    for whole, where in wholes.items():
        for part, other in parts.items():
            if part != whole and part & whole == part:
                yield whole ^ part, f"({where}) less ({other})"


def _numbers_that_leak(kind: str, told: dict[Any, int]) -> Iterator[str]:
    rows = list(told.items())
    for (surveys, start, end), n in rows:
        for (fewer, later, earlier), part in rows:
            if fewer <= surveys and start <= later and earlier <= end and 0 < n - part < MINIMUM:
                yield f"{kind}: {sorted(surveys)} {n} less {sorted(fewer)} {part}"


def across(seen: Seen) -> int:
    """Count pairs of groups by two attributes that differ by one to four people."""
    families = [seen.sets.get(by, {}) for by in ATTRIBUTES[1:]]
    return sum(
        0 < (a ^ b).bit_count() < MINIMUM
        for i, one in enumerate(families)
        for other in families[i + 1 :]
        for a in one
        for b in other
    )


def shows_everybody(people: list[Person], seen: Seen) -> bool:
    """Tell whether what is shown without a period is all there is, but for surveys under five."""
    sizes = {s: sum(p.counts and p.survey == s for p in people) for s in {p.survey for p in people}}
    kept = {survey for several in release.units(sizes) for survey in several}
    every = sum(1 << p.number for p in people if p.counts and p.survey in kept)
    return every.bit_count() < MINIMUM or every in seen.sets.get("", {})


def _bits(counts: tuple[int, ...]) -> int:
    assert set(counts) <= {0, 1}
    return sum(1 << i for i, n in enumerate(counts) if n)


def _scale(people: int) -> Scale:
    return Scale("all", "", "", 0, people - 1, (Band("", "", "", 0, people - 1),))


def _periods(people: list[Person], draw: random.Random) -> list[tuple[date | None, date | None]]:
    days = sorted({p.day + timedelta(days=d) for p in people for d in (0, 1)})
    found: list[tuple[date | None, date | None]] = [(None, None)]
    for _ in range(PERIODS):
        start, end = sorted(draw.choices(days, k=2))
        found.append(draw.choice([(start, end), (start, None), (None, end)]))
    return found


def _by_calendar(days: Any) -> tuple[Block, ...]:
    return tuple(Block(day, day, day) for day, sizes in sorted(days.items()) if any(sizes))


def _rest_by_itself(days: Any) -> tuple[Block, ...]:
    found = release.blocks(days)
    return tuple(Block(block.first, block.full, block.full) for block in found)


def _groups_as_they_come(self: unit.Unit, table: Any) -> Any:
    return self.chosen, {key: self.in_blocks(days) for key, days in table.items()}


DEFECTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "calendar": (unit, "blocks", _by_calendar),
    "rest": (unit, "blocks", _rest_by_itself),
    "surveys": (queries, "units", lambda sizes: tuple((survey,) for survey in sizes)),
    "mailed": (mailing, "blocks", _by_calendar),
    "groups": (unit.Unit, "apart", _groups_as_they_come),
}
"""What is broken on purpose: where, what, and what stands in its place."""


def attack(sets: int, seed: int, defect: str = "") -> tuple[list[str], int, int]:
    """Attack many data sets; gives leaks, pairs across attributes, and sets that showed too few."""
    draw, found, beside, hidden = random.Random(seed), [], 0, 0
    for number in range(sets):
        people = random_people(draw)
        with mock.patch.object(*DEFECTS[defect]) if defect else nullcontext():
            seen = look(people, draw)
        found += [f"set {number}: {leak}" for leak in leaks(seen)]
        beside += across(seen)
        hidden += not shows_everybody(people, seen)
    return found, beside, hidden


def main() -> int:
    """Attack, and say what came of it; 1 where anybody can be told apart."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sets", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--defect", choices=tuple(DEFECTS), default="")
    order = parser.parse_args()
    start = time.monotonic()
    found, beside, hidden = attack(order.sets, order.seed, order.defect)
    print("\n".join(found[:10]))
    print(f"{order.sets} data sets, {time.monotonic() - start:.0f} s")
    print(f"sets of one to four people: {len(found)}; data sets that show too few: {hidden}")
    print(f"pairs of groups by two attributes that differ by one to four: {beside}")
    return int(bool(found or hidden))


if __name__ == "__main__":
    sys.exit(main())
