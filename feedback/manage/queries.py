"""What the list and the page of a survey count: each in one query, however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from feedback.models import Response
from surveys.models import Campaign, Invitation, InvitationState, Survey, SurveyKind, Version

ASKED = (InvitationState.SENT, InvitationState.UNKNOWN)
"""A mail whose fate is unknown may well have arrived: it counts as asked."""


class SurveyState(StrEnum):
    """Where a survey stands."""

    DRAFT = "draft"
    LIVE = "live"
    CLOSED = "closed"


@dataclass(frozen=True)
class Listed:
    """One line of the list of surveys."""

    id: int
    name: str
    kind: SurveyKind
    created_at: datetime
    closed_at: datetime | None
    published: int | None
    """The number of the newest published version."""
    newest: int
    asked: int
    answered: int

    @property
    def state(self) -> SurveyState:
        """Draft until something is published."""
        return state_of(published=self.published is not None, closed=self.closed_at is not None)

    @property
    def has_changes(self) -> bool:
        """Whether words were saved that are not published yet."""
        return self.published is not None and self.newest > self.published


@dataclass(frozen=True)
class Tally:
    """How many were asked with a version, and how many answered it."""

    asked: int
    answered: int


def state_of(*, published: bool, closed: bool) -> SurveyState:
    """Tell where a survey stands."""
    if closed:
        return SurveyState.CLOSED
    return SurveyState.LIVE if published else SurveyState.DRAFT


def listed(session: Session) -> list[Listed]:
    """List every survey, newest first."""
    published = _of_survey(Version, func.max(Version.number), Version.published_at.is_not(None))
    newest = _of_survey(Version, func.max(Version.number))
    rows = session.execute(
        select(
            Survey.id,
            Survey.name,
            Survey.kind,
            Survey.created_at,
            Survey.closed_at,
            published.label("published"),
            newest.label("newest"),
            _asked(Campaign.survey_id, Survey.id, Survey.workspace_id).label("asked"),
            _of_survey(Response, func.count()).label("answered"),
        ).order_by(Survey.created_at.desc(), Survey.id.desc())
    )
    return [Listed(**{**row._mapping, "kind": SurveyKind(row.kind)}) for row in rows]


def tallies(session: Session, versions: Sequence[Version]) -> dict[int, Tally]:
    """Count what came back on each version, by its id."""
    answered = (
        select(func.count())
        .where(Response.workspace_id == Version.workspace_id, Response.version_id == Version.id)
        .scalar_subquery()
    )
    asked = _asked(Campaign.version_id, Version.id, Version.workspace_id)
    rows = session.execute(
        select(Version.id, asked, answered).where(Version.id.in_([v.id for v in versions]))
    )
    return {version_id: Tally(*counts) for version_id, *counts in rows}


def _of_survey(
    model: type[Version | Response], counted: ColumnElement[int], *also: ColumnElement[bool]
) -> ScalarSelect[int]:
    mine = (model.workspace_id == Survey.workspace_id, model.survey_id == Survey.id)
    return select(counted).select_from(model).where(*mine, *also).scalar_subquery()


def _asked(
    column: InstrumentedAttribute[int],
    of: InstrumentedAttribute[int],
    workspace_id: InstrumentedAttribute[int],
) -> ScalarSelect[int]:
    """Count first asks that went out; a reminder is not another person asked."""
    return (
        select(func.count())
        .select_from(Invitation)
        .join(
            Campaign,
            (Campaign.workspace_id == Invitation.workspace_id)
            & (Campaign.id == Invitation.campaign_id),
        )
        .where(column == of, Campaign.workspace_id == workspace_id)
        .where(Invitation.state.in_(ASKED), Invitation.step == 0)
        .scalar_subquery()
    )
