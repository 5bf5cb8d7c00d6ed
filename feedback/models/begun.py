"""What somebody has answered of a survey with several pages, and not sent yet."""

from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Key, Moment, Row, ref


class Begun(Row, Base):
    """Answers kept page by page: never counted, gone once they are sent."""

    __tablename__ = "begun"
    __table_args__ = (
        UniqueConstraint("workspace_id", "invitation_id"),
        UniqueConstraint("workspace_id", "touchpoint_id", "submission"),
        ref("survey_id", "survey", ondelete="CASCADE"),
        ref("version_id", "version"),
        ref("invitation_id", "invitation", ondelete="CASCADE"),
        ref("touchpoint_id", "touchpoint", ondelete="CASCADE"),
        Index(None, "workspace_id", "survey_id"),
    )

    survey_id: Mapped[int] = mapped_column(BigInteger)
    version_id: Mapped[int] = mapped_column(BigInteger)
    invitation_id: Mapped[int | None] = mapped_column(BigInteger)
    touchpoint_id: Mapped[int | None] = mapped_column(BigInteger)
    """Where it was begun without an invitation; the response will have this row's id."""
    submission: Mapped[Key]
    """The key with which they will be sent, whichever page or device it is sent from."""
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    """{key: [number, words]}, also of questions that later answers have hidden again."""
    pages: Mapped[list[Any]] = mapped_column(Json)
    """The numbers of the pages that were filled in."""
    begun_at: Mapped[Moment]
    updated_at: Mapped[Moment]
