"""Answers weighted until they are made up as all contacts are.

Of each attribute only such groups are told apart as nobody, or at least five, answered of in every
quarter and survey: the pages of two quarters, or of all surveys and one, then never differ by a
few people of a group. All else is weighted together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis import WeightedNPS, rake, weighted_nps
from feedback.counts import reading, weighing
from feedback.models import Response
from feedback.models.tally import STEPS
from feedback.reports import queries
from feedback.reports.periods import calendar
from feedback.reports.release import holds
from feedback.reports.selection import Selection
from feedback.reports.unit import Unit

AT_ONCE = 5_000
OTHERS = "\x00others"
SCORES = (0, 7, 10)
"""A score of each class."""
Labels = tuple[str, ...]
Place = tuple[int, str]
"""A survey (or the small ones together) and a quarter."""


@dataclass(frozen=True)
class Frame:
    """How many contacts there are, and how many with each of the largest values."""

    people: int
    values: Mapping[str, Mapping[str, int]]

    at: datetime | None = None
    """When the contacts were counted; None: now."""

    @classmethod
    def of(cls, session: Session, names: Sequence[str]) -> "Frame":
        """Count them, for some attributes."""
        people = weighing.people(session, names)
        found: dict[str, dict[str, int]] = {}
        for name, values in people.values.items():
            rest = people.others[name]
            found[name] = dict(values) | ({OTHERS: rest} if rest else {})
            found[name][""] = people.n - sum(found[name].values())
        return cls(people.n, found, people.at)


@dataclass(frozen=True)
class Cells:
    """Answers by what their authors were when they answered; classes lowest first."""

    names: Labels
    counts: Mapping[tuple[Place, Labels], Sequence[int]]

    def by_label(self, place: int) -> dict[str, Counter[Place]]:
        """Count one attribute's answers by value, and by survey and quarter."""
        found: dict[str, Counter[Place]] = defaultdict(Counter)
        for (where, labels), classes in self.counts.items():
            found[labels[place]][where] += sum(classes)
        return found


def cells(
    session: Session, kept: Sequence[Unit], selection: Selection, frame: Frame, begins: int
) -> Cells:
    """Read the answers of whole blocks, by their attributes at the time of the answer."""
    names = tuple(frame.values)
    found: dict[tuple[Place, Labels], list[int]] = defaultdict(lambda: [0, 0, 0])
    unit_of = {survey: (i, unit) for i, unit in enumerate(kept) for survey in unit.surveys}
    scale, quarters = selection.scale, dict[date, str]()
    for survey, day, labels, steps in _rows(session, kept, selection, frame):
        i, unit = unit_of[survey]
        full = unit.full.get(day)
        if full is None:
            continue
        if full not in quarters:
            quarters[full] = str(calendar("quarter", full, begins).first)
        for place, n in enumerate(scale.classes(steps[scale.lowest : scale.highest + 1])):
            found[(i, quarters[full]), labels][place] += n
    return Cells(names, dict(found))


Row = tuple[int, date, Labels, tuple[int, ...]]
"""Survey, day, labels, answers by score."""


def _rows(
    session: Session, kept: Sequence[Unit], selection: Selection, frame: Frame
) -> Iterator[Row]:
    """Read the counted days, or the answers where they are not counted by this frame."""
    names = tuple(frame.values)
    known = weighing.kept(session, names)
    told_apart = {name: {*values} - {"", OTHERS} for name, values in frame.values.items()}
    if known is None or known.labels != told_apart:
        yield from _from_answers(session, kept, selection, frame)
        return
    spelled: dict[str, Labels] = {}
    spans = {survey: unit.spans for unit in kept for survey in unit.surveys}
    for survey, code, day, steps in reading.told(session, list(spans), "frame"):
        if selection.has_period and not any(a <= day <= b for a, b in spans[survey]):
            continue
        if code not in spelled:
            spelled[code] = weighing.spelled(known, code, OTHERS)
        yield survey, day, spelled[code], steps


def _from_answers(
    session: Session, kept: Sequence[Unit], selection: Selection, frame: Frame
) -> Iterator[Row]:
    names = tuple(frame.values)
    values = [
        func.coalesce(Response.attributes[name].as_string(), "").label(f"v{i}")
        for i, name in enumerate(names)
    ]
    columns = (Response.survey_id, Response.answered_on, Response.score)
    each = (
        select(*columns, *values)
        .where(
            queries.answered_in(kept, selection),
            Response.excluded.is_(None),
            Response.score.is_not(None),
        )
        .subquery()
    )
    key = (each.c.survey_id, each.c.answered_on, each.c.score)
    more = [each.c[f"v{i}"] for i in range(len(names))]
    wanted = select(*key, func.count(), *more).group_by(*key, *more)
    for survey, day, score, n, *given in session.execute(wanted).yield_per(AT_ONCE):
        labels = tuple(
            value if value in frame.values[name] else OTHERS
            for name, value in zip(names, given, strict=True)
        )
        yield survey, day, labels, tuple(n * (step == score) for step in range(STEPS))


@dataclass(frozen=True)
class Margin:
    """One attribute's groups as they are weighted: the group of each value, and their sizes."""

    name: str
    group_of: Mapping[str, str]
    targets: Mapping[str, float]

    @property
    def tells(self) -> bool:
        """Whether there are groups to weigh against each other."""
        return len(self.targets) > 1


def margin(found: Cells, place: int, frame: Frame) -> Margin:
    """Put the values together that cannot stand alone."""
    name = found.names[place]
    answers, sizes = found.by_label(place), dict(frame.values[name])
    others = {
        value
        for value in {*answers, *sizes}
        if value == OTHERS
        or not holds(answers[value].values())
        or _is_one_sided(value, answers, sizes)
    }
    alone = sorted({*answers, *sizes} - others, key=lambda value: -sum(answers[value].values()))
    while alone and others and not _may_stand(others, answers, sizes):
        others.add(alone.pop())
    group_of = {value: OTHERS if value in others else value for value in {*answers, *sizes}}
    targets: dict[str, float] = defaultdict(float)
    for value, group in group_of.items():
        targets[group] += sizes.get(value, 0)
    return Margin(name, group_of, {group: n for group, n in targets.items() if n})


def _is_one_sided(value: str, answers: Mapping[str, Counter[Place]], sizes: dict[str, int]) -> bool:
    """Whether only answers or only contacts have a value: either alone cannot be weighted."""
    return not sizes.get(value) or not sum(answers[value].values())


def _may_stand(
    others: set[str], answers: Mapping[str, Counter[Place]], sizes: Mapping[str, int]
) -> bool:
    together: Counter[Place] = Counter()
    for value in others:
        together.update(answers[value])
    people, answered = sum(sizes.get(value, 0) for value in others), sum(together.values())
    if not people and not answered:
        return True
    return bool(people and answered) and holds(together.values())


def weighted(found: Cells, margins: Sequence[Margin]) -> WeightedNPS | None:
    """Weigh the answers; None where the margins cannot all be met."""
    places = [found.names.index(each.name) for each in margins]
    rows = [
        (SCORES[i], n, labels)
        for (_where, labels), classes in found.counts.items()
        for i, n in enumerate(classes)
        if n
    ]
    counts = [n for _score, n, _labels in rows]
    codes = []
    for place, each in zip(places, margins, strict=True):
        number = {group: i for i, group in enumerate(each.targets)}
        own = [number[each.group_of[labels[place]]] for _score, _n, labels in rows]
        codes.append((own, dict(enumerate(each.targets.values()))))
    try:
        weights = rake(codes, counts=counts)
    except ValueError:
        return None
    return weighted_nps([score for score, _n, _labels in rows], weights, counts=counts)
