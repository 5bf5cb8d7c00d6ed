"""The alert of urgent comments: all that came since the last time, together, without names."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from feedback.accounts.permissions import Permission
from feedback.comments.finding import is_urgent
from feedback.comments.words import URGENCIES
from feedback.ids import spell
from feedback.masks.hiding import shown
from feedback.models import Answer, CommentReading, Response, Subscription
from feedback.reports import queries
from feedback.reports.selection import Asked
from feedback.subscriptions.alert import Alert
from surveys.definition import REASON_KEY
from surveys.models import Workspace
from surveys.speech import _, counted

RECENT = timedelta(days=3)
MOST = 50
LETTERS = 400
REMEMBERED = 500


def urgent(
    session: Session, workspace: Workspace, subscription: Subscription, now: datetime
) -> Alert | None:
    """Speak of urgent comments since the last time; their words without names or numbers."""
    told = [int(number) for number in subscription.remembers.get("told", [])]
    since = max(subscription.made_at, now - RECENT)
    rows = session.execute(_urgent(session, subscription, since, told)).all()
    if not rows:
        return None
    base = current_app.extensions["settings"].base_url
    seen = shown(session, {row.id: row.text or "" for row in rows}, most=LETTERS)
    return Alert(
        title=counted("%(n)s urgent comment", "%(n)s urgent comments", len(rows)),
        said=(
            _("Names, numbers and addresses are left out here; the page shows what you may see."),
        ),
        items=tuple(
            (
                _what(row),
                seen[row.id].words + (" …" if seen[row.id].is_cut else ""),
                f"{base}/comments/{spell(row.id)}",
            )
            for row in rows
        ),
        data={
            "comments": [
                {
                    "response": spell(row.id),
                    "urgency": row.urgency,
                    "score": row.score,
                    "answered_at": row.answered_at.isoformat(),
                    "url": f"{base}/comments/{spell(row.id)}",
                }
                for row in rows
            ]
        },
        remembers={"told": [str(n) for n in [*told, *(row.id for row in rows)][-REMEMBERED:]]},
        needs=Permission.READ_COMMENTS,
        path="/comments?show=urgent",
    )


def _what(row: Any) -> str:
    cue = str(URGENCIES[row.urgency])
    return cue if row.score is None else _("%(cue)s, score %(score)s", cue=cue, score=row.score)


def _urgent(session: Session, subscription: Subscription, since: datetime, told: list[int]) -> Any:
    asked = Asked(subscription.parameters).select(queries.surveys(session), ())
    theirs = and_(
        CommentReading.workspace_id == Response.workspace_id,
        CommentReading.response_id == Response.id,
    )
    words = and_(
        Answer.workspace_id == Response.workspace_id,
        Answer.response_id == Response.id,
        Answer.question_key == REASON_KEY,
    )
    found = (
        select(
            Response.id,
            Response.answered_at,
            Answer.text,
            CommentReading.urgency,
            CommentReading.score,
        )
        .select_from(CommentReading)
        .join(Response, theirs)
        .join(Answer, words)
        .where(
            is_urgent(),
            CommentReading.answered_on >= since.date() - timedelta(days=1),
            CommentReading.survey_id.in_([survey.id for survey in asked.surveys]),
            CommentReading.is_counted,
            Response.answered_at > since,
            Response.id.not_in(told),
        )
        .order_by(Response.answered_at)
        .limit(MOST)
    )
    if subscription.attribute:
        carried = Response.attributes[subscription.attribute].as_string()
        found = found.where(carried == subscription.value)
    return found
