"""Sealing: writing into the chain what has just become of a row, in the same transaction.

Everybody locks in one order, so that nobody waits in a circle: answers, agreements, quotes,
publications, each by id; and last of all the head, so that entries of one workspace follow one
another. A row that changes is sealed anew; its newest entry says what it is.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, and_, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from feedback.models.chain import ChainSalt
from feedback.provenance.hashing import canonical, committed, hash_of, plain
from feedback.provenance.holding import ENTRIES, HEADS, signer
from feedback.provenance.keys import Signer
from feedback.provenance.sealed import KINDS, read_row
from surveys.scope import bound_workspace

SALTS = cast("Table", ChainSalt.__table__)
SALT_BYTES = 32
ADOPTED, ERASED = "adopted", "erased"


class Chain:
    """The chain of one workspace, held by its head until the transaction ends."""

    def __init__(self, connection: Connection, workspace_id: int, by: Signer) -> None:
        """Lock the head, or begin the chain."""
        self._connection, self._workspace, self._signer = connection, workspace_id, by
        head = _locked_head(connection, workspace_id)
        self.number = int(head.number)
        self._last = self._hash_at(self.number) if self.number else None

    def seal(self, kind: str, row_id: int, event: str, now: datetime) -> None:
        """Write down what a row says now, and what happened to it."""
        values = read_row(self._connection, kind, self._workspace, row_id)
        if values is None:
            raise LookupError(f"there is no {kind} {row_id} to seal")
        salt = secrets.token_hex(SALT_BYTES)
        sealed = KINDS[kind]
        parent = None
        if sealed.parent and sealed.parent_table:
            parent = self._newest(sealed.parent_table, values[sealed.parent])
        body = {"columns": committed(values, salt), "parent": parent, "salt": hash_of(salt)}
        self._append(kind, row_id, event, now, body)
        row = {"workspace_id": self._workspace, "number": self.number, "salt": salt}
        self._connection.execute(insert(SALTS), row)

    def erase(self, kind: str, row_id: int, now: datetime) -> None:
        """Forget what opens the hashes of a row; its entries stay, and say nothing to anybody."""
        if self._newest(kind, row_id) is None:
            return
        of_it = _of_row(self._workspace, kind, row_id)
        numbers = select(ENTRIES.c.number).where(of_it)
        mine = and_(SALTS.c.workspace_id == self._workspace, SALTS.c.number.in_(numbers))
        self._connection.execute(delete(SALTS).where(mine))
        self._append(kind, row_id, ERASED, now, {"columns": {}, "parent": None, "salt": None})

    def sign_head(self) -> None:
        """Write down how far the chain goes."""
        text = head_text(self._workspace, self.number, self._last)
        values = {"number": self.number, "signature": self._signer.sign(text)}
        mine = HEADS.c.workspace_id == self._workspace
        self._connection.execute(update(HEADS).where(mine).values(**values))

    def _append(
        self, kind: str, row_id: int, event: str, now: datetime, body: dict[str, Any]
    ) -> None:
        self.number += 1
        entry = {
            "at": plain(now),
            "event": event,
            "number": self.number,
            "previous": self._last,
            "row": str(row_id),
            "table": kind,
            "workspace": str(self._workspace),
            **body,
        }
        text = canonical(entry)
        values = {
            "workspace_id": self._workspace,
            "number": self.number,
            "of_table": kind,
            "of_id": row_id,
            "text": text,
            "signature": self._signer.sign(text),
        }
        self._connection.execute(insert(ENTRIES), values)
        self._last = hash_of(text)

    def _newest(self, kind: str, row_id: int) -> str | None:
        found = select(ENTRIES.c.text).where(_of_row(self._workspace, kind, row_id))
        text = self._connection.scalar(found.order_by(ENTRIES.c.number.desc()).limit(1))
        return hash_of(text) if text else None

    def _hash_at(self, number: int) -> str:
        mine = ENTRIES.c.workspace_id == self._workspace, ENTRIES.c.number == number
        text = self._connection.scalar(select(ENTRIES.c.text).where(*mine))
        return hash_of(text or "")


@contextmanager
def sealing(connection: Connection, workspace_id: int) -> Iterator[Chain]:
    """Hold the chain of a workspace, to write entries; signed when all are written."""
    chain = Chain(connection, workspace_id, signer(connection))
    yield chain
    chain.sign_head()


def seal(session: Session, now: datetime, *happened: tuple[str, int, str]) -> None:
    """Seal rows of the bound workspace: (kind, id, what happened), each resting on those before."""
    session.flush()
    with sealing(session.connection(), bound_workspace(session)) as chain:
        for kind, row_id, event in happened:
            chain.seal(kind, row_id, event, now)


def is_sealed(connection: Connection, workspace_id: int, kind: str, row_id: int) -> bool:
    """Whether a row stands in the chain."""
    found = select(ENTRIES.c.number).where(_of_row(workspace_id, kind, row_id)).limit(1)
    return connection.scalar(found) is not None


def head_text(workspace_id: int, number: int, last: str | None) -> str:
    """Give what a head is signed for."""
    return canonical({"head": last, "number": number, "workspace": str(workspace_id)})


def _of_row(workspace_id: int, kind: str, row_id: int) -> Any:
    return and_(
        ENTRIES.c.workspace_id == workspace_id,
        ENTRIES.c.of_table == kind,
        ENTRIES.c.of_id == row_id,
    )


def _locked_head(connection: Connection, workspace_id: int) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(HEADS).values(workspace_id=workspace_id, number=0, signature="")
    connection.execute(fresh.on_conflict_do_nothing())
    found = select(HEADS.c.number).where(HEADS.c.workspace_id == workspace_id)
    return connection.execute(found.with_for_update()).one()
