"""Which consents count now, and what of them is published: asked anew at every request."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from analysis.quotes import verifies
from feedback.agreements.giving import locked
from feedback.database import likely
from feedback.models import (
    Answer,
    Attribution,
    Consent,
    Publication,
    Purpose,
    Relation,
    Response,
    Testimonial,
)
from feedback.testimonials.shown import Shown, ShownPage
from surveys.definition import REASON_KEY
from surveys.models import Survey, SurveyKind

log = logging.getLogger("hark.testimonials")

TEST_ANSWER = "test"
ENDED_BY = {"author": "withdrawn", "anew": "replaced", "edit": "edited"}
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
    def score_words(self) -> str:
        """The score on its scale: 9 of 10."""
        return "" if self.score is None else f"{self.score} of {SCALES[self.kind]}"


@dataclass(frozen=True)
class Ended:
    """The tombstone of an agreement: when and why it ended, no words, no name."""

    given_at: datetime
    ended_at: datetime | None
    why: str
    """'withdrawn', 'replaced', 'edited' or 'expired'."""


def live(query: Any, now: datetime) -> Any:
    """Keep of a query on consents those that count now."""
    return _joined(query).where(is_live(now))


def is_live(now: datetime) -> ColumnElement[bool]:
    """Say when a consent counts: not ended, not expired, and its words still stand."""
    return and_(
        Consent.ended_at.is_(None),
        Consent.expires_at > now,
        likely(Reason.text == Consent.words),
        or_(Response.excluded.is_(None), Response.excluded != TEST_ANSWER),
    )


def allows(purpose: Purpose) -> ColumnElement[bool]:
    """Say when a consent allows a purpose; each was ticked by itself."""
    return likely(cast(Consent.purposes, Text).like(f'%"{purpose.value}"%'))


def consented_one(
    session: Session, consent_id: int, now: datetime, *, lock: bool = False
) -> Consented | None:
    """Find one comment that may be quoted now; `lock` keeps its consent as it is until commit."""
    if lock:
        locked(session, consent_id)
    row = session.execute(_consented(now).where(Consent.id == consent_id)).first()
    return Consented(*row) if row else None


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


def shown(
    session: Session,
    now: datetime,
    *,
    purpose: Purpose | None,
    size: int,
    before: int | None = None,
) -> ShownPage:
    """Read one page of what is published and may be shown for a purpose, or any; newest first.

    Every output reads from here, at each request: whatever was withdrawn is out at once.
    """
    page = _shown(now, purpose).limit(size + 1)
    if before is not None:
        page = page.where(Publication.id < before)
    rows = session.execute(page).all()
    following = rows[size - 1].id if len(rows) > size else None
    return ShownPage(list(_exact(rows[:size])), following)


def shown_one(
    session: Session, now: datetime, public_id: str, *, purpose: Purpose | None = None
) -> Shown | None:
    """Find one published quote that may be shown for a purpose, or for any."""
    found = _shown(now, purpose).where(Publication.public_id == public_id)
    return next(iter(_exact(session.execute(found))), None)


def shown_by(
    session: Session, now: datetime, responses: Collection[int], *, purpose: Purpose
) -> dict[int, Shown]:
    """Find what is published of some answers and may be shown for a purpose."""
    found = _shown(now, purpose).where(Consent.response_id.in_(responses))
    rows = session.execute(found).all()
    return {row.Consent.response_id: quote for row in rows for quote in _exact([row])}


def newest_by_survey(session: Session, now: datetime, surveys: Collection[int]) -> dict[int, Shown]:
    """Find of some surveys the quote that was last put on the wall."""
    newest = (
        live(
            select(Response.survey_id, func.max(Publication.id).label("id"))
            .select_from(Publication)
            .join(Testimonial, _same(Publication, "testimonial_id", Testimonial))
            .join(Consent, _same(Testimonial, "consent_id", Consent)),
            now,
        )
        .where(
            Publication.ended_at.is_(None), allows(Purpose.WEBSITE), Response.survey_id.in_(surveys)
        )
        .group_by(Response.survey_id)
    )
    of = {publication: survey for survey, publication in session.execute(newest)}
    rows = session.execute(_shown(now, Purpose.WEBSITE).where(Publication.id.in_(of))).all()
    return {of[quote.publication_id]: quote for quote in _exact(rows)}


def on_the_wall(
    session: Session, now: datetime, *, size: int, before: int | None = None
) -> ShownPage:
    """Read one page of the wall."""
    return shown(session, now, purpose=Purpose.WEBSITE, size=size, before=before)


def was_consented(session: Session, consent_id: int) -> bool:
    """Whether there ever was such an agreement."""
    return session.scalar(select(Consent.id).where(Consent.id == consent_id)) is not None


def _shown(now: datetime, purpose: Purpose | None) -> Any:
    allowed = [allows(each) for each in ((purpose,) if purpose else Purpose)]
    return (
        live(
            select(
                Publication.id,
                Publication.public_id,
                Publication.published_at,
                Testimonial.quote,
                Testimonial.spans,
                Response.answered_on,
                Response.language,
                Response.invitation_id,
                Consent,
            )
            .select_from(Publication)
            .join(Testimonial, _same(Publication, "testimonial_id", Testimonial))
            .join(Consent, _same(Testimonial, "consent_id", Consent)),
            now,
        )
        .where(Publication.ended_at.is_(None), or_(*allowed))
        .order_by(Publication.id.desc())
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
        return Ended(given_at, ended_at, ENDED_BY[by or ""])
    if expires <= now:
        return Ended(given_at, expires, "expired")
    return Ended(given_at, None, "edited")


def _same(child: Any, column: str, parent: Any) -> ColumnElement[bool]:
    return and_(parent.workspace_id == child.workspace_id, parent.id == getattr(child, column))


def _exact(rows: Iterable[Any]) -> Iterable[Shown]:
    for row in rows:
        consent: Consent = row.Consent
        if not verifies(consent.quotable, row.spans, row.quote):
            log.error("publication %s is not made of its author's words: left out", row.id)
            continue
        yield Shown(
            publication_id=row.id,
            public_id=row.public_id,
            quote=row.quote,
            named_as=consent.named_as,
            attribution=Attribution(consent.attribution),
            purposes=frozenset(map(Purpose, consent.purposes)),
            incentive=consent.incentive,
            relation=Relation(consent.relation) if consent.relation else None,
            locale=consent.locale,
            language=row.language,
            answered_on=row.answered_on,
            published_at=row.published_at,
            given_at=consent.given_at,
            is_invited=row.invitation_id is not None,
            is_corrected=consent.corrected is not None,
        )
