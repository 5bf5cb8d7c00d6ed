"""What the pages of channels show: every touchpoint with what came back there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from feedback.models import Response
from feedback.respond.signals import Signal
from surveys.models import Survey, Touchpoint, Version


@dataclass(frozen=True)
class Line:
    """One touchpoint, its survey, and its answers in figures."""

    place: Touchpoint
    survey: Survey
    answers: int
    crowded: int
    """How many of the answers came in a crowd from one address."""
    latest: date | None

    @property
    def is_open(self) -> bool:
        """Whether it takes answers."""
        return self.place.ended_at is None and self.survey.closed_at is None


def lines(session: Session, place_id: int | None = None) -> Sequence[Line]:
    """List the touchpoints, newest first; or one."""
    crowded = func.count(case((Response.signals == Signal.CROWD, 1)))
    rows = (
        select(Touchpoint, Survey, func.count(Response.id), crowded, func.max(Response.answered_on))
        .join(Survey, Survey.id == Touchpoint.survey_id)
        .outerjoin(
            Response,
            and_(
                Response.workspace_id == Touchpoint.workspace_id,
                Response.touchpoint_id == Touchpoint.id,
            ),
        )
        .group_by(Touchpoint.workspace_id, Touchpoint.id, Survey.workspace_id, Survey.id)
        .order_by(Touchpoint.ended_at.is_not(None), Touchpoint.id.desc())
    )
    if place_id is not None:
        rows = rows.where(Touchpoint.id == place_id)
    return [Line(*row) for row in session.execute(rows)]


def newest(session: Session, survey_id: int) -> Version:
    """Find what a survey asks now."""
    return session.scalars(
        select(Version)
        .where(Version.survey_id == survey_id, Version.published_at.is_not(None))
        .order_by(Version.number.desc())
        .limit(1)
    ).one()
