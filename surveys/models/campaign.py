"""Campaigns, and the ledger of invitations: one row per person asked."""

from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Blob, Line, Moment, Row, ref


class Campaign(Row, Base):
    """One sending of one published version to chosen contacts."""

    __tablename__ = "campaign"
    __table_args__ = (
        ref("survey_id", "survey", ondelete="CASCADE"),
        ref("version_id", "version"),
        Index(None, "workspace_id", "survey_id"),
    )

    survey_id: Mapped[int] = mapped_column(BigInteger)
    version_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[Line]
    audience: Mapped[Blob] = mapped_column(default=dict)
    """The attribute filter it was sent to: {attribute: [values]}."""
    skipped: Mapped[Blob] = mapped_column(default=dict)
    """How many were not asked, by reason, at the moment of confirming."""
    confirmed_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[Moment]
    held_since: Mapped[Moment | None]
    """Since when the mail server takes nothing from it; None while all is well."""
    held_until: Mapped[Moment | None]
    """When sending is tried again."""
    held_because: Mapped[Line | None]
    holds: Mapped[int] = mapped_column(default=0)
    """How many tries in a row found the server away; the pause grows with it."""


class InvitationState(StrEnum):
    """Where an invitation stands; `unknown` is shown and never resent by itself."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Invitation(Row, Base):
    """The ledger row: this contact, asked by this campaign, at this step."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("workspace_id", "campaign_id", "contact_id", "step"),
        ref("campaign_id", "campaign", ondelete="CASCADE"),
        ref("contact_id", "contact"),
        Index(None, "workspace_id", "campaign_id", "state", "due_at"),
        Index(None, "workspace_id", "contact_id", "queued_at"),
        Index(
            "ix_invitation_claimed",
            "claimed_at",
            sqlite_where=text("state = 'claimed'"),
            postgresql_where=text("state = 'claimed'"),
        ),
    )

    campaign_id: Mapped[int] = mapped_column(BigInteger)
    contact_id: Mapped[int | None] = mapped_column(BigInteger)
    step: Mapped[int] = mapped_column(default=0)
    state: Mapped[InvitationState] = mapped_column(String(16), default=InvitationState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[Moment]
    due_at: Mapped[Moment]
    claimed_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
    error: Mapped[Line | None]


IS_CLAIMED = text("invitation.state = 'claimed'")
"""Spelled out, so that the index of the few claimed rows is seen to fit."""
