"""What the pages of campaigns show: progress, answers so far, what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from feedback.models import Begun, Member, Response, UsedLink
from surveys.definition import Definition
from surveys.models import (
    Campaign,
    CampaignKind,
    Contact,
    Invitation,
    InvitationState,
    Survey,
    Version,
)
from surveys.throttling import MINUTE, campaign_scope, left_since

MOST_CAMPAIGNS = 100
MOST_TROUBLES = 50


@dataclass(frozen=True)
class Progress:
    """How many invitations stand where."""

    states: Mapping[str, int] = field(default_factory=dict)
    answers: int = 0
    reminders: Mapping[str, int] = field(default_factory=dict)
    """The part of the states that are reminders."""

    def of(self, state: str) -> int:
        """How many stand there."""
        return self.states.get(state, 0)

    @property
    def total(self) -> int:
        """How many were queued."""
        return sum(self.states.values())

    @property
    def asked(self) -> int:
        """How many invitations there are: reminders ask nobody anew."""
        return self.total - sum(self.reminders.values())

    @property
    def open(self) -> int:
        """How many have yet to leave."""
        return self.of(InvitationState.QUEUED) + self.of(InvitationState.CLAIMED)

    @property
    def over(self) -> int:
        """How many are settled, one way or the other."""
        return self.total - self.open


@dataclass(frozen=True)
class Pace:
    """How fast a campaign goes just now, and how long that will take."""

    per_minute: int = 0
    due: int = 0
    """How many could leave at once."""
    next_at: datetime | None = None
    """When the next one may leave, where none may now."""

    @property
    def minutes_left(self) -> int | None:
        """How long the due ones take at this speed; None where nothing moves."""
        return -(-self.due // self.per_minute) if self.per_minute and self.due else None


@dataclass(frozen=True)
class Line:
    """One campaign in the list."""

    campaign: Campaign
    survey: Survey
    progress: Progress


@dataclass(frozen=True)
class Page:
    """Everything a campaign's own page shows."""

    campaign: Campaign
    survey: Survey
    version: Version
    confirmed_by: Member | None
    progress: Progress
    troubles: Sequence[tuple[Invitation, Contact | None]]
    pace: Pace
    paused_by: Member | None
    begun: int | None = None
    """How many began and have not sent, where there are pages to leave off at; never counted."""


def all_campaigns(session: Session) -> list[Line]:
    """List the newest campaigns."""
    rows = session.execute(
        select(Campaign, Survey)
        .join(Survey, Survey.id == Campaign.survey_id)
        .where(Campaign.kind != CampaignKind.QUOTES)
        .order_by(Campaign.created_at.desc())
        .limit(MOST_CAMPAIGNS)
    ).all()
    progress = _progress(session, [campaign.id for campaign, _ in rows])
    return [Line(campaign, survey, progress[campaign.id]) for campaign, survey in rows]


def one_campaign(session: Session, campaign_id: int, *, now: datetime) -> Page | None:
    """Read one campaign's page."""
    row = session.execute(
        select(Campaign, Survey, Version, Member)
        .join(Survey, Survey.id == Campaign.survey_id)
        .join(Version, Version.id == Campaign.version_id)
        .outerjoin(Member, Member.id == Campaign.confirmed_by)
        .where(Campaign.id == campaign_id)
    ).first()
    if row is None:
        return None
    progress = _progress(session, [campaign_id])[campaign_id]
    campaign = row[0]
    troubles = _troubles(session, campaign_id, progress)
    pace = _pace(session, campaign_id, now) if progress.open else Pace()
    who = campaign.paused_by and session.get(Member, (campaign.workspace_id, campaign.paused_by))
    return Page(*row, progress, troubles, pace, who or None, _begun(session, campaign_id, row[2]))


def _begun(session: Session, campaign_id: int, version: Version) -> int | None:
    if len(Definition.of(version.definition).pages) == 1:
        return None
    mine = Invitation.id == Begun.invitation_id, Invitation.campaign_id == campaign_id
    return session.scalar(select(func.count()).select_from(Begun).join(Invitation, and_(*mine)))


def _pace(session: Session, campaign_id: int, now: datetime) -> Pace:
    queued = Invitation.campaign_id == campaign_id, Invitation.state == InvitationState.QUEUED
    soonest = session.scalar(select(func.min(Invitation.due_at)).where(*queued))
    due = session.scalar(
        select(func.count()).select_from(Invitation).where(*queued, Invitation.due_at <= now)
    )
    per_minute = left_since(session, campaign_scope(campaign_id), now - MINUTE)
    return Pace(per_minute, due or 0, soonest if soonest and soonest > now else None)


def _progress(session: Session, ids: Sequence[int]) -> dict[int, Progress]:
    states: dict[int, dict[str, int]] = {campaign_id: {} for campaign_id in ids}
    reminders: dict[int, dict[str, int]] = {campaign_id: {} for campaign_id in ids}
    is_reminder = Invitation.step > 0
    counted = (
        select(Invitation.campaign_id, Invitation.state, is_reminder, func.count())
        .where(Invitation.campaign_id.in_(ids))
        .group_by(Invitation.campaign_id, Invitation.state, is_reminder)
    )
    for campaign_id, state, reminds, number in session.execute(counted):
        states[campaign_id][state] = states[campaign_id].get(state, 0) + number
        if reminds:
            reminders[campaign_id][state] = number
    answers: dict[int, int] = {}
    for came in (Response, UsedLink):
        answered = (
            select(Invitation.campaign_id, func.count())
            .join(came, came.invitation_id == Invitation.id)
            .where(Invitation.campaign_id.in_(ids))
            .group_by(Invitation.campaign_id)
        )
        answers |= {row[0]: row[1] for row in session.execute(answered)}
    return {
        key: Progress(found, answers.get(key, 0), reminders[key]) for key, found in states.items()
    }


def _troubles(
    session: Session, campaign_id: int, progress: Progress
) -> Sequence[tuple[Invitation, Contact | None]]:
    over = [InvitationState.FAILED, InvitationState.UNKNOWN]
    if not any(progress.of(state) for state in over):
        return []
    rows = session.execute(
        select(Invitation, Contact)
        .outerjoin(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.campaign_id == campaign_id, Invitation.state.in_(over))
        .order_by(Invitation.claimed_at.desc(), Invitation.id.desc())
        .limit(MOST_TROUBLES)
    )
    return [(invitation, contact) for invitation, contact in rows]
