"""The editor between browser and draft: a sheet shown as fields, and fields read as a sheet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from feedback.manage.forms import QuestionForm, SheetForm
from surveys.checks import Problem
from surveys.definition import SCORE_KEY, Definition, Question
from surveys.drafts import Sheet
from surveys.editing import EXTRA_KINDS
from surveys.questions import TYPES, QuestionType

KEY = re.compile(r"q[0-9a-z]{1,32}")


@dataclass(frozen=True)
class Block:
    """One question on the page."""

    key: str
    kind: str
    words: QuestionForm
    settings: Form

    @property
    def type(self) -> QuestionType:
        """Its type."""
        return TYPES[self.kind]

    @property
    def question(self) -> Question:
        """What the fields say."""
        given = {name: value for name, value in self.settings.data.items() if value is not None}
        return Question(
            key=self.key,
            kind=self.kind,
            text=self.words.text.data,
            hint=self.words.hint.data,
            required=self.key == SCORE_KEY or self.words.required.data,
            settings=given,
        )


@dataclass(frozen=True)
class Editor:
    """All fields of the page."""

    form: SheetForm
    blocks: tuple[Block, ...]
    language: str = "en"

    @classmethod
    def of(cls, sheet: Sheet) -> "Editor":
        """Show a sheet."""
        asks = sheet.asks
        form = SheetForm(
            formdata=None,
            data={**asks.stored(), "name": sheet.name, "stamp": sheet.stamp},
        )
        return cls(form, tuple(_block(question) for question in asks.questions), asks.language)

    @classmethod
    def read(cls, sent: MultiDict[str, str], stored: Definition) -> "Editor":
        """Read what a browser sent; ValueError where no editor of ours can have sent it.

        The types of score and reason come from what is stored, never from the browser.
        """
        listed = [_named(entry) for entry in sent.getlist("question")]
        if len({question.key for question in listed}) < len(listed):
            raise ValueError("a question stands there twice")
        questions = [stored.score, stored.reason, *listed]
        blocks = tuple(_block(question, sent) for question in questions)
        return cls(SheetForm(formdata=sent), blocks, stored.language)

    @property
    def seen(self) -> str:
        """The stamp of the sheet this was made from."""
        return str(self.form.stamp.data)

    @property
    def sheet(self) -> Sheet:
        """What the fields say."""
        form = self.form
        asks = Definition(
            subject=form.subject.data,
            invitation=form.invitation.data,
            questions=tuple(block.question for block in self.blocks),
            thanks_title=form.thanks_title.data,
            thanks_text=form.thanks_text.data,
            language=self.language,
        )
        return Sheet(form.name.data, asks)

    @property
    def fields(self) -> Iterator[Field]:
        """Every field."""
        yield from self.form
        for block in self.blocks:
            yield from block.words
            yield from block.settings

    @property
    def unread(self) -> list[Problem]:
        """Fields whose words are not what they ask for, such as letters for a number."""
        return [
            Problem(field.name, " ".join(field.process_errors))
            for field in self.fields
            if field.process_errors
        ]

    def where(self, place: str) -> str:
        """Name the part of the page a field is in."""
        key = place.partition("-")[0]
        names = ["The score", "The reason", *(f"Question {n}" for n in range(1, len(self.blocks)))]
        keys = [block.key for block in self.blocks]
        return names[keys.index(key)] if key in keys else str(self.form[place].label.text)

    def mark(self, problems: list[Problem]) -> None:
        """Write each problem at its field."""
        by_name = {field.name: field for field in self.fields}
        for problem in problems:
            field = by_name[problem.place]
            field.errors = [*field.errors, problem.words]


def _named(entry: str) -> Question:
    key, _, kind = entry.partition(":")
    if not KEY.fullmatch(key) or kind not in EXTRA_KINDS:
        raise ValueError("no such question")
    return Question(key, kind, "")


def _block(question: Question, sent: Any = None) -> Block:
    words: dict[str, Any] = {
        "text": question.text,
        "hint": question.hint,
        "required": question.required,
    }
    settings = TYPES[question.kind].Settings
    return Block(
        question.key,
        question.kind,
        QuestionForm(sent, prefix=f"{question.key}-", data=words),
        settings(sent, prefix=f"{question.key}-set-", data=dict(question.settings)),
    )
