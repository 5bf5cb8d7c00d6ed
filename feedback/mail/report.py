"""The report as mail: all that stands on its first page, readable in any client."""

import re
from dataclasses import dataclass
from datetime import datetime

import css_inline
from flask import render_template

from feedback.appearance import Accent
from feedback.languages import direction
from feedback.mail.letter import Letter, one_line
from feedback.reports.outputs.document import Document
from surveys.models import Workspace

EMPTY = re.compile(r"\n\s*\n\s*\n")
"""More than one empty line."""
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class Standing:
    """To whom it goes and why, where its page is, and how it is stopped."""

    address: str
    name: str
    sender: str
    title: str
    """What the recipient knows it by."""
    why: str
    message_id: str
    at: datetime
    url: str = ""
    stop_url: str = ""


def report_letter(document: Document, workspace: Workspace, to: Standing) -> Letter:
    """Write it in the language that the document speaks."""
    values = {
        "document": document,
        "name": to.title,
        "company": document.company,
        "why": to.why,
        "url": to.url,
        "stop_url": to.stop_url,
        "postal_address": workspace.postal_address,
        "accent": Accent.of(workspace.accent),
        "language": document.language,
        "direction": direction(document.language),
        "question": document.lead,
    }
    subject = one_line(render_template("emails/report/subject.txt", **values))
    return Letter(
        to=to.address,
        to_name=to.name,
        sender=to.sender,
        sender_name=workspace.sender,
        reply_to=workspace.reply_to,
        subject=subject,
        text=EMPTY.sub("\n\n", render_template("emails/report/body.txt", **values)),
        html=_inliner.inline(render_template("emails/report/body.html", subject=subject, **values)),
        message_id=to.message_id,
        at=to.at,
        unsubscribe_url=to.stop_url,
        language=document.language,
    )
