"""Whom a campaign asks: who is left out and why, and the queueing of all others at once."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    case,
    exists,
    func,
    insert,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from surveys import audience
from surveys.db import EPOCH_MS, RANDOM_BITS, Json, Utc
from surveys.models import Campaign, Contact, Invitation, InvitationState, Workspace
from surveys.scope import bound_workspace
from surveys.unsubscribing import unsubscribed_contacts

Filter = Mapping[str, Sequence[str]]


class Skip(StrEnum):
    """Why a contact is not asked; the first that holds counts."""

    NO_ADDRESS = "no_address"
    UNSUBSCRIBED = "unsubscribed"
    IN_CAMPAIGN = "in_campaign"
    ASKED_RECENTLY = "asked_recently"


@dataclass(frozen=True)
class Audience:
    """How many contacts were chosen, and what becomes of them."""

    asked: int = 0
    skipped: Mapping[Skip, int] = field(default_factory=dict)

    @property
    def chosen(self) -> int:
        """How many contacts match the attributes."""
        return self.asked + sum(self.skipped.values())


@dataclass(frozen=True)
class Ask:
    """What is about to be sent: to whom, under which rules, at which moment."""

    campaign_id: int
    chosen: Filter
    gap_days: int
    now: datetime
    key: str
    """The installation's secret: unsubscribed addresses are known by their keyed hash only."""


def review(session: Session, ask: Ask) -> Audience:
    """Count who will be asked and who will not; nothing is written."""
    unsubscribed = unsubscribed_contacts(session, ask.key)
    return _count(session, ask, unsubscribed)


def confirm(session: Session, campaign: Campaign, ask: Ask) -> Audience | None:
    """Queue an invitation for everyone who may be asked; None where that was done already.

    The workspace's row is locked meanwhile: of two campaigns confirmed at once, the second sees
    whom the first asks; and the same campaign confirmed twice at once is queued once.
    """
    unsubscribed = unsubscribed_contacts(session, ask.key)
    workspace_id = bound_workspace(session)
    session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())
    if session.get(Campaign, {"workspace_id": workspace_id, "id": ask.campaign_id}):
        return None
    session.add(campaign)
    session.flush()
    counted = _count(session, ask, unsubscribed)
    _queue(session, ask, unsubscribed)
    campaign.skipped = {reason.value: n for reason, n in counted.skipped.items()}
    return counted


def _count(session: Session, ask: Ask, unsubscribed: Sequence[int]) -> Audience:
    judged = _judged(session, ask, unsubscribed).subquery()
    rows = session.execute(select(judged.c.reason, func.count()).group_by(judged.c.reason)).all()
    counts = {reason: n for reason, n in rows if n}
    return Audience(
        asked=counts.get(None, 0),
        skipped={reason: counts[reason] for reason in Skip if reason in counts},
    )


def _queue(session: Session, ask: Ask, unsubscribed: Sequence[int]) -> None:
    judged = _judged(session, ask, unsubscribed).subquery()
    # Ids of this very millisecond on, in order: one campaign at a time is confirmed in a
    # workspace, and queueing n rows takes longer than the n / 4 million ms they span.
    first = (time.time_ns() // 1_000_000 - EPOCH_MS) << RANDOM_BITS
    number = func.row_number().over(order_by=judged.c.id)
    at = literal(ask.now, Utc)
    columns = {
        "workspace_id": literal(bound_workspace(session), BigInteger),
        "id": literal(first, BigInteger) + number,
        "campaign_id": literal(ask.campaign_id, BigInteger),
        "contact_id": judged.c.id,
        "step": literal(0),
        "state": literal(InvitationState.QUEUED.value),
        "attempts": literal(0),
        "queued_at": at,
        "due_at": at,
    }
    rows = select(*columns.values()).where(judged.c.reason.is_(None))
    session.execute(insert(Invitation).from_select(list(columns), rows, include_defaults=False))


def _judged(session: Session, ask: Ask, unsubscribed: Sequence[int]) -> Select[Any]:
    """Each chosen contact with the first reason not to ask it, or NULL."""
    earlier = aliased(Invitation)
    to_them = earlier.workspace_id == Contact.workspace_id, earlier.contact_id == Contact.id
    since = ask.now - timedelta(days=ask.gap_days)
    reason = case(
        (func.coalesce(Contact.email, "") == "", Skip.NO_ADDRESS),
        (_among(session, unsubscribed), Skip.UNSUBSCRIBED),
        (exists().where(*to_them, earlier.campaign_id == ask.campaign_id), Skip.IN_CAMPAIGN),
        (
            exists().where(
                *to_them, earlier.queued_at > since, earlier.state != InvitationState.FAILED
            ),
            Skip.ASKED_RECENTLY,
        ),
        else_=None,
    )
    return (
        audience.matching(ask.chosen)
        .where(Contact.workspace_id == bound_workspace(session))
        .with_only_columns(Contact.id, reason.label("reason"))
    )


def _among(session: Session, ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether the contact is one of these, however many: SQLite takes but 32,766 parameters."""
    if session.get_bind(Contact).dialect.name == "postgresql":
        each = func.unnest(type_coerce(list(ids), ARRAY(BigInteger))).column_valued()
        return Contact.id.in_(select(each))
    rows = func.json_each(type_coerce(list(ids), Json)).table_valued("value")
    return Contact.id.in_(select(rows.c.value))
