"""The human decisions: which words to show, to show them, to stop. The author's always wins."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analysis.quotes import checked_spans, find_passages, quote
from analysis.sentences import Span, sentences
from feedback.models import Member, Publication, Testimonial
from feedback.testimonials.queries import Consented, consented_one


class GoneError(LookupError):
    """The author no longer agrees: withdrawn, expired, or the words were changed."""


class OnTheWallError(ValueError):
    """A published quote cannot be recut: what was approved is what is shown."""


@dataclass(frozen=True)
class Choice:
    """What a marketer chose: numbers of sentences, or passages written out (these go first)."""

    numbers: tuple[int, ...] = ()
    written: str = ""

    def spans(self, words: str) -> tuple[Span, ...]:
        """Find the choice in the words; NotExactError where they do not hold it."""
        if self.written.strip():
            return find_passages(words, self.written)
        pieces = sentences(words)
        return checked_spans(words, [pieces[n] for n in sorted(set(self.numbers))])


def cut(session: Session, consent_id: int, *, choice: Choice, by: Member, now: datetime) -> None:
    """Keep which words are to be quoted; NotExactError for any that its author did not write."""
    found = _live(session, consent_id, now)
    if found.publication:
        raise OnTheWallError("Take the quote off the wall before you cut it anew.")
    words = found.consent.words
    spans = choice.spans(words)
    row = testimonial_of(session, consent_id) or Testimonial(consent_id=consent_id)
    row.spans, row.quote = [list(span) for span in spans], quote(words, spans)
    row.made_by, row.made_at = by.id, now
    session.add(row)
    session.flush()


def publish(session: Session, consent_id: int, *, by: Member, now: datetime) -> None:
    """Show the quote to everybody, unless its author said no in the meantime."""
    found = _live(session, consent_id, now)
    row = testimonial_of(session, consent_id)
    if row is None:
        raise GoneError("Nothing is cut yet.")
    if found.publication is None:
        session.add(Publication(testimonial_id=row.id, published_by=by.id, published_at=now))
        session.flush()


def end(session: Session, consent_id: int, *, by: Member, now: datetime) -> None:
    """Take the quote off the wall."""
    row = testimonial_of(session, consent_id)
    if row is not None:
        session.execute(
            update(Publication)
            .where(Publication.testimonial_id == row.id, Publication.ended_at.is_(None))
            .values(ended_at=now, ended_by=by.id)
        )


def testimonial_of(session: Session, consent_id: int) -> Testimonial | None:
    """Find what was cut from a consented comment."""
    return session.scalar(select(Testimonial).where(Testimonial.consent_id == consent_id))


def _live(session: Session, consent_id: int, now: datetime) -> Consented:
    found = consented_one(session, consent_id, now, lock=True)
    if found is None:
        raise GoneError("Its author no longer agrees to be quoted.")
    return found
