"""How many call our mail spam: above what mail providers bear, sending rests."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from analysis.estimate import Interval
from analysis.proportion import proportion
from surveys.models import Invitation, InvitationState, ReturnedMail, SendingPause
from surveys.returns import Kind
from surveys.telling import told

WINDOW = timedelta(days=30)
WARNS_ABOVE, PAUSES_ABOVE = 0.001, 0.003
"""Gmail and Yahoo ask for less than 0.1 %, and never 0.3 %."""
FEWEST_TO_PAUSE = 3
"""One person's button shall not stop a company."""


@dataclass(frozen=True)
class Complaints:
    """How many mails of the last weeks were called spam."""

    complaints: int
    sent: int

    @property
    def rate(self) -> float:
        """The share; 0 where nothing was sent."""
        return min(1.0, self.complaints / self.sent) if self.sent else 0.0

    @property
    def warns(self) -> bool:
        """Whether mail providers begin to mind."""
        return self.rate > WARNS_ABOVE

    @property
    def pauses(self) -> bool:
        """Whether it is too much to go on."""
        return self.rate > PAUSES_ABOVE and self.complaints >= FEWEST_TO_PAUSE

    @property
    def limits(self) -> tuple[float, float] | None:
        """Between which shares the true one lies, 95 times of 100; None where too few were sent."""
        found = proportion(min(self.complaints, self.sent), self.sent).interval()
        return (found.low, found.high) if isinstance(found, Interval) else None


def recent(session: Session, *, now: datetime) -> Complaints:
    """Count the complaints about the mail of the last weeks, since sending was last resumed."""
    since = now - WINDOW
    resumed = session.scalar(select(func.max(SendingPause.ended_at)))
    since = max(since, resumed) if resumed else since
    about = (
        select(func.count(ReturnedMail.invitation_id.distinct()))
        .join(Invitation, Invitation.id == ReturnedMail.invitation_id)
        .where(ReturnedMail.kind == Kind.COMPLAINT, ReturnedMail.at > since)
        .where(Invitation.sent_at > since)
    )
    complaints = session.scalar(about) or 0
    if not complaints:
        return Complaints(0, 0)  # counting all that was sent is for when it matters
    left = Invitation.state == InvitationState.SENT, Invitation.sent_at > since
    return Complaints(complaints, session.scalar(select(func.count()).where(*left)) or 0)


def pause_if_too_many(session: Session, *, now: datetime) -> None:
    """Let sending rest where too many complain; it goes on when an owner says so."""
    found = recent(session, now=now)
    if found.pauses and pause_of(session) is None:
        reason = told(
            "%(complaints)s of the last %(sent)s mails were reported as spam.",
            complaints=found.complaints,
            sent=found.sent,
        )
        session.add(SendingPause(reason=reason.stored, began_at=now))


def pause_of(session: Session) -> SendingPause | None:
    """Give the pause that lasts."""
    lasts = select(SendingPause).where(SendingPause.ended_at.is_(None))
    return session.scalars(lasts.order_by(SendingPause.began_at).limit(1)).first()


def resume(session: Session, *, by: int, now: datetime) -> bool:
    """Go on sending because an owner decided so; counting begins anew."""
    if pause_of(session) is None:
        return False
    # Two complaints at the same moment may have written two.
    lasts = update(SendingPause).where(SendingPause.ended_at.is_(None))
    session.execute(lasts.values(ended_at=now, ended_by=by))
    return True
