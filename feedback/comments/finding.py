"""Finding comments: the newest first, a page at a time, whatever is asked for and however many.

A page is walked along an index in its order and ends when it is full; only what is looked for by
words goes another way on SQLite, whose index gives numbers that rise with the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from analysis.search import Wanted, wanted
from feedback.comments.deciding import AT_ONCE
from feedback.comments.readable import is_narrower, readable
from feedback.comments.sifting import NO_THEME, UNKNOWN, After, Sieve
from feedback.models import CommentReading, CommentWords, Response, ThemeMention
from feedback.reports.scale import SCALES
from feedback.testimonials.standing import attribute
from feedback.themes import indexed
from surveys.models import Survey

PER_PAGE = 25
MOST_COUNTED = 1_000
FIRST_LOOK, MOST_LOOKED_AT = 200, 5_000
"""Comments that are looked at in one step of a search on SQLite."""


def page(session: Session, sieve: Sieve) -> list[After]:
    """Give one page; one comment more than fits tells of a next page."""
    looked_for = wanted(sieve.words)
    if sieve.words and not looked_for:
        return []
    if is_narrower(looked_for):
        return _readable(session, sieve, looked_for)
    return _page(session, sieve, looked_for)


def _page(session: Session, sieve: Sieve, looked_for: Wanted) -> list[After]:
    if looked_for and indexed.is_sqlite(session):
        return _searched(session, sieve, looked_for)
    by = _order(sieve)
    query = _sifted(session, sieve, looked_for).order_by(by[0].desc(), by[1].desc())
    if sieve.after:
        query = query.where(tuple_(*by) < tuple_(sieve.after.day, sieve.after.response_id))
    rows = session.execute(query.limit(PER_PAGE + 1))
    return [After(row.answered_on, row.response_id) for row in rows]


def sifted(session: Session, sieve: Sieve, *, as_read: bool = False) -> Select[Any]:
    """Select the numbers of all comments that are asked for, in no order.

    With `as_read` they are more: `readable` says which of them somebody finds.
    """
    looked_for = wanted(sieve.words)
    by_words = looked_for.present if as_read else looked_for
    query = _sifted(session, sieve, by_words).with_only_columns(CommentReading.response_id)
    return query.where(false()) if sieve.words and not looked_for else query


def every(
    session: Session, sieve: Sieve, *, as_read: bool, until: int = indexed.LARGEST
) -> Iterator[list[int]]:
    """Give the numbers of all comments that are asked for, some at a time, in rising order.

    `as_read` leaves out what members find in no page who may not know people.
    """
    looked_for, after = wanted(sieve.words), 0
    while True:
        fits = sifted(session, sieve, as_read=as_read).subquery()
        number = fits.c.response_id
        some = select(number).where(number > after, number < until).order_by(number)
        numbers = list(session.scalars(some.limit(AT_ONCE)))
        if not numbers:
            return
        after = numbers[-1]
        yield readable(session, numbers, looked_for) if as_read and looked_for else numbers


def count(session: Session, sieve: Sieve) -> int:
    """Count all comments that are asked for."""
    looked_for = wanted(sieve.words)
    if is_narrower(looked_for):
        return sum(len(part) for part in every(session, sieve, as_read=True))
    found = sifted(session, sieve).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def counted(session: Session, *conditions: ColumnElement[bool]) -> int:
    """Count comments up to `MOST_COUNTED` and one: more say no more."""
    found = select(CommentReading.response_id).where(*conditions).limit(MOST_COUNTED + 1)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def is_urgent() -> ColumnElement[bool]:
    """Whether a comment is urgent, in the words by which its index is found."""
    return CommentReading.urgency != literal_column("''")


def is_odd() -> ColumnElement[bool]:
    """Whether its words deny its score, likewise."""
    return literal_column("comment_reading.disagrees", CommentReading.disagrees.type)


def _readable(session: Session, sieve: Sieve, looked_for: Wanted) -> list[After]:
    found: list[After] = []
    part: list[After] = []
    while len(found) <= PER_PAGE and (not part or len(part) > PER_PAGE):
        part = _page(session, replace(sieve, after=part[-1]) if part else sieve, looked_for.present)
        kept = set(readable(session, [place.response_id for place in part], looked_for))
        found += [place for place in part if place.response_id in kept]
        if not part:
            break
    return found[: PER_PAGE + 1]


def _searched(session: Session, sieve: Sieve, looked_for: Wanted) -> list[After]:
    below, most = _below(session, sieve), FIRST_LOOK
    found: list[After] = []
    query = _sifted(session, sieve, Wanted()).join(CommentWords, _FOUND)
    while len(found) <= PER_PAGE:
        docs = indexed.docs(session, looked_for, below=below, most=most)
        if not docs:
            break
        rows = session.execute(
            query.where(CommentWords.doc.in_(docs)).order_by(CommentWords.doc.desc())
        )
        found += [After(row.answered_on, row.response_id) for row in rows]
        below, most = docs[-1], min(MOST_LOOKED_AT, 4 * most)
    return found[: PER_PAGE + 1]


def _below(session: Session, sieve: Sieve) -> int:
    """Give the number in the index behind which a page begins."""
    until = date.fromisoformat(sieve.until) if sieve.until else date.max
    end = indexed.first_of(until) + (1 << indexed.BITS) if sieve.until else indexed.LARGEST
    if sieve.after is None:
        return end
    known = select(CommentWords.doc).where(CommentWords.response_id == sieve.after.response_id)
    # Erased meanwhile: its day begins again, and nothing is passed over.
    return min(
        end, session.scalar(known) or indexed.first_of(sieve.after.day) + (1 << indexed.BITS)
    )


def _order(sieve: Sieve) -> tuple[Any, Any]:
    by = ThemeMention if sieve.theme_id else CommentReading
    return by.answered_on, by.response_id


def _sifted(session: Session, sieve: Sieve, looked_for: Wanted) -> Select[Any]:
    columns: Any = (CommentReading.response_id, CommentReading.answered_on)
    query: Select[Any] = select(*columns)
    if sieve.theme_id:
        query = query.join(ThemeMention, _SPEAKS).where(ThemeMention.theme_id == sieve.theme_id)
    if looked_for:
        query = query.join(CommentWords, _FOUND).where(indexed.matches(session, looked_for))
    if sieve.attribute:
        name, value = sieve.attribute
        theirs = and_(
            Response.workspace_id == CommentReading.workspace_id,
            Response.id == CommentReading.response_id,
        )
        query = query.join(Response, theirs).where(attribute(session, name) == value)
    return query.where(*_conditions(session, sieve))


def _conditions(session: Session, sieve: Sieve) -> Iterable[ColumnElement[bool]]:
    by = _order(sieve)[0]
    if sieve.since:
        yield by >= date.fromisoformat(sieve.since)
    if sieve.until:
        yield by <= date.fromisoformat(sieve.until)
    if sieve.state:
        yield CommentReading.state == ("" if sieve.state == "new" else sieve.state)
    if sieve.theme == NO_THEME:
        yield not_(select(ThemeMention.theme_id).where(_SPEAKS).exists())
    if sieve.list == "urgent" or sieve.urgency:
        yield is_urgent()
    if sieve.urgency not in ("", "any"):
        yield CommentReading.urgency == sieve.urgency
    if sieve.list == "odd":
        yield is_odd()
    if sieve.rude:
        yield CommentReading.toxicity != literal_column("''")
    if sieve.rude not in ("", "any"):
        yield CommentReading.toxicity == sieve.rude
    yield from _said(session, sieve)


def _said(session: Session, sieve: Sieve) -> Iterable[ColumnElement[bool]]:
    if sieve.sentiment == UNKNOWN:
        yield literal_column("NOT comment_reading.is_analysed", CommentReading.is_analysed.type)
    elif sieve.sentiment:
        about = ThemeMention if sieve.theme_id else CommentReading
        yield about.sentiment == sieve.sentiment
    if sieve.survey:
        yield CommentReading.survey_id == sieve.survey_id
    if sieve.language:
        yield CommentReading.language == sieve.language
    if sieve.band:
        yield _in_band(session, sieve.band)


def _in_band(session: Session, tone: str) -> ColumnElement[bool]:
    """Whether a score lies in a band of its own survey's scale."""
    rows = session.execute(select(Survey.id, Survey.kind))
    bands: dict[tuple[int, int], list[int]] = {}
    for number, kind in rows:
        band = next(each for each in SCALES[kind].bands if each.tone == tone)
        bands.setdefault((band.low, band.high), []).append(number)
    fits: Sequence[ColumnElement[bool]] = [
        and_(CommentReading.survey_id.in_(surveys), CommentReading.score.between(low, high))
        for (low, high), surveys in bands.items()
    ]
    return or_(false(), *fits)


_SPEAKS = and_(
    ThemeMention.workspace_id == CommentReading.workspace_id,
    ThemeMention.response_id == CommentReading.response_id,
)
_FOUND = and_(
    CommentWords.workspace_id == CommentReading.workspace_id,
    CommentWords.response_id == CommentReading.response_id,
)
