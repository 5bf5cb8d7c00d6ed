"""The human decisions: which words to show, to show them, to stop. The author's always wins."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.passages import find_passages
from analysis.quotes import NotExactError, Piece, checked_spans, quote
from analysis.sentences import sentences
from analysis.spelling import is_clear_fix
from feedback.agreements import giving
from feedback.agreements.insiders import tie_seen
from feedback.models import Consent, Member, Publication, Relation, Testimonial
from feedback.models.consent import digest
from feedback.provenance.chain import seal
from feedback.testimonials.queries import Consented, consented_one


class GoneError(LookupError):
    """The author no longer agrees: withdrawn, expired, or the words were changed."""


class UntiedError(ValueError):
    """Its author seems to belong to the company, and nobody has said what ties them."""


class ChangedError(ValueError):
    """The quote is not the one that was seen: somebody else has cut it meanwhile."""


class OnTheWallError(ValueError):
    """A published quote cannot be recut: what was approved is what is shown."""


@dataclass(frozen=True)
class Choice:
    """What a marketer chose: numbers of sentences, or passages written out (these go first)."""

    numbers: tuple[int, ...] = ()
    written: str = ""
    language: str = ""
    """Of the words: its dictionary knows what is a mended spelling mistake and what is more."""

    def spans(self, words: str) -> tuple[Piece, ...]:
        """Find the choice in the words; NotExactError where they do not hold it."""
        if self.written.strip():
            return find_passages(words, self.written, partial(is_clear_fix, language=self.language))
        pieces = sentences(words)
        if any(n >= len(pieces) for n in self.numbers):
            raise NotExactError("order")
        return checked_spans(words, [pieces[n] for n in sorted(set(self.numbers))])


def cut(session: Session, consent_id: int, *, choice: Choice, by: Member, now: datetime) -> None:
    """Keep which words are to be quoted; NotExactError for any that its author did not write."""
    found = _live(session, consent_id, now)
    if found.publication:
        raise OnTheWallError("Take the quote off the wall before you cut it anew.")
    words = found.consent.quotable
    spans = choice.spans(words)
    row = testimonial_of(session, consent_id) or Testimonial(consent_id=consent_id)
    row.spans, row.quote = [list(span) for span in spans], quote(words, spans)
    row.made_by, row.made_at = by.id, now
    session.add(row)
    session.flush()
    seal(session, now, ("testimonial", row.id, "cut"))


def publish(session: Session, consent_id: int, *, seen: str, by: Member, now: datetime) -> None:
    """Show the quote that was seen to everybody, unless its author said no in the meantime."""
    found = _live(session, consent_id, now)
    row = testimonial_of(session, consent_id)
    if row is None:
        raise GoneError("Nothing is cut yet.")
    if seen != stamp(row, found.consent):
        raise ChangedError("Somebody has cut it anew, or said what ties its author.")
    if found.consent.relation is None and tie_seen(session, found.consent.response_id):
        raise UntiedError("Say first what ties its author to the company.")
    if found.publication is None:
        shown = Publication(testimonial_id=row.id, published_by=by.id, published_at=now)
        session.add(shown)
        session.flush()
        seal(session, now, ("publication", shown.id, "published"))


def tie(session: Session, consent_id: int, relation: Relation, *, now: datetime) -> None:
    """Keep what ties the author to the company; the quote then rests on the agreement with it."""
    found = _live(session, consent_id, now)
    if found.publication:
        raise OnTheWallError("Take the quote off the wall before you change what stands beside it.")
    giving.tie(session, found.consent, relation, now)
    row = testimonial_of(session, consent_id)
    if row is not None:
        seal(session, now, ("testimonial", row.id, "tied"))


def stamp(row: Testimonial, consent: Consent) -> str:
    """Tell a quote, with what stands beside it, from any other that could be published."""
    return digest("\n".join((row.quote, str(row.spans), consent.relation or "")))


def end(session: Session, consent_id: int, *, by: Member, now: datetime) -> None:
    """Take the quote off the wall; its agreement is locked first, as by everybody else."""
    giving.locked(session, consent_id)
    row = testimonial_of(session, consent_id)
    if row is not None:
        of_it = Publication.testimonial_id == row.id, Publication.ended_at.is_(None)
        for shown in session.scalars(select(Publication).where(*of_it).with_for_update()):
            shown.ended_at, shown.ended_by = now, by.id
            seal(session, now, ("publication", shown.id, "taken down"))


def testimonial_of(session: Session, consent_id: int) -> Testimonial | None:
    """Find what was cut from a consented comment."""
    return session.scalar(select(Testimonial).where(Testimonial.consent_id == consent_id))


def _live(session: Session, consent_id: int, now: datetime) -> Consented:
    found = consented_one(session, consent_id, now, lock=True)
    if found is None:
        raise GoneError("Its author no longer agrees to be quoted.")
    return found
