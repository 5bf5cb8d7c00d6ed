"""Campaigns, and the ledger of invitations: one row per person asked."""

from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Blob, Line, Moment, Row, ref


class CampaignKind(StrEnum):
    """When a campaign asks."""

    ONCE = "once"
    """All at one moment: now, or later."""
    TRIGGERED = "triggered"
    """Each contact some time after something happened to them."""
    RECURRING = "recurring"
    """Each contact again and again, spread evenly over the period."""
    LINKS = "links"
    """All at once, as a file of personal links that somebody else delivers."""
    QUOTES = "quotes"
    """Mail about comments that were given already, one by one: no survey is asked by it."""


class Favour(StrEnum):
    """What an ask may want for the company's own sake."""

    PROMOTION = "promotion"
    REFERRAL = "referral"
    TESTIMONIAL = "testimonial"


class Channel(StrEnum):
    """What a campaign asks by."""

    MAIL = "mail"
    SMS = "sms"


class Campaign(Row, Base):
    """One sending of one published version to chosen contacts."""

    __tablename__ = "campaign"
    __table_args__ = (
        ref("survey_id", "survey", ondelete="CASCADE"),
        ref("version_id", "version"),
        Index(None, "workspace_id", "survey_id"),
        Index(None, "plans_at"),
    )

    survey_id: Mapped[int] = mapped_column(BigInteger)
    version_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[Line]
    audience: Mapped[Blob] = mapped_column(default=dict)
    """The attribute filter it was sent to: {attribute: [values]}."""
    favour: Mapped[Favour | None] = mapped_column(String(16))
    """What it asks for the company's own sake; None is an honest question."""
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
    kind: Mapped[CampaignKind] = mapped_column(
        String(16), default=CampaignKind.ONCE, server_default=CampaignKind.ONCE.value
    )
    channel: Mapped[Channel] = mapped_column(
        String(16), default=Channel.MAIL, server_default=Channel.MAIL.value
    )
    schedule: Mapped[Blob] = mapped_column(default=dict, server_default="{}")
    """What surveys.scheduling.Schedule stores."""
    starts_at: Mapped[Moment | None]
    """Nobody is asked before; None is the moment of confirming."""
    ends_at: Mapped[Moment | None]
    """From then on nobody new is asked."""
    paused_at: Mapped[Moment | None]
    """Since when a person keeps it from sending; None while it may."""
    paused_by: Mapped[int | None] = mapped_column(BigInteger)
    rests_until: Mapped[Moment | None]
    """When there is room again under a limit."""
    rests_because: Mapped[Line | None]
    plans_at: Mapped[Moment | None]
    """When it is next looked at for whom to ask or remind; None is never."""
    planned_until: Mapped[Moment | None]
    """Whose turn came up to then has been asked."""


class InvitationState(StrEnum):
    """Where an invitation stands; `unknown` is shown and never resent by itself."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    HANDED = "handed"
    """Its link was given out as a file; whether it reached anybody is not ours to know."""


LEFT = (InvitationState.SENT, InvitationState.UNKNOWN)
"""Mail that left, and mail whose fate is unknown: it may well have arrived."""
ASKED = (*LEFT, InvitationState.HANDED)
"""Who was asked, by mail or by a link that somebody else delivered."""


class Invitation(Row, Base):
    """The ledger row: this contact, asked by this campaign, in this round, at this step."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("workspace_id", "campaign_id", "contact_id", "round", "step"),
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
    round: Mapped[int] = mapped_column(default=0, server_default="0")
    """Which time it asks them: the turn of a recurring campaign, the event of a triggered one."""
    step: Mapped[int] = mapped_column(default=0)
    """0 is the invitation, 1 and 2 remind of it."""
    first_id: Mapped[int | None] = mapped_column(BigInteger)
    """The invitation that a reminder reminds of: it carries the same answer link."""
    state: Mapped[InvitationState] = mapped_column(String(16), default=InvitationState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[Moment]
    due_at: Mapped[Moment]
    claimed_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
    error: Mapped[Line | None]


class Throughput(Base):
    """How many letters left in a second, by what is limited; of the installation as a whole."""

    __tablename__ = "throughput"

    scope: Mapped[Line] = mapped_column(primary_key=True)
    second: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    letters: Mapped[int]


IS_MAILED = and_(Invitation.state.in_(LEFT), Invitation.step == 0)
"""What response rates rest on: a reminder is not another person asked, and whether a link that was
handed out reached anybody is not known. The database's own notes say the same (counts/triggers)."""
IS_CLAIMED = text("invitation.state = 'claimed'")
"""Spelled out, so that the index of the few claimed rows is seen to fit."""
