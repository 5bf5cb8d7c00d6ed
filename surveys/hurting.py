"""Whoever is hurt is not asked for a favour: no promotion, referral or testimonial.

Every such ask goes through `is_hurt`: an Ask with a favour cannot be made without it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from surveys.models import Contact, SurveyKind
from surveys.peace import in_peace

HURT_FOR = timedelta(days=60)
HURTING = {
    SurveyKind.RELATIONSHIP_NPS: 6,
    SurveyKind.TRANSACTIONAL_NPS: 6,
    SurveyKind.CSAT: 3,
    SurveyKind.CES: 4,
}
"""The highest score that tells of hurt: six tenths of the way up a scale, rounded down."""

LowAnswers = Callable[[datetime], ColumnElement[bool]]
"""Whether the contact of a query gave a hurting score after a moment; answers are kept upstairs."""


class UnguardedFavourError(ValueError):
    """A favour was about to be asked for without looking who is hurt."""


def is_hurt(low_answers: LowAnswers | None, now: datetime) -> ColumnElement[bool]:
    """Whether the contact of a query is hurt: a low answer not long ago, a case, a complaint."""
    if low_answers is None:
        raise UnguardedFavourError("a favour is asked only of people known not to be hurt")
    return or_(low_answers(now - HURT_FOR), in_peace(now))


def may_be_asked_a_favour(
    session: Session, contact_id: int, low_answers: LowAnswers, now: datetime
) -> bool:
    """Whether one contact may be asked for a favour."""
    found = select(Contact.id).where(Contact.id == contact_id, ~is_hurt(low_answers, now))
    return session.scalar(found) is not None


def is_low(
    kind: InstrumentedAttribute[SurveyKind], score: InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """Whether a score tells of hurt, on its survey's scale."""
    return or_(*[and_(kind == each, score <= highest) for each, highest in HURTING.items()])


def score_hurts(kind: SurveyKind, score: int | None) -> bool:
    """Whether one score tells of hurt."""
    return score is not None and score <= HURTING[kind]
