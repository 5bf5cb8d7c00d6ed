"""Who was not asked by a campaign, and why."""

from enum import StrEnum

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Moment, Scoped, ref


class Skip(StrEnum):
    """Why a contact is not asked; the first that holds counts."""

    NO_ADDRESS = "no_address"
    NO_NUMBER = "no_number"
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"
    BOUNCED = "bounced"
    IN_CAMPAIGN = "in_campaign"
    OPEN_CASE = "open_case"
    IN_PEACE = "in_peace"
    NEVER = "never"
    HURT = "hurt"
    ASKED_RECENTLY = "asked_recently"
    LESS_OFTEN = "less_often"


class Skipped(Scoped, Base):
    """A contact that a campaign chose and did not ask; judged again, the latest reason stands."""

    __tablename__ = "skipped"
    __table_args__ = (
        ref("campaign_id", "campaign", ondelete="CASCADE"),
        ref("contact_id", "contact", ondelete="CASCADE"),
        Index(None, "workspace_id", "contact_id"),
    )

    campaign_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-8)
    contact_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-7)
    reason: Mapped[Skip] = mapped_column(String(16))
    at: Mapped[Moment]
