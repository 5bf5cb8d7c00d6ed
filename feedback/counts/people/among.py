"""Which answers and invitations count for accounts, and how an account is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true
from sqlalchemy.orm import Session

from analysis.nps import CLASS_OF_SCORE
from feedback.models import Response
from surveys.models import Campaign, Invitation, Survey, SurveyKind
from surveys.models.campaign import ASKED

PASSIVE, PROMOTER = CLASS_OF_SCORE.index(0), CLASS_OF_SCORE.index(1)
"""The lowest score of each class."""
NET_PROMOTER = (SurveyKind.RELATIONSHIP_NPS, SurveyKind.TRANSACTIONAL_NPS)


@dataclass(frozen=True)
class Among:
    """Which answers count, and by which attribute accounts are told."""

    attribute: str
    answers: ColumnElement[bool]
    surveys: Sequence[int]
    asks: ColumnElement[bool] = field(default_factory=true)
    """Which invitations count."""


def everything(session: Session, attribute: str) -> Among:
    """Choose all answers to NPS surveys that lead to people."""
    surveys = counted_surveys(session)
    return Among(attribute, Response.survey_id.in_(surveys), surveys)


def counted_surveys(session: Session) -> Sequence[int]:
    """Name the NPS surveys that lead to people."""
    fit = select(Survey.id).where(~Survey.is_anonymous, Survey.kind.in_(NET_PROMOTER))
    return session.scalars(fit.order_by(Survey.id)).all()


@dataclass(frozen=True)
class Bounds:
    """What somebody bounded the answers by: one survey, a first and a last day."""

    survey_id: int | None = None
    starts: date | None = None
    ends: date | None = None

    def among(self, attribute: str, surveys: Sequence[int], zone: ZoneInfo) -> Among:
        """Choose the answers of these days, and who was asked on them."""
        counted: list[ColumnElement[bool]] = [Response.survey_id.in_(surveys)]
        asks: list[ColumnElement[bool]] = [true()]
        if self.starts:
            counted.append(Response.answered_on >= self.starts)
            asks.append(Invitation.sent_at >= _begin(self.starts, zone))
        if self.ends:
            counted.append(Response.answered_on <= self.ends)
            asks.append(Invitation.sent_at < _begin(self.ends + timedelta(days=1), zone))
        return Among(attribute, and_(*counted), surveys, and_(*asks))


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def account_of(attributes: Any, name: str) -> ColumnElement[Any]:
    """Read the account off attributes, as reports read any value."""
    found: ColumnElement[Any] = func.trim(attributes[name].as_string())
    return found


def asked_people(among: Among) -> Select[Any]:
    """Choose whom these surveys asked."""
    return (
        select(Invitation.contact_id)
        .join(Campaign, Campaign.id == Invitation.campaign_id)
        .where(Campaign.survey_id.in_(among.surveys), Invitation.state.in_(ASKED), among.asks)
    )


def answered_people(among: Among) -> Select[Any]:
    """Choose who answered these surveys, asked or not."""
    r = Response
    wanted = select(r.contact_id).where(among.answers, r.excluded.is_(None))
    return wanted.where(r.contact_id.is_not(None))


def classes(score: Any) -> list[ColumnElement[int]]:
    """Count detractors, passives and promoters among scores."""
    kinds = (score < PASSIVE, (score >= PASSIVE) & (score < PROMOTER), score >= PROMOTER)
    return [
        func.coalesce(func.sum(case((kind, 1), else_=0)), 0).label(name)
        for name, kind in zip(("low", "middle", "top"), kinds, strict=True)
    ]
