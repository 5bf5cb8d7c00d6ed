"""A survey's further questions, condensed by their own question types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.masks.hiding import words_shown
from feedback.models import Answer, Response
from feedback.reports.release import blocks, within
from surveys.definition import REASON_KEY, SCORE_KEY, Definition, Question
from surveys.models import Version
from surveys.questions import TYPES, Stored

OPEN = "text"
"""The kind whose answers are too many to be counted one by one: the newest are read."""
NEWEST = 10
Period = tuple[date | None, date | None]


@dataclass(frozen=True)
class Summary:
    """One question and what its type made of the answers; None where too few answered."""

    question: Question
    summary: Any

    @property
    def template(self) -> str:
        """The template that shows it."""
        return f"summaries/{self.question.kind}.html"


def summaries(
    session: Session,
    survey_id: int,
    selected: Sequence[ColumnElement[bool]],
    period: Period | None = None,
) -> tuple[Summary, ...]:
    """Condense each further question of a survey, whichever version asked it.

    In a period each question has blocks of days of its own (see `release`): those who answer it
    are others than those who give a score.
    """
    asked = asked_in(session, survey_id)
    selected = chosen_for(session, survey_id, [q.key for q in asked], selected, period)
    closed = [q.key for q in asked if q.kind != OPEN and not TYPES[q.kind].is_personal]
    counted = _counted(session, closed, selected)
    return tuple(
        _in_own_words(
            session, question, TYPES[question.kind].summary(question, counted[question.key])
        )
        if question.key in counted
        else _written(session, question, selected)
        for question in asked
    )


def chosen_for(
    session: Session,
    survey_id: int,
    keys: Sequence[str],
    selected: Sequence[ColumnElement[bool]],
    period: Period | None,
) -> Sequence[ColumnElement[bool]]:
    """Choose the answers to questions that count: in a period those of blocks of their own."""
    return [_in_blocks(session, survey_id, keys, period)] if keys and period else selected


def _in_blocks(
    session: Session, survey_id: int, keys: Sequence[str], period: Period
) -> ColumnElement[bool]:
    """Choose of each question the answers of its own blocks that count in the period."""
    among = (
        Response.survey_id == survey_id,
        Response.excluded.is_(None),
        Answer.question_key.in_(keys),
        or_(Answer.number.is_not(None), func.coalesce(Answer.text, "") != ""),
    )
    rows = session.execute(
        select(Answer.question_key, Response.answered_on, func.count())
        .join(Response, Response.id == Answer.response_id)
        .where(*among)
        .group_by(Answer.question_key, Response.answered_on)
    )
    days: dict[str, dict[date, tuple[int]]] = {}
    for key, day, n in rows:
        days.setdefault(key, {})[day] = (n,)
    parts = [
        and_(
            Answer.question_key == key, Response.answered_on.between(found[0].first, found[-1].last)
        )
        for key, each in days.items()
        if (found := within(blocks(each), *period))
    ]
    return and_(Response.survey_id == survey_id, or_(false(), *parts))


def shown(found: Sequence[Summary]) -> tuple[Summary, ...]:
    """Take away what rests on fewer than five answers."""
    return tuple(one if one.summary.n >= MINIMUM else replace(one, summary=None) for one in found)


def asked_in(session: Session, survey_id: int) -> list[Question]:
    """Give the further questions of all published versions; the newest wording wins."""
    versions = session.scalars(
        select(Version)
        .where(Version.survey_id == survey_id, Version.published_at.is_not(None))
        .order_by(Version.number.desc())
    )
    found: dict[str, Question] = {}
    for version in versions:
        for question in Definition.of(version.definition).questions:
            if question.key not in (SCORE_KEY, REASON_KEY) and TYPES[question.kind].asks:
                found.setdefault(question.key, question)
    return list(found.values())


def _counted(
    session: Session, keys: Sequence[str], selected: Sequence[ColumnElement[bool]]
) -> Mapping[str, Mapping[Stored, int]]:
    """Count each different answer to each question, in one query."""
    counted: dict[str, dict[Stored, int]] = {key: {} for key in keys}
    if keys:
        given = (Answer.question_key, Answer.number, Answer.text)
        rows = session.execute(
            select(*given, func.count())
            .join(Response, Response.id == Answer.response_id)
            .where(*selected, Response.excluded.is_(None), Answer.question_key.in_(keys))
            .group_by(*given)
        )
        for key, number, text, n in rows:
            counted[key][Stored(number, text)] = n
    return counted


def _in_own_words(session: Session, question: Question, summary: Any) -> Summary:
    """Show what was said beside the options as this reader may see it."""
    own = getattr(summary, "own", ())
    if not own:
        return Summary(question, summary)
    words = words_shown(session, (said for said, _n in own))
    told = tuple(zip(words, (n for _said, n in own), strict=True))
    return Summary(question, replace(summary, own=told))


def _written(
    session: Session, question: Question, selected: Sequence[ColumnElement[bool]]
) -> Summary:
    """Count how many wrote anything, and read the newest words unless they say who wrote them."""
    wrote = (
        select(Answer.text)
        .join(Response, Response.id == Answer.response_id)
        .where(
            *selected,
            Response.excluded.is_(None),
            Answer.question_key == question.key,
            func.coalesce(Answer.text, "") != "",
        )
    )
    type_ = TYPES[question.kind]
    newest = wrote.order_by(Response.answered_at.desc()).limit(0 if type_.is_personal else NEWEST)
    words = words_shown(session, (text or "" for text in session.scalars(newest)))
    summary = type_.summary(question, [Stored(text=text) for text in words])
    n = session.scalar(wrote.with_only_columns(func.count())) or 0
    return Summary(question, replace(summary, n=n))
