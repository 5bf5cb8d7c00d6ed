"""Many answers from one address in a quarter of an hour: noticed first, refused only far beyond.

A whole conference may sit behind one address, so a crowd is labelled and counts like all others.
What is kept of the address is a keyed hash, apart from the answers, for half an hour.
"""

import hashlib
import hmac
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from feedback.models import Throttle

CROWD, FLOOD = 100, 2000
"""From how many on they are labelled, and from how many on refused."""
WINDOW_SECONDS = 900

_throttle = cast("Table", Throttle.__table__)


def origin(key: str, address: str) -> str:
    """Give what stands for an address here; nobody without the key can turn it back."""
    return hmac.digest(key.encode(), f"hark.crowd\0{address}".encode(), "sha256").hex()


def of_beginners(origin: str) -> str:
    """Give what stands for those from there who begin several pages: they may never finish."""
    return hashlib.sha256(f"{origin}:begun".encode()).hexdigest()


def arrivals(connection: Connection, origin: str, at: datetime) -> int:
    """Count one more from there, in the answer's own transaction; give how many it makes."""
    window = int(at.timestamp()) // WINDOW_SECONDS
    given = {"origin": origin, "slot": window}
    count = _COUNT[connection.dialect.name]
    arrived = int(connection.execute(count, given).scalar_one())
    if arrived == 1:
        connection.execute(_FORGET, {"oldest": window - 1})
    return arrived


def _counting(dialect: type[postgresql.Insert] | type[sqlite.Insert]) -> ReturningInsert[int]:
    row = dialect(_throttle).values(key=bindparam("origin"), window=bindparam("slot"), tries=1)
    return row.on_conflict_do_update(
        index_elements=["key", "window"], set_={"tries": _throttle.c.tries + 1}
    ).returning(_throttle.c.tries)


_COUNT = {"postgresql": _counting(postgresql.Insert), "sqlite": _counting(sqlite.Insert)}
_FORGET = delete(_throttle).where(_throttle.c.window < bindparam("oldest"))
