"""What a text says: who asks, the subject, the person's own link, and the way out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.campaigns.addressing import Desk, Wording, as_said
from feedback.campaigns.recipients import Recipient
from feedback.languages import negotiated, own_name, speaking_in
from feedback.mail import Sealed
from feedback.mail.letter import one_line
from feedback.sms.segments import Length, measured
from surveys.definition import Definition
from surveys.links import Link
from surveys.models import Campaign, Version, Workspace
from surveys.return_path import mark
from surveys.scheduling import Schedule
from surveys.short_links import short_code
from surveys.speech import _

MARK = "\ue000"
"""Stands where the link will; no subject or name can hold it."""
NOBODY = Link(0, 0)


@dataclass(frozen=True)
class Preview:
    """A text in one language, as it will look, and how long it is."""

    language: str
    code: str
    body: str
    length: Length


def wording(asks: Definition, workspace: Workspace) -> str:
    """Word a version's text in its language, with a mark for the link."""
    with speaking_in(asks.language):
        way_out = _("Reply STOP for no more texts.")
        return f"{one_line(workspace.sender)}: {one_line(asks.subject)}\n{MARK}\n{way_out}"


def short_url(desk: Desk, link: Link) -> str:
    """Give the short address of an invitation."""
    return f"{desk.base_url}/s/{short_code(desk.key, link)}"


def previews(desk: Desk, asks: Definition, workspace: Workspace) -> list[Preview]:
    """Show the text in each language of the survey; its link leads nowhere."""
    found = []
    for language in asks.languages:
        body = wording(asks.in_language(language), workspace)
        body = body.replace(MARK, short_url(desk, NOBODY))
        found.append(Preview(own_name(language), language, body, measured(body)))
    return found


def writer(
    desk: Desk, session: Session, campaign: Campaign, wordings: Iterable[Wording]
) -> Callable[[Recipient, datetime], Sealed]:
    """Set a campaign's texts up; gives what writes them to one person each."""
    version, workspace = session.execute(
        select(Version, Workspace)
        .select_from(Version)
        .join(Workspace, Workspace.id == Version.workspace_id)
        .where(Version.id == campaign.version_id)
    ).one()
    asks = Definition.of(version.definition)
    reminders = Schedule.of(campaign.schedule).reminders
    texts: dict[Wording, str] = {}
    for wish, step in wordings:
        language = negotiated([wish], asks.languages) or asks.language
        texts[wish, step] = wording(as_said(asks, language, reminders, step), workspace)
    workspace_id = campaign.workspace_id

    def write(person: Recipient, at: datetime) -> Sealed:
        link = Link(workspace_id, person.link_id)
        body = texts[person.wording].replace(MARK, short_url(desk, link))
        receipt = mark(desk.key, Link(workspace_id, person.invitation_id))
        return Sealed(person.address, body.partition("\n")[0], body.encode(), at, receipt=receipt)

    return write
