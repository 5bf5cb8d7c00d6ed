"""Walking the chains: every entry, every salt and every sealed row is computed anew."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from feedback.provenance.chain import ERASED, SALTS, head_text
from feedback.provenance.hashing import committed, hash_of
from feedback.provenance.holding import ENTRIES, HEADS
from feedback.provenance.keys import Verifier
from feedback.provenance.sealed import CONSENT, KINDS, RESPONSE, WORDS, read_row
from feedback.provenance.seen import Mark, Seen

ENTRY, SALT, HEAD = "chain_entry", "chain_salt", "chain_head"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was sealed."""

    workspace_id: int
    table: str
    row: int
    what: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.table} {self.row}: {self.what} (workspace {self.workspace_id})"


@dataclass
class Walked:
    """What a walk found, and how far it came."""

    findings: list[Finding] = field(default_factory=list)
    entries: int = 0
    rows: int = 0
    marks: dict[int, Mark] = field(default_factory=dict)


def walk(connection: Connection, key: Verifier, seen: Seen) -> Walked:
    """Walk all chains of the database; the connection shows one moment of it."""
    walked = Walked()
    for workspace_id in _workspaces(connection, seen):
        one = Walk(connection, workspace_id, key)
        walked.findings += one.findings(seen.mark_of(workspace_id))
        walked.entries += one.number
        walked.rows += len(one.newest)
        if one.last is not None:
            walked.marks[workspace_id] = Mark(one.number, one.last)
    return walked


class Walk:
    """One walk along one workspace's chain."""

    def __init__(self, connection: Connection, workspace_id: int, key: Verifier) -> None:
        """Begin before the first entry."""
        self._connection, self._workspace, self._key = connection, workspace_id, key
        self.number = 0
        self.last: str | None = None
        self.newest: dict[tuple[str, int], tuple[dict[str, Any], str | None]] = {}
        """Each sealed row → its newest entry, and the salt that opens it."""
        self._erased: dict[tuple[str, int], int] = {}
        """Each row that was erased once → at which entry; what it says later is said anew."""
        self._hashes: dict[str, set[str]] = {}
        self._at_mark: str | None = None

    def findings(self, mark: Mark | None) -> list[Finding]:
        """Name everything that is not as it was sealed."""
        salts = self._salts()
        found: list[Finding] = []
        for row in self._entries():
            found += self._entry(row, salts, mark)
        found += self._left_over(salts)
        found += self._head()
        found += self._seen(mark)
        for (kind, row_id), (entry, salt) in self.newest.items():
            found += self._row(kind, row_id, entry, salt)
        return [*found, *self._unsealed()]

    def _entry(self, row: Row[Any], salts: dict[int, str], mark: Mark | None) -> Iterator[Finding]:
        expected, self.number = self.number + 1, row.number
        for missing in range(expected, min(row.number, expected + 100)):
            yield self._found(ENTRY, missing, "is missing")
        if not self._key.holds(row.text, row.signature):
            yield self._found(ENTRY, row.number, "text or signature is not what was signed")
        entry = _read(row.text)
        previous, self.last = self.last, hash_of(row.text)
        if mark and row.number == mark.number:
            self._at_mark = self.last
        for name, is_so in self._says(row, entry, previous).items():
            if not is_so:
                yield self._found(ENTRY, row.number, f"{name} differs from what was signed")
        yield from self._salt(row.number, entry, salts)
        subject = (str(entry.get("table")), _number(entry.get("row")))
        self.newest[subject] = (entry, salts.get(row.number))
        if _is_erased(entry):
            self._erased[subject] = row.number
        self._hashes.setdefault(subject[0], set()).add(self.last)

    def _says(self, row: Row[Any], entry: dict[str, Any], previous: str | None) -> dict[str, bool]:
        parents = self._rests_on(entry)
        return {
            "number": entry.get("number") == row.number,
            "of_table": entry.get("table") == row.of_table,
            "of_id": entry.get("row") == str(row.of_id),
            "workspace_id": entry.get("workspace") == str(self._workspace),
            "the entry before it": entry.get("previous") == previous,
            "what it rests on": entry.get("parent") is None or entry.get("parent") in parents,
        }

    def _rests_on(self, entry: dict[str, Any]) -> set[str]:
        kind = KINDS.get(str(entry.get("table")))
        return self._hashes.get(kind.parent_table or "", set()) if kind else set()

    def _salt(self, number: int, entry: dict[str, Any], salts: dict[int, str]) -> Iterator[Finding]:
        salt, expected = salts.get(number), entry.get("salt")
        if salt is not None and (expected is None or hash_of(salt) != expected):
            yield self._found(SALT, number, "salt differs from what was sealed")

    def _left_over(self, salts: dict[int, str]) -> Iterator[Finding]:
        rows = {row.number: row for row in self._entries()}
        for number in salts.keys() - rows.keys():
            yield self._found(SALT, number, "opens no entry")
        for number, row in rows.items():
            is_erased = number <= self._erased.get((row.of_table, row.of_id), 0)
            if number in salts and is_erased:
                yield self._found(SALT, number, "is there, though what it opens was erased")
            elif number not in salts and not is_erased:
                yield self._found(SALT, number, "is missing")

    def _head(self) -> Iterator[Finding]:
        found = select(HEADS).where(HEADS.c.workspace_id == self._workspace)
        head = self._connection.execute(found).first()
        if head is None:
            yield self._found(HEAD, self._workspace, "is missing")
            return
        text = head_text(self._workspace, head.number, self.last)
        if not self._key.holds(text, head.signature):
            signed = "was altered, or signed for a chain that ends elsewhere"
            at = f"it says {head.number}, the last entry is {self.number}"
            yield self._found(HEAD, self._workspace, f"{signed}: {at}")
            for missing in range(self.number + 1, min(head.number, self.number + 100) + 1):
                yield self._found(ENTRY, missing, "is missing")
        elif head.number != self.number:
            yield self._found(HEAD, self._workspace, "number differs from what was signed")

    def _seen(self, mark: Mark | None) -> Iterator[Finding]:
        if mark and self._at_mark != mark.hash:
            yield self._found(
                ENTRY, mark.number, "is missing or another one than when it was last verified"
            )

    def _row(
        self, kind: str, row_id: int, entry: dict[str, Any], salt: str | None
    ) -> Iterator[Finding]:
        if kind not in KINDS:
            return
        values = read_row(self._connection, kind, self._workspace, row_id)
        if _is_erased(entry):
            if kind != "response" and values is not None:
                yield self._found(kind, row_id, "is there, though it was erased")
            return
        if values is None:
            yield self._found(kind, row_id, "is missing")
        elif salt is not None:
            sealed = entry.get("columns", {})
            now = committed({name: values.get(name) for name in sealed}, salt)
            for name in sorted(name for name in sealed if now[name] != sealed[name]):
                is_answer = kind == "response" and name == WORDS
                table = "answer" if is_answer else kind
                yield self._found(table, row_id, f"{name} differs from what was sealed")

    def _unsealed(self) -> Iterator[Finding]:
        """A row that was put in by hand has no entry."""
        for kind, sealed in KINDS.items():
            c = sealed.table.c
            ids = select(c.id).where(c.workspace_id == self._workspace)
            if kind == "response":
                agreed = select(CONSENT.c.response_id)
                agreed = agreed.where(CONSENT.c.workspace_id == self._workspace)
                ids = ids.where(RESPONSE.c.id.in_(agreed))
            for row_id in self._connection.scalars(ids):
                if (kind, row_id) not in self.newest:
                    yield self._found(kind, row_id, "stands in no entry of the chain")

    def _entries(self) -> Sequence[Row[Any]]:
        mine = ENTRIES.c.workspace_id == self._workspace
        return self._connection.execute(
            select(ENTRIES).where(mine).order_by(ENTRIES.c.number)
        ).all()

    def _salts(self) -> dict[int, str]:
        mine = SALTS.c.workspace_id == self._workspace
        found = select(SALTS.c.number, SALTS.c.salt).where(mine)
        return dict(self._connection.execute(found).all())

    def _found(self, table: str, row: int, what: str) -> Finding:
        return Finding(self._workspace, table, row, what)


def _workspaces(connection: Connection, seen: Seen) -> list[int]:
    columns = (CONSENT.c.workspace_id, HEADS.c.workspace_id, ENTRIES.c.workspace_id)
    found = {row for column in columns for row in connection.scalars(select(column).distinct())}
    return sorted(found | {int(key) for key in seen.marks})


def _is_erased(entry: dict[str, Any]) -> bool:
    return entry.get("event") == ERASED


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _number(given: object) -> int:
    text = str(given)
    return int(text) if text.isdecimal() else 0
