"""The base every model stands on: ids, columns, and the one place where queries are scoped."""

import secrets
import threading
import time
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    String,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
)
from sqlalchemy.types import TypeDecorator

EPOCH_MS = 1_767_225_600_000  # 2026-01-01 UTC
RANDOM_BITS = 22

_last_id = 0
_id_lock = threading.Lock()


def new_id() -> int:
    """Give a 63-bit id: milliseconds since 2026, then random bits; rising within a process."""
    global _last_id
    stamp = (time.time_ns() // 1_000_000 - EPOCH_MS) << RANDOM_BITS
    with _id_lock:
        _last_id = max(stamp | secrets.randbits(RANDOM_BITS), _last_id + 1)
        return _last_id


class Utc(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite stores it without its zone, we give it back with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes: a time without a zone is a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: give it a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back what was stored as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")
_MutableJson = JSON().with_variant(JSONB(), "postgresql")
"""Apart from Json: as_mutable marks the type object itself, and lists are no dicts."""

Key = Annotated[str, mapped_column(String(64))]
Line = Annotated[str, mapped_column(String(400))]
Words = Annotated[str, mapped_column(Text)]
Moment = Annotated[datetime, mapped_column(Utc)]
Blob = Annotated[dict[str, Any], mapped_column(MutableDict.as_mutable(_MutableJson))]


class Base(DeclarativeBase):
    """Our own declarative base, with constraint names by convention."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Scoped:
    """A row that belongs to a workspace: the workspace id is part of its key."""

    workspace_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("workspace.id", ondelete="CASCADE"),
        primary_key=True,
        sort_order=-9,
    )


class Row(Scoped):
    """A scoped row with an id of its own, keyed (workspace, id)."""

    id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, default=new_id, autoincrement=False, sort_order=-8
    )


def ref(column: str, table: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """Point at a row of the same workspace; a row of another one cannot be pointed at."""
    return ForeignKeyConstraint(
        ["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"], ondelete=ondelete
    )
