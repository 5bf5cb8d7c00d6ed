"""The editor between browser and draft: a sheet shown as fields, and fields read as a sheet."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from feedback.manage.forms import QuestionForm, SheetForm
from feedback.manage.quota_forms import Quotas
from feedback.manage.rule_forms import Rules
from surveys import translating
from surveys.checks import Problem
from surveys.definition import REASON_KEY, SCORE_KEY, Definition, Question, reminder_field
from surveys.drafts import Sheet
from surveys.editing import EXTRA_KINDS
from surveys.problems import QUOTA
from surveys.questions import TYPES, QuestionType
from surveys.speech import _

KEY = re.compile(r"q[0-9a-z]{1,32}")


@dataclass(frozen=True)
class Block:
    """One question on the page."""

    key: str
    kind: str
    words: QuestionForm
    settings: Form
    rules: Rules
    base: Question
    """What is stored, or for a further question nothing."""

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
            **(self.rules.decided | self._kept),
        )

    @property
    def _kept(self) -> dict[str, Any]:
        """What no field shows: score and reason stand at the front, and only lead somewhere."""
        if self.is_extra:
            return {}
        names = ("new_page", "mixed_page", "shuffled", "quota", "show_if")
        return {name: getattr(self.base, name) for name in names}

    @property
    def is_extra(self) -> bool:
        """Whether it may stand anywhere and be asked of some only."""
        return self.key not in (SCORE_KEY, REASON_KEY)


@dataclass(frozen=True)
class Editor:
    """All fields of the page."""

    form: SheetForm
    blocks: tuple[Block, ...]
    quotas: Quotas
    stored: Definition
    """What no field shows: the language, translations, rules."""

    @classmethod
    def of(cls, sheet: Sheet) -> "Editor":
        """Show a sheet."""
        asks = sheet.asks
        form = SheetForm(
            formdata=None,
            data={**asks.stored(), **_reminders(asks), "name": sheet.name, "stamp": sheet.stamp},
        )
        blocks = tuple(_block(question) for question in asks.questions)
        return cls(form, blocks, Quotas.of(asks.quotas), asks)

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
        return cls(SheetForm(formdata=sent), blocks, Quotas.read(sent), stored)

    def offer(self) -> None:
        """Offer each rule the questions it may speak of, as they are named now."""
        questions = [block.question for block in self.blocks]
        for at, block in enumerate(self.blocks):
            block.rules.offer(questions, at)
        self.quotas.offer(questions)

    @property
    def seen(self) -> str:
        """The stamp of the sheet this was made from."""
        return str(self.form.stamp.data)

    @property
    def sheet(self) -> Sheet:
        """What the fields say."""
        form = self.form
        asks = replace(
            self.stored,
            subject=form.subject.data,
            invitation=form.invitation.data,
            questions=tuple(block.question for block in self.blocks),
            quotas=self.quotas.decided,
            reminders=form.reminders,
            thanks_title=form.thanks_title.data,
            thanks_text=form.thanks_text.data,
        )
        return Sheet(form.name.data, asks)

    @property
    def fields(self) -> Iterator[Field]:
        """Every field."""
        yield from self.form
        for block in self.blocks:
            yield from block.words
            yield from block.settings
            yield from block.rules.fields
        yield from self.quotas.fields

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
        names = [
            _("The score"),
            _("The reason"),
            *(_("Question %(number)s", number=n) for n in range(1, len(self.blocks))),
        ]
        keys = [block.key for block in self.blocks]
        if key in keys:
            return names[keys.index(key)]
        if place == translating.AT:
            return _("Languages")
        if key.startswith(QUOTA):
            return _("Quotas")
        return str(self.form[place].label.text) if place in self.form else _("The rules")

    def mark(self, problems: list[Problem]) -> None:
        """Write each problem at its field."""
        by_name = {field.name: field for field in self.fields}
        for problem in problems:
            if field := by_name.get(problem.place):
                field.errors = [*field.errors, problem.words]


def _reminders(asks: Definition) -> dict[str, str]:
    return {
        reminder_field(number, part): words
        for number, reminder in enumerate(asks.reminders, 1)
        for part, words in asdict(reminder).items()
    }


def _named(entry: str) -> Question:
    key, _colon, kind = entry.partition(":")
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
        Rules.of(question, sent),
        question,
    )
