"""Making standing orders, and finding those that a member may see."""

import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.models import Dispatch, DispatchState, Member, Subscription, SubscriptionKind
from feedback.models.subscription import Cadence
from feedback.reports import alone
from feedback.reports.selection import Only
from feedback.subscriptions.turns import next_turn
from surveys.db import new_id
from surveys.models import Workspace
from surveys.scope import bound_workspace

RHYTHMS = {
    SubscriptionKind.SCORE: Cadence.DAY,
    SubscriptionKind.RATE: Cadence.WEEK,
    SubscriptionKind.THEME: Cadence.DAY,
    SubscriptionKind.DETRACTOR: Cadence.HOUR,
    SubscriptionKind.URGENT: Cadence.HOUR,
}
"""How often each alert looks; what it finds comes together."""


@dataclass(frozen=True)
class Listed:
    """One standing order, and what became of its latest piece."""

    row: Subscription
    latest: Dispatch | None

    @property
    def group(self) -> str:
        """Name the one group it is about: region: North; "" where it is about everybody."""
        if self.row.attribute:
            return f"{self.row.attribute}: {self.row.value}"
        return alone.titled(Only.read(self.row.parameters.get("only", "")))


def order(
    session: Session, template: Subscription, recipients: Sequence[str], now: datetime
) -> list[Subscription]:
    """Write one row for each recipient; each stops for itself."""
    rows = []
    for address in recipients:
        row = Subscription(
            id=new_id(),
            address=address,
            made_at=now,
            next_at=first_turn(session, template, now),
            **{name: getattr(template, name) for name in SHARED},
        )
        rows.append(row)
    session.add_all(rows)
    session.flush()
    return rows


def first_turn(session: Session, found: Subscription, now: datetime) -> datetime:
    """Give the moment at which it is due next."""
    begins = session.get_one(Workspace, bound_workspace(session)).year_begins
    return next_turn(Cadence(found.cadence), found.hour, ZoneInfo(found.timezone), now, begins)


def make_secret() -> str:
    """Make a secret that webhooks are signed with."""
    return f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"


def listed(session: Session, member: Member, *, everything: bool) -> list[Listed]:
    """Give the orders that a member may see: all, or those that go to them."""
    wanted = select(Subscription).order_by(Subscription.made_at.desc(), Subscription.id)
    if not everything:
        wanted = wanted.where(func.lower(Subscription.address) == member.email.lower())
    rows = list(session.scalars(wanted))
    newest = (
        select(Dispatch.subscription_id, func.max(Dispatch.due_at).label("at"))
        .where(Dispatch.state != DispatchState.QUIET)
        .group_by(Dispatch.subscription_id)
        .subquery()
    )
    pieces = session.scalars(
        select(Dispatch).join(
            newest,
            (newest.c.subscription_id == Dispatch.subscription_id)
            & (newest.c.at == Dispatch.due_at),
        )
    )
    latest = {piece.subscription_id: piece for piece in pieces}
    return [Listed(row, latest.get(row.id)) for row in rows]


SHARED = (
    *("kind", "title", "parameters", "attribute", "value", "threshold", "cadence", "hour"),
    *("timezone", "language", "url", "secret", "made_by"),
)
