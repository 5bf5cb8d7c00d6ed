"""One theme: its parts, its groups, what survey vendors would say of it, and what people wrote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from analysis import Interval
from analysis.language import language_of
from analysis.leave_out import left_out
from analysis.reading import Frame, Theme
from analysis.reading.mentions import Finder
from analysis.reading.parts import clauses
from analysis.reading.tokens import tokens
from feedback.masks import hiding
from feedback.masks.masking import Shown
from feedback.models import Answer, CommentReading, Response, ThemeMention
from feedback.reports.breakdown import hidden_words, name_of, value_name
from feedback.reports.figures import Axis, Figure, figure, share, signed
from feedback.reports.queries import answered_in
from feedback.reports.trend import Tick, ticks_for
from feedback.themes import counting
from feedback.themes.counting import with_response
from feedback.themes.effects import TONES
from feedback.themes.marks import Piece, marked
from feedback.themes.spoken import Comments
from surveys.definition import REASON_KEY
from surveys.speech import _

EXAMPLES = 8
LETTERS = 5_000


@dataclass(frozen=True)
class Row:
    """A group: the share of its comments that mention the theme; places in percent."""

    name: str
    kind: str
    figure: Figure
    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Groups:
    """Groups by one attribute on one axis, all together last."""

    attribute: str
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    hidden: str
    all_at: float


@dataclass(frozen=True)
class Said:
    """A comment that mentions the theme, with the words that say so marked."""

    pieces: tuple[Piece, ...]
    tone: str
    score: int | None
    day: date
    language: str


def groups(session: Session, found: Comments, themes: Sequence[int]) -> Groups | None:
    """Compare groups; None where nothing is compared by."""
    apart = found.apart
    if apart is None:
        return None
    name = found.selection.by
    mentions, all_mentions = counting.by_group(session, apart, found.selection, themes)
    told = [
        (value_name(name, value), "group" if value else "none", part)
        for value, n in apart.sizes.items()
        if (part := share(mentions[value], n))
    ]
    told.sort(key=lambda row: (row[1] == "none", -row[2].value, row[0]))
    whole = share(all_mentions, apart.all)
    if told and whole:
        told.append((_("All comments"), "all", whole))
    hidden = hidden_words(bool(told), told[0][2] if told else None, protects=apart.protects)
    if not told:
        return Groups(name_of(name), (), (), hidden, 0)
    ticks = ticks_for(0, max(part.high for _n, _k, part in told), 0, 100)
    axis = Axis(ticks[0], ticks[-1])
    rows = tuple(
        Row(label, kind, part, *(axis.at(each) for each in (part.low, part.value, part.high)))
        for label, kind, part in told
    )
    marks = tuple(Tick(axis.at(tick), signed(tick)) for tick in ticks)
    return Groups(name_of(name), rows, marks, hidden if apart.protects else "", rows[-1].at)


def without(found: Comments, theme: Theme, *, least: int) -> Figure | None:
    """Give what vendors call a theme's impact: the score less that without it."""
    told = found.of(theme)
    n = sum(n for said, n in zip(told.said, told.sizes, strict=True) if theme.id in said)
    if not least <= n <= told.n - least or (left := left_out(told, theme.id)) is None:
        return None
    interval = Interval(left.low, left.high, 0.95, "influence")
    return figure(left.value, interval, 1, "", told.n, "", decimals=1)


def examples(session: Session, found: Comments, themes: Sequence[Theme]) -> tuple[Said, ...]:
    """Give the newest comments of the selection that mention a theme, or a part of it."""
    alone = (replace(theme, parent="") for theme in themes)
    finder = Finder(Frame(tuple(alone)))
    m, c = ThemeMention, CommentReading
    theirs = and_(
        Answer.workspace_id == m.workspace_id,
        Answer.response_id == m.response_id,
        Answer.question_key == REASON_KEY,
    )
    same = and_(c.workspace_id == m.workspace_id, c.response_id == m.response_id)
    rows = session.execute(
        select(
            m.response_id,
            func.substr(Answer.text, 1, LETTERS + hiding.BEYOND),
            m.sentiment,
            m.score,
            m.answered_on,
            c.language,
            Response.language,
        )
        .select_from(m)
        .join(c, same)
        .join(Answer, theirs)
        .join(Response, with_response(m))
        .where(
            m.theme_id.in_([int(theme.id) for theme in themes]),
            m.is_counted,
            c.is_analysed,
            m.score.is_not(None),
        )
        .where(answered_in(found.kept, found.selection, m))
        .order_by(m.answered_on.desc(), m.response_id.desc())
        .limit(EXAMPLES * len(themes))
    )
    once = {number: row for number, *row in rows}
    few = dict(list(once.items())[:EXAMPLES])
    seen = hiding.shown(session, {n: row[0] for n, row in few.items()}, most=LETTERS)
    return tuple(_said(finder, seen[number], *row) for number, row in few.items())


def _said(
    finder: Finder,
    seen: Shown,
    words: str,
    tone: str,
    score: int | None,
    day: date,
    language: str,
    asked_in: str | None,
) -> Said:
    spoken = language or language_of(words, asked_in or "")
    caught = finder.find(tuple(tokens(words)), clauses(words), spoken)
    spans = [span for each in caught for span in each.spans]
    name = str(TONES[tone]) if tone in TONES else ""
    pieces = marked(seen.words, [*map(seen.at, spans)])
    return Said(pieces, name, score, day, language)
