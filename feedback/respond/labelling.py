"""Which label an answer gets: what is known in its transaction, judged by `signals.py`."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, or_, select

from feedback.respond import crowd, signals
from feedback.respond.tables import INVITATIONS
from surveys.models import InvitationState

if TYPE_CHECKING:
    from feedback.respond.recording import Submission


def label_of_first(connection: Connection, sent: "Submission", arrived: int) -> str | None:
    """Label a new answer; `arrived` counts those from the same address just now."""
    if sent.invited.is_public:
        return signals.Signal.CROWD if arrived > crowd.CROWD else None
    return signals.of_first(sent.invited.sent_at, sent.at) or _of_reminder(connection, sent)


def label_of_next(
    connection: Connection, sent: "Submission", row: Any, *, is_new: bool
) -> str | None:
    """Label a further answer to the same link; `row` is the one that is there."""
    if sent.invited.is_public:
        kept: str | None = row.signals
        return kept
    return _of_reminder(connection, sent) or signals.of_next(
        sent.invited.sent_at,
        first_at=row.answered_at,
        changes=row.revision + is_new,
        at=sent.at,
    )


def _of_reminder(connection: Connection, sent: "Submission") -> str | None:
    """A scanner opens the link of a reminder as soon as that of the first mail."""
    given = {
        "workspace": sent.invited.workspace_id,
        "contact": sent.invited.contact_id,
        "invitation": sent.invited.invitation_id,
        "since": sent.at - signals.SOON,
    }
    return signals.Signal.SOON if connection.execute(_REMINDED, given).first() else None


_i = INVITATIONS.c
_REMINDED = select(_i.id).where(
    _i.workspace_id == bindparam("workspace"),
    _i.contact_id == bindparam("contact"),
    _i.first_id == bindparam("invitation"),
    or_(_i.state == InvitationState.CLAIMED, _i.sent_at > bindparam("since")),
)
