"""The comments of one page: words, findings and looks, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session

from analysis.reading import Known, read
from analysis.reading.tokens import fold, tokens
from analysis.search import Wanted, wanted
from analysis.sentences import Span
from feedback.comments.sifting import Sieve
from feedback.masks import hiding
from feedback.masks.hiding import BEYOND
from feedback.masks.masking import Shown
from feedback.models import Answer, CommentLook, CommentReading, Member, Response, ThemeMention
from feedback.reports.scale import SCALES
from feedback.themes import frames
from feedback.themes.marks import Piece, marked
from surveys.definition import REASON_KEY
from surveys.models import Survey

SHOWN = 700
"""Characters of a comment that the list shows."""


@dataclass(frozen=True)
class Said:
    """A theme that a comment speaks of, and what it says of it."""

    theme_id: int
    name: str
    sentiment: str
    confidence: float
    by_hand: bool


@dataclass(frozen=True)
class Look:
    """Who said where work on a comment stands, and when."""

    state: str
    by: str
    at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Item:
    """One comment."""

    row: CommentReading
    words: str
    pieces: tuple[Piece, ...]
    is_longer: bool
    survey: str
    scale_top: int
    band: str
    asked_in: str
    themes: tuple[Said, ...]
    look: Look | None

    @property
    def response_id(self) -> int:
        """Its answer."""
        return self.row.response_id

    @property
    def start(self) -> str:
        """How it begins, to be told from others by who listens."""
        return self.words[:60]


def items(session: Session, numbers: Sequence[int], sieve: Sieve) -> list[Item]:
    """Read some comments, in their order; what is looked for is marked in them."""
    rows = {row[0].response_id: row for row in session.execute(_comments(numbers))}
    themes, looks = themes_of(session, numbers), _looks(session, numbers)
    said = {n: row.words or "" for n, row in rows.items()}
    seen = hiding.shown(session, said, most=SHOWN)
    looked_for = wanted(sieve.words)
    return [
        _item(
            rows[number],
            seen[number],
            _marks(rows[number], seen[number], sieve, looked_for),
            themes.get(number, ()),
            looks.get(number),
        )
        for number in numbers
        if number in rows
    ]


def themes_of(session: Session, numbers: Sequence[int]) -> dict[int, tuple[Said, ...]]:
    """Give the themes of some comments, in the order of the frame."""
    frame = frames.frame_of(session).frame
    order = {theme.id: place for place, theme in enumerate(frame.themes)}
    found: dict[int, list[Said]] = defaultdict(list)
    for row in session.scalars(select(ThemeMention).where(ThemeMention.response_id.in_(numbers))):
        theme = frame.by_id.get(str(row.theme_id))
        if theme:
            said = Said(row.theme_id, theme.name, row.sentiment, row.confidence, row.by_hand)
            found[row.response_id].append(said)
    return {
        n: tuple(sorted(all_, key=lambda s: order[str(s.theme_id)])) for n, all_ in found.items()
    }


def history(session: Session, response_id: int) -> list[Look]:
    """List who looked at a comment, the newest first."""
    looked = _looked().where(CommentLook.response_id == response_id)
    return [_look(row) for row in session.execute(looked.order_by(CommentLook.made_at.desc()))]


def found_words(words: str, looked_for: Wanted) -> tuple[Span, ...]:
    """Say where the words stand that are looked for."""
    whole = {term for part in looked_for.parts if not part.absent for term in part.terms}
    begun = tuple(p.terms[-1] for p in looked_for.parts if p.begins and not p.absent)
    if not whole:
        return ()
    return tuple(
        (start, end)
        for word, start, end in tokens(words)
        if any(piece in whole or piece.startswith(begun) for piece in fold(word).split("'"))
    )


def _marks(row: Row[Any], seen: Shown, sieve: Sieve, looked_for: Wanted) -> Sequence[Span]:
    """Say where the words stand that are looked for, or that make the comment urgent."""
    spans = list(found_words(seen.words, looked_for))
    if sieve.list == "urgent":
        urgent = read(row.words or "", None, Known(row.language or "")).urgency
        spans += map(seen.at, urgent.spans if urgent else ())
    return [(start, end) for start, end in spans if end <= len(seen.words)]


def _item(
    row: Row[Any], seen: Shown, spans: Sequence[Span], themes: tuple[Said, ...], look: Look | None
) -> Item:
    reading, scale = row[0], SCALES[row.kind]
    return Item(
        row=reading,
        words=seen.words,
        pieces=marked(seen.words, spans, whole=True),
        is_longer=seen.is_cut,
        survey=row.name,
        scale_top=scale.highest,
        band=scale.band(reading.score).tone if reading.score in scale.steps else "",
        asked_in=row.language or "",
        themes=themes,
        look=look if reading.state else None,
    )


def _comments(numbers: Sequence[int]) -> Any:
    return (
        select(
            CommentReading,
            func.substr(Answer.text, 1, SHOWN + BEYOND).label("words"),
            Survey.name,
            Survey.kind,
            Response.language,
        )
        .join(Answer, _same(Answer, "response_id", CommentReading.response_id))
        .join(Response, _same(Response, "id", CommentReading.response_id))
        .join(Survey, _same(Survey, "id", CommentReading.survey_id))
        .where(CommentReading.response_id.in_(numbers), Answer.question_key == REASON_KEY)
    )


def _looks(session: Session, numbers: Sequence[int]) -> dict[int, Look]:
    live = _looked().where(CommentLook.response_id.in_(numbers), CommentLook.ended_at.is_(None))
    return {row[0].response_id: _look(row) for row in session.execute(live)}


def _looked() -> Any:
    theirs = and_(Member.workspace_id == CommentLook.workspace_id, Member.id == CommentLook.made_by)
    return select(CommentLook, Member.name, Member.email).outerjoin(Member, theirs)


def _look(row: Row[Any]) -> Look:
    look = row[0]
    return Look(look.state, row.name or row.email or "", look.made_at, look.ended_at)


def _same(model: Any, key: str, value: Any) -> Any:
    return and_(model.workspace_id == CommentReading.workspace_id, getattr(model, key) == value)
