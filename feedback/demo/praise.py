"""Praise in the demo: authors who agreed to be quoted, and what a marketer published."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.agreements.wording import YEARS, current
from feedback.demo.company import Cast
from feedback.models import Answer, Attribution, Consent, Publication, Response, Testimonial
from feedback.models.consent import digest
from feedback.respond.quoting import CHANNEL
from surveys.db import new_id
from surveys.definition import REASON_KEY
from surveys.models import Contact

AGREED, PUBLISHED = 16, 9
ALLOWED = {
    Attribution.FULL: ["website", "social", "sales", "press"],
    Attribution.INITIALS: ["website", "social"],
    Attribution.ROLE: ["website", "sales"],
    Attribution.ANONYMOUS: ["website"],
}
TOWNS = ("Fernhill", "Dunmore", "Saltmarsh", "Oakham")


def add_praise(cast: Cast) -> None:
    """Let some promoters agree, each named as they chose; publish most of what they said."""
    rows = _promoters(cast.session)
    rungs = list(Attribution)
    for number, (words, response, contact) in enumerate(rows[:AGREED]):
        rung = rungs[number % len(rungs)]
        given_at = response.answered_at + timedelta(minutes=1)
        consent = _agreement(words, response, rung, _named(cast, contact, rung), given_at)
        cast.session.add(consent)
        cast.session.flush()
        if number < PUBLISHED:
            _publish(cast.session, consent, given_at + timedelta(days=1), cast.now)


def _promoters(session: Session) -> list[tuple[str, Response, Contact]]:
    rows = session.execute(
        select(Answer.text, Response, Contact)
        .join(Response, Response.id == Answer.response_id)
        .join(Contact, Contact.id == Response.contact_id)
        .where(Answer.question_key == REASON_KEY, Response.score >= 9)
        .order_by(Response.answered_at.desc(), Response.id)
    )
    said: dict[str, tuple[str, Response, Contact]] = {}
    for words, response, contact in rows:
        said.setdefault(words or "", (words or "", response, contact))
    return sorted(said.values(), key=lambda row: -len(row[0]))


def _named(cast: Cast, contact: Contact, rung: Attribution) -> str:
    first, last = contact.name.split(" ", 1)
    return {
        Attribution.FULL: f"{contact.name}, {contact.attributes['account']}",
        Attribution.INITIALS: f"{first} {last[0]}., {cast.chance.choice(TOWNS)}",
        Attribution.ROLE: "Office manager, services",
        Attribution.ANONYMOUS: "Verified customer",
    }[rung]


def _agreement(
    words: str, response: Response, rung: Attribution, named_as: str, at: datetime
) -> Consent:
    return Consent(
        id=new_id(),
        response_id=response.id,
        words=words,
        words_hash=digest(words),
        attribution=rung,
        named_as=named_as,
        purposes=ALLOWED[rung],
        wording_version=current("en").version,
        wording_hash=current("en").digest,
        locale="en",
        channel=CHANNEL,
        given_at=at,
        expires_at=at + timedelta(days=365 * YEARS),
    )


def _publish(session: Session, consent: Consent, at: datetime, now: datetime) -> None:
    testimonial = Testimonial(
        id=new_id(),
        consent_id=consent.id,
        spans=[[0, len(consent.words)]],
        quote=consent.words,
        made_at=min(at, now),
    )
    session.add(testimonial)
    session.flush()
    session.add(Publication(testimonial_id=testimonial.id, published_at=min(at, now)))
