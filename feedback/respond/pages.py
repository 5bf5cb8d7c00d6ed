"""The customer's pages: one document each, its styles and scripts inside."""

import secrets
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from flask import current_app
from markupsafe import Markup
from wtforms import Field

from feedback.appearance import Accent
from feedback.respond.sheet import NONCE, mark, sheet
from surveys.answering import AnswerForm
from surveys.definition import SCORE_KEY, Definition, Question
from surveys.models.workspace import DEFAULT_ACCENT
from surveys.questions import TYPES, QuestionType

SHORT = 60
RIGHT_TO_LEFT = ("ar", "ckb", "dv", "fa", "he", "ps", "ur", "yi")


class Sender(Protocol):
    """Who asks: a workspace, or as much of one as a page needs."""

    @property
    def name(self) -> str:
        """The company."""

    @property
    def accent(self) -> str:
        """Its colour."""


class Asking(Sender, Protocol):
    """A sender with the published version it asks."""

    @property
    def definition(self) -> Definition:
        """What is asked."""

    @property
    def page_key(self) -> Hashable:
        """All that a page shows to everybody alike."""


@dataclass(frozen=True)
class Asked:
    """One question as the page shows it."""

    question: Question
    field: Field

    @property
    def type(self) -> QuestionType:
        """The question's type."""
        return TYPES[self.question.kind]

    @property
    def template(self) -> str:
        """Where its looks are."""
        return f"questions/{self.question.kind}.html"


@dataclass(frozen=True)
class Sending:
    """What the form needs to be sent; a preview has none."""

    token: str
    submission: str
    answered_at: datetime | None = None


def form_page(
    workspace: Sender,
    definition: Definition,
    *,
    form: AnswerForm | None = None,
    sending: Sending | None = None,
    preview: bool = False,
    nonce: str = "",
) -> str:
    """Show the questions as the customer sees them; a preview carries nothing that sends."""
    if preview == (sending is not None):
        raise ValueError("a page is either sent or a preview")
    form = form or AnswerForm(definition)
    asked = [Asked(question, form[question.key]) for question in definition.questions]
    return render(
        "respond/form.html",
        definition=definition,
        asked=asked,
        problems=sum(bool(item.field.errors) for item in asked) + bool(form.general),
        general=form.general,
        preview=preview,
        nonce=nonce,
        **(vars(sending) if sending else {}),
        **frame(workspace, definition.language),
    )


def fresh_form_page(asking: Asking, score: int | None, token: str) -> str:
    """Show the form to somebody who has not answered: the busiest page, rendered once."""

    def render_once() -> str:
        form = AnswerForm(asking.definition)
        form[SCORE_KEY].data = score
        sending = Sending(mark("token"), mark("submission"))
        return form_page(asking, asking.definition, form=form, sending=sending, nonce=mark(NONCE))

    page = sheet(("form", score, asking.page_key), render_once)
    return page.fill({"token": token, "submission": secrets.token_hex(16)})


def kind_page(title: str, *lines: str, workspace: Sender | None = None, words: str = "") -> str:
    """Say something kindly; with the person's own words, where they would else be gone."""
    return render("respond/kind.html", title=title, lines=lines, words=words, **frame(workspace))


def held_page(path: str, sent: list[tuple[str, str]]) -> str:
    """Carry everything somebody typed, to be sent again with one press; needs no database."""
    long = [
        (name, value)
        for name, value in sent
        if len(value) > SHORT or "\n" in value or (name == "reason" and value.strip())
    ]
    short = [pair for pair in sent if pair not in long]
    return render("respond/held.html", path=path, long=long, short=short, **frame(None))


def render(template: str, **context: Any) -> str:
    """Render without Flask's context processors: these pages know no session and no member."""
    return current_app.jinja_env.get_template(template).render(context)


def frame(workspace: Sender | None, language: str = "en") -> Mapping[str, Any]:
    """Give what the frame of every customer's page needs."""
    return {
        "company": workspace.name if workspace else "",
        "accent_css": _accent_css(workspace.accent if workspace else DEFAULT_ACCENT),
        "language": language,
        "direction": "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
    }


@lru_cache(maxsize=256)
def _accent_css(colour: str) -> Markup:
    return Accent.css(colour)
