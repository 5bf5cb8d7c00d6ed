"""One of several options."""

from collections import Counter
from typing import ClassVar

from wtforms import Field, Form

from surveys.definition import Question
from surveys.questions.base import Answers, Cell, QuestionType, Stored, required
from surveys.questions.options import (
    ChoiceSummary,
    ListField,
    OptionsSettings,
    Own,
    off_the_list,
    other_of,
    summarise,
)
from surveys.speech import _, lazy

BESIDE = 1.0
"""The number stored with own words; an option has none."""


class ChoiceField(ListField):
    """One option, own words, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the option if it is one."""
        self.data = None
        chosen = self.given(valuelist[:1])
        if chosen and not isinstance(chosen[0], Own) and chosen[0] not in self.options:
            raise off_the_list(chosen[0])
        self.data = chosen[0] if chosen else None


class Choice(QuestionType):
    """Choose one."""

    kind = "choice"
    label = lazy("Choice: one of several")
    advice = lazy("A list from which exactly one fits.")
    Settings: ClassVar[type[Form]] = OptionsSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        validators = required(question, _("Choose one of the options."))
        return ChoiceField(question.text, validators, asked=question)

    def encode(self, question: Question, value: str | Own | None) -> Stored | None:
        """Store the option's words, readable in the database; own words are marked as such."""
        if isinstance(value, Own):
            return Stored(BESIDE, value.words or None)
        return Stored(text=value) if value else None

    def decode(self, question: Question, stored: Stored) -> str | Own | None:
        """Read the option back."""
        return stored.text if stored.number is None else Own(stored.text or "", other_of(question))

    def show(self, question: Question, stored: Stored) -> str:
        """Write the option."""
        value = self.decode(question, stored)
        return said(question, value) if isinstance(value, Own) else question.label(value or "")

    def columns(self, question: Question) -> tuple[str, ...]:
        """Keep own words in a column of their own."""
        other = question.settings.get("other")
        return (question.text, f"{question.text}: {other}") if other else (question.text,)

    def cells(self, question: Question, stored: Stored) -> tuple[Cell, ...]:
        """Give the option, and own words apart."""
        value, other = self.decode(question, stored), question.settings.get("other")
        if not other:
            return (value.words if isinstance(value, Own) else value,)
        return (other, value.words or None) if isinstance(value, Own) else (value, None)

    def summary(self, question: Question, answers: Answers) -> ChoiceSummary:
        """Count the options."""
        chosen = [
            (value, times)
            for stored, times in Counter(answers).items()
            if (value := self.decode(question, stored)) is not None
        ]
        return summarise(question, chosen, sum(times for _, times in chosen))


def said(question: Question, own: Own) -> str:
    """Write an answer in own words, with what it is called."""
    name = question.label(own.name)
    return f"{name}: {own.words}" if own.words else name
