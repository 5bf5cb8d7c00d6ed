"""Mail about one comment: may it be quoted; it may, and here is the way out; is that still so."""

from dataclasses import dataclass
from datetime import date, datetime

import css_inline
from flask import render_template

from feedback.agreements.disclosing import disclosures
from feedback.appearance import Accent
from feedback.languages import direction, speaking_in
from feedback.mail.letter import Letter, one_line
from feedback.models import QuoteMailKind, Relation
from surveys.models import Workspace

LONGEST = 600
"""The page behind the link shows the words whole."""
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class AboutComment:
    """What such a mail says."""

    kind: QuoteMailKind
    language: str
    words: str
    answered_on: date
    url: str
    """Where its reader answers, or takes their words back."""
    named_as: str = ""
    ends_on: date | datetime | None = None
    incentive: str | None = None
    relation: Relation | None = None


@dataclass(frozen=True)
class Envelope:
    """To whom it goes, and what makes it known again when it returns."""

    address: str
    name: str
    message_id: str
    return_path: str
    unsubscribe_url: str
    sender: str
    at: datetime


def about_comment(said: AboutComment, workspace: Workspace, to: Envelope) -> Letter:
    """Write the letter in its reader's language."""
    with speaking_in(said.language):
        return _written(said, workspace, to)


def _written(said: AboutComment, workspace: Workspace, to: Envelope) -> Letter:
    folder = f"emails/quote_{said.kind.value}"
    values = {
        "said": said,
        "words": _cut(said.words),
        "disclosure": " ".join(disclosures(said.incentive, said.relation, workspace.name)),
        "company": workspace.name,
        "unsubscribe_url": to.unsubscribe_url,
        "postal_address": workspace.postal_address,
        "accent": Accent.of(workspace.accent),
        "language": said.language,
        "direction": direction(said.language),
        "question": _cut(said.words),
    }
    subject = one_line(render_template(f"{folder}/subject.txt", **values))
    body = render_template(f"{folder}/body.html", subject=subject, **values)
    return Letter(
        to=to.address,
        to_name=to.name,
        sender=to.sender,
        sender_name=workspace.sender,
        reply_to=workspace.reply_to,
        subject=subject,
        text=render_template(f"{folder}/body.txt", subject=subject, **values),
        html=_inliner.inline(body),
        message_id=to.message_id,
        at=to.at,
        unsubscribe_url=to.unsubscribe_url,
        language=said.language,
        return_path=to.return_path,
    )


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[:LONGEST].rstrip() + "…"
