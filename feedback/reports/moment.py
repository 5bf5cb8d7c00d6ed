"""A report is of one moment: all its queries see the same rows, whatever is written meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from feedback.database import read_snapshot
from feedback.extensions import db
from surveys.scope import bind_workspace


@contextmanager
def one_moment(workspace_id: int) -> Iterator[Session]:
    """Lend a session that only reads, and sees the database as it is now until the block ends."""
    with read_snapshot(db.engine) as connection, Session(connection) as session:
        bind_workspace(session, workspace_id)
        yield session
