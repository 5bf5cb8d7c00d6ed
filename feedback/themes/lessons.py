"""What corrections taught: offered, taken, declined, and read with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis import Interval, proportion
from analysis.reading.learning import LEAST, Learned
from analysis.sentences import Span
from feedback.models import Member, ThemeCorrection, ThemeLesson
from feedback.themes import frames
from feedback.themes.corrected import WHOLE
from feedback.themes.frames import Change, Done, Standing

HISTORY = 20


@dataclass(frozen=True)
class Taught:
    """A lesson as it is read with."""

    lesson_id: int | None
    learned: Learned | None

    def spans(self, theme: str, words: str, found: Sequence[Span]) -> tuple[Span, ...]:
        """Say where a theme stands; an empty span where only the lesson finds it."""
        if self.learned is None or theme not in self.learned.weights:
            return tuple(found)
        if theme not in self.learned.themes(words, {theme} if found else ()):
            return ()
        return tuple(found) or ((0, 0),)


@dataclass(frozen=True)
class Effect:
    """What a lesson would change of one theme."""

    theme: str
    came_in: int
    went_out: int


@dataclass(frozen=True)
class Told:
    """A lesson with its figures."""

    row: ThemeLesson
    effects: tuple[Effect, ...]
    by: str

    @property
    def differ(self) -> int:
        """Verdicts of held-back corrections on which it and the rules differ."""
        return self.row.mended + self.row.spoiled

    @property
    def interval(self) -> Interval | None:
        """95 % interval of the share of those that it gets right; None where there are too few."""
        if not self.differ:
            return None
        found = proportion(self.row.mended, self.differ).interval()
        return found if isinstance(found, Interval) else None


def taught(session: Session, here: Standing) -> Taught:
    """Give what the frame reads with beside its rules."""
    if here.lesson_id is None:
        return Taught(None, None)
    row = session.scalars(select(ThemeLesson).where(ThemeLesson.id == here.lesson_id)).one()
    known = {theme: row.weights[theme] for theme in row.weights if theme in here.frame.by_id}
    return Taught(row.id, Learned(known, row.mended, row.spoiled, row.p, row.held))


def count_corrections(session: Session) -> int:
    """Count the comments of which somebody said what they speak of, and of what not."""
    about = ThemeCorrection.ended_at.is_(None), ThemeCorrection.theme_id != WHOLE
    n = select(func.count(func.distinct(ThemeCorrection.response_id))).where(*about)
    return session.scalar(n) or 0


def has_enough(session: Session) -> bool:
    """Whether there are enough corrections to learn from."""
    return count_corrections(session) >= LEAST


def listed(session: Session) -> list[Told]:
    """List the newest lessons."""
    theirs = (Member.workspace_id == ThemeLesson.workspace_id) & (
        Member.id == ThemeLesson.decided_by
    )
    rows = session.execute(
        select(ThemeLesson, Member.name, Member.email)
        .outerjoin(Member, theirs)
        .order_by(ThemeLesson.id.desc())
        .limit(HISTORY)
    )
    names = {theme.id: theme.name for theme in frames.frame_of(session).frame.themes}
    return [Told(row, _effects(row, names), name or email or "") for row, name, email in rows]


def is_there(session: Session, lesson_id: int) -> bool:
    """Whether there is such a lesson."""
    return session.scalar(select(ThemeLesson.id).where(ThemeLesson.id == lesson_id)) is not None


def take(session: Session, lesson_id: int, *, by: int, now: datetime) -> bool:
    """Read with an offered lesson from now on, history too. Whether it was offered."""
    row = _offered(session, lesson_id)
    here = frames.frame_of(session)
    if row is None or row.number != here.reads:
        return False
    row.state, row.decided_at, row.decided_by = "taken", now, by
    done = Done(Change.LEARNED, "", by, now, here.number)
    frames.apply(session, here.frame, done, lesson_id=row.id)
    return True


def decline(session: Session, lesson_id: int, *, by: int, now: datetime) -> bool:
    """Leave an offered lesson. Whether it was offered."""
    row = _offered(session, lesson_id)
    if row is None:
        return False
    row.state, row.decided_at, row.decided_by = "declined", now, by
    return True


def unlearn(session: Session, *, by: int, now: datetime) -> bool:
    """Read by the rules alone again, history too. Whether anything was learned."""
    here = frames.frame_of(session)
    if here.lesson_id is None:
        return False
    done = Done(Change.UNLEARNED, "", by, now, here.number)
    frames.apply(session, here.frame, done, lesson_id=None)
    return True


def _offered(session: Session, lesson_id: int) -> ThemeLesson | None:
    found = ThemeLesson.id == lesson_id, ThemeLesson.state == "offered"
    return session.scalar(select(ThemeLesson).where(*found).with_for_update())


def _effects(row: ThemeLesson, names: dict[str, str]) -> tuple[Effect, ...]:
    pairs = ((names[theme], *moved) for theme, moved in row.effects.items() if theme in names)
    return tuple(sorted((Effect(*pair) for pair in pairs), key=lambda each: each.theme))
