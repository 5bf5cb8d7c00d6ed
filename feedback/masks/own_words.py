"""A company's own words that look like names of people: its brand, its products, its places."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.reading.people import people_in
from analysis.reading.tokens import tokens
from feedback.masks.masking import Mask
from feedback.models import Answer, CommentReading, Member, OwnWord, Staff
from surveys.definition import REASON_KEY
from surveys.models import Workspace
from surveys.scope import bound_workspace

LONGEST = 60
LOOKED_AT = 300
"""Comments that are looked through for suggestions: the newest that wait."""
LEAST = 3
"""Comments a word has to be found in before it is suggested."""
SUGGESTED = 8


@dataclass(frozen=True)
class Own:
    """A word that is nobody's name, and who said so."""

    id: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Suggestion:
    """What is found as a name in many comments: perhaps it is none."""

    words: str
    n: int


def known(session: Session) -> frozenset[str]:
    """Give the words that are nobody's names, folded; the company's own name is among them."""
    name = select(Workspace.name).where(Workspace.id == bound_workspace(session))
    own = session.scalars(select(OwnWord.folded)).all()
    return frozenset(filter(None, (*own, folded(session.scalar(name) or ""))))


def without_own(words: str, masks: Iterable[Mask], own: frozenset[str]) -> tuple[Mask, ...]:
    """Leave out what was found as a name and is the company's own."""
    return tuple(
        mask
        for mask in masks
        if mask.kind != "name" or not _is_own(words[mask.start : mask.end], own)
    )


def listed(session: Session) -> list[Own]:
    """List the words, by letter."""
    theirs = (Member.workspace_id == OwnWord.workspace_id) & (Member.id == OwnWord.added_by)
    rows = session.execute(
        select(OwnWord, Member.name, Member.email)
        .outerjoin(Member, theirs)
        .order_by(OwnWord.folded)
    )
    return [Own(row.id, row.words, name or email or "", row.added_at) for row, name, email in rows]


def suggested(session: Session) -> list[Suggestion]:
    """Count what is found as a name in the newest comments that wait, the most frequent first."""
    masked = CommentReading.open_masks > 0
    newest = (
        select(Answer.text)
        .join(CommentReading, _same_answer())
        .where(masked)
        .order_by(CommentReading.answered_on.desc(), CommentReading.response_id.desc())
        .limit(LOOKED_AT)
    )
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for text in filter(None, session.scalars(newest)):
        for said in {
            _said(text, each.spans[0]) for each in people_in(text) if each.value == "name"
        }:
            counted[folded(said)][said] += 1
    taken = known(session) | _staff(session)
    found = [
        Suggestion(spelt.most_common(1)[0][0], spelt.total())
        for each, spelt in counted.items()
        if spelt.total() >= LEAST and not _is_own(each, taken)
    ]
    return sorted(found, key=lambda one: (-one.n, one.words))[:SUGGESTED]


def add(session: Session, said: str, *, by: int, now: datetime) -> bool:
    """Take some words as the company's own and look through their comments again; False: none."""
    words = " ".join(said.split())[:LONGEST]
    if not folded(words) or folded(words) in known(session):
        return False
    row = OwnWord(words=words, folded=folded(words), added_at=now, added_by=by)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # somebody else was quicker
        return False
    _look_again(session, words)
    return True


def remove(session: Session, word_id: int) -> str:
    """Let some words be a name again; they, or "" where there are none."""
    row = session.scalar(select(OwnWord).where(OwnWord.id == word_id))
    if row is None:
        return ""
    session.delete(row)
    _look_again(session, row.words)
    return row.words


def folded(said: str) -> str:
    """Write words as they are compared: no case, no accents, no 's."""
    return " ".join(word.removesuffix("'s") for word, _start, _end in tokens(said))


def _is_own(said: str, own: frozenset[str]) -> bool:
    """Whether words are the company's own, or are all made of such."""
    whole = folded(said)
    return whole in own or (bool(whole) and all(part in own for part in whole.split()))


def _staff(session: Session) -> frozenset[str]:
    """Give the names of colleagues: people for certain."""
    rows = session.execute(select(Staff.name, Staff.nicknames))
    names = [each for name, others in rows for each in (name, *others)]
    return frozenset(part for name in names for part in folded(str(name)).split())


def _look_again(session: Session, words: str) -> None:
    """Let the job that reads comments count anew what waits in those that hold the words."""
    session.flush()
    holds: Sequence[Any] = (
        Answer.question_key == REASON_KEY,
        Answer.read_by.is_not(None),
        Answer.text.icontains(words, autoescape=True),
    )
    session.execute(
        update(Answer).where(*holds).values(read_by=0),
        execution_options={"synchronize_session": False},
    )


def _said(text: str, span: tuple[int, int]) -> str:
    return text[slice(*span)].removesuffix("'s").removesuffix("’s")


def _same_answer() -> Any:
    return (
        (CommentReading.workspace_id == Answer.workspace_id)
        & (CommentReading.response_id == Answer.response_id)
        & (CommentReading.question_key == Answer.question_key)
    )
