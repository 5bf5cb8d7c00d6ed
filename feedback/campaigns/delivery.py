"""The sender: claims due invitations, looks once more whether each may go, hands it over."""

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from flask import Flask
from sqlalchemy.orm import Session

from feedback.campaigns import comment_letters
from feedback.campaigns.addressing import Desk
from feedback.campaigns.enough import Enough
from feedback.campaigns.recipients import Recipient, obstacles_of, reading, recipients_of
from feedback.campaigns.texting import writer
from feedback.config import Settings
from feedback.extensions import db
from feedback.mail import Mailer, Outcome, Sealed, UnwritableAddressError, Verdict, mailer_for
from feedback.sms.texter import Nobody, texter_for
from surveys import claiming, sending, throttling
from surveys.links import Link
from surveys.models import Campaign, CampaignKind, Channel, InvitationState
from surveys.returning import refused
from surveys.scheduling import Schedule
from surveys.speech import noted
from surveys.telling import stored
from surveys.throttling import Limits
from surveys.unsubscribing import STOP, address_hash, unsubscribe

log = logging.getLogger("hark.sender")

UNWRITABLE = noted("This mail could not be written; the log of the server says why.")
TOO_LONG = timedelta(seconds=0.5)
"""A crash leaves what was not written down as unknown, so slow mail is taken in small batches."""


@dataclass
class Sender:
    """Delivers through one mailer, by one clock."""

    mailer: Mailer
    desk: Desk
    clock: Callable[[], datetime]
    chance: random.Random = field(default_factory=random.Random)
    most: int = claiming.BATCH
    """How many it takes at once: more while they leave quickly, for a crash leaves all of them."""
    limits: Limits = claiming.NO_LIMITS
    texter: Mailer = field(default_factory=Nobody)
    """Delivers the campaigns that go out as text messages."""

    @classmethod
    def of(cls, app: Flask) -> "Sender":
        """Set up as the settings say."""
        settings: Settings = app.extensions["settings"]
        limits = Limits(settings.mails_per_minute, settings.mails_per_minute_to_one_domain)
        clock = partial(datetime.now, UTC)
        mailer, texter = mailer_for(settings), texter_for(settings)
        return cls(mailer, Desk.of(app), clock, limits=limits, texter=texter)

    def deliver_next(self) -> bool:
        """Deliver one batch; tell whether there was any."""
        with reading() as reader:
            abandoned = sending.has_abandoned(reader, now=self.clock())
            due = claiming.is_anything_due(reader, now=self.clock())
        if abandoned:
            sending.give_up_abandoned(db.session(), now=self.clock())
        if not due:
            self.mailer.close()
            return False
        claimed = claiming.claim(
            db.session(),
            now=self.clock(),
            chance=self.chance,
            most=self.most,
            limits=self.limits,
        )
        if claimed is None:
            return False
        if not claimed.attempts:
            return True
        try:
            batch = Batch(self, claimed)
        except Exception:
            log.exception("the mail of campaign %s could not be made", claimed.campaign_id)
            self._refuse_all(claimed)
            return True
        batch.deliver()
        self._learn(claimed)
        return True

    def _learn(self, claimed: claiming.Claim) -> None:
        took = self.clock() - claimed.at
        if took > TOO_LONG:
            self.most = max(self.most // 2, claiming.BATCH)
        elif took < TOO_LONG / 2 and len(claimed.attempts) == self.most:
            self.most = min(self.most * 2, claiming.MOST_AT_ONCE)

    def _refuse_all(self, claimed: claiming.Claim) -> None:
        session, failed = db.session(), InvitationState.FAILED
        sending.settle(
            session, claimed, claimed.attempts, failed, now=self.clock(), error=UNWRITABLE
        )
        session.commit()


class Batch:
    """Claimed invitations of one campaign on their way out."""

    def __init__(self, sender: Sender, claimed: claiming.Claim) -> None:
        """Read what the letters need; the database is free again before anything is sent."""
        self.sender, self.claimed = sender, claimed
        self.left = list(claimed.attempts)
        self.done: list[tuple[Recipient, Outcome]] = []
        self.waits: dict[int, datetime] = {}
        self.tried: list[str] = []
        self.is_stopped = False
        with reading(claimed.workspace_id) as reader:
            campaign = reader.get_one(Campaign, (claimed.workspace_id, claimed.campaign_id))
            self.recipients = recipients_of(reader, claimed, campaign.channel)
            self.schedule = Schedule.of(campaign.schedule)
            self.is_favour = campaign.favour is not None
            self.is_quotes = campaign.kind == CampaignKind.QUOTES
            self.was_held = campaign.held_since is not None
            self.mailer = sender.texter if campaign.channel == Channel.SMS else sender.mailer
            self.enough = Enough.of(reader, campaign)
            self.write = self._writer(reader, campaign)

    def deliver(self) -> None:
        """Send each letter that may still go; return the rest where the server is away."""
        while self.left and not (self._is_late() or self._is_away() or self.is_stopped):
            self._write_down()
            self._hand_over()
        self._write_down(last=True)

    def _hand_over(self) -> None:
        """Look, and at once hand over; what the mailer leaves is looked at again."""
        away = self.mailer.ready()
        if away:
            self._over(self.left[0], away)
            return
        letters = self._letters()
        outcomes = self.mailer.send(list(letters.values())) if letters else []
        for found, outcome in zip(letters, outcomes, strict=False):
            self._over(found, outcome)
            if outcome.verdict != Verdict.AWAY:
                self.tried += self.claimed.scopes(self.recipients[found].address)

    def _letters(self) -> dict[int, Sealed]:
        """Write the letters that may go; of all others it is known why not."""
        self._keep_hours()
        obstacles, letters = self._obstacles(), {}
        for found in [] if self.is_stopped else list(self.left):
            obstacle = obstacles.get(found)
            letter = obstacle or self._written(self.recipients[found])
            if isinstance(letter, Sealed):
                letters[found] = letter
            else:
                self._over(found, Outcome(Verdict.REFUSED, letter))
        return letters

    def _keep_hours(self) -> None:
        """Put off whose clock says that mail is not wanted now."""
        if not self.schedule.has_window:
            return
        now = self.sender.clock()
        for found in list(self.left):
            may_at = self.schedule.next_open(now, self.recipients[found].zone)
            if may_at > now:
                self.waits[found] = may_at
                self.left.remove(found)

    def _writer(
        self, reader: Session, campaign: Campaign
    ) -> Callable[[Recipient, datetime], Sealed]:
        desk, place = self.sender.desk, self.claimed.workspace_id
        if campaign.kind == CampaignKind.QUOTES:
            return comment_letters.writer(desk, reader, place, self.claimed.attempts)
        wordings = {recipient.wording for recipient in self.recipients.values()}
        if campaign.channel == Channel.SMS:
            return writer(desk, reader, campaign, wordings)
        presses = desk.presses(reader, campaign.id, wordings, at=self.sender.clock())
        return lambda who, at: desk.letter(presses[who.wording], place, who, at=at)

    def _written(self, recipient: Recipient) -> Sealed | str:
        try:
            return self.write(recipient, self.sender.clock())
        except UnwritableAddressError as error:
            return str(error)
        except Exception:
            log.exception("invitation %s could not be written", recipient.invitation_id)
            return UNWRITABLE

    def _obstacles(self) -> Mapping[int, str]:
        people = [self.recipients[found] for found in self.left]
        with reading(self.claimed.workspace_id) as reader:
            self.is_stopped = sending.is_stopped(reader, self.claimed.campaign_id)
            now = self.sender.clock()
            found = obstacles_of(
                reader,
                self.claimed,
                people,
                is_favour=self.is_favour,
                key=self.sender.desk.key,
                now=now,
            )
            if self.is_quotes:
                return {**comment_letters.obstacles(reader, self.left, now), **found}
            return {**self.enough.obstacles(reader, people), **found}

    def _over(self, found: int, outcome: Outcome) -> None:
        self.left.remove(found)
        self.done.append((self.recipients[found], outcome))

    def _write_down(self, *, last: bool = False) -> None:
        """Write down what became of the letters; on the local outbox, with the letters."""
        session, now = db.session(), self.sender.clock()
        sent = [who for who, outcome in self.done if outcome.verdict == Verdict.SENT]
        for recipient, outcome in self.done:
            if outcome.verdict != Verdict.SENT:
                self._settle(session, recipient, outcome, now)
        if sent:
            ids = [recipient.invitation_id for recipient in sent]
            sending.settle(session, self.claimed, ids, InvitationState.SENT, now=now)
            self._server_is_back(session)
        if self.waits:
            sending.put_off(session, self.claimed, self.waits)
        if last and self.left:
            sending.hand_back(session, self.claimed, self.left)
        if self.tried:
            throttling.note(session, self.tried, now)
        session.commit()
        self.done, self.waits, self.tried = [], {}, []

    def _settle(
        self, session: Session, recipient: Recipient, outcome: Outcome, now: datetime
    ) -> None:
        due_at = None
        match outcome.verdict:
            case Verdict.LATER:
                state, due_at = self._later(recipient, now)
            case Verdict.AWAY:
                state, due_at = InvitationState.QUEUED, self._hold(session, outcome.reason, now)
            case Verdict.UNKNOWN:
                state = InvitationState.UNKNOWN
            case _:
                state = InvitationState.FAILED
                self._note_refusal(session, recipient, outcome, now)
        if outcome.verdict in (Verdict.LATER, Verdict.UNKNOWN):
            self._server_is_back(session)
        sending.settle(
            session,
            self.claimed,
            [recipient.invitation_id],
            state,
            now=now,
            error=stored(outcome.reason, sending.REASON_LETTERS) or None,
            due_at=due_at,
        )

    def _note_refusal(
        self, session: Session, recipient: Recipient, outcome: Outcome, now: datetime
    ) -> None:
        """What the server refuses means the same as what comes back later."""
        if outcome.has_left:
            hashed = address_hash(
                self.sender.desk.key, self.claimed.workspace_id, recipient.address
            )
            unsubscribe(session, hashed, via=STOP, now=now)
        if outcome.reply:
            link = Link(self.claimed.workspace_id, recipient.invitation_id)
            refused(session, self.sender.desk.key, link, recipient.address, outcome.reply, now=now)

    def _server_is_back(self, session: Session) -> None:
        if self.was_held:
            sending.go_on(session, self.claimed.campaign_id)
            self.was_held = False

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

    def _is_away(self) -> bool:
        return any(outcome.verdict == Verdict.AWAY for _, outcome in self.done)

    def _is_late(self) -> bool:
        return self.sender.clock() - self.claimed.at > sending.LEASE / 2
