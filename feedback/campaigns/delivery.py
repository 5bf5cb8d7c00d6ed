"""The sender: claims due invitations, looks once more whether each may go, hands it over."""

import logging
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.campaigns.addressing import Desk
from feedback.extensions import db
from feedback.mail import Mailer, Outcome, UnwritableAddressError, Verdict, mailer_for
from surveys import sending
from surveys.models import Contact, Invitation, InvitationState
from surveys.scope import bind_workspace, read_only
from surveys.unsubscribing import address_hash

log = logging.getLogger("hark.sender")

UNWRITABLE = "This mail could not be written; the log of the server says why."
NO_ADDRESS = "This contact has no address any more."
WRITE_DOWN_AFTER = timedelta(seconds=0.25)
"""A crash leaves what was not written down as unknown, so slow mail is written down singly."""


@dataclass
class Sender:
    """Delivers through one mailer, by one clock."""

    mailer: Mailer
    desk: Desk
    clock: Callable[[], datetime]
    chance: random.Random = field(default_factory=random.Random)

    @classmethod
    def of(cls, app: Flask) -> "Sender":
        """Set up as the settings say."""
        mailer = mailer_for(app.extensions["settings"])
        return cls(mailer, Desk.of(app), lambda: datetime.now(UTC))

    def deliver_next(self) -> bool:
        """Deliver one batch; tell whether there was any."""
        with _reading() as reader:
            abandoned = sending.has_abandoned(reader, now=self.clock())
            due = sending.is_anything_due(reader, now=self.clock())
        if abandoned:
            sending.give_up_abandoned(db.session(), now=self.clock())
        if not due:
            self.mailer.close()
            return False
        claimed = sending.claim(db.session(), now=self.clock(), chance=self.chance)
        if claimed is None:
            return False
        try:
            batch = Batch(self, claimed)
        except Exception:
            log.exception("the mail of campaign %s could not be made", claimed.campaign_id)
            self._refuse_all(claimed)
            return True
        batch.deliver()
        return True

    def _refuse_all(self, claimed: sending.Claim) -> None:
        session, failed = db.session(), InvitationState.FAILED
        for found in claimed.attempts:
            sending.settle(session, claimed, found, failed, now=self.clock(), error=UNWRITABLE)
        session.commit()


@dataclass(frozen=True)
class Recipient:
    """Whom one invitation goes to."""

    invitation_id: int
    queued_at: datetime
    address: str
    name: str


class Batch:
    """Claimed invitations of one campaign on their way out."""

    def __init__(self, sender: Sender, claimed: sending.Claim) -> None:
        """Read what the letters need; the database is free again before anything is sent."""
        self.sender, self.claimed = sender, claimed
        self.left = list(claimed.attempts)
        self.done: list[tuple[Recipient, Outcome]] = []
        self.written_at = sender.clock()
        with _reading(claimed.workspace_id) as reader:
            self.recipients = _recipients(reader, claimed)
            self.mail, self.was_held = sender.desk.invitation(reader, claimed.campaign_id)

    def deliver(self) -> None:
        """Send each letter that may still go; return the rest where the server is away."""
        while self.left and not self._is_late():
            recipient = self.recipients[self.left.pop(0)]
            outcome = self._send(recipient)
            self.done.append((recipient, outcome))
            if outcome.verdict == Verdict.AWAY:
                break
            if self.sender.clock() - self.written_at >= WRITE_DOWN_AFTER:
                self._write_down()
        self._write_down()

    def _send(self, recipient: Recipient) -> Outcome:
        obstacle = self._obstacle(recipient)
        if obstacle:
            return Outcome(Verdict.REFUSED, obstacle)
        try:
            letter = self.sender.desk.letter(
                self.mail, self.claimed.workspace_id, recipient, at=self.sender.clock()
            ).sealed()
        except UnwritableAddressError as error:
            return Outcome(Verdict.REFUSED, str(error))
        except Exception:
            log.exception("invitation %s could not be written", recipient.invitation_id)
            return Outcome(Verdict.REFUSED, UNWRITABLE)
        return self.sender.mailer.send(letter)

    def _obstacle(self, recipient: Recipient) -> str | None:
        if not recipient.address:
            return NO_ADDRESS
        workspace_id = self.claimed.workspace_id
        hashed = address_hash(self.sender.desk.key, workspace_id, recipient.address)
        with _reading(workspace_id) as reader:
            return sending.obstacle(reader, self.claimed.campaign_id, hashed)

    def _write_down(self) -> None:
        """Write down what became of the letters; on the local outbox, with the letters."""
        session, now = db.session(), self.sender.clock()
        for recipient, outcome in self.done:
            self._settle(session, recipient, outcome, now)
        if (self.done and self.done[-1][1].verdict == Verdict.AWAY) or self._is_late():
            sending.hand_back(session, self.claimed, self.left)
        session.commit()
        self.done, self.written_at = [], now

    def _settle(
        self, session: Session, recipient: Recipient, outcome: Outcome, now: datetime
    ) -> None:
        due_at = None
        match outcome.verdict:
            case Verdict.SENT:
                state = InvitationState.SENT
            case Verdict.REFUSED:
                state = InvitationState.FAILED
            case Verdict.UNKNOWN:
                state = InvitationState.UNKNOWN
            case Verdict.LATER:
                state, due_at = self._later(recipient, now)
            case Verdict.AWAY:
                state, due_at = InvitationState.QUEUED, self._hold(session, outcome.reason, now)
        if self.was_held and outcome.verdict in (Verdict.SENT, Verdict.LATER, Verdict.UNKNOWN):
            sending.go_on(session, self.claimed.campaign_id)
            self.was_held = False
        sending.settle(
            session,
            self.claimed,
            recipient.invitation_id,
            state,
            now=now,
            error=outcome.reason or None,
            due_at=due_at,
        )

    def _later(
        self, recipient: Recipient, now: datetime
    ) -> tuple[InvitationState, datetime | None]:
        if now - recipient.queued_at >= sending.GIVE_UP:
            return InvitationState.FAILED, None
        attempt = self.claimed.attempts[recipient.invitation_id]
        wait = sending.pause(attempt, sending.LONGEST_PAUSE, self.sender.chance)
        return InvitationState.QUEUED, now + wait

    def _hold(self, session: Session, reason: str, now: datetime) -> datetime:
        return sending.hold(
            session, self.claimed.campaign_id, reason, now=now, chance=self.sender.chance
        )

    def _is_late(self) -> bool:
        return self.sender.clock() - self.claimed.at > sending.LEASE / 2


def _recipients(session: Session, claimed: sending.Claim) -> Mapping[int, Recipient]:
    rows = session.execute(
        select(Invitation.id, Invitation.queued_at, Contact.email, Contact.name)
        .outerjoin(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.id.in_(list(claimed.attempts)))
    )
    return {
        row.id: Recipient(row.id, row.queued_at, row.email or "", row.name or "") for row in rows
    }


@contextmanager
def _reading(workspace_id: int | None = None) -> Iterator[Session]:
    """Lend a session that only reads: it neither waits for writers nor keeps them waiting."""
    before = read_only.set(True)
    try:
        with Session(db.engine) as session:
            if workspace_id is not None:
                bind_workspace(session, workspace_id)
            yield session
    finally:
        read_only.reset(before)
