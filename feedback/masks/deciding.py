"""Deciding on masks: hide, show, confirm, and take a decision back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.agreements.giving import words_of
from feedback.masks import own_words
from feedback.masks.decided import HIDE, count_open, overlap, standing
from feedback.masks.masking import Mask, found_in
from feedback.models import CommentReading, MaskDecision, Member
from feedback.models.consent import digest
from surveys.db import new_id

MOST = 100
"""Places at which the same words are hidden at once."""


@dataclass(frozen=True)
class Past:
    """One decision, with who made it and what became of it."""

    id: int
    letters: str
    """What it is about, as the words read now; "" where these changed."""
    kind: str
    verdict: str
    by: str
    at: datetime
    ended_at: datetime | None


def decide(
    session: Session,
    response_id: int,
    masks: Iterable[Mask],
    verdict: str,
    *,
    by: int,
    now: datetime,
) -> int:
    """Hide or show letters of a comment; decisions on the same letters make way. How many."""
    words, made = words_of(session, response_id), 0
    for mask in masks:
        if not 0 <= mask.start < mask.end <= len(words):
            continue
        row = MaskDecision(
            id=new_id(),
            response_id=response_id,
            first=mask.start,
            last=mask.end,
            kind=mask.kind,
            verdict=verdict,
            letters_hash=digest(words[mask.start : mask.end]),
            made_at=now,
            made_by=by,
        )
        made += _put(session, row, now)
    _recount(session, response_id, words)
    return made


def confirm(session: Session, response_id: int, *, by: int, now: datetime) -> int:
    """Keep hidden whatever was found and nobody decided on yet."""
    words = words_of(session, response_id)
    known = [each.mask for each in standing(session, [response_id]).get(response_id, ())]
    left = [m for m in _found(session, words) if not any(overlap(m, each) for each in known)]
    return decide(session, response_id, left, HIDE, by=by, now=now)


def places(words: str, wanted: str, kind: str) -> list[Mask]:
    """Find every place at which some words stand in a comment, letter for letter."""
    found: list[Mask] = []
    at = words.find(wanted) if wanted else -1
    while at >= 0 and len(found) < MOST:
        found.append(Mask(at, at + len(wanted), kind))
        at = words.find(wanted, at + len(wanted))
    return found


def undo(session: Session, response_id: int, decision_id: int, *, now: datetime) -> bool:
    """Take a decision back; those that made way for it stand again. Whether there was one."""
    row = session.scalar(
        select(MaskDecision)
        .where(MaskDecision.id == decision_id, MaskDecision.response_id == response_id)
        .with_for_update()
    )
    if row is None or row.ended_at is not None:
        return False
    row.ended_at = now
    session.flush()
    back = MaskDecision.replaced_by == row.id, MaskDecision.response_id == response_id
    session.execute(update(MaskDecision).where(*back).values(ended_at=None, replaced_by=None))
    _recount(session, response_id, words_of(session, response_id))
    return True


def history(session: Session, response_id: int, words: str) -> list[Past]:
    """List what was decided about a comment, the newest first."""
    theirs = (Member.workspace_id == MaskDecision.workspace_id) & (
        Member.id == MaskDecision.made_by
    )
    rows = session.execute(
        select(MaskDecision, Member.name, Member.email)
        .outerjoin(Member, theirs)
        .where(MaskDecision.response_id == response_id)
        .order_by(MaskDecision.id.desc())
    )
    return [past(row, name or email or "", words) for row, name, email in rows]


def past(row: MaskDecision, by: str, words: str) -> Past:
    """Say what a decision is about, as the words read now."""
    letters = words[row.first : row.last]
    told = letters if digest(letters) == row.letters_hash else ""
    return Past(row.id, told, row.kind, row.verdict, by, row.made_at, row.ended_at)


def _put(session: Session, row: MaskDecision, now: datetime) -> bool:
    """Write a decision in the place of those on the same letters; the same again is none."""
    rival = (
        MaskDecision.response_id == row.response_id,
        MaskDecision.ended_at.is_(None),
        MaskDecision.first < row.last,
        MaskDecision.last > row.first,
    )
    rivals: Sequence[MaskDecision] = session.scalars(
        select(MaskDecision).where(*rival).with_for_update()
    ).all()
    if any(_says_the_same(each, row) for each in rivals):
        return False
    for each in rivals:
        each.ended_at, each.replaced_by = now, row.id
    session.flush()
    session.add(row)
    session.flush()
    return True


def _says_the_same(one: MaskDecision, other: MaskDecision) -> bool:
    names = ("first", "last", "verdict", "letters_hash", "kind")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _found(session: Session, words: str) -> tuple[Mask, ...]:
    return own_words.without_own(words, found_in(words), own_words.known(session))


def _recount(session: Session, response_id: int, words: str) -> None:
    """Say how much of the comment still waits for somebody."""
    decisions = standing(session, [response_id]).get(response_id, ())
    left = count_open(words, _found(session, words), decisions)
    session.execute(
        update(CommentReading)
        .where(CommentReading.response_id == response_id)
        .values(open_masks=left),
        execution_options={"synchronize_session": False},
    )
