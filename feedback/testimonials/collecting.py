"""How quotes came together, in real counts: asked, answered, agreed, shown, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.agreements.giving import BY_AUTHOR
from feedback.models import (
    Answer,
    Consent,
    Decline,
    Publication,
    Purpose,
    QuoteMail,
    QuoteMailKind,
    Relation,
    Response,
    Testimonial,
    Triage,
    Verdict,
)
from feedback.testimonials.queries import allows, live
from feedback.testimonials.typicality import PEOPLE, typicality
from surveys.definition import REASON_KEY
from surveys.models import Campaign, CampaignKind, Invitation
from surveys.models.campaign import ASKED


@dataclass(frozen=True)
class Figures:
    """The counts of one workspace; all of customers or of quotes, none of anybody in particular."""

    asked: int
    answered: int
    commented: int
    agreed: int
    asked_by_mail: int
    said_no: int
    shown: int
    with_incentive: int
    with_tie: int
    taken_back: int
    changed: int
    expired: int
    taken_down: int
    declined: Mapping[Decline, int]
    """Comments that somebody at the company decided not to quote, by the reason given."""

    @property
    def are_enough(self) -> bool:
        """Whether so many answered that no figure points at anybody."""
        return self.answered >= MINIMUM


def collected(session: Session, now: datetime) -> Figures:
    """Count, in the bound workspace."""
    all_valid = typicality(session, now)
    ended = dict(
        session.execute(
            select(Consent.ended_by, func.count())
            .where(Consent.ended_at.is_not(None))
            .group_by(Consent.ended_by)
        ).all()
    )
    shown = _shown(now)
    tied = Consent.relation.is_not(None), Consent.relation != Relation.NONE
    return Figures(
        asked=_asked(session),
        answered=all_valid.customers,
        commented=_commented(session),
        agreed=all_valid.agreed,
        asked_by_mail=session.scalar(_mails()) or 0,
        said_no=session.scalar(_mails().where(QuoteMail.declined_at.is_not(None))) or 0,
        shown=session.scalar(shown) or 0,
        with_incentive=session.scalar(shown.where(Consent.incentive.is_not(None))) or 0,
        with_tie=session.scalar(shown.where(*tied)) or 0,
        taken_back=ended.get(BY_AUTHOR, 0),
        changed=ended.get("edit", 0),
        expired=_n(session, Consent, Consent.ended_at.is_(None), Consent.expires_at <= now),
        taken_down=_n(session, Publication, Publication.ended_at.is_not(None)),
        declined=_declined(session),
    )


def _shown(now: datetime) -> Any:
    """Count what the wall shows."""
    found = (
        select(func.count())
        .select_from(Publication)
        .join(Testimonial, Testimonial.id == Publication.testimonial_id)
        .join(Consent, Consent.id == Testimonial.consent_id)
    )
    return live(found, now).where(Publication.ended_at.is_(None), allows(Purpose.WEBSITE))


def _mails() -> Any:
    """Count the mails that asked an author, and left."""
    return (
        select(func.count())
        .select_from(QuoteMail)
        .join(Invitation, Invitation.id == QuoteMail.invitation_id)
        .where(QuoteMail.kind == QuoteMailKind.ASK, Invitation.state.in_(ASKED))
    )


def _declined(session: Session) -> dict[Decline, int]:
    rows = session.execute(
        select(Triage.reason, func.count())
        .where(Triage.verdict == Verdict.DECLINED, Triage.ended_at.is_(None))
        .group_by(Triage.reason)
    )
    return {Decline(reason): n for reason, n in rows if reason}


def _commented(session: Session) -> int:
    words = and_(Answer.response_id == Response.id, Answer.question_key == REASON_KEY)
    found = select(PEOPLE).select_from(Response).join(Answer, words)
    counts = Response.excluded.is_(None), func.trim(Answer.text) != ""
    return session.scalar(found.where(*counts)) or 0


def _asked(session: Session) -> int:
    """Count customers to whom a survey went, once each."""
    found = (
        select(func.count(func.distinct(Invitation.contact_id)))
        .join(Campaign, Campaign.id == Invitation.campaign_id)
        .where(Campaign.kind != CampaignKind.QUOTES, Invitation.state.in_(ASKED))
    )
    return session.scalar(found) or 0


def _n(session: Session, model: type[Consent | Publication], *holds: object) -> int:
    found = select(func.count()).select_from(model).where(*holds)  # type: ignore[arg-type]
    return session.scalar(found) or 0
