"""The line beside every quote: how many answered, how many agreed, and what all of them scored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, distinct, func, select
from sqlalchemy.orm import Session

from analysis import MINIMUM, NPS, NotEstimable, nps
from feedback.models import Consent, Response
from feedback.testimonials.queries import NPS_KINDS, live
from surveys.models import Survey
from surveys.speech import _, number

PERSON = func.coalesce(Response.contact_id, Response.id)
PEOPLE = func.count(distinct(PERSON))


@dataclass(frozen=True)
class Typicality:
    """What all valid answers say, quoted or not."""

    agreed: int
    customers: int
    score: NPS

    @property
    def line(self) -> str:
        """One line of words; empty where there are too few answers to say anything."""
        if self.customers < MINIMUM:
            return ""
        return " ".join(filter(None, (self._share, self._score)))

    @property
    def _share(self) -> str:
        return _(
            "%(agreed)s of %(customers)s customers who answered agreed to be quoted.",
            agreed=number(self.agreed),
            customers=number(self.customers),
        )

    @property
    def _score(self) -> str:
        interval = self.score.interval()
        if isinstance(interval, NotEstimable) or self.score.estimate is None:
            return ""
        low, high = _points(interval.low), _points(interval.high)
        return _(
            "Net Promoter Score of all %(n)s answers: %(score)s, 95\u00a0%% interval %(low)s to "
            "%(high)s.",
            n=number(self.score.n),
            score=_points(self.score.estimate),
            low=low,
            high=high,
        )


def typicality(session: Session, now: datetime) -> Typicality:
    """Count all valid answers of the bound workspace."""
    counts = Response.excluded.is_(None)
    customers = session.scalar(select(PEOPLE).where(counts))
    agreed = session.scalar(live(select(PEOPLE).select_from(Consent), now).where(counts))
    return Typicality(agreed or 0, customers or 0, _score(session))


def _score(session: Session) -> NPS:
    """Score all answers; where customers answered more than once, the interval pays for it."""
    bins = [0] * 11
    for score, n in session.execute(_scored(Response.score, func.count()).group_by(Response.score)):
        bins[score] = n
    if session.scalar(_scored(PEOPLE)) == sum(bins):
        return nps(counts=bins)
    answers = session.execute(_scored(Response.score, PERSON)).all()
    return nps([score for score, _ in answers], ids=[person for _, person in answers])


def _scored(*columns: Any) -> Select[Any]:
    """Select from all answers that count towards the Net Promoter Score."""
    surveyed = and_(Survey.workspace_id == Response.workspace_id, Survey.id == Response.survey_id)
    valid = (Response.excluded.is_(None), Response.score.is_not(None), Survey.kind.in_(NPS_KINDS))
    return select(*columns).select_from(Response).join(Survey, surveyed).where(*valid)


def _points(share: float) -> str:
    return str(round(100 * share)).replace("-", "\N{MINUS SIGN}")
