"""Comments as the regression takes them: alike ones counted together by the database.

Alike is who mentions the same themes in the same tone, came the same way in the same period from
the same segment, and stands on the same side of the score. Whoever wrote several comments of a
selection stands apart, so that their answers are taken together as one person's.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, select
from sqlalchemy.orm import Session

from analysis.impact import Told
from feedback.models import CommentReading, Response, ThemeMention
from feedback.reports.periods import Period
from feedback.reports.queries import answered_in
from feedback.reports.scale import Scale
from feedback.reports.selection import Selection
from feedback.reports.unit import Unit
from feedback.themes.counting import grouped, with_response
from surveys.scope import bound_workspace

AT_ONCE = 5000
BESIDE = 5
"""What is adjusted for: survey, channel, language, period, segment."""


@dataclass(frozen=True)
class Adjusting:
    """What comments are held equal in, beside survey, channel and language."""

    periods: Sequence[Period]
    segment: str
    """An attribute, or what an answer says of itself; "" for none."""
    values: Sequence[str]
    """Groups by it that are told apart; all others are one."""


def told(
    session: Session, kept: Sequence[Unit], selection: Selection, adjusting: Adjusting
) -> Told:
    """Read the comments of a selection."""
    rows = session.execute(
        _alike(session, kept, selection, adjusting), execution_options={"yield_per": AT_ONCE}
    )
    found = _Rows()
    for row in rows:
        found.take(*row)
    return found.told()


@dataclass
class _Rows:
    """Rows as narrow columns."""

    said: dict[frozenset[tuple[str, str]], int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    which: "array[int]" = field(default_factory=lambda: array("q"))
    points: "array[int]" = field(default_factory=lambda: array("q"))
    weights: "array[int]" = field(default_factory=lambda: array("q"))
    who: "array[int]" = field(default_factory=lambda: array("q"))
    beside: "list[array[int]]" = field(default_factory=lambda: [array("q") for _ in range(BESIDE)])
    names: list[dict[Any, int]] = field(default_factory=lambda: [{} for _ in range(BESIDE)])

    def take(self, said: str | None, points: int, who: int | None, n: int, *beside: Any) -> None:
        """Take one row."""
        self.which.append(self._place(said or ""))
        self.points.append(points)
        self.who.append(-1 if who is None else who)
        self.weights.append(n)
        for codes, names, value in zip(self.beside, self.names, beside, strict=True):
            codes.append(names.setdefault(value, len(names)))

    def _place(self, said: str) -> int:
        """Give the place of what is mentioned, in whatever order the database wrote it."""
        if said not in self.seen:
            pairs = (pair.partition("=") for pair in said.split())
            mentions = frozenset((theme, tone) for theme, _is, tone in pairs)
            self.seen[said] = self.said.setdefault(mentions, len(self.said))
        return self.seen[said]

    def told(self) -> Told:
        """Give all rows."""
        which, points, weights, who = map(
            _column, (self.which, self.points, self.weights, self.who)
        )
        return Told(
            points=points.astype(np.float64),
            said=[dict(sorted(mentions)) for mentions in self.said],
            which=which,
            weights=weights.astype(np.float64),
            who=who,
            adjusting=[_column(codes) for codes in self.beside],
        )


def _column(codes: "array[int]") -> Any:
    return np.frombuffer(codes, dtype=np.int64) if len(codes) else np.zeros(0, dtype=np.int64)


def _alike(
    session: Session, kept: Sequence[Unit], selection: Selection, adjusting: Adjusting
) -> Select[Any]:
    c = CommentReading
    said = _mentioned(session, kept, selection)
    start = (
        select(c.response_id)
        .select_from(Response)
        .join(c, with_response(c))
        .outerjoin(said, said.c.response_id == c.response_id)
    )
    several = func.count().over(partition_by=c.contact_id) > 1
    wanted, segment = _segment(session, start, adjusting)
    columns = (
        said.c.said.label("said"),
        _points(selection.scale).label("points"),
        case((and_(c.contact_id.is_not(None), several), c.contact_id)).label("who"),
        c.survey_id.label("survey"),
        Response.source.label("channel"),
        c.language.label("language"),
        _slice(adjusting.periods).label("slice"),
        segment.label("segment"),
    )
    scale = selection.scale
    one = (
        wanted.with_only_columns(*columns)
        .where(answered_in(kept, selection, c), c.is_counted, c.is_analysed)
        .where(c.score.between(scale.lowest, scale.highest))
        .subquery()
    )
    key = list(one.c)
    return select(*key[:3], func.count(), *key[3:]).group_by(*key)


def _mentioned(session: Session, kept: Sequence[Unit], selection: Selection) -> Any:
    m = ThemeMention
    pair = cast(m.theme_id, String) + "=" + m.sentiment
    return (
        select(m.response_id, func.aggregate_strings(pair, " ").label("said"))
        .where(m.workspace_id == bound_workspace(session), answered_in(kept, selection, m))
        .group_by(m.response_id)
        .subquery()
    )


def _points(scale: Scale) -> ColumnElement[int]:
    """Give what an answer adds to the headline figure, in points."""
    low, top = scale.bands[0], scale.bands[-1]
    score = CommentReading.score
    worst = -100 if scale.is_nps else 0
    return case((score >= top.low, 100), (score <= low.high, worst), else_=0)


def _slice(periods: Sequence[Period]) -> ColumnElement[int]:
    ends = [
        (CommentReading.answered_on <= period.last, at)
        for at, period in enumerate(periods)
        if period.last
    ]
    return case(*ends, else_=len(periods)) if ends else literal(0)


def _segment(
    session: Session, wanted: Select[Any], adjusting: Adjusting
) -> tuple[Select[Any], ColumnElement[Any]]:
    values = [value for value in adjusting.values if value]
    if not values:
        return wanted, literal("")
    joined, group = grouped(session, adjusting.segment, wanted)
    text = cast(group, String)
    return joined, case((text.in_(values), text), else_="")
