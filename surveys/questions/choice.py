"""One of several options."""

from collections import Counter
from typing import Any, ClassVar

from wtforms import Field, Form

from surveys.definition import Question
from surveys.questions.base import Answers, QuestionType, Stored, required
from surveys.questions.options import (
    ChoiceSummary,
    OptionsSettings,
    off_the_list,
    options_of,
    summarise,
)


class ChoiceField(Field):
    """One option, or None."""

    def __init__(self, *args: Any, options: list[str], **kwargs: Any) -> None:
        """Keep the options."""
        super().__init__(*args, **kwargs)
        self.options = options

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the option if it is one."""
        given = valuelist[0] if valuelist else ""
        self.data = None
        if given and given not in self.options:
            raise off_the_list(given)
        self.data = given or None


class Choice(QuestionType):
    """Choose one."""

    kind = "choice"
    label = "Choice: one of several"
    advice = "A list from which exactly one fits."
    Settings: ClassVar[type[Form]] = OptionsSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        validators = required(question, "Choose one of the options.")
        return ChoiceField(question.text, validators, options=options_of(question))

    def encode(self, question: Question, value: str | None) -> Stored | None:
        """Store the option's words: they stay readable in the database."""
        return Stored(text=value) if value else None

    def decode(self, question: Question, stored: Stored) -> str | None:
        """Read the option back."""
        return stored.text

    def show(self, question: Question, stored: Stored) -> str:
        """Write the option."""
        return stored.text or ""

    def summary(self, question: Question, answers: Answers) -> ChoiceSummary:
        """Count the options."""
        counts = Counter(answers)
        chosen = [(stored.text, times) for stored, times in counts.items() if stored.text]
        return summarise(question, chosen, sum(times for _, times in chosen))
