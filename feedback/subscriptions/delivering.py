"""Delivering one dispatch: written, claimed, handed over once, and what became of it kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback import jobs
from feedback.mail import (
    Letter,
    Mailer,
    Outcome,
    Sealed,
    UnwritableAddressError,
    Verdict,
    mailer_for,
)
from feedback.models import Dispatch, DispatchState, Member, Role, Subscription
from feedback.subscriptions.calling import Call, call
from feedback.subscriptions.planning import DELIVER
from feedback.subscriptions.writing import Piece, paused_letter, written
from surveys.models import Job, Workspace
from surveys.scope import bound_workspace
from surveys.speech import noted
from surveys.telling import stored

TELL = "subscriptions.tell"
AGAIN = timedelta(minutes=15)
PATIENCE = timedelta(days=1)
MOST_FAILURES = 3
INTERRUPTED = noted("It was under way when the machine stopped. It may have arrived.")
FAILED_INSIDE = noted("It could not be written; the log of the server says why.")


def deliver(session: Session, job: Job) -> None:
    """Deliver what a job names, as the settings say."""
    mailer = mailer_for(current_app.extensions["settings"])
    try:
        deliver_by(mailer, session, job, datetime.now(UTC))
    finally:
        mailer.close()


def deliver_by(mailer: Mailer, session: Session, job: Job, now: datetime) -> None:
    """Deliver what a job names; run twice, it still leaves once."""
    found = session.get(Dispatch, _key(session, job.payload["dispatch"]))
    if found is None or found.state not in (DispatchState.QUEUED, DispatchState.SENDING):
        return
    subscription = session.get_one(Subscription, _key(session, found.subscription_id))
    work = Work(session, mailer, found, subscription, now)
    if found.state == DispatchState.SENDING:
        work.settle(DispatchState.UNKNOWN, INTERRUPTED)
        return
    try:
        piece = work.write()
    except Exception:
        if job.attempts >= jobs.MAX_ATTEMPTS:
            session.rollback()
            work.fail(FAILED_INSIDE)
        raise
    if piece is None:
        work.settle(DispatchState.QUIET)
    elif work.claim():
        work.take(work.hand_over(piece.it), piece)


def tell_owners(session: Session, job: Job) -> None:
    """Tell the workspace's owners that a subscription was paused, and why."""
    mailer = mailer_for(current_app.extensions["settings"])
    try:
        tell_by(mailer, session, job)
    finally:
        mailer.close()


def tell_by(mailer: Mailer, session: Session, job: Job) -> None:
    """Tell them all; where the mail server is away the job is run again."""
    found = session.get(Subscription, _key(session, job.payload["subscription"]))
    if found is None:
        return
    owners = select(Member).where(Member.role == Role.OWNER, Member.disabled_at.is_(None))
    workspace = session.get_one(Workspace, bound_workspace(session))
    letters = [paused_letter(workspace, found, o).sealed() for o in session.scalars(owners)]
    for outcome in mailed(mailer, letters) if letters else []:
        if outcome.verdict in (Verdict.AWAY, Verdict.LATER):
            raise ConnectionError(outcome.reason)


@dataclass(frozen=True)
class Work:
    """One dispatch on its way."""

    session: Session
    mailer: Mailer
    dispatch: Dispatch
    subscription: Subscription
    now: datetime

    def write(self) -> Piece | None:
        """Say what leaves; None where nothing does."""
        if not self.dispatch.to and not self.subscription.is_active:
            return None
        return written(self.session, self.subscription, self.dispatch, self.now)

    def claim(self) -> bool:
        """Take it; from here on nobody else hands it over. Commits."""
        mine = (
            update(Dispatch)
            .where(Dispatch.id == self.dispatch.id, Dispatch.state == DispatchState.QUEUED)
            .where(Dispatch.workspace_id == self.dispatch.workspace_id)
            .values(state=DispatchState.SENDING)
        )
        taken = self.session.execute(mine)
        self.session.commit()
        return bool(taken.rowcount)  # type: ignore[attr-defined]

    def hand_over(self, it: Letter | Call) -> Outcome:
        """Let it leave, once."""
        if isinstance(it, Call):
            return call(it)
        try:
            return mailed(self.mailer, [it.sealed()])[0]
        except UnwritableAddressError as error:
            return Outcome(Verdict.REFUSED, str(error))

    def take(self, outcome: Outcome, piece: Piece) -> None:
        """Keep what became of it; what was not taken just now is tried again for a day."""
        if piece.remembers and outcome.verdict in (Verdict.SENT, Verdict.UNKNOWN):
            self.subscription.remembers = dict(piece.remembers)
        if outcome.verdict == Verdict.SENT:
            self.subscription.failures = 0
            self.settle(DispatchState.SENT)
        elif outcome.verdict == Verdict.UNKNOWN:
            self.settle(DispatchState.UNKNOWN, outcome.reason)
        elif outcome.verdict == Verdict.REFUSED or self.now - self.dispatch.made_at > PATIENCE:
            self.fail(outcome.reason)
        else:
            self.dispatch.state, self.dispatch.error = DispatchState.QUEUED, stored(outcome.reason)
            later = self.now + AGAIN
            jobs.enqueue(self.session, DELIVER, {"dispatch": self.dispatch.id}, now=later)
            self.session.commit()

    def fail(self, why: str) -> None:
        """It could not be delivered; after a few in a row the subscription rests."""
        found = self.subscription
        if not self.dispatch.to:
            found.failures += 1
        if found.failures >= MOST_FAILURES and found.paused_at is None:
            found.paused_at, found.reason = self.now, stored(why)
            jobs.enqueue(self.session, TELL, {"subscription": found.id}, now=self.now)
        self.settle(DispatchState.FAILED, why)

    def settle(self, state: DispatchState, why: str = "") -> None:
        """Write the end of it; commits."""
        self.dispatch.state, self.dispatch.done_at = state, self.now
        self.dispatch.error = stored(why) or None
        self.session.commit()


def mailed(mailer: Mailer, letters: Sequence[Sealed]) -> list[Outcome]:
    """Hand letters over, or say why none can be."""
    away = mailer.ready()
    return [away] if away is not None else mailer.send(letters)


def _key(session: Session, number: int) -> dict[str, int]:
    return {"workspace_id": bound_workspace(session), "id": number}
