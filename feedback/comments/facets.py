"""What the stream can be filtered by: themes, surveys, languages and attributes of the newest."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.reading import Theme
from feedback.models import CommentReading
from feedback.testimonials import facets as inbox
from feedback.themes import frames
from surveys.models import Survey

SAMPLE = 2_000


@dataclass(frozen=True)
class Facets:
    """The choices of the filters."""

    themes: tuple[Theme, ...]
    surveys: tuple[tuple[int, str], ...]
    languages: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]
    anonymous: int
    """Surveys whose comments are read in their reports alone."""


def read(session: Session) -> Facets:
    """Read the choices."""
    rows = session.execute(select(Survey.id, Survey.name, Survey.is_anonymous)).all()
    return Facets(
        frames.frame_of(session).frame.themes,
        tuple(sorted((row.id, row.name) for row in rows if not row.is_anonymous)),
        _languages(session),
        inbox.parts(session),
        sum(row.is_anonymous for row in rows),
    )


def _languages(session: Session) -> tuple[str, ...]:
    newest = (
        select(CommentReading.language)
        .order_by(CommentReading.answered_on.desc(), CommentReading.response_id.desc())
        .limit(SAMPLE)
        .subquery()
    )
    found = select(newest.c.language).group_by(newest.c.language)
    return tuple(filter(None, session.scalars(found.order_by(func.count().desc()).limit(40))))
