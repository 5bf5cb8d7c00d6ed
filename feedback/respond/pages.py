"""The customer's pages: one document each, its styles and scripts inside."""

import secrets
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from flask import current_app
from markupsafe import Markup

from feedback.appearance import Accent
from feedback.languages import direction, speaking_in
from feedback.respond.leaves import leaf_of
from feedback.respond.sheet import NONCE, mark, sheet
from surveys.answering import AnswerForm
from surveys.definition import SCORE_KEY, Definition
from surveys.models.workspace import DEFAULT_ACCENT
from surveys.speech import _, noted, spoken

SHORT = 60
AWAY = noted("Our database does not answer just now.")
FLOOD = noted(
    "More answers come from your network just now than people can write, so we take a breath."
)


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
        """All that a page shows to everybody alike, the language among it."""

    @property
    def said_in(self) -> str:
        """The language shown, where there are several."""

    def switch(self, score: int | None) -> tuple[tuple[str, str], ...]:
        """Give each language with the address that shows the page in it."""

    @property
    def is_public(self) -> bool:
        """Whether they came without a link of their own."""

    @property
    def is_whole(self) -> bool:
        """Whether everything is asked on one page."""

    @property
    def is_anonymous(self) -> bool:
        """Whether the answer is to lead to nobody."""


@dataclass(frozen=True)
class Sending:
    """What the form needs to be sent; a preview has none."""

    path: str
    """Where it is sent to."""
    submission: str
    answered_at: datetime | None = None
    lang: str = ""
    """The language, where the survey has several."""
    switch: tuple[tuple[str, str], ...] = ()
    """Each language there is, with the address that shows the page in it."""
    is_new_here: bool = False
    """Whether they came without a link of their own, and are to get one."""
    is_anonymous: bool = False
    """Whether nobody, they themselves included, can tell afterwards which answer is theirs."""


@dataclass(frozen=True)
class Rehearsal:
    """What a preview needs to lead on from page to page, and to send nothing."""

    path: str
    """Where the next page is asked for, with everything in the address."""
    carried: tuple[tuple[str, str], ...]
    """What else the address has to say, such as the answers of other pages."""


def form_page(
    workspace: Sender,
    definition: Definition,
    *,
    form: AnswerForm | None = None,
    sending: Sending | None = None,
    preview: bool = False,
    rehearsal: Rehearsal | None = None,
    nonce: str = "",
) -> str:
    """Show the questions as the customer sees them; a preview carries nothing that sends."""
    if preview == (sending is not None):
        raise ValueError("a page is either sent or a preview")
    with speaking_in(definition.language):
        form = form or AnswerForm(definition)
        unseen = form.unseen
        return render(
            "respond/form.html",
            leaf=leaf_of(form),
            unseen=unseen,
            problems=len(form.errors) + len(unseen) + bool(form.general),
            general=form.general,
            preview=preview,
            rehearsal=rehearsal,
            nonce=nonce,
            **(vars(sending) if sending else {}),
            **frame(workspace, definition.language),
        )


def fresh_form_page(asking: Asking, score: int | None, path: str) -> str:
    """Show the form to somebody who has not answered: the busiest page, rendered once."""
    is_whole = asking.is_whole

    def render_once() -> str:
        form = AnswerForm(asking.definition, page=None if is_whole else 1)
        form[SCORE_KEY].data = score
        sending = Sending(
            mark("path"),
            mark("submission"),
            lang=asking.said_in,
            switch=asking.switch(score),
            is_new_here=asking.is_public,
            is_anonymous=asking.is_anonymous,
        )
        return form_page(asking, asking.definition, form=form, sending=sending, nonce=mark(NONCE))

    found = sheet(("form", score, asking.page_key), render_once)
    return found.fill({"path": path, "submission": secrets.token_hex(16)})


def kind_page(title: str, *lines: str, workspace: Sender | None = None, words: str = "") -> str:
    """Say something kindly; with the person's own words, where they would else be gone."""
    return render("respond/kind.html", title=title, lines=lines, words=words, **frame(workspace))


def held_page(path: str, sent: list[tuple[str, str]], why: str = AWAY) -> str:
    """Carry everything somebody typed, to be sent again with one press; needs no database."""
    long = [
        (name, value)
        for name, value in sent
        if len(value) > SHORT or "\n" in value or (name == "reason" and value.strip())
    ]
    short = [pair for pair in sent if pair not in long]
    return render("respond/held.html", path=path, why=_(why), long=long, short=short, **frame(None))


def flooded_page(path: str, sent: list[tuple[str, str]]) -> tuple[str, int, dict[str, str]]:
    """Keep what was typed from where more comes than people can write."""
    return held_page(path, sent, FLOOD), 429, {"Retry-After": "900"}


def render(template: str, **context: Any) -> str:
    """Render without Flask's context processors: these pages know no session and no member."""
    return current_app.jinja_env.get_template(template).render(context)


def frame(workspace: Sender | None, language: str = "") -> Mapping[str, Any]:
    """Give what the frame of every customer's page needs."""
    language = language or spoken().language
    return {
        "company": workspace.name if workspace else "",
        "accent_css": _accent_css(workspace.accent if workspace else DEFAULT_ACCENT),
        "language": language,
        "direction": direction(language),
    }


@lru_cache(maxsize=256)
def _accent_css(colour: str) -> Markup:
    return Accent.css(colour)
