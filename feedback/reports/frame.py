"""Answers weighted until they are made up as all contacts are.

Of each attribute only such groups are told apart as nobody, or at least five, answered of in every
quarter and survey: the pages of two quarters, or of all surveys and one, then never differ by a
few people of a group. All else is weighted together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis import WeightedNPS, rake, weighted_nps
from feedback.models import Response
from feedback.reports import queries
from feedback.reports.periods import calendar
from feedback.reports.release import holds
from feedback.reports.selection import Selection
from feedback.reports.unit import Unit
from surveys.audience import attribute_values
from surveys.models import Contact

MOST_NAMES = 3
NAMED = 12
"""Values of an attribute that are told apart at most."""
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

    @classmethod
    def of(cls, session: Session, names: Sequence[str]) -> "Frame":
        """Count them, for some attributes."""
        people = session.scalar(select(func.count()).select_from(Contact)) or 0
        found: dict[str, dict[str, int]] = {name: {} for name in names}
        for each in attribute_values(session):
            if each.name in found:
                named = {v.value: v.contacts for v in each.values[:NAMED]}
                rest = each.contacts - sum(named.values())
                found[each.name] = named | ({OTHERS: rest} if rest else {})
        for values in found.values():
            values[""] = people - sum(values.values())
        return cls(people, found)


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
    scale = selection.scale
    for survey, day, score, n, *values in _rows(session, kept, selection, names):
        i, unit = unit_of[survey]
        full = unit.full.get(day)
        if full is None or score not in scale.steps:
            continue
        labels = tuple(
            value if value in frame.values[name] else OTHERS
            for name, value in zip(names, values, strict=True)
        )
        quarter = str(calendar("quarter", full, begins).first)
        one_hot = [int(step == score) for step in scale.steps]
        for place, hit in enumerate(scale.classes(one_hot)):
            found[(i, quarter), labels][place] += hit * n
    return Cells(names, dict(found))


def _rows(
    session: Session, kept: Sequence[Unit], selection: Selection, names: Labels
) -> Iterator[Sequence[Any]]:
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
    return iter(session.execute(wanted).yield_per(AT_ONCE))


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
    copies = [n for _score, n, _labels in rows]
    codes = []
    for place, each in zip(places, margins, strict=True):
        number = {group: i for i, group in enumerate(each.targets)}
        own = [number[each.group_of[labels[place]]] for _score, _n, labels in rows]
        codes.append((np.repeat(own, copies), dict(enumerate(each.targets.values()))))
    try:
        weights = rake(codes)
    except ValueError:
        return None
    return weighted_nps(np.repeat([score for score, _n, _labels in rows], copies), weights)
