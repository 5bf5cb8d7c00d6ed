"""The inbox: every comment that could become a testimonial, parted, filtered and ranked.

What is judged stands ready (judging.py); here the database parts and orders it, and only the
best are told apart and only one page is read whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from analysis.gates import Gate
from analysis.praise import POINTS, VARIED, Praise, Reason, varied, with_age
from feedback.masks import hiding
from feedback.models import Answer, Judgement, Response, Triage, Verdict
from feedback.testimonials import standing
from feedback.testimonials.sifting import Sieve
from surveys.definition import REASON_KEY

PER_PAGE = 20
COMPARED = 800
"""Characters of each of the best that are held against each other."""
LOOKED_THROUGH = 500
"""Newest comments that hold the words somebody looks for who may not know people."""
MONTH, YEAR = timedelta(days=30), timedelta(days=365)
LENGTHS = {"short": (0, 11), "right": (12, 60), "long": (61, 1_000_000)}


@dataclass(frozen=True)
class Place:
    """A comment at its place in the list."""

    response_id: int
    judged: Praise
    language: str


@dataclass(frozen=True)
class Counts:
    """How many comments each list holds, without filters."""

    new: int
    shortlisted: int
    published: int
    declined: int
    held: int

    @property
    def total(self) -> int:
        """All that is judged."""
        return self.new + self.shortlisted + self.published + self.declined + self.held


def places(session: Session, sieve: Sieve, now: datetime) -> list[Place]:
    """Give one page of a list, best first; one place more than fits tells of a next page."""
    begin = (sieve.page - 1) * PER_PAGE
    ordered = _ordered(_sifted(session, sieve, now), now.date())
    if begin + PER_PAGE > VARIED or sieve.list not in ("new", "shortlisted"):
        numbers = session.scalars(ordered.offset(begin).limit(PER_PAGE + 1)).all()
        return [place for place, _ in _read(session, numbers, now)]
    best = _read(session, session.scalars(ordered.limit(VARIED + 1)).all(), now)
    by_key = {place.response_id: place for place, _ in best}
    compared = {place.response_id: words for place, words in best}
    told_apart = varied([place.judged for place, _ in best[:VARIED]], compared)
    found = [replace(by_key[judged.key], judged=judged) for judged in told_apart]
    return [*found, *(place for place, _ in best[VARIED:])][begin : begin + PER_PAGE + 1]


def _read(session: Session, numbers: Sequence[int], now: datetime) -> list[tuple[Place, str]]:
    """Read judgements in a given order, each with the words that it is compared by."""
    words = func.substr(Answer.text, 1, COMPARED)
    rows = session.execute(
        select(Judgement, words).join(Answer, _WORDS).where(Judgement.response_id.in_(numbers))
    )
    found = {row[0].response_id: (place_of(row[0], now.date()), row[1] or "") for row in rows}
    return [found[number] for number in numbers if number in found]


def counts(session: Session, now: datetime) -> Counts:
    """Count every list."""
    open_ = and_(_undecided(), _unpublished(now))
    clear = func.coalesce(func.sum(case((standing.is_clear(now), 1), else_=0)), 0)
    total, free = session.execute(select(func.count(), clear).where(open_)).one()
    verdicts = select(Triage.verdict, func.count()).where(Triage.ended_at.is_(None))
    shown = Triage.response_id.not_in(standing.published(now))
    decided = dict(session.execute(verdicts.where(shown).group_by(Triage.verdict)).all())
    published = select(func.count()).where(Judgement.response_id.in_(standing.published(now)))
    return Counts(
        new=free,
        shortlisted=decided.get(Verdict.SHORTLISTED, 0),
        published=session.scalar(published) or 0,
        declined=decided.get(Verdict.DECLINED, 0),
        held=total - free,
    )


def languages(session: Session) -> list[str]:
    """Name the languages of comments, the most frequent first."""
    found = select(Judgement.language).group_by(Judgement.language)
    rows = session.scalars(found.order_by(func.count().desc(), Judgement.language).limit(40))
    return [language for language in rows if language]


def place_of(judgement: Judgement, today: date) -> Place:
    """Give a judged comment with what its age is worth today."""
    days = max(0, (today - judgement.answered_on).days)
    judged = with_age(stored_praise(judgement), days)
    return Place(judgement.response_id, judged, judgement.language)


def stored_praise(row: Judgement) -> Praise:
    """Read what the judge wrote; a reason that the judge of today does not know is left out."""
    reasons = (Reason(name, found, POINTS[name]) for name, found in row.reasons if name in POINTS)
    gates = tuple(Gate(name, found) for name, found in row.gates)
    return Praise(row.response_id, tuple(reasons), gates)


def _ordered(query: Select[Any], today: date) -> Select[Any]:
    fresh = Judgement.answered_on >= today - MONTH
    recent = Judgement.answered_on >= today - YEAR
    age = case((fresh, POINTS["fresh"]), (recent, POINTS["recent"]), else_=0)
    return query.order_by(
        (Judgement.points + age).desc(), Judgement.answered_on.desc(), Judgement.response_id.desc()
    )


def _sifted(session: Session, sieve: Sieve, now: datetime) -> Select[Any]:
    # Numbers only: their index holds all that parts and orders them, and nothing wide is sorted.
    query = select(Judgement.response_id).where(*_listed(sieve.list, now), *_filtered(sieve, now))
    if sieve.words:
        query = query.where(Judgement.response_id.in_(_holding(session, sieve.words)))
    if sieve.attribute:
        value = standing.attribute(session, sieve.attribute[0])
        found = select(Response.id).where(value == sieve.attribute[1])
        query = query.where(Judgement.response_id.in_(found))
    return query


def _listed(name: str, now: datetime) -> Iterable[ColumnElement[bool]]:
    if name == "published":
        return (Judgement.response_id.in_(standing.published(now)),)
    if name in ("shortlisted", "declined"):
        decided = select(Triage.response_id).where(
            Triage.ended_at.is_(None), Triage.verdict == Verdict(name)
        )
        return Judgement.response_id.in_(decided), _unpublished(now)
    clear = standing.is_clear(now)
    return _undecided(), _unpublished(now), clear if name == "new" else ~clear


def _filtered(sieve: Sieve, now: datetime) -> Iterable[ColumnElement[bool]]:
    if sieve.language:
        yield Judgement.language == sieve.language
    if sieve.rating:
        low, high = map(int, sieve.rating.split("-"))
        yield Judgement.score.between(low, high)
    if sieve.length:
        yield Judgement.words.between(*LENGTHS[sieve.length])
    if sieve.named:
        yield Judgement.names_somebody.is_(True)
    if sieve.agreed:
        agreed = Judgement.response_id.in_(standing.agreed(now))
        yield agreed if sieve.agreed == "yes" else ~agreed


def _holding(session: Session, words: str) -> Any:
    """Find comments that hold words; what is hidden from the reader is not found either."""
    held = Answer.question_key == REASON_KEY, _holds(words)
    if hiding.sees_people():
        return select(Answer.response_id).where(*held)
    newest = select(Answer.response_id, Answer.text).where(*held)
    rows = session.execute(newest.order_by(Answer.response_id.desc()).limit(LOOKED_THROUGH))
    seen = hiding.shown(session, {number: text for number, text in rows if text})
    return [number for number, said in seen.items() if words.casefold() in said.words.casefold()]


def _holds(words: str) -> ColumnElement[bool]:
    """Whether a text holds these words; SQLite folds case in ASCII only, so others are spelt."""
    spelt = {words, words.lower(), words.capitalize(), words.upper()}
    return or_(*[Answer.text.icontains(each, autoescape=True) for each in sorted(spelt)])


def _undecided() -> ColumnElement[bool]:
    decided = select(Triage.response_id).where(Triage.ended_at.is_(None))
    return Judgement.response_id.not_in(decided)


def _unpublished(now: datetime) -> ColumnElement[bool]:
    return Judgement.response_id.not_in(standing.published(now))


_WORDS = and_(
    Answer.workspace_id == Judgement.workspace_id,
    Answer.response_id == Judgement.response_id,
    Answer.question_key == Judgement.question_key,
)
