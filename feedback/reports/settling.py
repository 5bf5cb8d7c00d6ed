"""Which groups of a unit may not be shown beside those of its other attributes.

Of a survey with few answers this is found whenever it is asked for, from the answers themselves and
as of this moment. Of a large one a job finds it (see `decided`).
"""

import hashlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from feedback.counts.derived import EARLY, LATE
from feedback.counts.reading import GIVEN, Daily
from feedback.reports.beside import Laid, Numbers, barred
from feedback.reports.by_answer import Told
from feedback.reports.carried import Carried, carried
from feedback.reports.decided import Decision, decided
from feedback.reports.known import Grouped, Known, known_of, tables, told_of
from feedback.reports.scale import Scale
from feedback.reports.selection import OF_ANSWERS, SPEED
from feedback.reports.unit import Unit
from feedback.themes.kept import Kept

ONE = Scale("one", "", "", 0, 0, ())  # type: ignore[arg-type]
"""A scale on which every answer is alike."""
AT_ONCE = 1000
"""Answers of a page's units up to which they are looked at as of this moment."""
MOST = 64
"""Units whose decisions a process keeps, as long as their answers are the same."""
kept = Kept[Mapping[str, Decision]](MOST)


def settled(session: Session, several: Sequence[Known], name: str) -> list[Known]:
    """Tell of each unit which groups are not shown alone."""
    some = [each for each in several if each.alone]
    small = _small(some)
    now = {each.unit.surveys for each in small}
    people = carried(session, _surveys(small), small[0].unit.scale) if small else ()
    large = [each for each in some if each.unit.surveys not in now]
    known = decided(session, _surveys(large), name)

    def found(each: Known) -> Known:
        if each.unit.surveys in now:
            return beside_now(each, name, people)
        return _decided(known.get(each.unit.surveys[0]), each) if each.alone else each

    return [found(each) for each in several]


def _small(several: Sequence[Known]) -> list[Known]:
    """Choose the units whose answers can be looked at within a page: the smallest ones."""
    found, most = [], AT_ONCE
    for each in sorted(several, key=lambda each: each.n):
        most -= each.n
        if most >= 0 or len(each.unit.surveys) > 1:
            found.append(each)
    return found


def _surveys(several: Sequence[Known]) -> list[int]:
    return [survey for each in several for survey in each.unit.surveys]


def beside_now(known: Known, name: str, among: Sequence[Carried]) -> Known:
    """Tell which groups of a unit are not shown alone, from the answers there are."""
    people = [each for each in among if each.survey in known.unit.surveys]
    said = repr((known.unit.surveys, people)).encode(errors="surrogatepass")
    made = kept.get(hashlib.blake2b(said).digest(), lambda: of_people(known.unit.surveys, people))
    return replace(known, barred=made[name].barred) if name in made else known


def _decided(found: Decision | None, known: Known) -> Known:
    if found is None:
        return replace(known, barred=frozenset(known.alone), is_known=False)
    alone = tuple(value for value in found.alone if known.sizes.get(value))
    return replace(known, alone=alone, barred=found.barred, since=found.since)


def of_people(surveys: tuple[int, ...], people: Sequence[Carried]) -> dict[str, Decision]:
    """Decide from the answers of a unit."""
    names = {name for each in people for name in each.said}
    unit = unit_of(surveys, people)

    def telling(name: str) -> Told:
        found = Counter((p.survey, p.said[name], p.day) for p in people if name in p.said)
        return Told.of([(*key, (n,)) for key, n in found.items()])

    return decide(None, unit, in_order(names), telling, people)  # type: ignore[arg-type]


def unit_of(surveys: tuple[int, ...], people: Iterable[Carried]) -> Unit:
    """Count the answers of a unit by day, whatever their score."""
    days = Counter((each.survey, each.day) for each in people)
    rows = [Daily(survey, day, "", "", False, (n,), 0) for (survey, day), n in days.items()]
    return Unit(surveys, tuple(rows), ONE, None, None)


def in_order(names: set[str]) -> list[str]:
    """Give the one order of attributes: what customers carry by name, then what answers say."""
    return [*sorted(names - set(OF_ANSWERS)), *(name for name in OF_ANSWERS if name in names)]


def decide(
    session: Session,
    unit: Unit,
    names: Sequence[str],
    telling: Callable[[str], Grouped],
    people: Iterable[Carried],
) -> dict[str, Decision]:
    """Decide for all attributes of a unit which groups join the others."""
    several = [_Attribute.of(session, unit, name, telling(name)) for name in names]
    laid = [each for each in several if each.groups and each.ends]
    place = {full: number for number, full in enumerate(dict.fromkeys(unit.full.values()))}
    places, codes = _coded(people, {day: place[full] for day, full in unit.full.items()}, laid)
    sets = [Laid(len(a.groups), codes[i], a.ends) for i, a in enumerate(laid)]
    joined = _with_asked(laid, sets, places)
    found = {each.name: Decision((), frozenset(), None) for each in several}
    for each, out in zip(laid, joined, strict=True):
        names_out = frozenset(value for n, value in enumerate(each.groups) if n in out)
        found[each.name] = Decision(each.alone, names_out, each.since)
    return found


def _with_asked(
    laid: Sequence["_Attribute"], sets: Sequence[Laid], places: Numbers
) -> list[frozenset[int]]:
    """Look at early and late answers together as well: those of all who were asked by name."""
    for place, each in enumerate(laid):
        if each.name == SPEED and {EARLY, LATE} <= set(each.groups):
            both = [each.groups.index(EARLY), each.groups.index(LATE)]
            asked = replace(sets[place], groups=1, codes=1 - np.isin(sets[place].codes, both))
            *joined, out = barred(places, [*sets, asked])
            if out:
                joined[place] = frozenset(range(len(each.groups)))
            return joined
    return barred(places, sets)


@dataclass(frozen=True)
class _Attribute:
    """Groups of an attribute that may be shown by themselves, and how their days are cut."""

    name: str
    alone: tuple[str, ...]
    groups: tuple[str, ...]
    ends: tuple[int, ...]
    since: date | None

    @classmethod
    def of(cls, session: Session, unit: Unit, name: str, telling: Grouped) -> "_Attribute":
        """Lay out an attribute over all time, as reports do."""
        surveys = list(unit.surveys)
        values = telling.values(session, surveys, name)
        known = known_of(unit, values, telling.wide(session, surveys, name))
        if not known.alone:
            return cls(name, (), (), (), None)
        days = telling.groups(session, told_of([known], values), name)
        blocks, groups = unit.apart(tables([known], days, unit.scale)[unit.surveys])
        fulls = list(dict.fromkeys(unit.full.values()))
        places = {sum(full <= block.last for full in fulls) for block in blocks[:-1]}
        ends = (*sorted(places), len(fulls)) if blocks else ()
        since = blocks[-1].first if blocks else None
        return cls(name, known.alone, tuple(groups), ends, since)


def _coded(
    people: Iterable[Carried], places: Mapping[date, int], laid: Sequence[_Attribute]
) -> tuple[Numbers, list[Numbers]]:
    """Number people's days and groups; who is in no group that may be shown is among the others."""
    of = [(a.name, {v: n for n, v in enumerate(a.groups)}, len(a.groups)) for a in laid]
    at, codes = array("i"), [bytearray() for _ in laid]
    for each in people:
        if each.day not in places:
            continue
        at.append(places[each.day])
        for column, (name, numbers, others) in zip(codes, of, strict=True):
            column.append(numbers.get(each.said.get(name, GIVEN), others))
    return np.array(at, dtype=np.int32), [np.frombuffer(c, dtype=np.uint8) for c in codes]
