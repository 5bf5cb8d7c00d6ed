"""The one layer of queries: counts grouped in the database, never one query per row."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from feedback.counts import reading
from feedback.counts.reading import Daily
from feedback.counts.recounting import given
from feedback.masks import hiding
from feedback.models import Answer, Response
from feedback.reports.comparing import compared
from feedback.reports.dataset import Comment, Counts, Dataset, add
from feedback.reports.mailing import mailed
from feedback.reports.questions import Summary, summaries
from feedback.reports.release import units
from feedback.reports.selection import Selection, SurveyChoice
from feedback.reports.source import Source
from feedback.reports.unit import Span, Unit, add_up, scored
from surveys.definition import REASON_KEY
from surveys.models import Survey

COMMENTS = 8
COMMENT_LETTERS = 700
A_DAY = timedelta(days=1)
SAMPLE = 500
"""Newest answers whose attributes are offered to compare by."""


def surveys(session: Session) -> tuple[SurveyChoice, ...]:
    """Give every survey, newest first, and whether anybody answered it."""
    answered = select(Response.id).where(Response.survey_id == Survey.id).exists()
    rows = session.execute(
        select(Survey.id, Survey.name, Survey.kind, answered, Survey.is_anonymous).order_by(
            Survey.id.desc()
        )
    )
    return tuple(SurveyChoice(*row) for row in rows)


def attributes(session: Session) -> tuple[str, ...]:
    """Name the attributes the newest answers carry."""
    newest = select(Response.attributes).order_by(Response.answered_at.desc()).limit(SAMPLE)
    carried = newest.subquery()
    source, name, _value = given(session.connection(), carried.c.attributes)
    wanted = select(name).select_from(carried.join(source, true())).distinct()
    return tuple(sorted(session.scalars(wanted)))


def dataset(
    session: Session, selection: Selection, zone: ZoneInfo, source: Source = reading
) -> Dataset:
    """Count what was selected, in whole blocks of days (see `release`), with what was said."""
    among = [survey.id for survey in selection.surveys]
    rows = source.daily(session, among, anonymous=selection.is_anonymous)
    kept = kept_units(selection, rows)
    spans, answered = spans_of(kept), answered_in(kept, selection)
    return replace(
        _counted(session, selection, zone, rows, kept, source),
        comments=comments(session, answered, spans, zone),
        questions=_questions(session, selection, answered),
    )


def counted(
    session: Session,
    selection: Selection,
    zone: ZoneInfo,
    rows: Sequence[Daily],
    source: Source = reading,
) -> Dataset:
    """Count what was selected, from days that are read already."""
    return _counted(session, selection, zone, rows, kept_units(selection, rows), source)


def _counted(  # the units find their blocks of days once
    session: Session,
    selection: Selection,
    zone: ZoneInfo,
    rows: Sequence[Daily],
    kept: Sequence[Unit],
    source: Source,
) -> Dataset:
    among = [survey.id for survey in selection.surveys]
    spans = spans_of(kept)
    sources = add_up([unit.classes(lambda row: row.source) for unit in kept])
    labels = add_up([unit.classes(lambda row: "label" * row.labelled) for unit in kept])
    skipped = add_up([unit.released(lambda row: "skipped" * (not row.excluded)) for unit in kept])
    return Dataset(
        scale=selection.scale,
        days=days_of(kept, selection),
        skipped=skipped.get("skipped", 0),
        excluded=add_up([unit.released(lambda row: row.excluded) for unit in kept]),
        imported=sources.pop("import", 0),
        came_by=sources,
        labelled=labels.get("label", 0),
        mailed=mailed(session, selection, source.asked(session, among), zone, rows),
        groups=compared(session, kept, selection, source) if selection.by else None,
        first=min((first for first, _ in spans), default=None),
        last=max((last for _, last in spans), default=None),
        left_out=frozenset(among).difference(*(unit.surveys for unit in kept)),
    )


def spans_of(kept: Sequence[Unit]) -> list[Span]:
    """Give the stretches of days that are counted."""
    return [span for unit in kept for span in unit.spans]


def kept_units(selection: Selection, rows: Sequence[Daily]) -> list[Unit]:
    """Tell which surveys are counted, each by itself or the small ones together."""
    sizes = dict.fromkeys((survey.id for survey in selection.surveys), 0)
    for row in rows:
        sizes[row.survey_id] += 0 if row.excluded else sum(scored(selection.scale, row))
    return [Unit.of(surveys, rows, selection) for surveys in units(sizes)]


def days_of(kept: Sequence[Unit], selection: Selection) -> dict[date, Counts]:
    """Add up the days of several surveys, each answer at the day its block counts at."""
    by_day: dict[date, list[Counts]] = {}
    for unit in kept:
        for day, steps in unit.days.items():
            by_day.setdefault(day, []).append(steps)
    return {day: add(selection.scale, several) for day, several in sorted(by_day.items())}


def answered_in(
    kept: Sequence[Unit], selection: Selection, of: Any = Response
) -> ColumnElement[bool]:
    """Choose the answers that the report counts, or what else carries survey and day."""
    if not selection.has_period:
        among: ColumnElement[bool] = of.survey_id.in_([s for unit in kept for s in unit.surveys])
        return among
    parts = [
        and_(of.survey_id.in_(unit.surveys), of.answered_on.between(first, last))
        for unit in kept
        for first, last in unit.spans
    ]
    return or_(false(), *parts)


def _questions(
    session: Session, selection: Selection, answered: ColumnElement[bool]
) -> tuple[Summary, ...]:
    if selection.chosen is None:
        return ()
    period = (selection.start, selection.end) if selection.has_period else None
    return summaries(session, selection.chosen.id, [answered], period)


def comments(
    session: Session, answered: ColumnElement[bool], spans: Sequence[Span], zone: ZoneInfo
) -> tuple[Comment, ...]:
    """Read the newest words, by moment rather than by day: that index stands in their order."""
    if not spans:
        return ()
    latest = (
        select(
            Response.id,
            func.substr(Answer.text, 1, COMMENT_LETTERS + hiding.BEYOND).label("words"),
            Response.score,
            Response.answered_on,
        )
        .join(Answer, Answer.response_id == Response.id)
        .where(
            answered,
            about_then(spans, zone),
            Response.excluded.is_(None),
            Answer.question_key == REASON_KEY,
            func.trim(func.coalesce(Answer.text, "")) != "",
        )
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(COMMENTS)
    )
    rows = session.execute(latest).all()
    seen = hiding.shown(session, {row.id: row.words for row in rows}, most=COMMENT_LETTERS)
    return tuple(
        Comment(said.words.strip(), said.is_cut, row.score, row.answered_on)
        for row in rows
        for said in [seen[row.id]]
    )


def about_then(spans: Sequence[Span], zone: ZoneInfo) -> ColumnElement[bool]:
    """Bound the moments of answers: the newest of some days are found along the index of these."""
    if not spans:
        return false()
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return and_(
        Response.answered_at >= begin(first - A_DAY, zone),
        Response.answered_at < begin(last + 2 * A_DAY, zone),
    )


def begin(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment at which a day begins there."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
