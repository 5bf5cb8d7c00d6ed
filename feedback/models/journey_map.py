"""A map of what customers go through, and who looks after it."""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Line, Moment, Row


class JourneyMap(Row, Base):
    """Touchpoints by departments; each cell names the question that measures it."""

    __tablename__ = "journey_map"

    name: Mapped[Line]
    plan: Mapped[dict[str, Any]] = mapped_column(Json)
    """As `journey.plan` writes it."""
    number: Mapped[int] = mapped_column(default=1)
    """Rises with each change: who changed an older one is told."""
    changed_at: Mapped[Moment]
    changed_by: Mapped[int | None] = mapped_column(BigInteger)
