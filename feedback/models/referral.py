"""What came of customers who told others: looks at their link, and those who left their address."""

from datetime import date

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Moment, Row, ref


class ReferralLooks(Row, Base):
    """How often somebody went on from an advocate's link, on one day; no visitor is known by it."""

    __tablename__ = "referral_looks"
    __table_args__ = (
        UniqueConstraint("workspace_id", "advocate_id", "day"),
        ref("advocate_id", "contact", ondelete="CASCADE"),
    )

    advocate_id: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[date]
    looks: Mapped[int]


class Referral(Row, Base):
    """Somebody who came by an advocate's link and left their address themselves."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("workspace_id", "friend_id"),
        ref("advocate_id", "contact", ondelete="CASCADE"),
        ref("friend_id", "contact", ondelete="CASCADE"),
        Index(None, "workspace_id", "advocate_id"),
    )

    advocate_id: Mapped[int] = mapped_column(BigInteger)
    friend_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Moment]
