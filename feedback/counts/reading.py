"""Reading the counts: what is folded and what waits, exact at any moment (see `one_moment`)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Integer,
    Subquery,
    case,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from feedback.counts import days
from feedback.counts.derived import Derived, Group
from feedback.counts.figures import number
from feedback.counts.recounting import given
from feedback.models import (
    Response,
    Tally,
    TallyAsked,
    TallyAskedChange,
    TallyChange,
    TallyGroup,
    TallyValue,
    TallyWide,
)
from feedback.models.tally import STEPS
from feedback.respond.signals import OF_SCANNERS
from surveys.models import Campaign, CampaignKind

NAMES = [f"s{step}" for step in range(STEPS)]
GIVEN = ""
"""Stands for all who gave any value."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Answers of one day that are alike in all but their score."""

    survey_id: int
    day: date
    source: str
    excluded: str
    labelled: bool
    steps: tuple[int, ...]
    skipped: int


def daily(session: Session, surveys: Sequence[int], *, anonymous: bool = False) -> list[Daily]:
    """Read all days of some surveys; of an anonymous one from its answers themselves."""
    parts = [_answered(surveys)] if anonymous else [_folded(surveys)]
    if not anonymous and waits(session):
        parts.append(_waiting(surveys))
    every = union_all(*parts).subquery()
    key = (every.c.survey_id, every.c.day, every.c.source, every.c.excluded, every.c.labelled)
    sums = [func.sum(every.c[name]) for name in (*NAMES, "skipped")]
    rows = session.execute(select(*key, *sums).group_by(*key))
    return [_daily(*row) for row in rows]


def waits(session: Session) -> bool:
    """Tell whether anything is noted that no worker has folded yet."""
    return session.execute(select(TallyChange.id).limit(1)).first() is not None


def _daily(
    survey: int, day: date, source: str, excluded: str, labelled: Any, *counts: Any
) -> Daily:
    *steps, skipped = map(int, counts)
    return Daily(survey, day, source, excluded, bool(labelled), tuple(steps), skipped)


def _folded(surveys: Sequence[int]) -> Any:
    steps = [getattr(Tally, name) for name in NAMES]
    key = (Tally.survey_id, Tally.day, Tally.source, Tally.excluded, Tally.labelled)
    return select(*key, *steps, Tally.skipped).where(Tally.survey_id.in_(surveys))


def _waiting(surveys: Sequence[int]) -> Any:
    c = TallyChange
    skipped = case((c.score.is_(None), c.n), else_=0).label("skipped")
    key = (c.survey_id, c.day, c.source, c.excluded, c.labelled)
    return select(*key, *_steps(c.score, c.n), skipped).where(c.survey_id.in_(surveys))


def _answered(surveys: Sequence[int]) -> Any:
    r = Response
    labelled = func.coalesce(r.signals, "").in_(OF_SCANNERS).label("labelled")
    excluded = func.coalesce(r.excluded, "").label("excluded")
    skipped = case((r.score.is_(None), 1), else_=0).label("skipped")
    key = (r.survey_id, r.answered_on.label("day"), r.source, excluded, labelled)
    steps = _steps(r.score, literal(1, Integer))
    return select(*key, *steps, skipped).where(r.survey_id.in_(surveys))


def _steps(score: Any, n: Any) -> list[ColumnElement[int]]:
    return [case((score == step, n), else_=0).label(name) for step, name in enumerate(NAMES)]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an attribute in one survey, and how many of all counted answers carry it."""

    survey_id: int
    text: str
    n: int


def values(session: Session, surveys: Sequence[int], name: str) -> list[Value]:
    """Read the values an attribute has, the one that stands for all of them among them."""
    v = TallyValue
    folded = select(v.survey_id, v.value, v.n).where(
        v.attribute_id == number(name), v.survey_id.in_(surveys)
    )
    parts: list[Any] = [folded]
    if waits(session):
        w = _groups_waiting(session, surveys, [name])
        parts.append(select(w.c.survey_id, w.c.value, w.c.n))
    every = union_all(*parts).subquery()
    rows = session.execute(
        select(every.c.survey_id, every.c.value, func.sum(every.c.n)).group_by(
            every.c.survey_id, every.c.value
        )
    )
    return [Value(s, text, int(n)) for s, text, n in rows if n > 0]


def largest(
    session: Session, surveys: Sequence[int], names: Sequence[str], *, least: int, most: int
) -> dict[str, list[tuple[str, int]]]:
    """Read the largest values of several attributes, and how many carry each of them."""
    v = TallyValue
    named = v.attribute_id.in_(map(number, names))
    parts: list[Any] = [
        select(v.attribute.label("of"), v.value, v.n).where(
            named, v.survey_id.in_(surveys), v.value != GIVEN
        )
    ]
    if waits(session):
        w = _groups_waiting(session, surveys, names)
        parts.append(select(w.c.of, w.c.value, w.c.n).where(w.c.value != GIVEN))
    every = union_all(*parts).subquery().c
    n = func.sum(every.n)
    place = func.row_number().over(partition_by=every.of, order_by=(n.desc(), every.value))
    sums = select(every.of, every.value, n.label("n"), place.label("place"))
    ranked = sums.group_by(every.of, every.value).having(n >= least).subquery().c
    wanted = select(ranked.of, ranked.value, ranked.n).where(ranked.place <= most)
    found: dict[str, list[tuple[str, int]]] = {}
    for of, value, how_many in session.execute(wanted.order_by(ranked.of, ranked.place)):
        found.setdefault(of, []).append((value, int(how_many)))
    return found


def most_of(values: Sequence[Value], *, least: int, most: int) -> list[tuple[str, int]]:
    """Choose the largest values of one attribute in the same way."""
    sizes: Counter[str] = Counter()
    for value in values:
        sizes[value.text] += value.n if value.text != GIVEN else 0
    ordered = sorted(sizes.items(), key=lambda each: (-each[1], each[0]))
    return [(text, n) for text, n in ordered[:most] if n >= least]


def wide(session: Session, surveys: Sequence[int], name: str) -> set[int]:
    """Tell in which surveys an attribute has too many values to be compared by."""
    named = TallyWide.survey_id.in_(surveys), TallyWide.id == number(name)
    return set(session.scalars(select(TallyWide.survey_id).where(*named)))


def groups(session: Session, wanted: Sequence[Value], name: str) -> list[Group]:
    """Read the days of some values of an attribute."""
    surveys = {value.survey_id for value in wanted}
    text = {number(name, value.text): value.text for value in wanted}
    g = TallyGroup
    steps = [getattr(g, each) for each in NAMES]
    folded = session.execute(
        select(g.survey_id, g.value_id, g.day, *steps).where(
            g.survey_id.in_(surveys), g.value_id.in_(text)
        )
    )
    found = [(row[0], text[row[1]], row[2], tuple(row[3:])) for row in folded]
    if not waits(session):
        return found
    w = _groups_waiting(session, list(surveys), [name])
    sums = _steps(w.c.score, w.c.n)
    waiting = session.execute(
        select(w.c.survey_id, w.c.value, w.c.day, *sums).where(w.c.value.in_(text.values()))
    )
    return found + [(row[0], row[1], row[2], tuple(row[3:])) for row in waiting]


Kind = Literal["language", "source", "version_id"]
"""What is counted of an answer beside its day and score, by the name of its column."""


def kinds(session: Session, surveys: Sequence[int], of: Kind) -> list[Group]:
    """Read the days of each language (or channel, or version); answers in none are not there."""
    t, c = Tally, TallyChange
    steps = [getattr(t, each) for each in NAMES]
    parts: list[Any] = [
        select(t.survey_id, getattr(t, of), t.day, *steps).where(*_of_a_kind(t, surveys, of))
    ]
    if waits(session):
        parts.append(
            select(c.survey_id, getattr(c, of), c.day, *_steps(c.score, c.n)).where(
                *_of_a_kind(c, surveys, of), c.score.is_not(None)
            )
        )
    every = union_all(*parts).subquery()
    key = (every.c.survey_id, every.c[of], every.c.day)
    sums = [func.sum(every.c[name]) for name in NAMES]
    rows = session.execute(select(*key, *sums).group_by(*key))
    return [(row[0], str(row[1]), row[2], tuple(map(int, row[3:]))) for row in rows]


def _of_a_kind(
    model: type[Tally] | type[TallyChange], surveys: Sequence[int], of: Kind
) -> tuple[ColumnElement[bool], ...]:
    is_told = model.language != "" if of == "language" else true()
    return model.survey_id.in_(surveys), model.excluded == "", is_told


def _groups_waiting(session: Session, surveys: Sequence[int], names: Sequence[str]) -> Subquery:
    """Take the notes that wait apart by attributes: each value, and once more for all."""
    c = TallyChange
    source, key, value = given(session.connection(), c.attributes)  # type: ignore[arg-type]
    is_counted = (c.survey_id.in_(surveys), c.excluded == "", c.score.is_not(None))
    key_is = (key.in_(names), value != "")
    columns = (key.label("of"), c.survey_id, c.day, c.score, c.n)
    one = select(*columns, value.label("value")).join(source, true()).where(*is_counted, *key_is)
    alike = select(*columns, literal(GIVEN).label("value")).join(source, true())
    return union_all(one, alike.where(*is_counted, *key_is)).subquery()


def told(session: Session, surveys: Sequence[int], kind: Derived) -> list[Group]:
    """Read the days of groups that follow from other rows than the answer's own."""
    return days.told(session, surveys, kind)


Asked = tuple[int, int, int, int]
"""Survey, quarter of an hour since 1970, sent, answered."""


def asked(session: Session, surveys: Sequence[int]) -> list[Asked]:
    """Read how many were asked when, and how many of them answered."""
    parts = [
        select(Campaign.survey_id, m.slot, m.sent, m.answered)
        .join(Campaign, Campaign.id == m.campaign_id)
        .where(Campaign.survey_id.in_(surveys), Campaign.kind != CampaignKind.QUOTES)
        for m in (TallyAsked, TallyAskedChange)
    ]
    every = union_all(*parts).subquery()
    key = (every.c.survey_id, every.c.slot)
    sums = func.sum(every.c.sent), func.sum(every.c.answered)
    return [
        (s, at, int(sent), int(n))
        for s, at, sent, n in session.execute(select(*key, *sums).group_by(*key))
    ]
