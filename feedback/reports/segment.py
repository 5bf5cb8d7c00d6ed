"""A report of one group alone: what the comparison of groups shows of it, and nothing beyond.

Its answers are counted in the same blocks of days as when all groups are compared, and only where
it would be shown there. So whoever holds both reports, or several periods of them, learns nothing
by subtraction that the comparison does not say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import Session

from feedback.counts import reading
from feedback.counts.reading import Daily
from feedback.models import Response
from feedback.reports import queries
from feedback.reports.comparing import told_apart
from feedback.reports.dataset import Counts, Dataset, add
from feedback.reports.known import Known, Table
from feedback.reports.selection import LANGUAGE, Only, Selection
from feedback.reports.source import Source
from feedback.reports.unit import Span, in_each, inside


@dataclass(frozen=True)
class Members:
    """The answers of a group that may be shown, by day, and how to find them one by one."""

    days: Mapping[date, Counts]
    spans: Sequence[Span]
    answered: ColumnElement[bool]
    surveys: frozenset[int]


def dataset(
    session: Session,
    selection: Selection,
    only: Only,
    zone: ZoneInfo,
    source: Source = reading,
) -> Dataset:
    """Count one group, with what it said; empty where it may not be shown."""
    rows = source.daily(session, [survey.id for survey in selection.surveys])
    found = members(session, selection, only, rows, source)
    said = queries.comments(session, found.answered, found.spans, zone) if found else ()
    return replace(_counted(selection, found), comments=said)


def counted(
    session: Session,
    selection: Selection,
    only: Only,
    rows: Sequence[Daily],
    source: Source = reading,
) -> Dataset:
    """Count one group, from days that are read already; empty where it may not be shown."""
    return _counted(selection, members(session, selection, only, rows, source))


def _counted(selection: Selection, found: Members | None) -> Dataset:
    """Whom was mailed by group is not known."""
    among = frozenset(survey.id for survey in selection.surveys)
    if found is None:
        return Dataset(selection.scale, {}, left_out=among)
    return Dataset(
        scale=selection.scale,
        days=found.days,
        first=min((first for first, _ in found.spans), default=None),
        last=max((last for _, last in found.spans), default=None),
        left_out=among - found.surveys,
    )


def members(
    session: Session,
    selection: Selection,
    only: Only,
    rows: Sequence[Daily],
    source: Source = reading,
) -> Members | None:
    """Find a group's answers in whole blocks of days; None where it may not be shown."""
    asked = replace(selection, by=only.attribute)
    if selection.is_anonymous or not only.value:
        return None
    kept = queries.kept_units(selection, rows)
    known, named, tables, _ = told_apart(session, kept, asked, source)
    if only.value not in named:
        return None
    days: dict[date, list[Counts]] = {}
    parts: list[ColumnElement[bool]] = []
    spans: list[Span] = []
    for each in known:
        found, theirs = _of_unit(each, tables[each.unit.surveys], only.value)
        for full, counts in found.items():
            if any(counts):
                days.setdefault(full, []).append(counts)
        spans += theirs
        parts += _answered(each.unit.surveys, theirs)
    return Members(
        days={day: add(selection.scale, several) for day, several in sorted(days.items())},
        spans=spans,
        answered=and_(or_(false(), *parts), _is_of(only)),
        surveys=frozenset(survey for each in known for survey in each.unit.surveys),
    )


def _of_unit(known: Known, table: Table, value: str) -> tuple[dict[date, Counts], list[Span]]:
    """Give the group's answers in the blocks in which all groups can be told apart, and where."""
    unit = known.unit
    chosen, groups = known.apart(table)
    theirs = groups.get(value, {})
    if not theirs:
        return {}, []
    days = [block for block in unit.every_block if inside(chosen, block.full)]
    found = in_each(unit.scale, chosen, theirs)
    return found, [(days[0].first, days[-1].last)] if days else []


def _answered(surveys: Sequence[int], spans: Sequence[Span]) -> list[ColumnElement[bool]]:
    return [
        and_(Response.survey_id.in_(surveys), Response.answered_on.between(first, last))
        for first, last in spans
    ]


def _is_of(only: Only) -> ColumnElement[bool]:
    if only.attribute == LANGUAGE:
        return Response.language == only.value
    carried: ColumnElement[str] = Response.attributes[only.attribute].as_string()
    return carried == only.value
