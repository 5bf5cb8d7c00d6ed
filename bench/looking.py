"""All that somebody can look at: report, files, one group alone, Explore, Summary, journey maps.

The pages' own code runs here; the scale writes down whose answers it made a figure of. Everybody
has a score of their own (the scale has as many steps as there are people), so counts tell who they
are.
"""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from analysis import MINIMUM, Interval, Proportion, compare, top_box
from bench import explored, further
from bench.made_up import BEGIN, Memory, Person
from feedback.journey import measuring
from feedback.journey.plan import Cell, Plan
from feedback.reports import (
    briefing,
    changing,
    comparing,
    explore_views,
    exploring,
    figures,
    gathering,
    keeping,
    overview,
    queries,
    segment,
    segmenting,
    selection,
    settling,
)
from feedback.reports.dataset import Dataset
from feedback.reports.ground import Desk
from feedback.reports.outputs import of_overview
from feedback.reports.outputs.tables import as_csv, as_json
from feedback.reports.scale import SCALES, Band, Scale
from feedback.reports.segment import Only
from feedback.reports.selection import LANGUAGE, OF_ANSWERS, SPEED, Asked, Selection, SurveyChoice
from feedback.themes.kept import Kept
from surveys.models import SurveyKind, Workspace

ATTRIBUTES = ("", "city", "country", "plan", LANGUAGE, SPEED)
PERIODS = 5
GROUPS = 6
UTC_ZONE = ZoneInfo("UTC")
NOON = time(12)
KIND = SurveyKind.RELATIONSHIP_NPS


@dataclass
class Seen:
    """What was shown: whom figures rest on, as bits, by the attribute that was compared by."""

    sets: dict[str, dict[int, str]] = field(default_factory=dict)
    weighted: dict[tuple[int, ...], str] = field(default_factory=dict)
    """Sums of all answers with factors, a factor for each person."""
    numbers: dict[str, dict[tuple[frozenset[int], int, int], int]] = field(default_factory=dict)
    """Further figures, by kind: for which surveys and period, how many."""
    times: dict[int, str] = field(default_factory=dict)
    """Whose times are told, whatever they are compared by."""
    comments: dict[str, dict[int, str]] = field(default_factory=dict)
    """Of whose words shares are told, by the attribute that was compared by."""
    by: str = ""
    where: str = ""
    figures: set[tuple[int, float]] = field(default_factory=set)
    """Answers and value of each figure made since somebody last asked."""
    strange: list[str] = field(default_factory=list)
    """Figures in files that no page has."""

    def at(self, by: str, where: str) -> None:
        """Say what is looked at from here on."""
        self.by, self.where = by, where
        self.figures = set()

    def note(self, counts: Sequence[int], result: Proportion) -> None:
        """Write down whom a figure is about; without an interval it is not shown."""
        if isinstance(result.interval(), Interval):
            bits = sum(1 << i for i, n in enumerate(counts) if n)
            self.sets.setdefault(self.by, {}).setdefault(bits, self.where)
            self.figures.add((result.n, round(100 * (result.estimate or 0.0), 4)))


class Watching(Scale):
    """A scale with a step for each person, which writes down what figures are made of."""

    seen: Seen

    @classmethod
    def of(cls, people: int, seen: Seen) -> "Watching":
        """Make one that reports to somebody."""
        ends = sorted({0, people // 3, 2 * people // 3, people})
        bands = [Band("", "", "", low, high - 1) for low, high in pairwise(ends)]
        bands = [Band("", "", "", 0, -1)] * (3 - len(bands)) + bands
        found = cls("nps", "NPS", "NPS", 0, people - 1, tuple(bands))
        object.__setattr__(found, "seen", seen)
        return found

    def headline(self, counts: Sequence[int]) -> Proportion:
        """Give a share, whatever the scale says of itself."""
        top = self.bands[-1]
        size = (self.lowest, self.highest)
        found = top_box(counts=counts, scale=size, boxes=top.high - top.low + 1)
        self.seen.note(counts, found)
        return found


@contextmanager
def on_top_of(memory: Memory, surveys: Sequence[SurveyChoice], scale: Scale) -> Iterator[None]:
    """Put made-up answers where the pages read from the database."""
    names = tuple(name for name in ATTRIBUTES if name and name not in OF_ANSWERS)
    put = [
        (queries, "comments", lambda *_a, **_k: ()),
        (queries, "attributes", lambda _session: names),
        (queries, "surveys", lambda _session: tuple(surveys)),
        (keeping, "name_of", lambda *_a: ""),
        (segmenting, "telling_attribute", lambda *_a: ""),
        (gathering, "has_themes", lambda _session: False),
        (gathering, "quotes", lambda *_a: gathering.Said()),
        (gathering, "read_ratings", lambda *_a: None),
        (selection, "NET_PROMOTER", scale),
        (changing, "compare", lambda *_a: compare(Proportion(0, 0), Proportion(0, 0))),
        (figures, "decimal", lambda value, digits: f"{value:.{digits}f}"),
        (settling, "carried", memory.carried),
        (settling, "kept", Kept(64)),
        (comparing, "told_by", memory.told_by),
        (measuring, "reading", memory),
        (measuring, "newest_by_survey", lambda *_a: {}),
    ]
    with ExitStack() as stack:
        stack.enter_context(mock.patch.dict(SCALES, dict.fromkeys(SCALES, scale)))
        ours = replace(exploring.MEASURES["score"], estimate=lambda _scale, n: scale.headline(n))
        stack.enter_context(mock.patch.dict(exploring.MEASURES, {"score": ours}))
        for place, name, value in put:
            stack.enter_context(mock.patch.object(place, name, value))
        yield


@dataclass(frozen=True)
class Visitor:
    """Somebody who looks at all pages of one data set."""

    people: Sequence[Person]
    memory: Memory
    surveys: Sequence[SurveyChoice]
    scale: Scale
    seen: Seen
    draw: random.Random

    def look(self) -> None:
        """Look at everything: each survey and all of them, over many periods."""
        periods = self.periods
        choices = [(survey,) for survey in self.surveys]
        choices += [tuple(self.surveys)] * (len(choices) > 1)
        with (
            on_top_of(self.memory, self.surveys, self.scale),
            explored.on_top_of(self.memory, self.seen),
        ):
            for several in choices:
                for start, end in periods:
                    self._reports(Selection(several, self.scale, start=start, end=end))
                for by in ("", self.draw.choice(ATTRIBUTES[1:])):
                    given = {"survey": several[0].key} if len(several) == 1 else {}
                    self._summary_and_explore(given | ({"by": by} if by else {}), periods)
                for only in self._groups[:2]:
                    further.summary_of_one(only, given, self.memory, self.seen, UTC_ZONE)
            self._journey()
            further.silent_ones(self.memory, self.surveys, self.seen, UTC_ZONE)
            further.accounts(self.people, self.seen)

    @property
    def periods(self) -> list[tuple[date | None, date | None]]:
        """Choose periods that begin and end at any day somebody answered, or the day after."""
        days = sorted({p.day + timedelta(days=d) for p in self.people for d in (0, 1)})
        found: list[tuple[date | None, date | None]] = [(None, None)]
        for _ in range(PERIODS):
            start, end = sorted(self.draw.choices(days, k=2))
            found.append(self.draw.choice([(start, end), (start, None), (None, end)]))
        return found

    def _reports(self, asked: Selection) -> None:
        for by in ATTRIBUTES:
            self._report(replace(asked, by=by))
        for only in self._groups:
            self.seen.at(only.attribute, f"{_where(asked)} only {only.value}")
            found = segment.dataset(None, asked, only, UTC_ZONE, self.memory)  # type: ignore[arg-type]
            for counts in (found.counts, *found.months.values()):
                self.scale.headline(counts)

    def _report(self, asked: Selection) -> None:
        self.seen.at(asked.by, _where(asked))
        dataset = queries.dataset(None, asked, UTC_ZONE, self.memory)  # type: ignore[arg-type]
        built = overview.build(dataset, asked, "X")
        about = of_overview.About(Workspace(name="X", timezone="UTC", accent=""), (), (), "")
        _files(self.seen, of_overview.document(built, about))
        if not asked.by:
            _numbers(self.seen, dataset, asked)

    @property
    def _groups(self) -> list[Only]:
        """Name some groups that somebody might be let see alone."""
        found = {(name, value) for p in self.people for name, value in p.attributes.items()}
        found |= {(LANGUAGE, p.language) for p in self.people}
        some = self.draw.sample(sorted(found), min(GROUPS, len(found)))
        return [Only(*each) for each in some]

    def _summary_and_explore(self, given: dict[str, str], periods: Sequence[Any]) -> None:
        """Look at the Summary and at Explore, while the period runs and afterwards."""
        start, end = self.draw.choice(periods)
        bounded = {"from": start.isoformat() if start else "", "to": end.isoformat() if end else ""}
        week = BEGIN + timedelta(days=self.draw.randrange(14))
        for period in ({"every": "all"}, bounded, {"every": "week", "on": week.isoformat()}):
            day = BEGIN + timedelta(days=self.draw.randrange(60))
            desk = Desk("X", UTC_ZONE, datetime.combine(day, NOON, UTC), source=self.memory)  # type: ignore[arg-type]
            asked, by = Asked(given | period), given.get("by", "")
            self.seen.at(by, f"summary {given | period}")
            briefing.build(gathering.gather(None, asked, desk), desk)  # type: ignore[arg-type]
            self.seen.at(by, f"explore {given | period}")
            found = explore_views.whole_ground(None, asked, desk)  # type: ignore[arg-type]
            alone = found.now.groups.shown.alone if found.now.groups else ()
            for than in ("before", *(group.value for group in alone[:1])):
                over = self.draw.choice(["week", "month"])
                wish = exploring.Wish("score", than, over)
                exploring.explore(found, desk, wish)
                explored.look(found, desk, wish)

    def _journey(self) -> None:
        plan = Plan(cells=tuple(Cell(str(s.id), "d", s.id) for s in self.surveys))
        last = max(p.day for p in self.people)
        for days in (*measuring.PERIODS, 1, 3):
            for later in range(3):
                self.seen.at("", f"journey map over {days} days")
                now = datetime.combine(last + timedelta(days=later), NOON, UTC)
                measuring.measured(None, plan, self.surveys, days, now)  # type: ignore[arg-type]


def look(people: Sequence[Person], draw: random.Random) -> Seen:
    """Look at all there is of a data set."""
    seen = Seen()
    scale = Watching.of(len(people), seen)
    numbers = sorted({p.survey for p in people})
    surveys = [SurveyChoice(i, f"S{i}", KIND, answered=True) for i in numbers]
    Visitor(people, Memory(people), surveys, scale, seen, draw).look()
    return seen


def _files(seen: Seen, document: Any) -> None:
    """Hold each figure in files against those of the page."""
    told = [line for table in as_json(document)["tables"] for line in _lines(table)]
    written = csv.DictReader(io.StringIO(as_csv(document).removeprefix("\ufeff")))
    told += [
        (int(r["n"]), float(r["value"]))
        for r in written
        if r["low"] and r["key"] != "response_rate"
    ]
    known = seen.figures
    seen.strange += [
        f"{seen.where}: a file tells {value} of {n}"
        for n, value in told
        if (n, round(value, 4)) not in known
    ]


def _lines(table: dict[str, Any]) -> Iterator[tuple[int, float]]:
    for line in table["lines"]:
        if line["low"] is not None and line["key"] != "response_rate":
            yield line["n"], line["value"]


def _numbers(seen: Seen, dataset: Dataset, asked: Selection) -> None:
    start, end = asked.start or date.min, asked.end or date.max
    key = (frozenset(s.id for s in asked.surveys), start.toordinal(), end.toordinal())
    told = {"skipped": dataset.skipped, "labelled": dataset.labelled, "import": dataset.imported}
    told |= dict(dataset.excluded or {}) | dict(dataset.came_by)
    if dataset.mailed.sent >= MINIMUM:  # with fewer the page gives words, no number
        told["sent"] = dataset.mailed.sent
    for kind in ("skipped", "labelled", "import", "late", "mail", "kiosk", "sent"):
        seen.numbers.setdefault(kind, {})[key] = told.get(kind, 0)


def _where(asked: Selection) -> str:
    return f"{[s.id for s in asked.surveys]} {asked.start}..{asked.end} by {asked.by!r}"
