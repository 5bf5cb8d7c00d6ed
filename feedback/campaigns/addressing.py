"""From a campaign and a person to a letter: the links, the Message-ID, the wording."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.config import Settings
from feedback.languages import negotiated
from feedback.mail.invitation import Addressee, Invitation, invitation
from feedback.mail.letter import Sealed
from feedback.mail.press import Person, Press
from surveys.definition import Definition
from surveys.links import Link, Links, Purpose
from surveys.models import Campaign, Version, Workspace
from surveys.return_path import mark, return_path
from surveys.scheduling import Reminder, Schedule
from surveys.unsubscribing import unsubscribe_link

MOST_PRESSES = 50
Wording = tuple[str, int]
"""The language that a reader is known to read, and the step: invitation or reminder."""


class Recipient(Protocol):
    """As much of a recipient as a letter needs."""

    @property
    def invitation_id(self) -> int: ...
    @property
    def link_id(self) -> int: ...
    @property
    def address(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Desk:
    """Writes letters with this installation's addresses and signatures."""

    key: str
    base_url: str
    sender: str
    links: Links
    returns_to: str = ""
    """Where undeliverable mail returns to; empty is the sender."""
    _presses: dict[tuple[int, Wording], tuple[object, Press]] = field(
        default_factory=dict, compare=False
    )

    @classmethod
    def of(cls, app: Flask) -> "Desk":
        """Set up with the application's settings."""
        settings: Settings = app.extensions["settings"]
        key = str(app.secret_key)
        links = Links(key)
        return cls(key, settings.base_url, settings.mail_from, links, settings.return_path)

    def presses(
        self, session: Session, campaign_id: int, wordings: Iterable[Wording], *, at: datetime
    ) -> dict[Wording, Press]:
        """Set a campaign's mail up to be printed for readers of these languages, whatever they
        call them, at these steps; made anew when what it is made of changes."""
        campaign, version, workspace = session.execute(
            select(Campaign, Version, Workspace)
            .select_from(Campaign)
            .join(Version, Version.id == Campaign.version_id)
            .join(Workspace, Workspace.id == Campaign.workspace_id)
            .where(Campaign.id == campaign_id)
        ).one()
        asks = Definition.of(version.definition)
        reminders = Schedule.of(campaign.schedule).reminders
        made_of = (version.id, reminders, repr(_columns(workspace)))
        found = {}
        for wish, step in wordings:
            spoken = negotiated([wish], asks.languages) or asks.language
            key = campaign_id, (spoken, step)
            if self._presses.get(key, (None, None))[0] != made_of:
                if len(self._presses) >= MOST_PRESSES:
                    self._presses.clear()
                said = as_said(asks, spoken, reminders, step)
                mail = invitation(said, workspace, sender=self.sender)
                self._presses[key] = made_of, self.set_up(mail, at=at)
            found[wish, step] = self._presses[key][1]
        return found

    def set_up(self, mail: Invitation, *, at: datetime) -> Press:
        """Write a specimen to nobody: its tokens, of the usual shape, are the holes."""
        nobody = Link(secrets.randbits(62), secrets.randbits(62))
        answer = self.links.token(Purpose.ANSWER, nobody)
        leave = self.links.token(Purpose.UNSUBSCRIBE, nobody)
        specimen = Addressee(
            address=self.sender,
            name="",
            answer_url=f"{self.base_url}/r/{answer}",
            unsubscribe_url=f"{self.base_url}/u/{leave}",
            message_id="",
        )
        return Press.of(mail.to(specimen, at=at), {"answer": answer, "leave": leave})

    def letter(
        self, press: Press, workspace_id: int, recipient: Recipient, *, at: datetime
    ) -> Sealed:
        """Print the mail for one person."""
        ledger, link = (
            Link(workspace_id, row) for row in (recipient.invitation_id, recipient.link_id)
        )
        out = unsubscribe_link(self.key, workspace_id, recipient.address)
        known_by = mark(self.key, ledger)
        person = Person(
            address=recipient.address,
            name=recipient.name,
            tokens={
                "answer": self.links.token(Purpose.ANSWER, link),
                "leave": self.links.token(Purpose.UNSUBSCRIBE, out),
            },
            # The same for each attempt, so that a receiver can tell a repeat.
            message_id=f"{known_by}.invitation@{self.sender.rpartition('@')[2]}",
            return_path=return_path(self.returns_to, known_by) if self.returns_to else "",
        )
        return press.letter(person, at=at)

    def unsubscribe_url(self, workspace_id: int, address: str) -> str:
        """Give the way out for an address."""
        link = unsubscribe_link(self.key, workspace_id, address)
        return f"{self.base_url}/u/{self.links.token(Purpose.UNSUBSCRIBE, link)}"


def as_said(
    asks: Definition, language: str, reminders: Sequence[Reminder], step: int
) -> Definition:
    """Give what a mail says in a language; a reminder as its survey has it.

    The subject that a campaign gives its reminder is in the survey's own language, so readers of
    another one get the survey's.
    """
    said = asks.in_language(language).as_mailed(step)
    typed = reminders[step - 1].subject if 0 < step <= len(reminders) else ""
    return replace(said, subject=typed) if typed and language == asks.language else said


def _columns(workspace: Workspace) -> list[object]:
    return [getattr(workspace, column.key) for column in Workspace.__table__.columns]
