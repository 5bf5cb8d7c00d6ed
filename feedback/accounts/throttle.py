"""A shared limit on guessing: tries per key and window, in the database, for all workers."""

import hashlib
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from feedback.models import Throttle

WINDOW_SECONDS = 900


def allow(session: Session, key: str, *, limit: int, now: datetime) -> bool:
    """Count this try, for good, and tell whether it is within the limit for its window."""
    window = int(now.timestamp()) // WINDOW_SECONDS
    key = hashlib.sha256(key.encode()).hexdigest()
    dialect = postgresql if session.get_bind(Throttle).dialect.name == "postgresql" else sqlite
    row = dialect.insert(Throttle).values(key=key, window=window, tries=1)
    session.execute(delete(Throttle).where(Throttle.window < window - 1))
    session.execute(
        row.on_conflict_do_update(
            index_elements=["key", "window"], set_={"tries": Throttle.tries + 1}
        )
    )
    tries = session.scalars(
        select(Throttle.tries).where(Throttle.key == key, Throttle.window == window)
    ).one()
    session.commit()
    return tries <= limit
