"""Asked less often, because the customer wants it: kept by the hash of the address alone."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveys.models import Pace
from surveys.scope import bound_workspace

TWICE_A_YEAR, ONCE_A_YEAR = 182, 365
PACES = (TWICE_A_YEAR, ONCE_A_YEAR)


def ask_less_often(session: Session, hashed: str, gap_days: int, *, now: datetime) -> None:
    """Keep how many days this address wants between two asks."""
    dialect = postgresql if session.get_bind(Pace).dialect.name == "postgresql" else sqlite
    row = dialect.insert(Pace).values(
        workspace_id=bound_workspace(session), address_hash=hashed, gap_days=gap_days, at=now
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=[Pace.workspace_id, Pace.address_hash],
            set_={"gap_days": row.excluded.gap_days, "at": row.excluded.at},
        )
    )


def ask_as_often_as_others(session: Session, hashed: str) -> None:
    """Take the wish back."""
    session.execute(delete(Pace).where(Pace.address_hash == hashed))


def pace_of(session: Session, hashed: str) -> int | None:
    """Tell how many days this address wants between two asks; None where it said nothing."""
    return session.scalar(select(Pace.gap_days).where(Pace.address_hash == hashed))
