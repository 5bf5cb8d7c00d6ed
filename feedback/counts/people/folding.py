"""Looking again at who is marked: a worker does it, a thousand marks at a time, beside all else.

A transaction takes marks away and makes the rows of these people anew, or does neither. A mark it
sees was written with what it tells of, so the rows are read behind both; one that it does not see
yet stays, and is looked at the next time.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import cast

from flask import Flask
from sqlalchemy import Connection, Table, delete, func, select, tuple_
from sqlalchemy.orm import Session

from feedback.counts.people.among import everything
from feedback.counts.people.keeping import EVERYTHING, lock, settle
from feedback.extensions import db
from feedback.models import TallyScope, TallyStale
from surveys.models import Workspace
from surveys.scope import bind_workspace

log = logging.getLogger("hark.counts")

AT_ONCE = 1000
EVERY_SECONDS = 1.0
LATE = timedelta(seconds=5)
"""How long a mark may wait before readers are told."""
STALE = cast("Table", TallyStale.__table__)
S = STALE.c


def watch_beside(app: Flask, stop: threading.Event) -> None:
    """Look again in a thread of its own: an import keeps the worker busy for minutes."""

    def watch() -> None:
        while not stop.wait(EVERY_SECONDS):
            try:
                with app.app_context():
                    while look_again() and not stop.is_set():
                        pass
            except Exception:
                log.exception("counting accounts stumbled and goes on")

    threading.Thread(target=watch, name="accounts", daemon=True).start()


def look_again() -> bool:
    """Look at who is marked in each workspace, a thousand marks of each; whether more may wait."""
    with db.engine.connect() as connection:  # SQLite: a look that keeps nobody waiting
        looking = connection.execution_options(hark_single_reads=True)
        if looking.execute(select(S.id).limit(1)).first() is None:
            connection.rollback()
            return False
        workspaces = list(_marked(looking))
        connection.rollback()
    return max([_fold_some(workspace) for workspace in workspaces], default=0) == AT_ONCE


def _marked(looking: Connection) -> Iterator[int]:
    """Name the workspaces that have marks; there may be a million of one."""
    found = looking.scalar(select(func.min(S.workspace_id)))
    while found is not None:
        yield found
        found = looking.scalar(select(func.min(S.workspace_id)).where(S.workspace_id > found))


def _fold_some(workspace: int) -> int:
    with db.engine.begin() as connection:
        if not lock(connection, waits=False):
            return 0
        oldest = select(S.workspace_id, S.id).where(S.workspace_id == workspace)
        key = tuple_(S.workspace_id, S.id)
        taken = delete(STALE).where(key.in_(oldest.order_by(S.id).limit(AT_ONCE)))
        people = connection.scalars(taken.returning(S.person_id)).all()
        _look(connection, workspace, sorted(set(people)))
    return len(people)


def look_now(session: Session, workspace: int, people: Sequence[int]) -> None:
    """Look at some people within a transaction that changes them: whoever is erased is gone."""
    connection = session.connection()
    lock(connection, waits=True)
    connection.execute(delete(STALE).where(S.workspace_id == workspace, S.person_id.in_(people)))
    _look(connection, workspace, people)


def attribute_kept(session: Session) -> str | None:
    """Tell by which attribute people's rows are; None where that is another one than today's.

    Then marks tell nothing: whatever they are of is read when everything is counted.
    """
    wanted = select(TallyScope.attribute).where(
        TallyScope.id == EVERYTHING, TallyScope.attribute == Workspace.account_attribute
    )
    ours = wanted.join(Workspace, Workspace.id == TallyScope.workspace_id)
    return session.scalar(ours.where(Workspace.account_attribute != ""))


def is_late(session: Session, now: datetime) -> bool:
    """Tell whether marks wait longer than a worker that looks needs."""
    oldest = session.scalar(select(TallyStale.at).order_by(TallyStale.id).limit(1))
    return oldest is not None and oldest < now - LATE


def _look(connection: Connection, workspace: int, people: Sequence[int]) -> None:
    with Session(connection) as session:
        bind_workspace(session, workspace)
        if attribute := attribute_kept(session):
            settle(session, everything(session, attribute), people)
