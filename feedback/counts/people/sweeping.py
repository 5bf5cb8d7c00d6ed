"""Looking at everybody, one after the other: when accounts are first told, and by `hark recount`.

Each transaction is short and looks at a few hundred people from the answers themselves; whoever
answers meanwhile is marked, and looked at once more. Broken off, it begins anew: nothing is added
that was added already.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from time import sleep
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from feedback import jobs, recurring
from feedback.campaigns.recipients import reading
from feedback.counts.people.among import everything
from feedback.counts.people.folding import attribute_kept
from feedback.counts.people.keeping import EVERYTHING, insert_into, lock, set_right, settle
from feedback.database import read_snapshot
from feedback.extensions import db
from feedback.models import Response, TallyAccount, TallyPerson, TallyScope
from surveys.models import Contact, Job, Workspace
from surveys.scope import bind_workspace, bound_workspace

COUNT_ACCOUNTS = "count-accounts"
AT_ONCE = 500
"""People of a transaction."""
ANSWERS_AT_ONCE = 10_000
"""Answers among which those without a contact are looked for."""
A_MOMENT = 0.2
UNSCOPED = {"unscoped": True}


Found = tuple[Sequence[int], int | None]
"""Some of them, and behind which number to go on; None where that was all."""
Window = Callable[[Session, int], Found]


@dataclass(frozen=True)
class Step:
    """How far it is."""

    done: int
    total: int
    wrong: int
    """Rows of people that were set right so far."""


def plan(session: Session, now: datetime) -> bool:
    """Let a job count where accounts are told by an attribute by which they were not counted."""
    with reading() as reader:
        counted = select(TallyScope.workspace_id).where(
            TallyScope.workspace_id == Workspace.id,
            TallyScope.id == EVERYTHING,
            TallyScope.attribute == Workspace.account_attribute,
            TallyScope.counted_at.is_not(None),
        )
        due = select(Workspace.id).where(Workspace.account_attribute != "", ~counted.exists())
        found = reader.scalars(due, execution_options=UNSCOPED).all()
    planned = [recurring.plan(session, COUNT_ACCOUNTS, workspace, now) for workspace in found]
    return any(planned)


def count_accounts(session: Session, job: Job) -> None:
    """Count everybody, and say how far it is."""
    workspace = bound_workspace(session)
    session.commit()  # SQLite: this session would keep all writers waiting, the sweep among them
    for step in sweep(workspace):
        now = datetime.now(UTC)
        jobs.report(session, job, done=step.done, total=step.total, now=now)
        session.commit()


def recount() -> Iterator[str]:
    """Count the accounts of all workspaces anew; say what had been wrong."""
    with db.engine.connect() as connection:
        told = select(Workspace.id).where(Workspace.account_attribute != "")
        workspaces = connection.scalars(told).all()
    for workspace in workspaces:
        *_, step = sweep(workspace)
        yield f"accounts: {step.done} people counted, {step.wrong} rows set right"


def sweep(workspace: int) -> Iterator[Step]:
    """Look at everybody: contacts, answers without one, and who is kept but is there no more."""
    attribute = _begin(workspace)
    done, wrong, total = 0, 0, size(workspace)
    before = _writing()
    while before & _writing():
        yield Step(done, total, wrong)
        sleep(A_MOMENT)
    for people in chain(everybody(workspace), _in_vain(workspace)):
        with _alone(workspace) as session:
            if attribute_kept(session) != attribute:
                return  # another one was chosen meanwhile: a job of its own counts by that
            wrong += settle(session, everything(session, attribute), people)
        done += len(people)
        yield Step(done, max(total, done), wrong)
    for accounts in _walk(workspace, _accounts):
        with _alone(workspace) as session:
            wrong += set_right(session, accounts)
    with _alone(workspace) as session:
        scope = session.get_one(TallyScope, (workspace, EVERYTHING))
        scope.counted_at = datetime.now(UTC)
        session.flush()
    yield Step(done, done, wrong)


def _begin(workspace: int) -> str:
    """Say by which attribute people are counted from now on; what was counted by another is void.

    People's rows by the other attribute go when these people are looked at.
    """
    with _alone(workspace) as session:
        attribute = session.scalar(
            select(Workspace.account_attribute).where(Workspace.id == workspace)
        )
        if attribute_kept(session) is None:
            table: Any = TallyScope.__table__
            values = {"attribute": attribute, "counted_at": None}
            session.execute(
                insert_into(session.connection(), table)
                .values(workspace_id=workspace, id=EVERYTHING, **values)
                .on_conflict_do_update(index_elements=["workspace_id", "id"], set_=values)
            )
            others = TallyScope.id != EVERYTHING
            session.execute(delete(TallyScope).where(others, TallyScope.attribute != attribute))
    return attribute or ""


def _writing() -> set[str]:
    """PostgreSQL: name the transactions that write what accounts are told from.

    One that began before the attribute was chosen marks nobody, and what it writes is seen only
    when it is through.
    """
    if db.engine.dialect.name == "sqlite":
        return set()
    with db.engine.connect() as connection:
        return set(connection.scalars(text(WRITERS)))


WRITERS = """SELECT virtualtransaction FROM pg_locks JOIN pg_database AS d ON d.oid = database
WHERE d.datname = current_database() AND mode = 'RowExclusiveLock' AND relation IN
(CAST('response' AS regclass), CAST('invitation' AS regclass), CAST('contact' AS regclass))"""


def size(workspace: int) -> int:
    """Count everybody."""
    with read_snapshot(db.engine) as connection, Session(connection) as session:
        bind_workspace(session, workspace)
        own = select(func.count()).select_from(Response).where(Response.contact_id.is_(None))
        contacts = session.scalar(select(func.count()).select_from(Contact)) or 0
        return contacts + (session.scalar(own) or 0)


def everybody(workspace: int) -> Iterator[Sequence[int]]:
    """Go through contacts, and answers without one."""
    for window in (_contacts, _without_contact):
        yield from _walk(workspace, window)


def _in_vain(workspace: int) -> Iterator[Sequence[int]]:
    """Go through whoever is kept and is there no more.

    PostgreSQL is told first how much was written: else it reads and sorts all of it for each few.
    """
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("ANALYZE tally_person, tally_account"))
    yield from _walk(workspace, _kept_in_vain)


def _walk(workspace: int, window: Window) -> Iterator[Sequence[int]]:
    """Go through numbers as they rise, some at a time, without keeping anybody waiting."""
    after: int | None = -1
    while after is not None:
        with read_snapshot(db.engine) as connection, Session(connection) as session:
            bind_workspace(session, workspace)
            found, after = window(session, after)
        for start in range(0, len(found), AT_ONCE):
            yield found[start : start + AT_ONCE]


def _contacts(session: Session, after: int) -> Found:
    c = Contact.id
    found = session.scalars(select(c).where(c > after).order_by(c).limit(AT_ONCE)).all()
    return found, found[-1] if found else None


def _without_contact(session: Session, after: int) -> Found:
    r = Response
    wanted = select(r.id, r.contact_id).where(r.id > after).order_by(r.id).limit(ANSWERS_AT_ONCE)
    rows = session.execute(wanted).all()
    return [row[0] for row in rows if row[1] is None], rows[-1][0] if rows else None


def _kept_in_vain(session: Session, after: int) -> Found:
    """Find whose rows are kept though neither they nor their answer are there any more."""
    p = TallyPerson.person_id
    kept = select(p).distinct().where(p > after).order_by(p).limit(AT_ONCE)
    found = session.scalars(kept).all()
    there = set(session.scalars(select(Contact.id).where(Contact.id.in_(found))))
    own = Response.contact_id.is_(None), Response.id.in_(found)
    there |= set(session.scalars(select(Response.id).where(*own)))
    return [each for each in found if each not in there], found[-1] if found else None


def _accounts(session: Session, after: int) -> Found:
    every = [
        select(column).distinct().where(column > after, *more).order_by(column).limit(AT_ONCE)
        for column, more in (
            (TallyPerson.account_id, ()),
            (TallyAccount.account_id, (TallyAccount.scope_id == EVERYTHING,)),
        )
    ]
    found = sorted({each for wanted in every for each in session.scalars(wanted)})[:AT_ONCE]
    return found, found[-1] if found else None


@contextmanager
def _alone(workspace: int) -> Iterator[Session]:
    """Lend a transaction in which nobody else writes rows of people."""
    with db.engine.begin() as connection:
        lock(connection, waits=True)
        with Session(connection) as session:
            bind_workspace(session, workspace)
            yield session
