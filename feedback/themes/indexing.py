"""Jobs of the index of comments' words: to fill it, and to leave no letter of what was deleted."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from feedback import jobs, recurring
from feedback.campaigns.recipients import reading
from feedback.extensions import db
from feedback.models import CommentReading, CommentTrace, CommentWords
from feedback.themes import indexed
from surveys.models import Job, Workspace
from surveys.scope import bind_workspace

INDEX = "index-words"
PACK = "pack-words"
UNSCOPED = {"unscoped": True}


def index_words(session: Session, job: Job) -> None:
    """Let comments be found that were read before there was an index; resumes where it stopped."""
    for done in _filled(session):
        total = session.scalar(select(func.count()).select_from(CommentReading)) or 0
        jobs.report(session, job, done=done, total=total, now=datetime.now(UTC))
        session.commit()


def _filled(session: Session) -> Iterator[int]:
    after, done = 0, 0
    while said := indexed.missing(session, after):
        indexed.add(session, said)
        after, done = said[-1][0], done + len(said)
        yield done


def plan_packing(session: Session, now: datetime) -> bool:
    """Let a job pack the index where words left it."""
    with reading() as reader:
        left = reader.scalars(select(CommentTrace.workspace_id), execution_options=UNSCOPED).all()
    planned = [recurring.plan(session, PACK, workspace_id, now) for workspace_id in left]
    return any(planned)


def pack_words(session: Session, job: Job) -> None:
    """Pack SQLite's index step by step; whoever answers meanwhile waits for one step at most."""
    session.execute(delete(CommentTrace), execution_options={"synchronize_session": False})
    begins = True
    while indexed.pack(session.connection(), begins=begins):
        begins = False
        jobs.report(session, job, done=job.done + 1, total=0, now=datetime.now(UTC))
        session.commit()


def reindex() -> Iterator[str]:
    """Make the index anew from the comments themselves, and tell how many each workspace has."""
    session = db.session()
    _empty(session)
    places = session.scalars(select(Workspace.id).order_by(Workspace.id)).all()
    for workspace_id in places:
        bind_workspace(session, workspace_id)
        found = 0
        for done in _filled(session):
            found = done
            session.commit()
        name = session.get_one(Workspace, workspace_id).name
        yield f"{name}: {found:,} comments can be found"
    session.commit()


def _empty(session: Session) -> None:
    """Forget all of it; SQLite's would take each word out by itself, so it is told not to look."""
    connection = session.connection()
    if not indexed.is_sqlite(session):
        session.execute(delete(CommentWords), execution_options=UNSCOPED)
        session.commit()
        return
    asked = text("SELECT sql FROM sqlite_master WHERE name = 'comment_words_delete'")
    trigger = connection.execute(asked).scalar_one()
    for statement in (
        "DROP TRIGGER comment_words_delete",
        "DELETE FROM comment_words",
        "DELETE FROM comment_trace",
        "INSERT INTO comment_search (comment_search) VALUES ('delete-all')",
        trigger,
    ):
        connection.exec_driver_sql(statement)
    session.commit()
