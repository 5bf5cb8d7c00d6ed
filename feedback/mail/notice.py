"""A short piece of news as mail: what happened, to whom, what to do next."""

from dataclasses import dataclass

import css_inline
from flask import render_template

from feedback.appearance import Accent
from feedback.languages import direction
from feedback.mail.letter import Letter, one_line
from feedback.mail.report import Standing
from surveys.models import Workspace
from surveys.speech import spoken

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class Notice:
    """What it says."""

    title: str
    said: tuple[str, ...]
    items: tuple[tuple[str, str, str], ...] = ()
    """Whom or what it is about, their words, and where to look."""
    url: str = ""
    button: str = ""
    why: str = ""
    stop_url: str = ""


def notice_letter(notice: Notice, workspace: Workspace, to: Standing) -> Letter:
    """Write it in the language spoken."""
    language = spoken().language
    values = {
        "notice": notice,
        "company": workspace.name,
        "postal_address": workspace.postal_address,
        "accent": Accent.of(workspace.accent),
        "language": language,
        "direction": direction(language),
        "question": " ".join(notice.said[:1]),
    }
    subject = one_line(f"{workspace.name}: {notice.title}")
    body = render_template("emails/notice/body.html", subject=subject, **values)
    return Letter(
        to=to.address,
        to_name=to.name,
        sender=to.sender,
        sender_name=workspace.sender,
        reply_to=workspace.reply_to,
        subject=subject,
        text=render_template("emails/notice/body.txt", **values),
        html=_inliner.inline(body),
        message_id=to.message_id,
        at=to.at,
        unsubscribe_url=notice.stop_url,
        language=language,
    )
