"""What customers said of colleagues: praise, what has to be asked, and what is for owners alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from feedback.models import Answer, Member, Mention, Purpose, Response, Staff
from feedback.people.passages import Named, as_they_stand, unchanged
from feedback.people.roster import everybody
from feedback.testimonials import queries
from feedback.testimonials.shown import Shown
from surveys.definition import REASON_KEY

WORDS_EACH = 3
"""Of each colleague so many of the newest thanks stand on the wall."""


@dataclass(frozen=True)
class Hero:
    """A colleague with what customers thank them for."""

    staff: Staff
    thanks: int
    newest: Sequence[Named]


@dataclass(frozen=True)
class Asked:
    """A mention that a person has to decide, with who may be meant."""

    named: Named
    candidates: Sequence[tuple[Staff, float]]


@dataclass(frozen=True)
class Decided:
    """What a person decided, who and when."""

    named: Named
    staff: Staff | None
    by: str


class DecidedBeforeError(ValueError):
    """Somebody else decided it in the meantime."""


class NamedBeforeError(ValueError):
    """Somebody here said already that this colleague is meant in the same answer."""


def heroes(session: Session, today: date) -> list[Hero]:
    """List who works here now and was thanked, the newest thanks first: no ranking of people."""
    works = _works(today)
    counted = _with_words(select(Mention.staff_id, func.count())).join(Staff, _theirs())
    thanked = counted.where(*works, _PRAISE).group_by(Mention.staff_id)
    thanks = dict(session.execute(thanked).all())
    nth = func.row_number().over(
        partition_by=Mention.staff_id, order_by=(Response.answered_at.desc(), Mention.id.desc())
    )
    inner = _with_words(select(Mention.id.label("mention_id"), nth.label("nth")))
    newest = inner.join(Staff, _theirs()).where(*works, _PRAISE).subquery()
    rows = session.execute(
        _with_words(select(Mention, Staff, Answer.text, Response.answered_on))
        .join(Staff, _theirs())
        .join(newest, newest.c.mention_id == Mention.id)
        .where(newest.c.nth <= WORDS_EACH)
        .order_by(Response.answered_at.desc(), Mention.id.desc())
    ).all()
    seen = _by_mention(session, [(row[0], row[2], row[3]) for row in rows])
    by_staff: dict[int, tuple[Staff, list[Named]]] = {}
    for mention, staff, _words, _day in rows:
        kept = by_staff.setdefault(staff.id, (staff, []))[1]
        kept += seen.get(mention.id, ())
    return [Hero(staff, thanks[key], named) for key, (staff, named) in by_staff.items() if named]


def praise_of(session: Session, staff_id: int, *, limit: int, offset: int) -> list[Named]:
    """Read the thanks to one colleague, the newest first."""
    return _named(session, _PRAISE, Mention.staff_id == staff_id, limit=limit, offset=offset)


def thanks_to(session: Session, staff_id: int) -> int:
    """Count the thanks to one colleague."""
    found = _with_words(select(func.count())).where(_PRAISE, Mention.staff_id == staff_id)
    return session.scalar(found) or 0


def concerns(session: Session, *, limit: int) -> list[tuple[Named, Staff]]:
    """Read what is said against somebody: for owners alone, on no page of a team."""
    rows = session.execute(
        _with_words(select(Mention, Staff, Answer.text, Response.answered_on))
        .join(Staff, _theirs())
        .where(Mention.is_good.is_(False))
        .order_by(Response.answered_at.desc(), Mention.id.desc())
        .limit(limit)
    ).all()
    seen = _by_mention(session, [(row[0], row[2], row[3]) for row in rows])
    return [(named, staff) for mention, staff, *_ in rows for named in seen.get(mention.id, ())]


def waiting(session: Session, *, with_blame: bool) -> int:
    """Count what has to be decided; blame, and what may be it, for those who may read it."""
    found = _with_words(select(func.count())).where(*_open(with_blame=with_blame))
    return session.scalar(found) or 0


def queue(session: Session, *, with_blame: bool, limit: int) -> list[Asked]:
    """Read what has to be decided, the newest first, with who may be meant."""
    named = _named(session, *_open(with_blame=with_blame), limit=limit)
    ids = {key for each in named for key, *_how in each.mention.candidates}
    people = {p.id: p for p in session.scalars(select(Staff).where(Staff.id.in_(ids)))}
    return [
        Asked(
            each,
            [(people[key], sure) for key, sure, _how in each.mention.candidates if key in people],
        )
        for each in named
    ]


def decided(session: Session, *, with_blame: bool, limit: int) -> list[Decided]:
    """Read the last decisions, with who made them and when."""
    by = and_(Member.workspace_id == Mention.workspace_id, Member.id == Mention.decided_by)
    rows = session.execute(
        _with_words(
            select(Mention, Staff, Member.name, Member.email, Answer.text, Response.answered_on)
        )
        .outerjoin(Staff, _theirs())
        .outerjoin(Member, by)
        .where(Mention.decided_at.is_not(None), *_shown_to(with_blame=with_blame))
        .order_by(Mention.decided_at.desc(), Mention.id.desc())
        .limit(limit)
    ).all()
    seen = _by_mention(session, [(row[0], row[4], row[5]) for row in rows])
    return [
        Decided(named, staff, name or email or "")
        for mention, staff, name, email, *_ in rows
        for named in seen.get(mention.id, ())
    ]


def one(session: Session, mention_id: int, *, with_blame: bool) -> Mention | None:
    """Find one mention that a member may decide on, and keep it as it is until commit."""
    found = select(Mention).where(Mention.id == mention_id, *_shown_to(with_blame=with_blame))
    return session.scalar(found.with_for_update())


def decide(
    session: Session, mention: Mention, staff: Staff | None, *, by: Member, now: datetime
) -> None:
    """Keep who is meant, or that it is nobody, with who said so and when.

    Somebody is thanked once by an answer: what a machine found of them in it makes way.
    """
    if mention.decided_at is not None or mention.staff_id is not None:
        raise DecidedBeforeError("this was decided before")
    if staff and not _make_way(session, mention, staff):
        raise NamedBeforeError("they are named in this answer already")
    mention.staff_id = staff.id if staff else None
    mention.decided_at, mention.decided_by = now, by.id


def _make_way(session: Session, mention: Mention, staff: Staff) -> bool:
    of_them = select(Mention).where(
        Mention.response_id == mention.response_id, Mention.staff_id == staff.id
    )
    other = session.scalar(of_them)
    if other is None:
        return True
    if other.decided_at is None:
        session.delete(other)
        session.flush()
    return other.decided_at is None


def reopen(mention: Mention) -> None:
    """Put a decision of a person back into the queue."""
    if mention.decided_at is not None:
        mention.staff_id = mention.decided_at = mention.decided_by = None


def public_words(session: Session, today: date, now: datetime) -> list[tuple[Staff, list[Shown]]]:
    """List colleagues who opted in, with published quotes that hold the words naming them."""
    shown_people = [p.staff for p in everybody(session) if p.opted_in_at and p.is_active(today)]
    of_them = Mention.staff_id.in_([staff.id for staff in shown_people])
    rows = session.execute(
        _with_words(select(Mention, Answer.text, Response.answered_on)).where(_PRAISE, of_them)
    )
    named = list(unchanged(rows))
    responses = {mention.response_id for mention, _words, _day in named}
    quotes = queries.shown_by(session, now, responses, purpose=Purpose.WEBSITE)
    found: dict[int, list[Shown]] = {}
    for mention, words, _day in named:
        quote = quotes.get(mention.response_id)
        if quote and _names(quote.quote, words[mention.name_start : mention.name_end]):
            found.setdefault(mention.staff_id or 0, []).append(quote)
    return [(staff, found[staff.id]) for staff in shown_people if staff.id in found]


def _names(words: str, name: str) -> bool:
    """Whether a name stands in words, and not only its letters: no Ann in "annual"."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))


def _named(
    session: Session, *which: ColumnElement[bool], limit: int, offset: int = 0
) -> list[Named]:
    rows = session.execute(
        _with_words(select(Mention, Answer.text, Response.answered_on))
        .where(*which)
        .order_by(Response.answered_at.desc(), Mention.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return as_they_stand(session, rows)


def _by_mention(session: Session, rows: Iterable[Any]) -> dict[int, list[Named]]:
    """Read mentions as they stand; what was found in words that changed has none."""
    return {named.mention.id: [named] for named in as_they_stand(session, rows)}


def _with_words(query: Any) -> Any:
    """Join a query on mentions to the words they were found in."""
    answered = and_(
        Response.workspace_id == Mention.workspace_id, Response.id == Mention.response_id
    )
    said = and_(
        Answer.workspace_id == Mention.workspace_id,
        Answer.response_id == Mention.response_id,
        Answer.question_key == REASON_KEY,
        Answer.text != "",
    )
    return query.select_from(Mention).join(Response, answered).join(Answer, said)


def _theirs() -> ColumnElement[bool]:
    return and_(Staff.workspace_id == Mention.workspace_id, Staff.id == Mention.staff_id)


def _works(today: date) -> tuple[ColumnElement[bool], ...]:
    return (or_(Staff.until.is_(None), Staff.until >= today),)


def _open(*, with_blame: bool) -> tuple[ColumnElement[bool], ...]:
    asked = (Mention.staff_id.is_(None), Mention.decided_at.is_(None))
    return (*asked, *_shown_to(with_blame=with_blame))


def _shown_to(*, with_blame: bool) -> tuple[ColumnElement[bool], ...]:
    return () if with_blame else (Mention.is_good.is_(True), Mention.is_doubtful.is_(False))


_PRAISE = and_(Mention.is_good.is_(True), Mention.staff_id.is_not(None))
