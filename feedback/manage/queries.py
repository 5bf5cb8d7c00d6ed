"""What the list and the page of a survey count: each in one query, however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from feedback.models import Begun, Response
from feedback.respond import quotas
from surveys.definition import Definition
from surveys.logic.rules import Quota
from surveys.models import (
    Campaign,
    CampaignKind,
    Invitation,
    Survey,
    SurveyKind,
    Version,
)
from surveys.models.campaign import ASKED


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
    begun: int
    """How many began a survey of several pages and have not sent it: counted nowhere else."""


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
    begun = (
        select(func.count())
        .where(Begun.workspace_id == Version.workspace_id, Begun.version_id == Version.id)
        .scalar_subquery()
    )
    asked = _asked(Campaign.version_id, Version.id, Version.workspace_id)
    rows = session.execute(
        select(Version.id, asked, answered, begun).where(Version.id.in_([v.id for v in versions]))
    )
    return {version_id: Tally(*counts) for version_id, *counts in rows}


def counted_for(
    session: Session, survey: Survey, versions: Sequence[Definition]
) -> dict[Quota, int]:
    """Count the answers of every quota of these versions; in one query, or in none."""
    of_all = {quota for asks in versions for quota in asks.quotas}
    return quotas.counts(session.connection(), survey.workspace_id, survey.id, of_all)


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
        .where(Campaign.kind != CampaignKind.QUOTES)
        .where(Invitation.state.in_(ASKED), Invitation.step == 0)
        .scalar_subquery()
    )
