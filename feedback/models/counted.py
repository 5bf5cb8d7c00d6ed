"""Which answers count towards which quotas."""

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Scoped, ref


class Counted(Scoped, Base):
    """This answer is one of those that a quota counts; written in the answer's own transaction."""

    __tablename__ = "counted"
    __table_args__ = (
        ref("response_id", "response", ondelete="CASCADE"),
        Index(None, "workspace_id", "quota"),
    )

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    quota: Mapped[Key] = mapped_column(primary_key=True, sort_order=-7)
    """The hash of whose answers are counted: the same in every version that counts the same."""
