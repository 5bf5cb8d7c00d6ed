"""A survey's further questions, condensed by their own question types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.models import Answer, Response
from surveys.definition import REASON_KEY, SCORE_KEY, Definition, Question
from surveys.models import Version
from surveys.questions import TYPES, Stored

OPEN = "text"
"""The kind whose answers are too many to be counted one by one: the newest are read."""
NEWEST = 10


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
    session: Session, survey_id: int, selected: Sequence[ColumnElement[bool]]
) -> tuple[Summary, ...]:
    """Condense each further question of a survey, whichever version asked it."""
    asked = _asked(session, survey_id)
    counted = _counted(session, [q.key for q in asked if q.kind != OPEN], selected)
    return tuple(
        _open(session, question, selected)
        if question.kind == OPEN
        else Summary(question, TYPES[question.kind].summary(question, counted[question.key]))
        for question in asked
    )


def shown(found: Sequence[Summary]) -> tuple[Summary, ...]:
    """Take away what rests on fewer than five answers."""
    return tuple(one if one.summary.n >= MINIMUM else replace(one, summary=None) for one in found)


def _asked(session: Session, survey_id: int) -> list[Question]:
    """Give the further questions of all published versions; the newest wording wins."""
    versions = session.scalars(
        select(Version)
        .where(Version.survey_id == survey_id, Version.published_at.is_not(None))
        .order_by(Version.number.desc())
    )
    found: dict[str, Question] = {}
    for version in versions:
        for question in Definition.of(version.definition).questions:
            if question.key not in (SCORE_KEY, REASON_KEY):
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


def _open(session: Session, question: Question, selected: Sequence[ColumnElement[bool]]) -> Summary:
    """Read the newest words, and count how many wrote any."""
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
    newest = session.scalars(wrote.order_by(Response.answered_at.desc()).limit(NEWEST))
    summary = TYPES[OPEN].summary(question, [Stored(text=text) for text in newest])
    n = session.scalar(wrote.with_only_columns(func.count())) or 0
    return Summary(question, replace(summary, n=n))
