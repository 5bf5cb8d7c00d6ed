"""What the pages of campaigns show: progress, answers so far, what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.models import Member, Response
from surveys.models import Campaign, Contact, Invitation, InvitationState, Survey, Version

MOST_CAMPAIGNS = 100
MOST_TROUBLES = 50


@dataclass(frozen=True)
class Progress:
    """How many invitations stand where."""

    states: Mapping[str, int] = field(default_factory=dict)
    answers: int = 0

    def of(self, state: str) -> int:
        """How many stand there."""
        return self.states.get(state, 0)

    @property
    def total(self) -> int:
        """How many were queued."""
        return sum(self.states.values())

    @property
    def open(self) -> int:
        """How many have yet to leave."""
        return self.of(InvitationState.QUEUED) + self.of(InvitationState.CLAIMED)

    @property
    def over(self) -> int:
        """How many are settled, one way or the other."""
        return self.total - self.open


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


def all_campaigns(session: Session) -> list[Line]:
    """List the newest campaigns."""
    rows = session.execute(
        select(Campaign, Survey)
        .join(Survey, Survey.id == Campaign.survey_id)
        .order_by(Campaign.created_at.desc())
        .limit(MOST_CAMPAIGNS)
    ).all()
    progress = _progress(session, [campaign.id for campaign, _ in rows])
    return [Line(campaign, survey, progress[campaign.id]) for campaign, survey in rows]


def one_campaign(session: Session, campaign_id: int) -> Page | None:
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
    return Page(*row, progress, _troubles(session, campaign_id, progress))


def _progress(session: Session, ids: Sequence[int]) -> dict[int, Progress]:
    states: dict[int, dict[str, int]] = {campaign_id: {} for campaign_id in ids}
    counted = (
        select(Invitation.campaign_id, Invitation.state, func.count())
        .where(Invitation.campaign_id.in_(ids))
        .group_by(Invitation.campaign_id, Invitation.state)
    )
    for campaign_id, state, number in session.execute(counted):
        states[campaign_id][state] = number
    answered = (
        select(Invitation.campaign_id, func.count())
        .join(Response, Response.invitation_id == Invitation.id)
        .where(Invitation.campaign_id.in_(ids))
        .group_by(Invitation.campaign_id)
    )
    answers = {row[0]: row[1] for row in session.execute(answered)}
    return {key: Progress(found, answers.get(key, 0)) for key, found in states.items()}


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
