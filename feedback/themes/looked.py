"""Who looked at comments: the state that stands of each, as long as its answer stays the same."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.models import CommentLook


def standing(session: Session, changed: Mapping[int, datetime]) -> dict[int, str]:
    """Give the states of some comments, by when their answers were changed last."""
    rows = session.execute(
        select(CommentLook.response_id, CommentLook.state, CommentLook.made_at).where(
            CommentLook.response_id.in_(changed), CommentLook.ended_at.is_(None)
        )
    )
    return {row.response_id: row.state for row in rows if row.made_at >= changed[row.response_id]}
