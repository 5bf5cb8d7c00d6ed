"""Which key signs here: made where nothing is signed yet; never another one in its place."""

from pathlib import Path
from typing import cast

from flask import Flask, current_app
from sqlalchemy import Connection, Table, and_, inspect, select

from feedback.extensions import db
from feedback.models.chain import ChainEntry, ChainHead
from feedback.provenance.keys import NAME, NoKeyError, Signer, Verifier

ENTRIES = cast("Table", ChainEntry.__table__)
HEADS = cast("Table", ChainHead.__table__)
LOOKED_AT = 100


class LostKeyError(LookupError):
    """What was published was signed with a key that is not here; the sentence says what to do."""


def signer(connection: Connection) -> Signer:
    """Give the application's signer; LostKeyError where its key is gone."""
    found: Signer | None = current_app.extensions.get("signer")
    if found is None:
        found = held(current_app.extensions["settings"].data, connection)
        current_app.extensions["signer"] = found
    return found


def public_key() -> Verifier | None:
    """Give the public half; None where nothing was ever signed. Looking makes no key."""
    found: Signer | None = current_app.extensions.get("signer")
    try:
        return (found or Signer.at(current_app.extensions["settings"].data)).public
    except NoKeyError:
        return None


def check(app: Flask) -> None:
    """Look before anybody is served: LostKeyError where the chains are not of this key."""
    with app.app_context(), db.engine.connect() as connection:
        if inspect(connection).has_table(ENTRIES.name) and _newest(connection):
            held(app.extensions["settings"].data, connection)


def held(folder: Path, connection: Connection) -> Signer:
    """Read the key that signs the chains, or make it where nothing is signed yet."""
    signed = _newest(connection)
    try:
        found = Signer.at(folder)
    except NoKeyError:
        if signed:
            raise LostKeyError(_lost(folder / NAME, "is gone")) from None
        return Signer.made_at(folder)
    if signed and not any(found.public.holds(*entry) for entry in signed):
        raise LostKeyError(_lost(folder / NAME, "is another one"))
    return found


def _newest(connection: Connection) -> list[tuple[str, str]]:
    """Read the last entries of some chains: with a key in its place one of them at least holds."""
    last = and_(ENTRIES.c.workspace_id == HEADS.c.workspace_id, ENTRIES.c.number == HEADS.c.number)
    rows = select(ENTRIES.c.text, ENTRIES.c.signature).join(HEADS, last).limit(LOOKED_AT)
    return [(row.text, row.signature) for row in connection.execute(rows)]


def _lost(path: Path, what: str) -> str:
    return (
        f"{path} {what}, but quotes were signed with it: a new key would prove nothing of them. "
        "Nothing was changed.\nPut the file back from your backup (with it secret.key, which is "
        "kept in the same folder).\nIf it is lost for good, run ./hark key --new: the proofs begin "
        "anew with a new key, and proofs that were downloaded before no longer verify."
    )
