"""Comments with people in them, for somebody to look over: the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from feedback.masks.decided import overlap, standing
from feedback.masks.deciding import Past, past
from feedback.masks.hiding import masks_of
from feedback.masks.masking import Mask
from feedback.models import Answer, CommentReading, MaskDecision, Member, Response
from surveys.definition import REASON_KEY
from surveys.models import Survey

PER_PAGE = 20
LATEST = 20


@dataclass(frozen=True)
class Piece:
    """Some words of a comment; with a mask, those it hides."""

    words: str
    mask: Mask | None = None
    is_decided: bool = False


@dataclass(frozen=True)
class Seen:
    """A comment with all of its masks."""

    response_id: int
    words: str
    day: date
    pieces: tuple[Piece, ...]

    @property
    def masked(self) -> list[Piece]:
        """What is hidden."""
        return [piece for piece in self.pieces if piece.mask]

    @property
    def is_open(self) -> bool:
        """Whether something was found that nobody decided on yet."""
        return any(not piece.is_decided for piece in self.masked)


@dataclass(frozen=True)
class Decided:
    """One of the last decisions, and the comment it is about."""

    response_id: int
    past: Past


def count_waiting(session: Session) -> int:
    """Count the comments that wait for somebody."""
    found = select(func.count()).select_from(CommentReading).where(CommentReading.open_masks > 0)
    return session.scalar(found) or 0


def waiting(session: Session, page: int) -> list[Seen]:
    """Give one page of them; one more than fits tells of a next page."""
    rows = session.execute(
        _comments()
        .join(CommentReading, _same(CommentReading))
        .where(CommentReading.open_masks > 0)
        .order_by(CommentReading.answered_on.desc(), CommentReading.response_id.desc())
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE + 1)
    )
    return _seen(session, rows.all())


def one(session: Session, response_id: int) -> Seen | None:
    """Give one comment; None where there are no words."""
    rows = session.execute(_comments().where(Response.id == response_id, Answer.text != "")).all()
    return next(iter(_seen(session, rows)), None)


def latest(session: Session) -> list[Decided]:
    """List the last decisions."""
    theirs = (Member.workspace_id == MaskDecision.workspace_id) & (
        Member.id == MaskDecision.made_by
    )
    rows = session.execute(
        select(MaskDecision, Member.name, Member.email, Answer.text)
        .outerjoin(Member, theirs)
        .outerjoin(
            Answer,
            and_(
                Answer.workspace_id == MaskDecision.workspace_id,
                Answer.response_id == MaskDecision.response_id,
                Answer.question_key == REASON_KEY,
            ),
        )
        .where(MaskDecision.ended_at.is_(None))
        .order_by(MaskDecision.id.desc())
        .limit(LATEST)
    )
    return [
        Decided(row.response_id, past(row, name or email or "", words or ""))
        for row, name, email, words in rows
    ]


def _comments() -> Any:
    said = and_(_same(Answer), Answer.question_key == REASON_KEY)
    of = and_(Survey.workspace_id == Response.workspace_id, Survey.id == Response.survey_id)
    found = select(Response.id, Answer.text, Response.answered_on).join(Answer, said)
    return found.join(Survey, of).where(Survey.is_anonymous.is_(False))


def _seen(session: Session, rows: Sequence[Any]) -> list[Seen]:
    said = {row.id: row.text for row in rows}
    masks, decisions = masks_of(session, said), standing(session, said)
    return [
        Seen(
            row.id,
            row.text,
            row.answered_on,
            _pieces(
                row.text,
                masks[row.id],
                [mask for each in decisions.get(row.id, ()) for mask in each.masks(row.text)],
            ),
        )
        for row in rows
    ]


def _pieces(words: str, masks: Sequence[Mask], decided: Sequence[Mask]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for mask in masks:
        is_decided = any(overlap(mask, each) for each in decided)
        pieces += [
            Piece(words[at : mask.start]),
            Piece(words[mask.start : mask.end], mask, is_decided),
        ]
        at = mask.end
    return tuple(piece for piece in (*pieces, Piece(words[at:])) if piece.words)


def _same(child: Any) -> Any:
    return and_(child.workspace_id == Response.workspace_id, child.response_id == Response.id)
