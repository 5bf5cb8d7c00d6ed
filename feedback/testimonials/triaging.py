"""Deciding about comments: shortlist, decline with a reason, put back; many at once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.models import Decline, Judgement, Member, Response, Triage, Verdict
from surveys.db import new_id

AT_ONCE = 200
"""Comments decided about in one step."""


def decide(
    session: Session,
    response_ids: Collection[int],
    verdict: Verdict | None,
    *,
    by: Member,
    now: datetime,
    reason: Decline | None = None,
) -> int:
    """Record a decision about some comments, or take earlier ones back with None; count them.

    A decision that stands already is kept, with who made it and when; another one is ended, not
    overwritten. Of two members who decide at once the later one counts.
    """
    found = _locked(session, response_ids)
    standing = {
        row.response_id: row
        for row in session.scalars(
            select(Triage).where(Triage.response_id.in_(found), Triage.ended_at.is_(None))
        )
    }
    changed = [n for n in found if not _same(standing.get(n), verdict, reason)]
    session.execute(
        update(Triage)
        .where(Triage.response_id.in_(changed), Triage.ended_at.is_(None))
        .values(ended_at=now, ended_by=by.id)
    )
    if verdict:
        session.add_all(
            Triage(
                id=new_id(),
                response_id=number,
                verdict=verdict,
                reason=reason,
                made_by=by.id,
                made_at=now,
            )
            for number in changed
        )
    session.flush()
    return len(changed)


def _locked(session: Session, response_ids: Collection[int]) -> list[int]:
    """Lock the comments that are judged, in one order: whoever comes second waits."""
    numbers = sorted(response_ids)[:AT_ONCE]
    judged = select(Judgement.response_id).where(Judgement.response_id.in_(numbers))
    locked = (
        select(Response.id).where(Response.id.in_(judged)).order_by(Response.id).with_for_update()
    )
    return list(session.scalars(locked))


def _same(standing: Triage | None, verdict: Verdict | None, reason: Decline | None) -> bool:
    if standing is None:
        return verdict is None
    return standing.verdict == verdict and standing.reason == reason
