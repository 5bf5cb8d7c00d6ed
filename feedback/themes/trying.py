"""Trying a theme before it is applied: what it catches, and which comments come in and go out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from analysis.language import language_of
from analysis.reading import Frame, Theme
from analysis.reading.mentions import Finder
from analysis.reading.parts import clauses
from analysis.reading.tokens import tokens
from analysis.sentences import Span
from feedback.models import Answer, CommentReading, Response, ThemeMention
from feedback.themes.marks import Piece, marked
from surveys.definition import REASON_KEY

LOOKED_AT = 5_000
"""Comments that a theme is tried on, the newest; all of them where there are no more."""
LETTERS = 5_000
"""Of each of them."""
EXAMPLES = 8


@dataclass(frozen=True)
class Example:
    """A comment that changes its place, or that is caught."""

    response_id: int
    pieces: tuple[Piece, ...]
    day: date


@dataclass(frozen=True)
class Trial:
    """What a theme catches, and what applying it would change."""

    looked_at: int
    total: int
    caught: int
    came_in: int
    went_out: int
    newly: tuple[Example, ...]
    no_longer: tuple[Example, ...]
    examples: tuple[Example, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every comment was looked at."""
        return self.looked_at >= self.total


@dataclass(frozen=True)
class _Said:
    response_id: int
    words: str
    day: date
    has_theme: bool
    spans: tuple[Span, ...]


def tried(session: Session, theme: Theme) -> Trial:
    """Try a theme on the newest comments; nothing is changed."""
    finder = Finder(Frame((Theme(theme.id, theme.name, theme.rules, theme.excludes),)))
    said = list(_said(session, finder, int(theme.id)))
    caught = [each for each in said if each.spans]
    newly = [each for each in caught if not each.has_theme]
    no_longer = [each for each in said if each.has_theme and not each.spans]
    return Trial(
        len(said),
        max(len(said), count(session)),
        len(caught),
        len(newly),
        len(no_longer),
        _examples(newly),
        _examples(no_longer),
        _examples([each for each in caught if each.has_theme]),
    )


def count(session: Session) -> int:
    """Count the comments that are read."""
    return session.scalar(select(func.count()).select_from(CommentReading)) or 0


def mentioned(session: Session) -> dict[int, int]:
    """Count the comments of each theme."""
    rows = select(ThemeMention.theme_id, func.count()).group_by(ThemeMention.theme_id)
    return dict(session.execute(rows).all())


def _said(session: Session, finder: Finder, theme_id: int) -> Iterator[_Said]:
    """Read the newest comments one after the other; where a person decided, that stays."""
    rows = session.execute(_newest(theme_id).execution_options(yield_per=500))
    for number, words, day, language, asked_in, sentiment, by_hand in rows:
        spoken = language if language is not None else language_of(words, asked_in or "")
        found = () if by_hand else finder.find(tuple(tokens(words)), clauses(words), spoken)
        spans = found[0].spans if found else ((0, 0),) if by_hand else ()
        yield _Said(number, words, day, sentiment is not None, spans)


def _newest(theme_id: int) -> Any:
    same = Answer.workspace_id == Response.workspace_id
    of_it = and_(
        ThemeMention.workspace_id == Response.workspace_id,
        ThemeMention.response_id == Response.id,
        ThemeMention.theme_id == theme_id,
    )
    read = and_(
        CommentReading.workspace_id == Response.workspace_id,
        CommentReading.response_id == Response.id,
    )
    return (
        select(
            Response.id,
            func.substr(Answer.text, 1, LETTERS),
            Response.answered_on,
            CommentReading.language,
            Response.language,
            ThemeMention.sentiment,
            ThemeMention.by_hand,
        )
        .select_from(CommentReading)
        .join(Response, read)
        .join(Answer, and_(same, Answer.response_id == Response.id, _IS_COMMENT))
        .outerjoin(ThemeMention, of_it)
        .order_by(CommentReading.answered_on.desc(), CommentReading.response_id.desc())
        .limit(LOOKED_AT)
    )


def _examples(said: Sequence[_Said]) -> tuple[Example, ...]:
    return tuple(
        Example(each.response_id, marked(each.words, each.spans), each.day)
        for each in said[:EXAMPLES]
    )


_IS_COMMENT = Answer.question_key == REASON_KEY
