"""Trying a theme before it is applied: what it catches, and which comments come in and go out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from analysis.language import language_of
from analysis.reading import Frame, Theme
from analysis.reading.mentions import Finder
from analysis.reading.parts import clauses
from analysis.reading.tokens import tokens
from analysis.sentences import Span
from feedback.masks import hiding
from feedback.models import Answer, CommentReading, Response, ThemeCorrection, ThemeMention
from feedback.models.consent import digest
from feedback.themes import frames, lessons
from feedback.themes.corrected import ABSENT
from feedback.themes.lessons import Taught
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
    learned = lessons.taught(session, frames.frame_of(session))
    said = list(_said(session, finder, int(theme.id), learned))
    caught = [each for each in said if each.spans]
    newly = [each for each in caught if not each.has_theme]
    no_longer = [each for each in said if each.has_theme and not each.spans]
    return Trial(
        len(said),
        max(len(said), count(session)),
        len(caught),
        len(newly),
        len(no_longer),
        _examples(session, newly),
        _examples(session, no_longer),
        _examples(session, [each for each in caught if each.has_theme]),
    )


def count(session: Session) -> int:
    """Count the comments that are read."""
    return session.scalar(select(func.count()).select_from(CommentReading)) or 0


def mentioned(session: Session) -> dict[int, int]:
    """Count the comments of each theme."""
    rows = select(ThemeMention.theme_id, func.count()).group_by(ThemeMention.theme_id)
    return dict(session.execute(rows).all())


def _said(session: Session, finder: Finder, theme_id: int, learned: Taught) -> Iterator[_Said]:
    """Read the newest comments one after the other; where a person decided, that stays."""
    rows = session.execute(_newest(theme_id).execution_options(yield_per=500))
    for number, words, day, language, asked_in, sentiment, by_hand, denied, of in rows:
        spoken = language if language is not None else language_of(words, asked_in or "")
        is_absent = denied is not None and digest(denied) == of
        is_decided = by_hand or is_absent
        found = () if is_decided else finder.find(tuple(tokens(words)), clauses(words), spoken)
        spans = found[0].spans if found else ((0, 0),) if by_hand else ()
        spans = spans if is_decided else learned.spans(str(theme_id), words, spans)
        yield _Said(number, words, day, sentiment is not None, spans)


def _newest(theme_id: int) -> Any:
    same = Answer.workspace_id == Response.workspace_id
    of_it = and_(
        ThemeMention.workspace_id == Response.workspace_id,
        ThemeMention.response_id == Response.id,
        ThemeMention.theme_id == theme_id,
    )
    denied = and_(
        ThemeCorrection.workspace_id == Response.workspace_id,
        ThemeCorrection.response_id == Response.id,
        ThemeCorrection.theme_id == theme_id,
        ThemeCorrection.verdict == ABSENT,
        ThemeCorrection.ended_at.is_(None),
    )
    read = and_(
        CommentReading.workspace_id == Response.workspace_id,
        CommentReading.response_id == Response.id,
    )
    return (
        select(
            Response.id,
            func.substr(Answer.text, 1, LETTERS + hiding.BEYOND),
            Response.answered_on,
            CommentReading.language,
            Response.language,
            ThemeMention.sentiment,
            ThemeMention.by_hand,
            case((ThemeCorrection.id.is_not(None), Answer.text)),
            ThemeCorrection.words_hash,
        )
        .select_from(CommentReading)
        .join(Response, read)
        .join(Answer, and_(same, Answer.response_id == Response.id, _IS_COMMENT))
        .outerjoin(ThemeMention, of_it)
        .outerjoin(ThemeCorrection, denied)
        .order_by(CommentReading.answered_on.desc(), CommentReading.response_id.desc())
        .limit(LOOKED_AT)
    )


def _examples(session: Session, said: Sequence[_Said]) -> tuple[Example, ...]:
    few = said[:EXAMPLES]
    seen = hiding.shown(session, {each.response_id: each.words for each in few}, most=LETTERS)
    return tuple(
        Example(each.response_id, marked(words.words, [*map(words.at, each.spans)]), each.day)
        for each in few
        for words in [seen[each.response_id]]
    )


_IS_COMMENT = Answer.question_key == REASON_KEY
