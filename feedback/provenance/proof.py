"""The proof of one published quote: four signed entries, opened as far as the public may see."""

import json
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, select

from feedback.provenance.chain import SALTS
from feedback.provenance.hashing import Json, commitment, hash_of, plain, salt_of
from feedback.provenance.holding import ENTRIES
from feedback.provenance.keys import Verifier
from feedback.provenance.sealed import KINDS, read_row

FORMAT = "hark-proof-1"
LONGEST_FILE = 2_000_000
STEPS = ("response", "consent", "testimonial", "publication")
SHOWN: dict[str, tuple[str, ...]] = {
    "response": ("answered_on", "source"),
    "consent": (
        "named_as",
        "attribution",
        "purposes",
        "incentive",
        "relation",
        "locale",
        "channel",
        "wording_version",
        "wording_hash",
        "given_at",
        "expires_at",
    ),
    "testimonial": ("quote",),
    "publication": ("public_id", "published_at"),
}
"""What the public may see of each step; all else stays a hash."""


@dataclass(frozen=True)
class Proof:
    """The file that anybody may check."""

    entries: tuple[dict[str, Any], ...]
    """From the answer to the publication: text, signature and what is opened."""
    key: Verifier

    @property
    def fingerprint(self) -> str:
        """The hash of the publication's entry, which holds all the others."""
        return hash_of(self.entries[-1]["text"])

    @property
    def signature(self) -> str:
        """The signature over the publication's entry."""
        return str(self.entries[-1]["signature"])

    @property
    def number(self) -> int:
        """Its place in the chain."""
        return int(json.loads(self.entries[-1]["text"])["number"])

    def file(self) -> dict[str, Any]:
        """Give the whole as it is downloaded."""
        return {"format": FORMAT, "public_key": self.key.pem, "entries": list(self.entries)}


def proof_of(
    connection: Connection, workspace_id: int, publication_id: int, key: Verifier
) -> Proof | None:
    """Gather the proof of a publication; None where it does not stand whole in the chain."""
    entry = _entry_of(connection, workspace_id, publication_id)
    entries: list[dict[str, Any]] = []
    for kind in reversed(STEPS):
        if entry is None:
            return None
        opened = _opened(connection, workspace_id, kind, entry)
        if opened is None:
            return None
        entries.insert(0, opened)
        parent = json.loads(entry.text)["parent"]
        entry = _entry_with(connection, workspace_id, kind, entry, parent)
    return Proof(tuple(entries), key)


def problems(given: Any, key: Verifier | None = None) -> list[str]:
    """Check a proof as it was downloaded; gives what is wrong, and nothing where nothing is.

    Without a key the one in the file is used: it then proves that the file is whole, and the
    reader has to compare the key's fingerprint with the one that the company publishes.
    """
    try:
        return _problems(given, key)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"the file is no whole proof: {type(error).__name__}"]


def _problems(given: Any, key: Verifier | None) -> list[str]:
    if given["format"] != FORMAT or len(given["entries"]) != len(STEPS):
        return ["the file is no proof of a quote"]
    key = key or Verifier.of(given["public_key"].encode())
    found: list[str] = []
    if given["public_key"] != key.pem:
        found.append("public_key: is not the key of this installation")
    before: str | None = None
    for kind, entry in zip(STEPS, given["entries"], strict=True):
        said = json.loads(entry["text"])
        b64decode(entry["signature"], validate=True)
        if not key.holds(entry["text"], entry["signature"]):
            found.append(f"{kind}: text or signature is not what was signed")
        if said["table"] != kind or said["parent"] != before:
            found.append(f"{kind}: does not rest on the entry before it")
        found += _unlike(kind, said["columns"], entry["shown"])
        before = hash_of(entry["text"])
    return found


def _unlike(kind: str, sealed: dict[str, str], shown: dict[str, Any]) -> list[str]:
    return [
        f"{kind}: {name} differs from what was sealed"
        for name, opened in shown.items()
        if commitment(opened["salt"], opened["value"]) != sealed.get(name)
    ]


def _opened(
    connection: Connection, workspace_id: int, kind: str, entry: Any
) -> dict[str, Any] | None:
    mine = SALTS.c.workspace_id == workspace_id, SALTS.c.number == entry.number
    salt = connection.scalar(select(SALTS.c.salt).where(*mine))
    values = read_row(connection, kind, workspace_id, entry.of_id)
    if salt is None or values is None:
        return None
    sealed = json.loads(entry.text)["columns"]
    shown: dict[str, dict[str, Json]] = {}
    for name in SHOWN[kind]:
        column_salt, value = salt_of(salt, name), plain(values[name])
        if commitment(column_salt, value) == sealed.get(name):
            shown[name] = {"value": value, "salt": column_salt}
    return {"text": entry.text, "signature": entry.signature, "shown": shown}


def _entry_of(connection: Connection, workspace_id: int, publication_id: int) -> Any:
    mine = and_(
        ENTRIES.c.workspace_id == workspace_id,
        ENTRIES.c.of_table == STEPS[-1],
        ENTRIES.c.of_id == publication_id,
    )
    found = select(ENTRIES).where(mine).order_by(ENTRIES.c.number).limit(1)
    return connection.execute(found).first()


def _entry_with(
    connection: Connection, workspace_id: int, kind: str, child: Any, wanted: str | None
) -> Any:
    """Find the entry that an entry rests on: among those of its parent's row, the one so hashed."""
    step = STEPS.index(kind)
    if step == 0 or wanted is None:
        return None
    parent = STEPS[step - 1]
    values = read_row(connection, kind, workspace_id, child.of_id)
    mine = and_(
        ENTRIES.c.workspace_id == workspace_id,
        ENTRIES.c.of_table == parent,
        ENTRIES.c.of_id == (values or {}).get(KINDS[kind].parent or ""),
    )
    rows = connection.execute(select(ENTRIES).where(mine).order_by(ENTRIES.c.number)).all()
    return next((row for row in rows if hash_of(row.text) == wanted), None)
