"""Reading comments for themes and what they say: by a job, once each, and anew with a new frame."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, literal_column, select, update
from sqlalchemy.orm import Session

from analysis.reading import VERSION, Frame, Known, Reader
from feedback import jobs, recurring
from feedback.campaigns.recipients import reading
from feedback.masks import decided, own_words
from feedback.models import (
    Answer,
    CommentReading,
    FrameVersion,
    Response,
    ThemeMention,
)
from feedback.recurring import Progress
from feedback.themes import corrected, frames, indexed, keeping, lessons, looked, looking
from feedback.themes.ahead import Ahead, Reads
from feedback.themes.frames import Change, Done, Standing
from feedback.themes.keeping import Found, found_in
from feedback.themes.lessons import Taught
from surveys.definition import REASON_KEY
from surveys.models import Job, Survey, Workspace
from surveys.scope import bind_workspace, bound_workspace

READ_WORDS = "read-words"
AT_ONCE = 200
COUNTED_AGAIN = 10_000
"""After so many comments those that wait are counted again: of a million that takes a while."""
UNSCOPED = {"unscoped": True}
NO_SYNC = {"synchronize_session": False}
TEST_ANSWER = "test"


def read_words(session: Session, job: Job) -> None:
    """Read whatever waits, some at a time; each batch is kept when the next begins."""
    done, total, again = 0, 0, 0
    reader, taught = Ahead(Frame()), lessons.Taught(None, None)
    session.commit()
    while True:
        now = datetime.now(UTC)
        with reading(bound_workspace(session)) as look:
            there = frames.frame_of(look)
            reader = _ready(reader, there)
            reader.look_at(look.execute(_unread(there)))
        here = frames.frame_of(session)
        reader = _ready(reader, here)
        if taught.lesson_id != here.lesson_id:
            taught = lessons.taught(session, here)
        rows = session.execute(_waiting(here)).all()
        if not rows:
            if done:
                looking.plan(session, bound_workspace(session), now)
            return
        numbers = [row.id for row in rows]
        before = _themes_before(session, numbers)
        _count_changes(session, before, keep(session, rows, reader, here, taught), here)
        done += len(rows)
        if done >= again:
            total, again = done + _count_waiting(session, here), done + COUNTED_AGAIN
        jobs.report(session, job, done=done, total=max(done, total), now=now)
        session.commit()


def _ready(reader: Ahead, here: Standing) -> Ahead:
    return reader if reader.frame == here.frame else Ahead(here.frame)


def plan(session: Session, now: datetime) -> bool:
    """Let a job read where comments wait and none is under way; one row serves a workspace."""
    with reading() as reader:  # a look that finds nothing must not stand in the writers' line
        old = reader.scalars(_read_by_another(), execution_options=UNSCOPED).all()
        waits = reader.scalars(_with_unread(), execution_options=UNSCOPED).all()
    for workspace_id in old:
        _begin_anew(session, workspace_id, now)
    found = dict.fromkeys((*old, *waits))
    planned = [recurring.plan(session, READ_WORDS, workspace_id, now) for workspace_id in found]
    return any(planned)


def progress(session: Session) -> Progress | None:
    """Tell how far reading is, where anything waits."""
    here = frames.frame_of(session)
    waiting = _count_waiting(session, here)
    if not waiting:
        return None
    done = select(func.count()).where(CommentReading.number == here.reads)
    return recurring.progress(session, READ_WORDS, waiting=waiting, done=session.scalar(done) or 0)


def keep(
    session: Session, rows: Sequence[Row[Any]], reader: Reads, here: Standing, taught: Taught
) -> Sequence[Found]:
    """Read comments and keep what was found, what people said of them, and how they are found."""
    numbers = [row.id for row in rows]
    said, masks = corrected.standing(session, numbers), decided.standing(session, numbers)
    own = own_words.known(session)
    states = looked.standing(session, {row.id: row.updated_at for row in rows})
    spoken = [
        row
        for row in rows
        if not (row.is_anonymous or row.excluded == TEST_ANSWER or not row.text.strip())
    ]
    found = [
        found_in(
            row,
            reader.read(row.text, Known(row.language or "")),
            keeping.Known(
                row.text, said.get(row.id, ()), masks.get(row.id, ()), taught.learned, own
            ),
            here,
        )
        for row in spoken
    ]
    for model in (ThemeMention, CommentReading):
        session.execute(
            delete(model).where(model.response_id.in_(numbers)), execution_options=NO_SYNC
        )
    about = {"workspace_id": bound_workspace(session)}
    for model, kept in (
        (
            CommentReading,
            [about | each.reading | {"state": states.get(each.response_id, "")} for each in found],
        ),
        (ThemeMention, [about | mention for each in found for mention in each.mentions]),
    ):
        if kept:
            session.execute(insert(model), kept)
    indexed.add(session, [(row.id, row.answered_on, row.text) for row in spoken])
    theirs = Answer.response_id.in_(numbers), Answer.question_key == REASON_KEY
    values = {"read_by": here.reads}
    session.execute(update(Answer).where(*theirs).values(**values), execution_options=NO_SYNC)
    return found


def read_again(session: Session, numbers: Sequence[int]) -> None:
    """Read some comments at once, because somebody said something of them."""
    here = frames.frame_of(session)
    rows = session.execute(_comments().where(Response.id.in_(numbers), *_words())).all()
    keep(session, rows, Reader(here.frame), here, lessons.taught(session, here))


def _themes_before(session: Session, numbers: Sequence[int]) -> dict[int, set[int]]:
    """Give the themes of comments that were read before; what is new is in none."""
    read = select(CommentReading.response_id).where(CommentReading.response_id.in_(numbers))
    found: dict[int, set[int]] = {number: set() for number in session.scalars(read)}
    pairs = select(ThemeMention.response_id, ThemeMention.theme_id).where(
        ThemeMention.response_id.in_(numbers)
    )
    for number, theme in session.execute(pairs):
        found[number].add(theme)
    return found


def _count_changes(
    session: Session, before: dict[int, set[int]], found: Sequence[Found], here: Standing
) -> None:
    """Write into the history how many comments came into themes, and how many went out."""
    after = {each.response_id: each.themes for each in found}
    came = sum(len(after.get(number, set()) - themes) for number, themes in before.items())
    went = sum(len(themes - after.get(number, set())) for number, themes in before.items())
    if came or went:
        session.execute(
            update(FrameVersion)
            .where(FrameVersion.number == here.reads)
            .values(came_in=FrameVersion.came_in + came, went_out=FrameVersion.went_out + went),
            execution_options=NO_SYNC,
        )


def _begin_anew(session: Session, workspace_id: int, now: datetime) -> None:
    """Write down that history is read by a new reader, or for the first time."""
    bind_workspace(session, workspace_id)
    here = frames.frame_of(session)
    if here.number and here.reader == VERSION:
        return
    change = Change.READER if here.number else Change.BEGUN
    frames.apply(session, here.frame, Done(change, "", None, now, here.number))
    session.commit()


def _words() -> tuple[Any, ...]:
    # Spelt out: a partial index is found by its words, not by a parameter that holds them.
    words = Answer.question_key == literal_column(f"'{REASON_KEY}'")
    return words, Answer.text.is_not(None), Answer.read_by.is_not(None)


def _with_unread() -> Any:
    newest = select(func.max(FrameVersion.reads)).where(FrameVersion.workspace_id == Workspace.id)
    of_theirs = Answer.workspace_id == Workspace.id
    reads = func.coalesce(newest.scalar_subquery(), 1)
    waits = select(Answer.response_id).where(of_theirs, *_words(), Answer.read_by < reads)
    return select(Workspace.id).where(waits.exists())


def _read_by_another() -> Any:
    """Choose workspaces without a frame, or whose newest one was read by another reader."""
    newest = (
        select(FrameVersion.workspace_id, func.max(FrameVersion.number).label("number"))
        .group_by(FrameVersion.workspace_id)
        .subquery()
    )
    is_newest = and_(
        FrameVersion.workspace_id == newest.c.workspace_id, FrameVersion.number == newest.c.number
    )
    up_to_date = (
        select(FrameVersion.workspace_id)
        .join(newest, is_newest)
        .where(FrameVersion.reader == VERSION)
    )
    answers = select(Answer.response_id).where(Answer.workspace_id == Workspace.id, *_words())
    return select(Workspace.id).where(Workspace.id.not_in(up_to_date), answers.exists())


def _count_waiting(session: Session, here: Standing) -> int:
    waits = (*_words(), Answer.read_by < max(1, here.reads))
    return session.scalar(select(func.count()).select_from(Answer).where(*waits)) or 0


def _waiting(here: Standing) -> Any:
    return _unread(here).with_for_update(of=Answer, skip_locked=True)


def _unread(here: Standing) -> Any:
    return _comments().where(*_words(), Answer.read_by < here.reads).limit(AT_ONCE)


def _comments() -> Any:
    return (
        select(
            Answer.text,
            Response.id,
            Response.survey_id,
            Response.score,
            Response.answered_on,
            Response.language,
            Response.excluded,
            Response.contact_id,
            Response.updated_at,
            Survey.kind,
            Survey.is_anonymous,
        )
        .join(Response, _same(Answer, "response_id", Response))
        .join(Survey, _same(Response, "survey_id", Survey))
    )


def _same(child: Any, column: str, parent: Any) -> Any:
    return and_(parent.workspace_id == child.workspace_id, parent.id == getattr(child, column))
