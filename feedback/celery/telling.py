"""Tells Celery what waits, once it is committed; a message that is lost loses nothing."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from feedback.celery.broker import JOB, MAIL, quick_celery_at
from feedback.extensions import db
from surveys.models import Invitation, InvitationState, Job, JobState

log = logging.getLogger("hark.celery")

REST_SECONDS = 10.0
FOUND, COMMITTED = "celery_found", "celery_committed"


@dataclass
class Messenger:
    """Sends messages to one broker and leaves it alone for a while when it is away."""

    celery: Any
    rests_until: float = 0.0

    def tell(self, task: str, *key: int) -> None:
        """Send one message, or log that the table has to be read instead; never fails."""
        if time.monotonic() < self.rests_until:
            return
        try:
            self.celery.send_task(task, key)
        except Exception as reason:
            self.rests_until = time.monotonic() + REST_SECONDS
            log.warning("the Celery broker is away, workers read the table", exc_info=reason)


def init_app(app: Flask) -> None:
    """Listen to what is committed, where a broker is set."""
    broker = app.extensions["settings"].celery_broker
    if not broker:
        return
    app.extensions["messenger"] = Messenger(quick_celery_at(broker))
    for name, listener in LISTENERS.items():
        event.listen(db.session, name, listener)


def _find_rows(session: Session, _context: object) -> None:
    now = datetime.now(UTC)
    for row in [*session.new, *session.dirty]:
        if isinstance(row, Job) and row.state == JobState.QUEUED and row.run_at <= now:
            _found(session, JOB, row.workspace_id, row.id)
        if isinstance(row, Invitation) and row.state == InvitationState.QUEUED:
            _found(session, MAIL)


def _find_inserts(state: ORMExecuteState) -> None:
    if state.is_insert and state.bind_mapper and state.bind_mapper.class_ is Invitation:
        _found(state.session, MAIL)


def _found(session: Session, task: str, *key: int) -> None:
    session.info.setdefault(FOUND, set()).add((task, *key))


def _keep_committed(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info[COMMITTED] = session.info.pop(FOUND, ())


def _tell_committed(session: Session, transaction: SessionTransaction) -> None:
    """By now the connection is given back: no writer waits while the broker is spoken to."""
    if transaction.parent is not None:
        return
    session.info.pop(FOUND, None)
    for message in session.info.pop(COMMITTED, ()):
        messenger = current_app.extensions.get("messenger")
        if messenger:
            messenger.tell(*message)


LISTENERS: dict[str, Callable[..., Any]] = {
    "after_flush": _find_rows,
    "do_orm_execute": _find_inserts,
    "after_commit": _keep_committed,
    "after_transaction_end": _tell_committed,
}
