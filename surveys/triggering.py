"""Something happened to a contact: the campaigns that wait for it ask, each in its own time."""

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from surveys.asking import Ask, queue
from surveys.hurting import LowAnswers
from surveys.models import Campaign, CampaignKind, Contact, Favour, Invitation, Survey
from surveys.scheduling import Schedule
from surveys.timing import lock_workspace, time_rows

MOST_ROUNDS = 2**31


def happened(
    session: Session,
    contact_id: int,
    event: str,
    *,
    at: datetime,
    now: datetime,
    key: str,
    reference: str = "",
    low_answers: LowAnswers | None = None,
) -> list[int]:
    """Queue what this event asks for; gives the ids of the invitations. The caller commits.

    `reference` names the event, such as the order's number: told of it twice, each campaign asks
    once. Without one it is named by its moment. Who may not be asked is skipped with a reason.
    """
    workspace = lock_workspace(session)
    number = zlib.crc32((reference or at.isoformat()).encode()) % MOST_ROUNDS
    queued = []
    for campaign in _waiting_for(session, event, now):
        ask = Ask(
            campaign.id,
            campaign.audience,
            workspace.asking_rules,
            now,
            key,
            favour=campaign.favour and Favour(campaign.favour),
            channel=campaign.channel,
            low_answers=low_answers,
            only=[contact_id],
            round=number,
        )
        if queue(session, ask).asked:
            queued += _time(session, campaign, contact_id, number, at)
    return queued


def known_events(session: Session) -> list[str]:
    """Name what the campaigns of the workspace wait for."""
    found = select(Campaign).where(Campaign.kind == CampaignKind.TRIGGERED)
    events = {Schedule.of(campaign.schedule).event for campaign in session.scalars(found)}
    return sorted(events - {""})


def fold_event(event: str) -> str:
    """Write the name of an event the one way in which two spellings of it are equal."""
    return " ".join(event.split()).casefold()


def _waiting_for(session: Session, event: str, now: datetime) -> Sequence[Campaign]:
    found = (
        select(Campaign)
        .join(Survey, Survey.id == Campaign.survey_id)
        .where(
            Campaign.kind == CampaignKind.TRIGGERED,
            Survey.closed_at.is_(None),
            or_(Campaign.starts_at.is_(None), Campaign.starts_at <= now),
            or_(Campaign.ends_at.is_(None), Campaign.ends_at > now),
        )
        .order_by(Campaign.created_at, Campaign.id)
    )
    wanted = fold_event(event)
    return [
        campaign
        for campaign in session.scalars(found)
        if fold_event(Schedule.of(campaign.schedule).event) == wanted
    ]


def _time(
    session: Session, campaign: Campaign, contact_id: int, number: int, at: datetime
) -> list[int]:
    rows = session.execute(
        select(Invitation.id, Contact.attributes)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(
            Invitation.campaign_id == campaign.id,
            Invitation.contact_id == contact_id,
            Invitation.round == number,
            Invitation.step == 0,
        )
    ).all()
    earliest = at + timedelta(hours=Schedule.of(campaign.schedule).delay_hours)
    time_rows(session, campaign, ((row.id, earliest, row.attributes) for row in rows))
    return [row.id for row in rows]
