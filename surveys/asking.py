"""Whom a campaign asks: who is left out and why, and the queueing of all others at once."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from surveys import audience
from surveys.db import EPOCH_MS, RANDOM_BITS, Utc
from surveys.fatigue import asked_sooner_than_they_like, asked_too_soon, never
from surveys.hurting import LowAnswers, is_hurt
from surveys.models import (
    Campaign,
    Channel,
    Contact,
    Favour,
    Invitation,
    InvitationState,
    PeaceReason,
    Skip,
    Skipped,
    Workspace,
)
from surveys.peace import in_peace
from surveys.rules import AskingRules
from surveys.scope import bound_workspace
from surveys.unsubscribing import BOUNCE, COMPLAINT
from surveys.wishes import Wishes, among, wishes, wishes_by_number

Filter = Mapping[str, Sequence[str]]


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
    rules: AskingRules
    now: datetime
    key: str
    """The installation's secret: what addresses asked for is known by their keyed hash only."""
    favour: Favour | None = None
    """What it wants for the company's sake; it then spares everybody who is hurt."""
    low_answers: LowAnswers | None = None
    only: Sequence[int] | None = None
    """Of the chosen contacts only these, whose turn it is; None is all of them."""
    needs_address: bool = True
    """Whether only those with an e-mail address can be asked."""
    channel: Channel = Channel.MAIL
    """By text message everybody with a number can be asked, and nobody else."""
    round: int = 0
    """Which time the campaign asks them: in each round once."""

    def __post_init__(self) -> None:
        """Refuse a favour that does not look who is hurt."""
        if self.favour:
            is_hurt(self.low_answers, self.now)


def review(session: Session, ask: Ask) -> Audience:
    """Count who will be asked and who will not; nothing is written."""
    found = judged(session, ask).subquery()
    counted = select(found.c.reason, func.count()).group_by(found.c.reason)
    return _audience(dict(session.execute(counted).all()))


def confirm(session: Session, campaign: Campaign, ask: Ask) -> Audience | None:
    """Queue an invitation for everyone who may be asked; None where that was done already.

    The workspace's row is locked meanwhile: of two campaigns confirmed at once, the second sees
    whom the first asks; and the same campaign confirmed twice at once is queued once.
    """
    workspace_id = bound_workspace(session)
    session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())
    if session.get(Campaign, {"workspace_id": workspace_id, "id": ask.campaign_id}):
        return None
    session.add(campaign)
    session.flush()
    counted = queue(session, ask)
    campaign.skipped = {reason.value: n for reason, n in counted.skipped.items()}
    return counted


def queue(session: Session, ask: Ask) -> Audience:
    """Queue whom a campaign may ask now, and keep for all others why it may not.

    The reasons are written first: to those who are queued the campaign says `in_campaign` then.
    """
    wanted = _wishes(session, ask)
    skipped = _keep_reasons(session, ask, wanted)
    return Audience(_queue(session, ask, wanted), skipped)


def judged(session: Session, ask: Ask, wanted: Wishes | None = None) -> Select[Any]:
    """Select each chosen contact with the first reason not to ask it, or NULL."""
    wanted = wanted or _wishes(session, ask)
    reason = case(*_reasons(session, ask, wanted), else_=None)
    chosen = audience.matching(ask.chosen).where(Contact.workspace_id == bound_workspace(session))
    if ask.only is not None:
        chosen = chosen.where(among(session, ask.only))
    return chosen.with_only_columns(Contact.id, reason.label("reason"))


def _reasons(
    session: Session, ask: Ask, wanted: Wishes
) -> list[tuple[ColumnElement[bool], ColumnElement[str]]]:
    now, earlier = ask.now, aliased(Invitation)
    left = {
        via: among(session, who) for via, who in wanted.out.items() if via in (COMPLAINT, BOUNCE)
    }
    by_themselves = [who for via, who in wanted.out.items() if via not in left]
    in_campaign = exists().where(
        earlier.workspace_id == Contact.workspace_id,
        earlier.contact_id == Contact.id,
        earlier.campaign_id == ask.campaign_id,
        earlier.round == ask.round,
    )
    complained = in_peace(now, PeaceReason.COMPLAINT)
    by_number = wanted.reachable is not None
    holds = {
        Skip.NO_ADDRESS: _has_no_address() if ask.needs_address and not by_number else false(),
        Skip.NO_NUMBER: ~among(session, wanted.reachable or []) if by_number else false(),
        Skip.UNSUBSCRIBED: among(session, [n for who in by_themselves for n in who]),
        Skip.COMPLAINED: or_(left.get(COMPLAINT, false()), complained),
        Skip.BOUNCED: left.get(BOUNCE, false()),
        Skip.IN_CAMPAIGN: in_campaign,
        Skip.OPEN_CASE: in_peace(now, PeaceReason.CASE),
        Skip.IN_PEACE: in_peace(now, PeaceReason.MANUAL),
        Skip.NEVER: never(ask.rules),
        Skip.HURT: is_hurt(ask.low_answers, now) if ask.favour else false(),
        Skip.ASKED_RECENTLY: asked_too_soon(ask.rules, now),
        Skip.LESS_OFTEN: asked_sooner_than_they_like(session, wanted.paces, ask.rules, now),
    }
    return [(holds[reason], literal(reason.value, String)) for reason in Skip]


def _wishes(session: Session, ask: Ask) -> Wishes:
    if ask.channel == Channel.SMS:
        return wishes_by_number(session, ask.key, ask.only)
    return wishes(session, ask.key, ask.only)


def _has_no_address() -> ColumnElement[bool]:
    return func.coalesce(Contact.email, "") == ""


def _keep_reasons(session: Session, ask: Ask, wanted: Wishes) -> Mapping[Skip, int]:
    """A campaign that judges people again and again keeps one row for each: its latest reason."""
    found = judged(session, ask, wanted).subquery()
    columns = {
        "workspace_id": literal(bound_workspace(session), BigInteger),
        "campaign_id": literal(ask.campaign_id, BigInteger),
        "contact_id": found.c.id,
        "reason": found.c.reason,
        "at": literal(ask.now, Utc),
    }
    dialect = postgresql if session.get_bind(Skipped).dialect.name == "postgresql" else sqlite
    rows = select(*columns.values()).where(found.c.reason.is_not(None))
    kept = dialect.insert(Skipped).from_select(list(columns), rows, include_defaults=False)
    newer = {"reason": kept.excluded.reason, "at": kept.excluded.at}
    session.execute(kept.on_conflict_do_update(set_=newer, index_elements=_SKIPPED_KEY))
    counted = (
        select(Skipped.reason, func.count())
        .where(Skipped.campaign_id == ask.campaign_id, Skipped.at == ask.now)
        .group_by(Skipped.reason)
    )
    return _audience(dict(session.execute(counted).all())).skipped


def _queue(session: Session, ask: Ask, wanted: Wishes) -> int:
    found = judged(session, ask, wanted).subquery()
    # Ids of this very millisecond on, in order: one campaign at a time is confirmed in a
    # workspace, and queueing n rows takes longer than the n / 4 million ms they span.
    first = (time.time_ns() // 1_000_000 - EPOCH_MS) << RANDOM_BITS
    # Counted from the end, so that everybody is judged before the first row is written: else
    # PostgreSQL reads, for each of n people, the rows that this statement has made (n² / 2).
    from_last = func.row_number().over(order_by=found.c.id.desc())
    number = func.count().over() - from_last + 1
    at = literal(ask.now, Utc)
    columns = {
        "workspace_id": literal(bound_workspace(session), BigInteger),
        "id": literal(first, BigInteger) + number,
        "campaign_id": literal(ask.campaign_id, BigInteger),
        "contact_id": found.c.id,
        "round": literal(ask.round),
        "step": literal(0),
        "state": literal(InvitationState.QUEUED.value),
        "attempts": literal(0),
        "queued_at": at,
        "due_at": at,
    }
    rows = select(*columns.values()).where(found.c.reason.is_(None))
    session.execute(insert(Invitation).from_select(list(columns), rows, include_defaults=False))
    queued = Invitation.campaign_id == ask.campaign_id, Invitation.queued_at == ask.now
    return session.scalar(select(func.count()).select_from(Invitation).where(*queued)) or 0


def _audience(counts: Mapping[str | None, int]) -> Audience:
    return Audience(
        asked=counts.get(None, 0),
        skipped={reason: counts[reason] for reason in Skip if counts.get(reason)},
    )


_SKIPPED_KEY = [Skipped.workspace_id, Skipped.campaign_id, Skipped.contact_id]
