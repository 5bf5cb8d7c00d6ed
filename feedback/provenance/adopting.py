"""Taking into the chain what was there before it: once for each workspace, and said so."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, and_, exists, select

from feedback.extensions import db
from feedback.provenance import holding
from feedback.provenance.chain import ADOPTED, SALTS, Chain, sealing
from feedback.provenance.hashing import hash_of
from feedback.provenance.holding import ENTRIES, HEADS, LostKeyError
from feedback.provenance.keys import NAME as KEY
from feedback.provenance.sealed import CONSENT, KINDS
from feedback.provenance.seen import NAME as MARKS
from feedback.provenance.seen import Mark, Seen

CHILDREN = ("testimonial", "publication")


def adopt_all(app: Flask) -> int:
    """Seal what was agreed and published before there was a chain; gives how many rows."""
    seen = Seen.at(app.extensions["settings"].data)
    with app.app_context():
        with db.engine.connect() as connection:
            waiting = [row for row in connection.scalars(_UNSEALED) if not seen.knows(row)]
        adopted = 0
        for workspace_id in waiting:
            with db.engine.begin() as connection:
                adopted += adopt(connection, workspace_id, datetime.now(UTC))
        with db.engine.connect() as connection:
            seen.keep(dict(_begun(connection, seen)))
        return adopted


def begin_anew(app: Flask) -> int:
    """Throw chains away whose key is lost, and seal with a new key what there is now.

    Raises ValueError where the key is in its place: what it signed stays signed.
    """
    folder = app.extensions["settings"].data
    try:
        holding.check(app)
    except LostKeyError:
        _put_aside(folder / KEY)
    else:
        raise ValueError("The key is there and signs the proofs; nothing was changed.")
    app.extensions.pop("signer", None)
    with app.app_context(), db.engine.begin() as connection:
        for table in (SALTS, ENTRIES, HEADS):
            connection.execute(table.delete())
    (folder / MARKS).unlink(missing_ok=True)
    return adopt_all(app)


def _put_aside(key: Path) -> None:
    """Keep a key that is not the right one: it may be another installation's."""
    if key.exists():
        key.rename(key.with_name(f"{key.name}.{datetime.now(UTC):%Y%m%d%H%M%S}"))


def _begun(connection: Connection, seen: Seen) -> Iterator[tuple[int, Mark]]:
    """Mark each chain that nobody has seen yet: were it thrown away, it would not begin anew."""
    last = and_(ENTRIES.c.workspace_id == HEADS.c.workspace_id, ENTRIES.c.number == HEADS.c.number)
    rows = select(HEADS.c.workspace_id, HEADS.c.number, ENTRIES.c.text).join(ENTRIES, last)
    for row in connection.execute(rows):
        if not seen.knows(row.workspace_id):
            yield row.workspace_id, Mark(row.number, hash_of(row.text))


def adopt(connection: Connection, workspace_id: int, now: datetime) -> int:
    """Seal every agreement of a workspace, what it rests on and what rests on it."""
    with sealing(connection, workspace_id) as chain:
        before = chain.number
        if before == 0:
            _consents(connection, chain, workspace_id, now)
            for kind in CHILDREN:
                table = KINDS[kind].table
                ids = select(table.c.id).where(table.c.workspace_id == workspace_id)
                for row_id in connection.scalars(ids.order_by(table.c.id)).all():
                    chain.seal(kind, row_id, ADOPTED, now)
        return chain.number - before


def _consents(connection: Connection, chain: Chain, workspace_id: int, now: datetime) -> None:
    rows = select(CONSENT.c.id, CONSENT.c.response_id)
    rows = rows.where(CONSENT.c.workspace_id == workspace_id).order_by(CONSENT.c.id)
    responses: set[int] = set()
    for consent_id, response_id in connection.execute(rows).all():
        if response_id not in responses:
            chain.seal("response", response_id, ADOPTED, now)
            responses.add(response_id)
        chain.seal("consent", consent_id, ADOPTED, now)


_UNSEALED = (
    select(CONSENT.c.workspace_id)
    .where(~exists().where(HEADS.c.workspace_id == CONSENT.c.workspace_id))
    .distinct()
)
"""Workspaces with agreements and without a chain."""
