"""From a campaign and a person to a letter: the links, the Message-ID, the wording."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.config import Settings
from feedback.ids import spell
from feedback.mail.invitation import Addressee, Invitation, invitation
from feedback.mail.letter import Letter
from surveys.definition import Definition
from surveys.links import Link, Links, Purpose
from surveys.models import Campaign, Version, Workspace
from surveys.unsubscribing import unsubscribe_link


class Recipient(Protocol):
    """As much of a recipient as a letter needs."""

    @property
    def invitation_id(self) -> int: ...
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

    @classmethod
    def of(cls, app: Flask) -> "Desk":
        """Set up with the application's settings."""
        settings: Settings = app.extensions["settings"]
        key = str(app.secret_key)
        return cls(key, settings.base_url, settings.mail_from, Links(key))

    def invitation(self, session: Session, campaign_id: int) -> tuple[Invitation, bool]:
        """Render a campaign's mail, and tell whether the campaign is on hold."""
        campaign, version, workspace = session.execute(
            select(Campaign, Version, Workspace)
            .join(Version, Version.id == Campaign.version_id)
            .join(Workspace, Workspace.id == Campaign.workspace_id)
            .where(Campaign.id == campaign_id)
        ).one()
        asks = Definition.of(version.definition)
        mail = invitation(asks, workspace, sender=self.sender)
        return mail, campaign.held_since is not None

    def letter(
        self, mail: Invitation, workspace_id: int, recipient: Recipient, *, at: datetime
    ) -> Letter:
        """Address the mail to one person."""
        link = Link(workspace_id, recipient.invitation_id)
        answer = self.links.token(Purpose.ANSWER, link)
        person = Addressee(
            address=recipient.address,
            name=recipient.name,
            answer_url=f"{self.base_url}/r/{answer}",
            unsubscribe_url=self.unsubscribe_url(workspace_id, recipient.address),
            message_id=self._message_id(link),
        )
        return mail.to(person, at=at)

    def unsubscribe_url(self, workspace_id: int, address: str) -> str:
        """Give the way out for an address."""
        link = unsubscribe_link(self.key, workspace_id, address)
        return f"{self.base_url}/u/{self.links.token(Purpose.UNSUBSCRIBE, link)}"

    def _message_id(self, link: Link) -> str:
        """The same for each attempt, so that a receiver can tell a repeat."""
        domain = self.sender.rpartition("@")[2]
        return f"{spell(link.row_id)}.{spell(link.workspace_id)}.invitation@{domain}"
