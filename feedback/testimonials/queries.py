"""Which consents count now, and what of them is published: asked anew at every request."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from analysis.quotes import verifies
from feedback.models import Answer, Consent, Publication, Response, Testimonial
from surveys.definition import REASON_KEY
from surveys.models import Survey, SurveyKind

log = logging.getLogger("hark.testimonials")

PURPOSE = "website"
"""What a consent has to allow: the wall and the embed are nothing else."""

TEST_ANSWER = "test"
NPS_KINDS = (SurveyKind.RELATIONSHIP_NPS, SurveyKind.TRANSACTIONAL_NPS)
SCALES = {**dict.fromkeys(NPS_KINDS, 10), SurveyKind.CSAT: 5, SurveyKind.CES: 7}

Reason = aliased(Answer)
"""The answer that holds the words as they stand now."""


@dataclass(frozen=True)
class Consented:
    """A comment whose author agrees, now, to be quoted."""

    consent: Consent
    score: int | None
    kind: SurveyKind
    answered_on: date
    publication: Publication | None

    @property
    def is_unhappy(self) -> bool:
        """Whether a Net Promoter answer was a detractor's."""
        is_nps = SCALES[self.kind] == 10
        return is_nps and self.score is not None and self.score <= 6

    @property
    def score_words(self) -> str:
        """The score on its scale: 9 of 10."""
        return "" if self.score is None else f"{self.score} of {SCALES[self.kind]}"


@dataclass(frozen=True)
class Ended:
    """The tombstone of an agreement: when and why it ended, no words, no name."""

    given_at: datetime
    ended_at: datetime | None
    why: str
    """'withdrawn', 'edited' or 'expired'."""


@dataclass(frozen=True)
class Shown:
    """A published quote as the public sees it."""

    publication_id: int
    quote: str
    named_as: str
    answered_on: date


def live(query: Any, now: datetime) -> Any:
    """Keep of a query on consents those that count now."""
    return _joined(query).where(is_live(now))


def is_live(now: datetime) -> ColumnElement[bool]:
    """Say when a consent counts: not ended, not expired, and its words still stand."""
    return and_(
        Consent.ended_at.is_(None),
        Consent.expires_at > now,
        Reason.text == Consent.words,
        or_(Response.excluded.is_(None), Response.excluded != TEST_ANSWER),
    )


@dataclass(frozen=True)
class WallPage:
    """One page of the wall, and where the next begins."""

    items: list[Shown]
    following: int | None


def consented(session: Session, now: datetime) -> list[Consented]:
    """List what may be quoted, newest agreement first, with its publication if it has one."""
    rows = session.execute(_consented(now))
    return [Consented(*row) for row in rows if PURPOSE in row[0].purposes]


def consented_one(
    session: Session, consent_id: int, now: datetime, *, lock: bool = False
) -> Consented | None:
    """Find one comment that may be quoted now; `lock` keeps its consent as it is until commit."""
    if lock:
        session.execute(
            select(Consent).where(Consent.id == consent_id).with_for_update(),
            execution_options={"populate_existing": True},
        )
    row = session.execute(_consented(now).where(Consent.id == consent_id)).first()
    return Consented(*row) if row and PURPOSE in row[0].purposes else None


def ended(session: Session, now: datetime, limit: int) -> list[Ended]:
    """List the newest agreements that no longer count, without their words."""
    changed = or_(Reason.text.is_(None), Reason.text != Consent.words)
    rows = session.execute(
        _joined(
            select(Consent.given_at, Consent.ended_at, Consent.ended_by, Consent.expires_at),
            keep_wordless=True,
        )
        .where(or_(Consent.ended_at.is_not(None), Consent.expires_at <= now, changed))
        .order_by(Consent.id.desc())
        .limit(limit)
    )
    return [_ended(now, *row) for row in rows]


def on_the_wall(
    session: Session, now: datetime, *, size: int, before: int | None = None
) -> WallPage:
    """Read one page of what is published, newest first; every withdrawal is out at once."""
    page = (
        live(
            select(
                Publication.id,
                Testimonial.quote,
                Consent.named_as,
                Response.answered_on,
                Testimonial.spans,
                Consent.words,
                Consent.purposes,
            )
            .select_from(Publication)
            .join(Testimonial, _same(Publication, "testimonial_id", Testimonial))
            .join(Consent, _same(Testimonial, "consent_id", Consent)),
            now,
        )
        .where(Publication.ended_at.is_(None))
        .order_by(Publication.id.desc())
        .limit(size + 1)
    )
    if before is not None:
        page = page.where(Publication.id < before)
    rows = session.execute(page).all()
    following = rows[size - 1].id if len(rows) > size else None
    return WallPage(list(_exact(rows[:size])), following)


def was_consented(session: Session, consent_id: int) -> bool:
    """Whether there ever was such an agreement."""
    return session.scalar(select(Consent.id).where(Consent.id == consent_id)) is not None


def commented(session: Session) -> int:
    """Count the answers that came with words."""
    return int(
        session.scalar(
            select(func.count()).where(Answer.question_key == REASON_KEY, Answer.text != "")
        )
        or 0
    )


def _consented(now: datetime) -> Any:
    published = _same(Publication, "testimonial_id", Testimonial)
    return (
        _joined(
            select(
                Consent,
                Response.score,
                Survey.kind,
                Response.answered_on,
                Publication,
            )
            .select_from(Consent)
            .outerjoin(Testimonial, _same(Testimonial, "consent_id", Consent))
            .outerjoin(Publication, and_(published, Publication.ended_at.is_(None)))
        )
        .join(Survey, _same(Response, "survey_id", Survey))
        .where(is_live(now))
        .order_by(Consent.id.desc())
    )


def _joined(query: Any, *, keep_wordless: bool = False) -> Any:
    """Join a query on consents to the response and to its words as they stand."""
    return query.join(Response, _same(Consent, "response_id", Response)).join(
        Reason,
        and_(
            Reason.workspace_id == Response.workspace_id,
            Reason.response_id == Response.id,
            Reason.question_key == REASON_KEY,
        ),
        isouter=keep_wordless,
    )


def _ended(
    now: datetime, given_at: datetime, ended_at: datetime | None, by: str | None, expires: datetime
) -> Ended:
    if ended_at:
        return Ended(given_at, ended_at, "edited" if by == "edit" else "withdrawn")
    if expires <= now:
        return Ended(given_at, expires, "expired")
    return Ended(given_at, None, "edited")


def _same(child: Any, column: str, parent: Any) -> ColumnElement[bool]:
    return and_(parent.workspace_id == child.workspace_id, parent.id == getattr(child, column))


def _exact(rows: Iterable[Any]) -> Iterable[Shown]:
    for number, quote, named_as, answered_on, spans, words, purposes in rows:
        if not verifies(words, spans, quote):
            log.error("publication %s is not made of its author's words: left out", number)
        elif PURPOSE in purposes:
            yield Shown(number, quote, named_as, answered_on)
