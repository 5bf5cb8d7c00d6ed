"""Writing people's rows and the sums of accounts: the only writer of both."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Table,
    bindparam,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from feedback.counts import folding
from feedback.counts.figures import number
from feedback.counts.people.among import Among
from feedback.counts.people.facts import NOTHING, NUMBERS, Fact, facts_of
from feedback.models import TallyAccount, TallyPerson
from surveys.scope import bound_workspace

EVERYTHING = 0
"""The scope of all answers of all time: the one that people's rows add up to."""
LOCK = 0x50454F504C45  # "PEOPLE"
Key = tuple[int, int]
"""Account and person."""
PERSON = cast("Table", TallyPerson.__table__)
ACCOUNT = cast("Table", TallyAccount.__table__)
P, A = PERSON.c, ACCOUNT.c


def lock(connection: Connection, *, waits: bool) -> bool:
    """Be the only one who writes here, until the transaction ends."""
    return folding.lock(connection, waits=waits, key=LOCK)


def settle(session: Session, among: Among, people: Sequence[int]) -> int:
    """Make the rows of these people anew, and change the sums by the difference; how many rows."""
    connection, workspace = session.connection(), bound_workspace(session)
    facts = facts_of(session, among, people)
    names = {number(name): name for name, _person in facts}
    fresh = {(number(name), person): fact for (name, person), fact in facts.items()}
    old = _kept(connection, workspace, people)
    gone = [key for key in old if key not in fresh]
    changed = {key: fact for key, fact in fresh.items() if old.get(key) != fact}
    if not (gone or changed):
        return 0
    _write(connection, workspace, gone, changed)
    more: dict[int, list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
    for key in (*gone, *changed):
        before, after = old.get(key, NOTHING).numbers, fresh.get(key, NOTHING).numbers
        for place, (was, is_now) in enumerate(zip(before, after, strict=True)):
            more[key[0]][place] += is_now - was
    _add(connection, workspace, names, more)
    return len(gone) + len(changed)


def set_right(session: Session, accounts: Sequence[int]) -> int:
    """Hold some accounts against the rows of their people; how many had been wrong."""
    connection, workspace = session.connection(), bound_workspace(session)
    sums = [func.sum(P[name]).label(name) for name in NUMBERS]
    theirs = (P.workspace_id == workspace, P.account_id.in_(accounts))
    wanted = select(P.account_id, *sums).where(*theirs).group_by(P.account_id)
    true = {row[0]: [int(n) for n in row[1:]] for row in connection.execute(wanted)}
    kept = select(A.account_id, *(A[name] for name in NUMBERS)).where(
        *_here(workspace), A.account_id.in_(accounts)
    )
    there = {row[0]: list(row[1:]) for row in connection.execute(kept)}
    nothing = [0] * len(NUMBERS)
    more = {
        account: [a - b for a, b in zip(right, there.get(account, nothing), strict=True)]
        for account in accounts
        if (right := true.get(account, nothing)) != there.get(account, nothing)
    }
    _add(connection, workspace, {}, more)
    return len(more)


def _kept(connection: Connection, workspace: int, people: Sequence[int]) -> dict[Key, Fact]:
    wanted = select(P.account_id, P.person_id, *(P[name] for name in (*NUMBERS, "last", "said")))
    theirs = wanted.where(P.workspace_id == workspace, P.person_id.in_(people))
    return {(row[0], row[1]): Fact(*row[2:]) for row in connection.execute(theirs)}


def _write(
    connection: Connection, workspace: int, gone: Sequence[Key], changed: Mapping[Key, Fact]
) -> None:
    if gone:
        keys = tuple_(P.account_id, P.person_id).in_(gone)
        connection.execute(delete(PERSON).where(P.workspace_id == workspace, keys))
    if not changed:
        return
    insert = insert_into(connection, PERSON)
    more = {c.name: insert.excluded[c.name] for c in PERSON.columns if not c.primary_key}
    key = [c.name for c in PERSON.primary_key]
    connection.execute(
        insert.on_conflict_do_update(index_elements=key, set_=more),
        [
            {"workspace_id": workspace, "account_id": account, "person_id": person}
            | {name: getattr(fact, name) for name in (*NUMBERS, "last", "said")}
            for (account, person), fact in sorted(changed.items(), key=lambda each: each[0])
        ],
    )


def _add(
    connection: Connection,
    workspace: int,
    names: Mapping[int, str],
    more: Mapping[int, Sequence[int]],
) -> None:
    """Add to the sums of accounts; those of which nothing is left are gone.

    Each is found by its whole key: of a list of keys PostgreSQL reads all accounts of the scope
    as long as it does not know how many there are.
    """
    newest = _newest(connection, workspace, list(more))
    rows = [
        {"workspace_id": workspace, "scope_id": EVERYTHING, "account_id": account}
        | {"account": names.get(account, ""), "last": newest.get(account)}
        | dict(zip(NUMBERS, added, strict=True))
        for account, added in sorted(more.items())
    ]
    key = [c.name for c in ACCOUNT.primary_key]
    here = [A[name] == bindparam(f"its_{name}") for name in key]
    if named := [row for row in rows if row["account_id"] in names]:
        insert = insert_into(connection, ACCOUNT)
        told = {name: insert.excluded[name] for name in ("account", "last")}
        sums = {name: A[name] + insert.excluded[name] for name in NUMBERS}
        connection.execute(
            insert.on_conflict_do_update(index_elements=key, set_=told | sums), named
        )
    its = [{f"its_{name}": value for name, value in row.items()} for row in rows]
    if known := [each for each in its if each["its_account_id"] not in names]:
        sums = {name: A[name] + bindparam(f"its_{name}") for name in NUMBERS}
        last = {"last": bindparam("its_last", type_=A.last.type)}
        connection.execute(update(ACCOUNT).where(*here).values(sums | last), known)
    less = [each for each, row in zip(its, rows, strict=True) if not _grew(row)]
    if less:
        connection.execute(delete(ACCOUNT).where(*here, *(A[n] == 0 for n in NUMBERS)), less)


def _newest(
    connection: Connection, workspace: int, accounts: Sequence[int]
) -> dict[int, datetime | None]:
    theirs = (P.workspace_id == workspace, P.account_id.in_(accounts))
    last = select(P.account_id, func.max(P.last)).where(*theirs).group_by(P.account_id)
    return {row[0]: row[1] for row in connection.execute(last)}


def _grew(row: Mapping[str, Any]) -> bool:
    numbers = [row[name] for name in NUMBERS]
    return any(numbers) and min(numbers) >= 0


def _here(workspace: int) -> tuple[Any, Any]:
    return A.workspace_id == workspace, A.scope_id == EVERYTHING


def insert_into(connection: Connection, table: Table) -> Any:
    """Give an insertion that can say what happens to rows that are there."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
