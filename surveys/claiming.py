"""Claiming what is due: committed before a message leaves, and never more than the limits allow."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, literal, or_, select, update
from sqlalchemy.orm import Session

from surveys import throttling
from surveys.models import (
    Campaign,
    Channel,
    Contact,
    Invitation,
    InvitationState,
    SendingPause,
    Workspace,
)
from surveys.scheduling import Schedule, next_day, start_of_day
from surveys.scope import bind_workspace
from surveys.speech import noted
from surveys.throttling import EVERYTHING, SPELL, Limits, campaign_scope, domain_of, domain_scope

BATCH, MOST_AT_ONCE = 10, 100
UNSCOPED = {"unscoped": True}
REST = timedelta(seconds=1)
BEFORE_MIDNIGHT = timedelta(seconds=10)
"""A letter claimed on one day is not to leave on the next, when it would count for neither."""
NO_LIMITS = Limits()
DOMAINS = "domains"
FULL_DAY = noted("As many as it may send on one day have left.")
FULL_MINUTE = noted("As many as it may send in a minute have left.")
FULL_SERVER = noted("As many as the mail server is to take in a minute have left.")


@dataclass(frozen=True)
class Claim:
    """Invitations of one campaign that are ours to send for as long as the lease lasts."""

    workspace_id: int
    campaign_id: int
    at: datetime
    attempts: dict[int, int]
    """Invitation id → which attempt this is: what came of it counts for this attempt only."""
    counts_for: frozenset[str] = field(default_factory=frozenset)
    """Under which limits its letters count: EVERYTHING, the campaign's own, each domain's."""

    def scopes(self, address: str) -> list[str]:
        """Name what a letter to this address counts for."""
        own = {DOMAINS: domain_scope(domain_of(address))}
        return [own.get(scope, scope) for scope in self.counts_for]


def claim(
    session: Session,
    *,
    now: datetime,
    chance: random.Random,
    most: int = BATCH,
    limits: Limits = NO_LIMITS,
) -> Claim | None:
    """Take the next due invitations of one campaign, each campaign alike; commits."""
    found = _due_campaigns(session, now)
    if not found:
        session.rollback()
        return None
    workspace_id, campaign_id = chance.choice(found)
    bind_workspace(session, workspace_id)
    campaign = session.get_one(Campaign, {"workspace_id": workspace_id, "id": campaign_id})
    if _is_limited(campaign, limits):
        throttling.one_at_a_time(session)
        most = min(most, _room(session, campaign, limits, now))
    rows = _next(session, campaign_id, most, now) if most else []
    by_domain = bool(limits.per_domain) and campaign.channel == Channel.MAIL
    if by_domain and rows:
        rows = _within_domains(session, rows, limits.per_domain, now, chance)
    _take(session, [row.id for row in rows], now)
    session.commit()
    attempts = {row.id: row.attempts + 1 for row in rows}
    return Claim(
        workspace_id,
        campaign_id,
        now,
        attempts,
        _counts_for(campaign_id, limits, by_domain=by_domain),
    )


def is_anything_due(session: Session, *, now: datetime) -> bool:
    """Whether there is something to claim; only looks."""
    return bool(_due_campaigns(session, now))


def _due_campaigns(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    one_due = (
        select(literal(1))
        .where(
            Invitation.workspace_id == Campaign.workspace_id,
            Invitation.campaign_id == Campaign.id,
            Invitation.state == InvitationState.QUEUED,
            Invitation.due_at <= now,
        )
        .limit(1)  # one look into the index; PostgreSQL would join EXISTS, and read all there are
        .scalar_subquery()
    )
    may = (
        or_(Campaign.held_until.is_(None), Campaign.held_until <= now),
        or_(Campaign.rests_until.is_(None), Campaign.rests_until <= now),
        Campaign.paused_at.is_(None),
        ~exists().where(
            SendingPause.workspace_id == Campaign.workspace_id, SendingPause.ended_at.is_(None)
        ),
    )
    found = select(Campaign.workspace_id, Campaign.id).where(*may, one_due.is_not(None)).limit(50)
    return [(row[0], row[1]) for row in session.execute(found, execution_options=UNSCOPED)]


def _is_limited(campaign: Campaign, limits: Limits) -> bool:
    schedule = Schedule.of(campaign.schedule)
    return any((limits.per_minute, limits.per_domain, schedule.per_minute, schedule.daily_cap))


def _counts_for(campaign_id: int, limits: Limits, *, by_domain: bool) -> frozenset[str]:
    """The campaign's own count is always kept: its page tells how fast it goes."""
    wanted = {EVERYTHING: limits.per_minute, DOMAINS: by_domain}
    kept = {scope for scope, limit in wanted.items() if limit}
    return frozenset(kept | {campaign_scope(campaign_id)})


def _room(session: Session, campaign: Campaign, limits: Limits, now: datetime) -> int:
    """How many of this campaign may be claimed now; where none, it rests for a while."""
    schedule, scope = Schedule.of(campaign.schedule), campaign_scope(campaign.id)
    rooms: list[tuple[int, datetime, str]] = []
    if limits.per_minute:
        under_way = throttling.under_way(session)
        free = throttling.spread_room(session, EVERYTHING, limits.per_minute, under_way, now)
        rooms.append((free, now + REST, FULL_SERVER))
    if schedule.per_minute or schedule.daily_cap:
        under_way = throttling.under_way(session, campaign.id)
    if schedule.per_minute:
        free = throttling.spread_room(session, scope, schedule.per_minute, under_way, now)
        rooms.append((free, now + REST, FULL_MINUTE))
    if schedule.daily_cap:
        zone = session.get_one(Workspace, campaign.workspace_id).zone
        left = throttling.left_since(session, scope, start_of_day(now, zone))
        tomorrow = next_day(now, zone)
        free = schedule.daily_cap - left - under_way
        is_late = tomorrow - now < BEFORE_MIDNIGHT
        rooms.append((0 if is_late else max(free, 0), tomorrow, FULL_DAY))
    free, again, because = min(rooms, key=lambda one: one[0], default=(MOST_AT_ONCE, now, ""))
    campaign.rests_until, campaign.rests_because = (None, None) if free else (again, because)
    return free


def _next(session: Session, campaign_id: int, most: int, now: datetime) -> Sequence[Any]:
    return session.execute(
        select(Invitation.id, Invitation.attempts, Invitation.contact_id, Invitation.campaign_id)
        .where(
            Invitation.campaign_id == campaign_id,
            Invitation.state == InvitationState.QUEUED,
            Invitation.due_at <= now,
        )
        .order_by(Invitation.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def _take(session: Session, ids: Sequence[int], now: datetime) -> None:
    session.execute(
        update(Invitation)
        .where(Invitation.id.in_(ids))
        .values(state=InvitationState.CLAIMED, claimed_at=now, attempts=Invitation.attempts + 1)
        .execution_options(synchronize_session=False)
    )


def _within_domains(
    session: Session, rows: Sequence[Any], limit: int, now: datetime, chance: random.Random
) -> Sequence[Any]:
    """Keep the rows for whose domain there is room, and put the others off."""
    emails = select(Contact.id, Contact.email).where(
        Contact.id.in_([row.contact_id for row in rows if row.contact_id])
    )
    addresses = {row.id: row.email or "" for row in session.execute(emails)}
    domains = {row.id: domain_of(addresses.get(row.contact_id, "")) for row in rows}
    under_way = throttling.domains_under_way(session)
    free = {
        domain: throttling.room(session, domain_scope(domain), limit, under_way[domain], now)
        for domain in set(domains.values())
    }
    kept: list[Any] = []
    others: list[Any] = []
    for row in rows:
        free[domains[row.id]] -= 1
        (kept if free[domains[row.id]] >= 0 else others).append(row)
    # Spread over as many minutes as the domain probably needs for all that waits for it.
    waiting = _waiting(session, rows[0].campaign_id) if others else 0
    share = Counter(domains.values())
    for row in others:
        minutes = waiting * share[domains[row.id]] / len(rows) / limit
        seconds = SPELL.total_seconds() + chance.uniform(0, 60 * minutes)
        _put_off(session, row.id, now + timedelta(seconds=seconds))
    return kept


def _waiting(session: Session, campaign_id: int) -> int:
    queued = Invitation.campaign_id == campaign_id, Invitation.state == InvitationState.QUEUED
    return session.scalar(select(func.count()).select_from(Invitation).where(*queued)) or 0


def _put_off(session: Session, invitation_id: int, due_at: datetime) -> None:
    session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id)
        .values(due_at=due_at)
        .execution_options(synchronize_session=False)
    )
