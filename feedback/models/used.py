"""Which links to anonymous surveys were used, and nothing about when or for what."""

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Scoped, ref


class UsedLink(Scoped, Base):
    """This invitation was answered, namelessly.

    The rows of a survey are all written anew with each answer, in the order of their numbers, so
    that neither their place nor the transaction they carry tells which of them came when. For the
    same reason they hold no reference to the invitation: its check would leave a mark on that row.
    """

    __tablename__ = "used_link"
    __table_args__ = (
        ref("survey_id", "survey", ondelete="CASCADE"),
        Index(None, "workspace_id", "survey_id"),
    )

    invitation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    survey_id: Mapped[int] = mapped_column(BigInteger)
