"""The one layer of queries: counts grouped in the database, never one query per row."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, Text, case, cast, func, select
from sqlalchemy.orm import Session

from feedback.models import Answer, Response
from feedback.reports.dataset import Comment, Dataset, Group, Groups, Mailed
from feedback.reports.questions import Summary, summaries
from feedback.reports.selection import Selection, SurveyChoice
from surveys.definition import REASON_KEY
from surveys.models import Campaign, Invitation, InvitationState, Survey

COMMENTS = 8
COMMENT_LETTERS = 700
SAMPLE = 500
"""Newest answers whose attributes are offered to compare by."""
ASKED = (InvitationState.SENT, InvitationState.UNKNOWN)
LARGEST = 40
"""Groups fetched; a report shows fewer and counts the others together."""

PLAIN_NAME = re.compile(r"[A-Za-z0-9 _-]+")


def surveys(session: Session) -> tuple[SurveyChoice, ...]:
    """Give every survey, newest first, and whether anybody answered it."""
    answered = select(Response.id).where(Response.survey_id == Survey.id).exists()
    rows = session.execute(
        select(Survey.id, Survey.name, Survey.kind, answered).order_by(Survey.id.desc())
    )
    return tuple(SurveyChoice(*row) for row in rows)


def attributes(session: Session) -> tuple[str, ...]:
    """Name the attributes the newest answers carry."""
    newest = select(Response.attributes).order_by(Response.answered_at.desc()).limit(SAMPLE)
    return tuple(sorted({name for carried in session.scalars(newest) for name in carried}))


def dataset(session: Session, selection: Selection, zone: ZoneInfo) -> Dataset:
    """Count what was selected."""
    scale = selection.scale
    days: dict[date, list[int]] = {}
    excluded: dict[str, int] = {}
    by_source: dict[str, int] = {}
    skipped = 0
    for day, score, source, why, n in session.execute(_by_day(selection)):
        if why is not None:
            excluded[why] = excluded.get(why, 0) + n
            continue
        by_source[source] = by_source.get(source, 0) + n
        if score is not None and score in scale.steps:
            days.setdefault(day, [0] * len(scale.steps))[score - scale.lowest] += n
        else:
            skipped += n
    return Dataset(
        scale=scale,
        days={day: tuple(counts) for day, counts in sorted(days.items())},
        skipped=skipped,
        excluded=excluded,
        imported=by_source.get("import", 0),
        mailed=_mailed(session, selection, zone, answered=by_source.get("mail", 0)),
        groups=_groups(session, selection) if selection.by else None,
        comments=_comments(session, selection, zone),
        questions=_questions(session, selection),
    )


def _by_day(selection: Selection) -> Select[date, int | None, str, str | None, int]:
    keys = (Response.answered_on, Response.score, Response.source, Response.excluded)
    return (
        select(*keys, func.count()).where(*_selected(selection)).group_by(Response.survey_id, *keys)
    )


def _selected(selection: Selection) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [
        Response.survey_id.in_([survey.id for survey in selection.surveys])
    ]
    if selection.start:
        wanted.append(Response.answered_on >= selection.start)
    if selection.end:
        wanted.append(Response.answered_on <= selection.end)
    return wanted


def _mailed(session: Session, selection: Selection, zone: ZoneInfo, *, answered: int) -> Mailed:
    """Count mails due in the period that left, and those of them that were answered.

    The ledger's index counts the mails. Without a period the answers by mail are counted
    already; with one they are joined from their own side, as there are fewer of them.
    """
    among = [survey.id for survey in selection.surveys]
    campaigns = session.scalars(select(Campaign.id).where(Campaign.survey_id.in_(among))).all()
    left = [
        Invitation.campaign_id.in_(campaigns),
        Invitation.state.in_(ASKED),
        *_between(Invitation.due_at, selection, zone),
    ]
    sent = session.scalar(select(func.count()).select_from(Invitation).where(*left)) or 0
    if not selection.has_period and sent >= answered:
        return Mailed(sent, answered)
    came_back: list[ColumnElement[bool]] = [
        Response.survey_id.in_(among),
        Response.excluded.is_(None),
    ]
    if selection.start:  # nobody answers before being asked; a day of grace for moved clocks
        came_back.append(Response.answered_on >= selection.start - timedelta(days=1))
    matched = select(func.count()).join_from(
        Response, Invitation, Invitation.id == Response.invitation_id
    )
    return Mailed(sent, session.scalar(matched.where(*came_back, *left)) or 0)


def _between(
    moment: SQLColumnExpression[datetime], selection: Selection, zone: ZoneInfo
) -> list[ColumnElement[bool]]:
    """Keep moments within the days selected, on the workspace's clock."""
    wanted = []
    if selection.start:
        wanted.append(moment >= _begin(selection.start, zone))
    if selection.end:
        wanted.append(moment < _begin(selection.end + timedelta(days=1), zone))
    return wanted


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _groups(session: Session, selection: Selection) -> Groups:
    """Count the answers of each value: first by value and score, then one row per value."""
    value = _value(session, selection.by).label("value")
    scores = (
        select(value, Response.score, func.count().label("n"))
        .where(
            *_selected(selection),
            Response.excluded.is_(None),
            Response.score.between(selection.scale.lowest, selection.scale.highest),
        )
        .group_by(value, Response.score)
        .subquery()
    )
    steps = [
        func.sum(case((scores.c.score == step, scores.c.n), else_=0))
        for step in selection.scale.steps
    ]
    rows = session.execute(
        select(scores.c.value, *steps)
        .group_by(scores.c.value)
        .order_by(func.sum(scores.c.n).desc(), scores.c.value)
        .limit(LARGEST + 1)
    ).all()
    found = tuple(Group(str(row[0]), tuple(map(int, row[1:]))) for row in rows)
    return Groups(selection.by, found[:LARGEST], more=len(found) > LARGEST)


def _value(session: Session, name: str) -> ColumnElement[str]:
    """Read one attribute as text, "" where it was not given."""
    column: ColumnElement[Any]
    if session.get_bind().dialect.name == "postgresql":
        column = Response.attributes[name].as_string()
    elif PLAIN_NAME.fullmatch(name):
        column = func.json_extract(Response.attributes, f'$."{name}"')
    else:  # a name that SQLite's paths cannot spell
        carried = func.json_each(Response.attributes).table_valued("key", "value")
        column = select(carried.c.value).where(carried.c.key == name).scalar_subquery()
    return func.coalesce(func.trim(cast(column, Text)), "")


def _questions(session: Session, selection: Selection) -> tuple[Summary, ...]:
    if selection.chosen is None:
        return ()
    return summaries(session, selection.chosen.id, _selected(selection))


def _comments(session: Session, selection: Selection, zone: ZoneInfo) -> tuple[Comment, ...]:
    """Read the newest words, by moment rather than by day: that index stands in their order."""
    latest = (
        select(
            func.substr(Answer.text, 1, COMMENT_LETTERS + 1), Response.score, Response.answered_on
        )
        .join(Answer, Answer.response_id == Response.id)
        .where(
            Response.survey_id.in_([survey.id for survey in selection.surveys]),
            *_between(Response.answered_at, selection, zone),
            Response.excluded.is_(None),
            Answer.question_key == REASON_KEY,
            func.trim(func.coalesce(Answer.text, "")) != "",
        )
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(COMMENTS)
    )
    return tuple(_comment(*row) for row in session.execute(latest))


def _comment(words: str, score: int | None, day: date) -> Comment:
    cut = len(words) > COMMENT_LETTERS
    return Comment(words[:COMMENT_LETTERS].strip(), cut, score, day)
