"""The same figures as `reading`, from the answers themselves: slow, and nothing can be stale."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, cast, func, literal_column, select, true
from sqlalchemy.orm import Session

from feedback.counts import reading
from feedback.counts.derived import Derived, Group, of_surveys
from feedback.counts.reading import GIVEN, Asked, Daily, Kind, Value, most_of
from feedback.counts.recounting import given
from feedback.counts.triggers import slot
from feedback.models import Response
from feedback.models.tally import STEPS
from surveys.models import Campaign, CampaignKind, Invitation, Survey
from surveys.models.campaign import IS_MAILED


def daily(session: Session, surveys: Sequence[int], *, anonymous: bool = False) -> list[Daily]:
    """Count all days of some surveys."""
    del anonymous  # these are counted from their answers anyway
    return reading.daily(session, surveys, anonymous=True)


def values(session: Session, surveys: Sequence[int], name: str) -> list[Value]:
    """Count the values of an attribute, and all of them together."""
    found: dict[tuple[int, str], int] = {}
    for survey, text, _, counts in _days(session, surveys, name):
        for each in (text, GIVEN):
            found[survey, each] = found.get((survey, each), 0) + sum(counts)
    return [Value(survey, text, n) for (survey, text), n in found.items()]


def largest(
    session: Session, surveys: Sequence[int], names: Sequence[str], *, least: int, most: int
) -> dict[str, list[tuple[str, int]]]:
    """Count the largest values of several attributes."""
    return {name: most_of(values(session, surveys, name), least=least, most=most) for name in names}


def wide(_session: Session, _surveys: Sequence[int], _name: str) -> set[int]:
    """Tell that a scan knows no bound."""
    return set()


def groups(session: Session, wanted: Sequence[Value], name: str) -> list[Group]:
    """Count the days of some values."""
    asked = {(value.survey_id, value.text) for value in wanted}
    return [
        (survey, each, day, counts)
        for survey, text, day, counts in _days(session, sorted({s for s, _ in asked}), name)
        for each in (text, GIVEN)
        if (survey, each) in asked
    ]


def kinds(session: Session, surveys: Sequence[int], of: Kind) -> list[Group]:
    """Count the days of each language, channel or version; of anonymous ones it is never asked."""
    r, kind = Response, getattr(Response, of)
    rows = session.execute(
        select(r.survey_id, kind, r.answered_on, r.score, func.count())
        .join(Survey, Survey.id == r.survey_id)
        .where(r.survey_id.in_(surveys), ~Survey.is_anonymous)
        .where(r.excluded.is_(None), r.score.is_not(None), kind.is_not(None))
        .group_by(r.survey_id, kind, r.answered_on, r.score)
    )
    told = [(survey, str(said), day, _at(score, n)) for survey, said, day, score, n in rows]
    return [each for each in told if each[1]]


def told(session: Session, surveys: Sequence[int], kind: Derived) -> list[Group]:
    """Count the days of groups that follow from other rows than the answer's own."""
    return of_surveys(session, surveys, kind)


def asked(session: Session, surveys: Sequence[int]) -> list[Asked]:
    """Count who was asked when, and how many of them answered."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    quarter: Any = literal_column(slot("invitation.due_at", is_postgresql))
    rows = session.execute(
        select(Campaign.survey_id, quarter, func.count(), func.count(Response.id))
        .join(Invitation, Invitation.campaign_id == Campaign.id)
        .outerjoin(
            Response, (Response.invitation_id == Invitation.id) & Response.excluded.is_(None)
        )
        .where(Campaign.survey_id.in_(surveys), Campaign.kind != CampaignKind.QUOTES)
        .where(IS_MAILED)
        .group_by(Campaign.survey_id, quarter)
    )
    return [(survey, at, sent, answered) for survey, at, sent, answered in rows]


def _days(session: Session, surveys: Sequence[int], name: str) -> list[Group]:
    r = Response
    source, key, value = given(session.connection(), r.attributes)  # type: ignore[arg-type]
    rows = session.execute(
        select(r.survey_id, value, r.answered_on, cast(r.score, Integer), func.count())
        .join(source, true())
        .where(r.survey_id.in_(surveys), r.excluded.is_(None), r.score.is_not(None))
        .where(key == name, value != "")
        .group_by(r.survey_id, value, r.answered_on, r.score)
    )
    return [(survey, text, day, _at(score, n)) for survey, text, day, score, n in rows]


def _at(score: int | None, n: int) -> tuple[int, ...]:
    return tuple(n * (step == score) for step in range(STEPS))
