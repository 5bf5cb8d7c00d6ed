"""The workspace's code frame: read, and changed by versions that are kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.reading import VERSION, Frame, Rule, Theme
from feedback.models import FrameVersion, Member
from feedback.themes import packs
from surveys.db import new_id
from surveys.scope import bound_workspace
from surveys.speech import Phrase, lazy

KEPT = -1
"""The lesson that the version before read with."""
MOST_RULES = 2_000
"""Of the whole frame."""


class Change(StrEnum):
    """What made a version."""

    BEGUN = "begun"
    PACK = "pack"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    READER = "reader"
    LEARNED = "learned"
    UNLEARNED = "unlearned"

    @property
    def said(self) -> Phrase:
        """Say it."""
        return SAID[self]


SAID = {
    Change.BEGUN: lazy("Begun"),
    Change.PACK: lazy("Starter pack"),
    Change.ADDED: lazy("Theme added"),
    Change.CHANGED: lazy("Theme changed"),
    Change.REMOVED: lazy("Theme taken away"),
    Change.READER: lazy("Comments are read better"),
    Change.LEARNED: lazy("Learned from corrections"),
    Change.UNLEARNED: lazy("Back to the rules alone"),
}


class ChangedMeanwhileError(Exception):
    """Somebody else changed the frame after it was looked at."""


@dataclass(frozen=True)
class Standing:
    """The frame as it stands."""

    number: int
    reads: int
    frame: Frame
    reader: str
    lesson_id: int | None = None


@dataclass(frozen=True)
class Done:
    """A change: what was done with what, by whom, to which version."""

    change: Change
    about: str
    by: int | None
    at: datetime
    number: int
    """Of the version that was changed."""


def standing(session: Session) -> Standing | None:
    """Give the newest version; None where nobody has begun."""
    row = session.scalars(
        select(FrameVersion).order_by(FrameVersion.number.desc()).limit(1)
    ).first()
    if row is None:
        return None
    frame = Frame.from_data(row.themes)
    return Standing(row.number, row.reads, frame, row.reader, row.lesson_id)


def frame_of(session: Session) -> Standing:
    """Give the newest version; an empty one where nobody has begun."""
    return standing(session) or Standing(0, 0, Frame(), VERSION)


def has_themes(session: Session) -> bool:
    """Tell whether anybody chose themes."""
    return bool(frame_of(session).frame.themes)


def apply(
    session: Session, frame: Frame, done: Done, *, lesson_id: int | None = KEPT
) -> FrameVersion:
    """Keep a changed frame as the next version; ChangedMeanwhileError where another came first."""
    before = frame_of(session)
    if before.number != done.number:
        raise ChangedMeanwhileError
    lesson_id = before.lesson_id if lesson_id == KEPT else lesson_id
    is_alike = before.number > 0 and before.frame.version == frame.version
    is_alike = is_alike and before.lesson_id == lesson_id
    number = before.number + 1
    row = FrameVersion(
        workspace_id=bound_workspace(session),
        number=number,
        reads=before.reads if is_alike and before.reader == VERSION else number,
        themes=frame.as_data(),
        reader=VERSION,
        lesson_id=lesson_id,
        change=done.change,
        about=done.about[:400],
        made_at=done.at,
        made_by=done.by,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        raise ChangedMeanwhileError from None
    return row


def with_theme(frame: Frame, theme: Theme) -> Frame:
    """Put a theme in its place, or at the end."""
    if theme.id in frame.by_id:
        return Frame(tuple(theme if each.id == theme.id else each for each in frame.themes))
    return Frame((*frame.themes, theme))


def without(frame: Frame, theme_id: str) -> Frame:
    """Take a theme away; its parts stand by themselves from then on."""
    return Frame(
        tuple(
            replace(each, parent="") if each.parent == theme_id else each
            for each in frame.themes
            if each.id != theme_id
        )
    )


def with_pack(frame: Frame, key: str) -> Frame:
    """Add the themes of a starter pack whose names are not there yet."""
    known = {theme.name.casefold() for theme in frame.themes}
    added = [
        replace(theme, id=new_theme_id())
        for theme in packs.themes(key)
        if theme.name.casefold() not in known
    ]
    return Frame((*frame.themes, *added))


def new_theme_id() -> str:
    """Give an id that no theme had or will have."""
    return str(new_id())


def count_rules(frame: Frame) -> int:
    """Count rules and excludes."""
    return sum(len(theme.rules) + len(theme.excludes) for theme in frame.themes)


def written(rules: Iterable[Rule]) -> str:
    """Write rules as people type them."""
    lines = (f"{rule.language}: {rule.words}" if rule.language else rule.words for rule in rules)
    return "\n".join(lines)


@dataclass(frozen=True)
class Past:
    """One version of the history."""

    number: int
    change: Change
    about: str
    by: str
    at: datetime
    came_in: int
    went_out: int


def history(session: Session, most: int) -> list[Past]:
    """List the newest versions."""
    rows = session.execute(
        select(FrameVersion, Member.name, Member.email)
        .outerjoin(
            Member,
            (Member.workspace_id == FrameVersion.workspace_id)
            & (Member.id == FrameVersion.made_by),
        )
        .order_by(FrameVersion.number.desc())
        .limit(most)
    )
    return [
        Past(
            row.number,
            Change(row.change),
            row.about,
            name or email or "",
            row.made_at,
            row.came_in,
            row.went_out,
        )
        for row, name, email in rows
    ]
