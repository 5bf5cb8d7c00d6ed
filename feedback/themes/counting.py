"""Comments counted as answers are: in whole blocks of days, by group, small ones never alone."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import Session

from feedback.counts import reading
from feedback.counts.derived import Group
from feedback.counts.reading import GIVEN, Daily, Value
from feedback.models import CommentReading, Response, ThemeMention
from feedback.models.tally import STEPS
from feedback.reports import comparing
from feedback.reports.by_answer import GROUPS
from feedback.reports.selection import COHORT, LANGUAGE, Selection
from feedback.reports.unit import Span, Unit, inside

PRIME = 1_000_003
"""Ids are summed by their remainders, so that no sum outgrows the database's numbers."""
FOREIGN = "language"
"""Why a comment is not counted: the reader does not know its language."""


@dataclass(frozen=True)
class Look:
    """Comments day by day, and a stamp of all that is estimated from them."""

    days: list[Daily]
    stamp: str
    """Another one as soon as a comment or a mention comes, goes or is read otherwise."""


def look(session: Session, surveys: Sequence[int]) -> Look:
    """Count the comments that were read, by day and score, and sum up which ones they are."""
    c, m = CommentReading, ThemeMention
    key = (c.survey_id, c.answered_on, c.is_analysed, c.score)
    sums = (func.sum(c.response_id % PRIME), func.sum(c.contact_id % PRIME), func.sum(c.number))
    rows = session.execute(
        select(*key, func.count(), *sums)
        .where(c.survey_id.in_(surveys), c.is_counted, c.score.is_not(None))
        .group_by(*key)
        .order_by(*key)
    ).all()
    found: dict[tuple[int, date, bool], list[int]] = defaultdict(lambda: [0] * STEPS)
    for survey, day, is_analysed, score, n, *_sums in rows:
        found[survey, day, is_analysed][score or 0] += n
    said = session.execute(
        select(m.theme_id, m.sentiment, func.count(), func.sum(m.response_id % PRIME))
        .where(m.survey_id.in_(surveys))
        .group_by(m.theme_id, m.sentiment)
        .order_by(m.theme_id, m.sentiment)
    ).all()
    days = [
        Daily(survey, day, "", "" if known else FOREIGN, labelled=False, steps=tuple(n), skipped=0)
        for (survey, day, known), n in found.items()
    ]
    told = "\n".join(" ".join(map(str, row)) for row in (*rows, *said))
    return Look(days, sha256(told.encode()).hexdigest())


def not_analysed(kept: Sequence[Unit]) -> int:
    """Count the comments in languages that the reader does not know, five or more together."""
    return sum(unit.released(lambda row: row.excluded).get(FOREIGN, 0) for unit in kept)


def grouped(session: Session, name: str, wanted: Select[Any]) -> tuple[Select[Any], Any]:
    """Join what says an answer's group; give its column too. The query is about `Response`."""
    if name == LANGUAGE:
        return wanted, Response.language
    if name in GROUPS:
        column, join = GROUPS[name](session)
        return join(wanted), column
    return wanted, Response.attributes[name].as_string()


def group_text(name: str, raw: Any) -> str:
    """Write a group as the counts of answers do."""
    if raw is None:
        return GIVEN
    if name == COHORT:
        return f"{raw.year}-{(raw.month - 1) // 3 * 3 + 1:02}"
    return str(raw)


FEW = 41
"""Groups of a survey, all of them together counted as one more, up to which days are read."""
DAY_AND_SCORE = (CommentReading.answered_on, CommentReading.score)


def with_response(model: Any) -> ColumnElement[bool]:
    """Tie a comment's row to its answer."""
    found: ColumnElement[bool] = and_(
        Response.workspace_id == model.workspace_id, Response.id == model.response_id
    )
    return found


class ByGroup:
    """Speaks of groups of comments as the counts do of groups of answers."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._days: list[tuple[Any, ...]] | None = None

    def values(self, session: Session, surveys: Sequence[int], name: str) -> list[Value]:
        """Count the comments of each group, and once more those of any.

        Of few groups their days are read along with it: one look at the comments instead of two.
        """
        sums: Counter[tuple[int, str]] = Counter()
        is_few = len(reading.values(session, surveys, name)) <= FEW * len(surveys)
        if is_few and name not in GROUPS:
            self._days = _rows(session, surveys, name, DAY_AND_SCORE)
            counted = [(survey, text, n) for survey, text, _day, _score, n in self._days]
        else:
            counted = _rows(session, surveys, name, ())
        for survey, text, n in counted:
            sums[survey, text] += n
            sums[survey, GIVEN] += n
        return [Value(survey, text, n) for (survey, text), n in sums.items()]

    def wide(self, session: Session, surveys: Sequence[int], name: str) -> set[int]:
        """Tell in which surveys there are too many groups to look at each."""
        is_of_answers = name in GROUPS or name == LANGUAGE
        return set() if is_of_answers else reading.wide(session, surveys, name)

    def groups(self, session: Session, wanted: Sequence[Value], name: str) -> list[Group]:
        """Give the days of some groups, and those of any where that is wanted."""
        named = {(value.survey_id, value.text) for value in wanted}
        surveys = list({survey for survey, _text in named})
        found: dict[tuple[int, str, date], list[int]] = defaultdict(lambda: [0] * STEPS)
        days = self._days
        if days is None:
            days = _rows(session, surveys, name, DAY_AND_SCORE)
        for survey, text, day, score, n in days:
            for each in (text, GIVEN):
                if (survey, each) in named:
                    found[survey, each, day][score] += n
        return [(*key, tuple(steps)) for key, steps in found.items()]


def _rows(
    session: Session, surveys: Sequence[int], name: str, more: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """Count analysed comments by group; those in no group are left out."""
    c = CommentReading
    start = select(c.survey_id).select_from(Response).join(c, with_response(c))
    wanted, group = grouped(session, name, start)
    key = (c.survey_id, group, *more)
    counted = (c.survey_id.in_(surveys), c.is_counted, c.is_analysed, c.score.is_not(None))
    wanted = wanted.with_only_columns(*key, func.count()).where(*counted).group_by(*key)
    rows = [(row[0], group_text(name, row[1]), *row[2:]) for row in session.execute(wanted)]
    return [row for row in rows if row[1] != GIVEN]


@dataclass(frozen=True)
class Apart:
    """Groups that may be shown beside one another, with their comments, and over which days."""

    sizes: dict[str, int]
    """Comments of each group shown alone; "" gave no value."""
    all: int
    spans: tuple[tuple[tuple[int, ...], Span], ...]
    """Surveys, and the days in which their groups are compared."""
    protects: bool

    @property
    def counted(self) -> Callable[[Any], ColumnElement[bool]]:
        """Choose the rows of a model that lie in these days."""
        return lambda model: or_(
            false(),
            *(
                and_(model.survey_id.in_(surveys), model.answered_on.between(*span))
                for surveys, span in self.spans
            ),
        )


def told_apart(session: Session, kept: Sequence[Unit], selection: Selection) -> comparing.Apart:
    """Say of each unit which groups of comments it may show; which are named; their days."""
    return comparing.apart_by(session, kept, selection, ByGroup(), lambda each: each)


def apart(session: Session, kept: Sequence[Unit], selection: Selection) -> Apart:
    """Cut the days so that every group has nobody or at least five comments in each block."""
    known, named, tables, _wide = told_apart(session, kept, selection)
    sizes: Counter[str] = Counter()
    spans, everybody = [], 0
    for each in known:
        unit = each.unit
        chosen, groups = each.apart(tables[unit.surveys])
        within = [block for block in unit.every_block if inside(chosen, block.full)]
        if not within:
            continue
        spans.append((unit.surveys, (within[0].first, within[-1].last)))
        days = unit.in_blocks(unit.by_day)
        everybody += sum(sum(n) for full, n in days.items() if inside(chosen, full))
        for value in named & groups.keys():
            theirs = groups[value].items()
            sizes[value] += sum(sum(n) for full, n in theirs if inside(chosen, full))
    small = any(each.protects for each in known)
    shown = {value: n for value, n in sizes.most_common() if n}
    return Apart(shown, everybody, tuple(spans), protects=small or sum(shown.values()) < everybody)


def by_group(
    session: Session, found: Apart, selection: Selection, themes: Sequence[int]
) -> tuple[dict[str, int], int]:
    """Count the comments that mention any of some themes: of each group shown, and of all."""
    sums: Counter[str] = Counter()
    for value, n in _mentions(session, selection, themes, (), found.counted(ThemeMention)):
        sums[value] += n
    return {value: sums[value] for value in found.sizes}, sums.total()


def by_group_and_day(
    session: Session, surveys: Sequence[int], selection: Selection, themes: Sequence[int]
) -> list[tuple[int, str, date, int]]:
    """Count the comments that mention any of some themes: survey, group, day, how many."""
    m = ThemeMention
    by_day = (m.survey_id, m.answered_on)
    rows = _mentions(session, selection, themes, by_day, m.survey_id.in_(surveys))
    return [(survey, value, day, n) for value, survey, day, n in rows]


def _mentions(
    session: Session,
    selection: Selection,
    themes: Sequence[int],
    more: Sequence[Any],
    among: ColumnElement[bool],
) -> list[tuple[Any, ...]]:
    """Count comments that mention any of some themes, by group and by whatever else."""
    m, c = ThemeMention, CommentReading
    same = and_(c.workspace_id == m.workspace_id, c.response_id == m.response_id)
    wanted = select(m.response_id).join(c, same)
    group: Any = literal(GIVEN)
    if selection.by:
        start = select(m.response_id).select_from(Response).join(m, with_response(m))
        wanted, group = grouped(session, selection.by, start.join(c, same))
    key = (group, *more) if selection.by else tuple(more)
    rows = session.execute(
        wanted.with_only_columns(group, *more, func.count(m.response_id.distinct()))
        .where(m.theme_id.in_(themes), among, c.is_counted, c.is_analysed)
        .where(c.score.between(selection.scale.lowest, selection.scale.highest))
        .group_by(*key)
    )
    return [(group_text(selection.by, row[0]), *row[1:]) for row in rows]


def by_day(
    session: Session, surveys: Sequence[int], selection: Selection, parts: Mapping[int, int]
) -> list[tuple[int, int, date, int]]:
    """Count the comments of each theme, and of each whole with its parts, day by day.

    Theme, survey, day, how many. Parts lead to their wholes.
    """
    m = ThemeMention
    whole = case(parts, value=m.theme_id, else_=m.theme_id) if parts else m.theme_id
    rows = _by_day(session, surveys, selection, whole)
    if parts:
        rows += _by_day(session, surveys, selection, m.theme_id, m.theme_id.in_(parts))
    return rows


def _by_day(
    session: Session, surveys: Sequence[int], selection: Selection, theme: Any, *where: Any
) -> list[tuple[int, int, date, int]]:
    m, c = ThemeMention, CommentReading
    same = and_(c.workspace_id == m.workspace_id, c.response_id == m.response_id)
    rows = session.execute(
        select(theme, m.survey_id, m.answered_on, func.count(m.response_id.distinct()))
        .join(c, same)
        .where(m.survey_id.in_(surveys), c.is_counted, c.is_analysed, *where)
        .where(c.score.between(selection.scale.lowest, selection.scale.highest))
        .group_by(theme, m.survey_id, m.answered_on)
    )
    return [(each, survey, day, n) for each, survey, day, n in rows]
