"""Giving an agreement, and taking it back: the author's word, which always wins."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from feedback.agreements.mails import Draft, queue
from feedback.agreements.terms import Terms, terms_of
from feedback.agreements.wording import YEARS, current
from feedback.models import Answer, Attribution, Consent, Purpose, QuoteMailKind, Relation, Response
from feedback.models.consent import digest
from feedback.provenance.chain import seal
from surveys.db import new_id
from surveys.definition import REASON_KEY
from surveys.models import Contact

RENEWABLE = timedelta(days=60)
"""How long before its end an agreement may be prolonged."""

BY_AUTHOR, ANEW = "author", "anew"
"""Who ended an agreement: taken back, or replaced as its author agreed to something else."""


@dataclass(frozen=True)
class Offer:
    """What the author saw and agreed to."""

    words_hash: str
    attribution: Attribution
    named_as: str
    purposes: tuple[Purpose, ...]
    language: str
    channel: str
    corrected: str | None = None
    terms: Terms = field(default_factory=Terms)


def give(session: Session, response_id: int, offer: Offer, now: datetime) -> Consent | None:
    """Keep the agreement; None where words or terms are no longer those that were shown.

    The answer is locked meanwhile. Agreeing to the same once more is one agreement; agreeing to
    something else ends the earlier one.
    """
    locked = select(Response).where(Response.id == response_id).with_for_update()
    response = session.scalars(locked, execution_options={"populate_existing": True}).one()
    words = words_of(session, response_id)
    if not words or digest(words) != offer.words_hash or not offer.purposes:
        return None
    if offer.terms != terms_of(session.connection(), response.workspace_id, response_id):
        return None
    standing_ones = _standing(session, response_id, now)
    for earlier in standing_ones:
        if _is_same(earlier, offer):
            return earlier
        _end(earlier, now, by=ANEW)
    consent = _consent(response_id, words, offer, now)
    session.add(consent)
    session.flush()
    _send_receipt(session, response, consent, now)
    ended = [("consent", earlier.id, "replaced") for earlier in standing_ones]
    given = (("response", response_id, "answered"), ("consent", consent.id, "given"))
    seal(session, now, *ended, *given)
    return consent


def withdraw(session: Session, consent: Consent, now: datetime) -> None:
    """End an agreement; what has ended already stays ended when it did."""
    if consent.ended_at is None:
        _end(consent, now, by=BY_AUTHOR)
        seal(session, now, ("consent", consent.id, "withdrawn"))


def narrow(session: Session, consent: Consent, purpose: Purpose, now: datetime) -> None:
    """Take one purpose out of an agreement; with its last one it ends."""
    left = [each for each in consent.purposes if each != purpose]
    if consent.ended_at is not None or left == consent.purposes:
        return
    if left:
        consent.purposes = left
        seal(session, now, ("consent", consent.id, "narrowed"))
    else:
        withdraw(session, consent, now)


def tie(session: Session, consent: Consent, relation: Relation, now: datetime) -> None:
    """Keep what ties an author to the company: a fact that readers are owed, beside their words."""
    if consent.relation != relation:
        consent.relation = relation
        seal(session, now, ("consent", consent.id, "tied"))


def renew(session: Session, consent: Consent, now: datetime) -> bool:
    """Prolong an agreement that is about to end; False where it is not, or has ended."""
    if not is_renewable(consent.ended_at, consent.expires_at, now):
        return False
    consent.expires_at, consent.renewed_at = years_later(consent.expires_at, YEARS), now
    seal(session, now, ("consent", consent.id, "renewed"))
    return True


def is_renewable(ended_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Whether the author of an agreement may be asked to prolong it."""
    return ended_at is None and now < expires_at <= now + RENEWABLE


def locked(session: Session, consent_id: int) -> Consent | None:
    """Find an agreement and keep everybody else from it until the commit."""
    found = select(Consent).where(Consent.id == consent_id).with_for_update()
    return session.scalar(found, execution_options={"populate_existing": True})


def standing(session: Session, response_id: int, now: datetime) -> Consent | None:
    """Find the agreement to quote an answer that holds now."""
    found = select(Consent).where(*_holds(response_id, now)).order_by(Consent.id.desc()).limit(1)
    return session.scalar(found)


def words_of(session: Session, response_id: int) -> str:
    """Read the comment as it stands; "" where there is none."""
    found = select(Answer.text).where(
        Answer.response_id == response_id, Answer.question_key == REASON_KEY
    )
    return session.scalar(found) or ""


def years_later(moment: datetime, years: int) -> datetime:
    """Give the same day some years on."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year + years, day=28)


def _standing(session: Session, response_id: int, now: datetime) -> list[Consent]:
    found = select(Consent).where(*_holds(response_id, now)).order_by(Consent.id).with_for_update()
    return list(session.scalars(found, execution_options={"populate_existing": True}))


def _holds(response_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Consent.response_id == response_id, Consent.ended_at.is_(None), Consent.expires_at > now


def _is_same(consent: Consent, offer: Offer) -> bool:
    return (
        consent.words_hash == offer.words_hash
        and consent.corrected == offer.corrected
        and consent.attribution == offer.attribution
        and consent.named_as == offer.named_as
        and consent.purposes == [purpose.value for purpose in offer.purposes]
        and (consent.incentive, consent.relation) == (offer.terms.incentive, offer.terms.relation)
    )


def _end(consent: Consent, now: datetime, *, by: str) -> None:
    consent.ended_at, consent.ended_by = now, by


def _consent(response_id: int, words: str, offer: Offer, now: datetime) -> Consent:
    wording = current(offer.language)
    return Consent(
        id=new_id(),
        response_id=response_id,
        words=words,
        words_hash=offer.words_hash,
        corrected=offer.corrected,
        attribution=offer.attribution,
        named_as=offer.named_as,
        purposes=[purpose.value for purpose in offer.purposes],
        incentive=offer.terms.incentive,
        relation=offer.terms.relation,
        wording_version=wording.version,
        wording_hash=wording.digest,
        locale=wording.locale,
        channel=offer.channel,
        given_at=now,
        expires_at=years_later(now, YEARS),
    )


def _send_receipt(session: Session, response: Response, consent: Consent, now: datetime) -> None:
    """Mail the way back out, where an address is known."""
    theirs = Contact.id == response.contact_id
    if response.contact_id and session.scalar(select(Contact.email).where(theirs)):
        draft = Draft(
            kind=QuoteMailKind.RECEIPT,
            response_id=response.id,
            contact_id=response.contact_id,
            words_hash=consent.words_hash,
            consent_id=consent.id,
        )
        queue(session, draft, now)
