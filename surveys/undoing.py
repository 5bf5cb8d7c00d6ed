"""The steps of a draft, to be taken back and made again until it is published.

What was said before each change is kept. Changes of words that follow one another closely are one
step: drafts save themselves while somebody types, and nobody undoes letter by letter.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from surveys.definition import Definition
from surveys.models import DraftStep, Survey

Words = tuple[str, Definition]
"""A survey's name and what it asks."""

MOST_STEPS = 50
ONE_STEP = timedelta(seconds=20)


def remember(
    session: Session, survey: Survey, before: Words, after: Words, *, now: datetime
) -> None:
    """Keep what was said before a change; what was undone cannot be made again after it."""
    undone = delete(DraftStep).where(DraftStep.survey_id == survey.id, DraftStep.is_undone)
    session.execute(undone)
    latest = _newest(session, survey, undone=False)
    if latest and now - latest.at < ONE_STEP and _outline(before) == _outline(after):
        latest.at = now
        return
    _keep(session, survey, before, undone=False, now=now)
    _drop_oldest(session, survey)


def swap(
    session: Session, survey: Survey, current: Words, *, undone: bool, now: datetime
) -> Words | None:
    """Give the words to go to, and keep the current ones for the way back; None at the end.

    `undone` True takes a change back, False makes it again.
    """
    step = _newest(session, survey, undone=not undone)
    if step is None:
        return None
    _keep(session, survey, current, undone=undone, now=now)
    session.delete(step)
    session.flush()
    return step.name, Definition.of(step.definition)


def forget(session: Session, survey: Survey) -> None:
    """Drop all steps."""
    session.execute(delete(DraftStep).where(DraftStep.survey_id == survey.id))


def ways(session: Session, survey: Survey) -> tuple[bool, bool]:
    """Tell whether something can be undone, and whether something can be made again."""
    found = select(DraftStep.is_undone).where(DraftStep.survey_id == survey.id).distinct()
    kinds = set(session.scalars(found))
    return False in kinds, True in kinds


def _keep(session: Session, survey: Survey, words: Words, *, undone: bool, now: datetime) -> None:
    name, asks = words
    step = DraftStep(
        survey_id=survey.id, name=name, definition=asks.stored(), is_undone=undone, at=now
    )
    session.add(step)
    session.flush()


def _newest(session: Session, survey: Survey, *, undone: bool) -> DraftStep | None:
    """Rows of one moment stand in the order they were made in: their ids rise."""
    return session.scalars(
        select(DraftStep)
        .where(DraftStep.survey_id == survey.id, DraftStep.is_undone == undone)
        .order_by(DraftStep.at.desc(), DraftStep.id.desc())
        .limit(1)
    ).first()


def _drop_oldest(session: Session, survey: Survey) -> None:
    mine = DraftStep.survey_id == survey.id
    number = session.scalar(select(func.count()).select_from(DraftStep).where(mine)) or 0
    if number > MOST_STEPS:
        oldest = select(DraftStep.id).where(mine).order_by(DraftStep.at, DraftStep.id)
        ids = session.scalars(oldest.limit(number - MOST_STEPS)).all()
        session.execute(delete(DraftStep).where(DraftStep.id.in_(ids)))


def _outline(words: Words) -> list[tuple[str, str]]:
    return [(question.key, question.kind) for question in words[1].questions]
