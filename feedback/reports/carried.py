"""What each counted answer of some surveys says of itself: all that reports compare by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from feedback.counts.derived import counted, first_answer, quickness
from feedback.counts.figures import as_text
from feedback.models import Response
from feedback.reports.by_answer import text_of
from feedback.reports.scale import Scale
from feedback.reports.selection import CAMPAIGN, CHANNEL, COHORT, LANGUAGE, SPEED, SURVEY, VERSION
from surveys.models import Campaign, Invitation, Survey, Version

AT_A_TIME = 5000


@dataclass(frozen=True)
class Carried:
    """An answer: its survey, its day, and what it says of itself; nothing is ""."""

    survey: int
    day: date
    said: Mapping[str, str]


def carried(session: Session, surveys: Sequence[int], scale: Scale) -> tuple[Carried, ...]:
    """Read all counted answers of some surveys."""
    return tuple(one_by_one(session, surveys, scale))


def one_by_one(session: Session, surveys: Sequence[int], scale: Scale) -> Iterator[Carried]:
    """Read them without holding more than a few."""
    wanted = _wanted(session, surveys, scale).execution_options(yield_per=AT_A_TIME)
    for survey, day, attributes, *own in session.execute(wanted):
        said = {name: text for name, raw in attributes.items() if (text := as_text(raw))}
        for name, raw in zip(OWN, own, strict=True):
            if text := text_of(name, raw):
                said[name] = text
        yield Carried(survey, day, said)


OWN = (LANGUAGE, CHANNEL, VERSION, CAMPAIGN, SURVEY, SPEED, COHORT)


def _wanted(session: Session, surveys: Sequence[int], scale: Scale) -> Select[Any]:
    own = (
        *(Response.language, Response.source, Version.number, Campaign.name, Survey.name),
        *(quickness(session), first_answer()),
    )
    return (
        select(Response.survey_id, Response.answered_on, Response.attributes, *own)
        .join(Version, Version.id == Response.version_id)
        .join(Survey, Survey.id == Response.survey_id)
        .outerjoin(Invitation, Invitation.id == Response.invitation_id)
        .outerjoin(Campaign, Campaign.id == Invitation.campaign_id)
        .where(*counted(surveys), Response.score.between(scale.lowest, scale.highest))
    )
