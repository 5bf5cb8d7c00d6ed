"""Touchpoints: places where anybody may answer, without having been sent an invitation."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Key, Line, Moment, Row, ref


class TouchpointKind(StrEnum):
    """How people meet the survey there; an answer's `source` says the same word."""

    LINK = "link"
    QR = "qr"
    WIDGET = "widget"
    KIOSK = "kiosk"


class Touchpoint(Row, Base):
    """One public place of one survey, with an address short enough to be typed."""

    __tablename__ = "touchpoint"
    __table_args__ = (
        ref("survey_id", "survey", ondelete="CASCADE"),
        Index(None, "workspace_id", "survey_id"),
        # The code alone finds the workspace, as its slug does: so it is unique across all.
        Index("ix_touchpoint_code", "code", unique=True),
    )

    survey_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[TouchpointKind] = mapped_column(String(16))
    name: Mapped[Line]
    """Where it is, such as “Counter in Leith”; answers carry it as an attribute."""
    code: Mapped[Key]
    """What stands behind /t/ in its address."""
    sites: Mapped[list[Any]] = mapped_column(Json, default=list)
    """The origins whose pages may show its widget."""
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
