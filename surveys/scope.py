"""The one place where queries are scoped to a workspace, and where GET is kept from writing."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.visitors import iterate

from surveys.db import Scoped

read_only: ContextVar[bool] = ContextVar("read_only", default=False)
"""True while a GET is answered: nothing may be written then."""


class UnscopedQueryError(RuntimeError):
    """A query on workspace rows ran before a workspace was bound, or reached into another one."""


class ReadOnlyError(RuntimeError):
    """A GET was about to write."""


def bind_workspace(session: Session, workspace_id: int) -> None:
    """From here on this session reads and writes rows of this workspace only."""
    session.info["workspace_id"] = workspace_id


def bound_workspace(session: Session) -> int:
    """Tell which workspace this session is bound to."""
    try:
        return int(session.info["workspace_id"])
    except KeyError:
        raise UnscopedQueryError("no workspace is bound to this session") from None


@event.listens_for(Session, "do_orm_execute")
def _scope_query(state: ORMExecuteState) -> None:
    if read_only.get() and not state.is_select:
        raise ReadOnlyError("GET never writes")
    refreshes_a_known_row = state.is_column_load
    if state.is_insert or refreshes_a_known_row or state.execution_options.get("unscoped"):
        return
    if "workspace_id" not in state.session.info and not _mentions_scoped(state.statement):
        return
    workspace_id = bound_workspace(state.session)
    state.statement = state.statement.options(
        with_loader_criteria(
            Scoped, lambda cls: cls.workspace_id == workspace_id, include_aliases=True
        )
    )


@event.listens_for(Session, "before_flush")
def _scope_writes(session: Session, _context: object, _instances: object) -> None:
    rows = [*session.new, *session.dirty, *session.deleted]
    if rows and read_only.get():
        raise ReadOnlyError("GET never writes")
    for row in rows:
        if not isinstance(row, Scoped):
            continue
        if row.workspace_id is None:
            row.workspace_id = bound_workspace(session)
        elif row.workspace_id != bound_workspace(session):
            raise UnscopedQueryError(f"{type(row).__name__} belongs to another workspace")


def _mentions_scoped(statement: Any) -> bool:
    tables = (part for part in iterate(statement) if isinstance(part, Table))
    return any("workspace_id" in table.columns for table in tables)
