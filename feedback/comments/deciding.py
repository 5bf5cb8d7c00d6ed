"""Looking at comments: to do, done, or new again; many at once, who and when is kept."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.models import Answer, CommentLook, CommentReading, CommentState, Member
from surveys.db import new_id
from surveys.definition import REASON_KEY

AT_ONCE = 200
"""Comments in one step."""
NO_SYNC = {"synchronize_session": False}


def decide(
    session: Session,
    response_ids: Collection[int],
    state: CommentState | None,
    *,
    by: Member,
    now: datetime,
) -> int:
    """Say where work on some comments stands, None for new again; count those that changed."""
    numbers = locked(session, response_ids)
    wanted = str(state) if state else ""
    found = select(CommentReading.response_id).where(
        CommentReading.response_id.in_(numbers), CommentReading.state != wanted
    )
    changed = list(session.scalars(found))
    session.execute(
        update(CommentLook)
        .where(CommentLook.response_id.in_(changed), CommentLook.ended_at.is_(None))
        .values(ended_at=now),
        execution_options=NO_SYNC,
    )
    if state:
        session.add_all(
            CommentLook(id=new_id(), response_id=n, state=state, made_by=by.id, made_at=now)
            for n in changed
        )
    session.execute(
        update(CommentReading).where(CommentReading.response_id.in_(changed)).values(state=wanted),
        execution_options=NO_SYNC,
    )
    session.flush()
    return len(changed)


def locked(session: Session, response_ids: Collection[int]) -> list[int]:
    """Lock comments that are read, in one order: a colleague, or who reads anew, waits."""
    numbers = sorted(set(response_ids))[:AT_ONCE]
    read = select(CommentReading.response_id).where(CommentReading.response_id.in_(numbers))
    words = (
        select(Answer.response_id)
        .where(Answer.response_id.in_(read), Answer.question_key == REASON_KEY)
        .order_by(Answer.response_id)
        .with_for_update()
    )
    return list(session.scalars(words))
