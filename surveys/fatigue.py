"""At most one ask in N days, across all surveys: when a contact was last asked, and since when
that is too soon. All of it is SQL about the contact of a query, the same on both databases."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Case,
    ColumnElement,
    case,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from surveys.audience import has_one
from surveys.db import Utc
from surveys.models import Campaign, CampaignKind, Contact, Invitation, InvitationState
from surveys.rules import AskingRules
from surveys.wishes import among

EARLIER = aliased(Invitation)


def never(rules: AskingRules) -> ColumnElement[bool]:
    """Whether the first override that fits says never."""
    fits = [(_fits(o), true() if o.gap_days is None else false()) for o in rules.overrides]
    return case(*fits, else_=false()) == true() if fits else false()


def asked_too_soon(rules: AskingRules, now: datetime) -> ColumnElement[bool]:
    """Whether they were asked within the days that the workspace keeps for them."""
    days = [(_fits(o), _since(o.gap_days or 0, now)) for o in rules.overrides]
    otherwise = _since(rules.gap_days, now)
    moment = case(*days, else_=otherwise) if days else otherwise
    # Whoever is asked about a comment is a customer who praised: were they kept from the next
    # survey for it, its score would fall.
    return _asked_after(moment, rules, ~_is_about_a_comment())


def asked_sooner_than_they_like(
    session: Session, paces: Mapping[int, Sequence[int]], rules: AskingRules, now: datetime
) -> ColumnElement[bool]:
    """Whether they were asked within the days that they want between two asks."""
    if not paces:
        return false()
    days = [(among(session, who), _since(gap, now)) for gap, who in sorted(paces.items())]
    return _asked_after(case(*days, else_=null()), rules, true())


def _fits(override: Any) -> ColumnElement[bool]:
    return has_one(override.attribute, [override.value])


def _since(gap_days: int, now: datetime) -> ColumnElement[datetime]:
    """No gap, no moment: nothing comes after NULL."""
    return literal(now - timedelta(days=gap_days) if gap_days else None, Utc)


def _is_about_a_comment() -> ColumnElement[bool]:
    of_it = EARLIER.workspace_id == Campaign.workspace_id, EARLIER.campaign_id == Campaign.id
    return exists().where(*of_it, Campaign.kind == CampaignKind.QUOTES).correlate(EARLIER)


def _asked_after(
    moment: ColumnElement[datetime] | Case[Any], rules: AskingRules, which: ColumnElement[bool]
) -> ColumnElement[bool]:
    """By the ledger: when the mail left, or is to leave. Mail that failed asked nobody."""
    earlier = EARLIER
    counted = [] if rules.do_reminders_count else [earlier.step == 0]
    last = (
        select(func.max(func.coalesce(earlier.sent_at, earlier.due_at)))
        .where(
            earlier.workspace_id == Contact.workspace_id,
            earlier.contact_id == Contact.id,
            earlier.state != InvitationState.FAILED,
            which,
            *counted,
        )
        .correlate(Contact)
        .scalar_subquery()
    )
    return or_(last > moment, Contact.last_asked_at > moment)
