"""The invitation: rendered once for a campaign, then addressed to each person."""

import html
import secrets
from dataclasses import dataclass
from datetime import datetime

import css_inline
from flask import render_template

from feedback.appearance import Accent
from feedback.languages import direction, speaking_in
from feedback.mail.letter import Letter, one_line
from surveys.definition import Definition, Question
from surveys.models import Workspace
from surveys.questions import TYPES
from surveys.questions.scale import Scale, Step

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class Addressee:
    """One person, and the two links that are theirs alone."""

    address: str
    name: str
    answer_url: str
    unsubscribe_url: str
    message_id: str
    return_path: str = ""


@dataclass(frozen=True)
class Invitation:
    """What all invitations of a campaign share; two marks stand where the links will be."""

    subject: str
    text: str
    html: str
    sender: str
    sender_name: str
    reply_to: str
    answer_mark: str
    unsubscribe_mark: str
    language: str

    def to(self, person: Addressee, *, at: datetime) -> Letter:
        """Address it to one person."""
        return Letter(
            to=person.address,
            to_name=person.name,
            sender=self.sender,
            sender_name=self.sender_name,
            reply_to=self.reply_to,
            subject=self.subject,
            text=self._linked(self.text, person.answer_url, person.unsubscribe_url),
            html=self._linked(
                self.html, html.escape(person.answer_url), html.escape(person.unsubscribe_url)
            ),
            message_id=person.message_id,
            at=at,
            unsubscribe_url=person.unsubscribe_url,
            language=self.language,
            return_path=person.return_path,
        )

    def _linked(self, body: str, answer: str, unsubscribe: str) -> str:
        return body.replace(self.answer_mark, answer).replace(self.unsubscribe_mark, unsubscribe)


def invitation(asks: Definition, workspace: Workspace, *, sender: str) -> Invitation:
    """Render what a version asks as a mail of this workspace, all in the version's language."""
    with speaking_in(asks.language):
        return _rendered(asks, workspace, sender)


def _rendered(asks: Definition, workspace: Workspace, sender: str) -> Invitation:
    marks = {"answer_url": _mark("answer"), "unsubscribe_url": _mark("unsubscribe")}
    values = marks | {
        "subject": one_line(asks.subject),
        "company": workspace.name,
        "paragraphs": _paragraphs(asks.invitation),
        "question": asks.score.text,
        "steps": _steps(asks.score),
        "low": _ends(asks.score)[0],
        "high": _ends(asks.score)[1],
        "gap_days": workspace.ask_gap_days,
        "postal_address": workspace.postal_address,
        "accent": Accent.of(workspace.accent),
        "language": asks.language,
        "direction": direction(asks.language),
    }
    return Invitation(
        subject=one_line(render_template("emails/invitation/subject.txt", **values)),
        text=render_template("emails/invitation/body.txt", **values),
        html=_inliner.inline(render_template("emails/invitation/body.html", **values)),
        sender=sender,
        sender_name=workspace.sender,
        reply_to=workspace.reply_to,
        answer_mark=marks["answer_url"],
        unsubscribe_mark=marks["unsubscribe_url"],
        language=asks.language,
    )


def _mark(purpose: str) -> str:
    """A word nobody can have written into a survey."""
    return f"{purpose}-{secrets.token_hex(16)}"


def _paragraphs(text: str) -> list[str]:
    blocks = text.replace("\r\n", "\n").replace("\0", "").split("\n\n")
    return [block.strip() for block in blocks if block.strip()]


def _scale(question: Question) -> Scale:
    kind = TYPES[question.kind]
    if not isinstance(kind, Scale):
        raise TypeError(f"{question.kind!r} is no scale to choose from in a mail")
    return kind


def _steps(question: Question) -> tuple[Step, ...]:
    return _scale(question).named_steps(question)


def _ends(question: Question) -> tuple[str, str]:
    return _scale(question).ends(question)
