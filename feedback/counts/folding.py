"""Folding noted changes into the counts: a worker does it, a thousand at a time.

Reports count what is folded and what is not, so nothing is late while a worker rests. One folds at
a time; a transaction takes its notes away and adds them, or does neither.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask import Flask
from sqlalchemy import Connection, Table, delete, select, text, tuple_

from feedback.counts.figures import Added, TallyKey, add
from feedback.extensions import db
from feedback.models import TallyAskedChange, TallyChange

log = logging.getLogger("hark.counts")

AT_ONCE = 1000
EVERY_SECONDS = 1.0
LOCK = 0x434F554E5453  # "COUNTS"


def watch_beside(app: Flask, stop: threading.Event) -> None:
    """Fold in a thread of its own: an import keeps the worker busy for minutes."""

    def watch() -> None:
        while not stop.wait(EVERY_SECONDS):
            try:
                with app.app_context():
                    while fold_some() and not stop.is_set():
                        pass
            except Exception:
                log.exception("folding stumbled and goes on")

    threading.Thread(target=watch, name="counts", daemon=True).start()


def fold_some() -> bool:
    """Fold what is noted, up to a thousand of each; tell whether there may be more."""
    with db.engine.connect() as connection:  # SQLite: a look that keeps nobody waiting
        t, a = cast("Table", TallyChange.__table__), cast("Table", TallyAskedChange.__table__)
        looking = connection.execution_options(hark_single_reads=True)
        found = [looking.execute(select(table.c.id).limit(1)).first() for table in (t, a)]
        connection.rollback()
    if not any(found):
        return False
    with db.engine.begin() as connection:
        return lock(connection, waits=False) and fold(connection) == AT_ONCE


@contextmanager
def folding_alone() -> Iterator[Connection]:
    """Lend a transaction of one moment in which nobody else folds; answers go on arriving.

    An answer and its note are seen together or not at all. On PostgreSQL the lock is taken by a
    transaction of its own, for the moment must begin behind it: else it might lie before what
    another one has folded meanwhile.
    """
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            yield connection
            return
        lock(connection, waits=True)
        with db.engine.connect() as own:
            own.execution_options(isolation_level="REPEATABLE READ")
            with own.begin():
                yield own


def fold_all(connection: Connection, workspace_id: int) -> None:
    """Fold everything of a workspace, where nobody else folds."""
    while fold(connection, workspace_id) == AT_ONCE:
        pass


def fold(connection: Connection, workspace_id: int | None = None) -> int:
    """Fold up to a thousand notes of each kind, the oldest first; how many of the longer list."""
    added = Added()
    changes = _taken(connection, TallyChange, workspace_id)
    for c in changes:
        key: TallyKey = (
            *(c.workspace_id, c.survey_id, c.day, c.version_id),
            *(c.source, c.language, c.excluded, c.labelled),
        )
        added.answer(key, c.score, c.attributes or {}, c.n)
    asked = _taken(connection, TallyAskedChange, workspace_id)
    for a in asked:
        counts = added.asked[a.workspace_id, a.campaign_id, a.slot]
        counts[0] += a.sent
        counts[1] += a.answered
    add(connection, added)
    return max(len(changes), len(asked))


def lock(connection: Connection, *, waits: bool, key: int = LOCK) -> bool:
    """Be the only one who folds, until the transaction ends (SQLite has one writer anyway)."""
    if connection.dialect.name == "sqlite":
        return True
    if waits:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
        return True
    tried = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(connection.scalar(tried, {"key": key}))


def _taken(connection: Connection, model: Any, workspace_id: int | None) -> list[Any]:
    table = cast("Table", model.__table__)
    key = (table.c.workspace_id, table.c.id)
    oldest = select(*key).order_by(*key).limit(AT_ONCE)
    if workspace_id is not None:
        oldest = oldest.where(table.c.workspace_id == workspace_id)
    taken = delete(table).where(tuple_(*key).in_(oldest)).returning(*table.columns)
    return list(connection.execute(taken))
