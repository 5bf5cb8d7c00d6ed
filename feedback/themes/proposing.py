"""Proposed themes: read with their comments, taken into the frame, or ignored for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from analysis.reading import Rule
from feedback.masks import hiding
from feedback.models import Answer, Response, ThemeMention, ThemeProposal, WordCopies
from surveys.definition import REASON_KEY

LONGEST = 400


@dataclass(frozen=True)
class Central:
    """A comment that stands for a proposal, as the reader may see it."""

    words: str
    is_cut: bool
    day: date


@dataclass(frozen=True)
class Proposed:
    """A proposal with its comments."""

    row: ThemeProposal
    phrase: str
    comments: tuple[Central, ...]

    @property
    def about(self) -> int:
        """How many comments it has among all that are left over, where only some were compared."""
        return round(self.row.size * self.row.pool / max(1, self.row.compared))

    @property
    def is_estimated(self) -> bool:
        """Whether not all were compared."""
        return self.row.compared < self.row.pool


@dataclass(frozen=True)
class Campaign:
    """Words that came in many copies."""

    row: WordCopies
    words: str


def listed(session: Session, state: str = "open") -> list[Proposed]:
    """List proposals, the largest first."""
    rows = session.scalars(
        select(ThemeProposal)
        .where(ThemeProposal.state == state)
        .order_by(ThemeProposal.size.desc(), ThemeProposal.id)
    ).all()
    seen = _seen(session, [int(key) for row in rows for key in row.central])
    phrases = hiding.words_shown(session, (row.phrase for row in rows))
    return [
        Proposed(row, phrase, tuple(seen[int(key)] for key in row.central if int(key) in seen))
        for row, phrase in zip(rows, phrases, strict=True)
    ]


def one(session: Session, proposal_id: int) -> ThemeProposal | None:
    """Find one that nobody decided on yet."""
    found = ThemeProposal.id == proposal_id, ThemeProposal.state == "open"
    return session.scalar(select(ThemeProposal).where(*found))


def rules(row: ThemeProposal) -> tuple[Rule, ...]:
    """Give the rules that a theme made of it begins with."""
    return tuple(Rule(phrase) for phrase in (row.phrase, *row.others))


def take(session: Session, proposal_id: int, theme_id: int, *, by: int, now: datetime) -> None:
    """Write down that a theme has its words now."""
    decided = {"decided_by": by, "decided_at": now, "theme_id": theme_id}
    session.execute(
        update(ThemeProposal)
        .where(ThemeProposal.id == proposal_id, ThemeProposal.state == "open")
        .values(state="taken", **decided)
    )


def turn(session: Session, proposal_id: int, state: str, *, by: int, now: datetime) -> bool:
    """Ignore a proposal, or let it be proposed again. Whether there was one."""
    before = "open" if state == "ignored" else "ignored"
    found = ThemeProposal.id == proposal_id, ThemeProposal.state == before
    row = session.scalar(select(ThemeProposal).where(*found).with_for_update())
    if row is None:
        return False
    row.state, row.decided_by, row.decided_at = state, by, now
    return True


def campaigns(session: Session) -> list[Campaign]:
    """List words that came in many copies, the most frequent first."""
    rows = session.scalars(select(WordCopies).order_by(WordCopies.n.desc())).all()
    seen = _seen(session, [row.response_id for row in rows])
    return [Campaign(row, seen[row.response_id].words) for row in rows if row.response_id in seen]


def copies_by_theme(session: Session) -> dict[int, int]:
    """Count for each theme the comments that only repeat another one."""
    same = and_(
        ThemeMention.workspace_id == WordCopies.workspace_id,
        ThemeMention.response_id == WordCopies.response_id,
    )
    rows = session.execute(select(ThemeMention.theme_id, WordCopies.n).join(WordCopies, same))
    found: dict[int, int] = {}
    for theme_id, n in rows:
        found[theme_id] = found.get(theme_id, 0) + n - 1
    return found


def _seen(session: Session, numbers: Sequence[int]) -> dict[int, Central]:
    said = and_(
        Answer.workspace_id == Response.workspace_id,
        Answer.response_id == Response.id,
        Answer.question_key == REASON_KEY,
    )
    rows = session.execute(
        select(Response.id, Response.answered_on, Answer.text)
        .join(Answer, said)
        .where(Response.id.in_(numbers), Answer.text != "")
    ).all()
    shown = hiding.shown(session, {row.id: row.text for row in rows}, most=LONGEST)
    return {
        row.id: Central(shown[row.id].words, shown[row.id].is_cut, row.answered_on) for row in rows
    }
