"""Any number of several options."""

import json
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


class ChoicesField(Field):
    """Some of the options, in the author's order."""

    def __init__(self, *args: Any, options: list[str], **kwargs: Any) -> None:
        """Keep the options."""
        super().__init__(*args, **kwargs)
        self.options = options

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take those that are offered; keep them even where one is not."""
        given = set(filter(None, valuelist))
        self.data = [option for option in self.options if option in given]
        unknown = given.difference(self.options)
        if unknown:
            raise off_the_list(min(unknown))


class Choices(QuestionType):
    """Choose as many as fit."""

    kind = "choices"
    label = "Several choices"
    advice = "A list from which any number may fit."
    Settings: ClassVar[type[Form]] = OptionsSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        validators = required(question, "Choose at least one of the options.")
        return ChoicesField(question.text, validators, options=options_of(question))

    def encode(self, question: Question, value: list[str] | None) -> Stored | None:
        """Store the options' words as a JSON list."""
        return Stored(text=json.dumps(value, ensure_ascii=False)) if value else None

    def decode(self, question: Question, stored: Stored) -> list[str]:
        """Read the list back."""
        return list(json.loads(stored.text)) if stored.text else []

    def show(self, question: Question, stored: Stored) -> str:
        """Write the options behind each other."""
        return "; ".join(self.decode(question, stored))

    def summary(self, question: Question, answers: Answers) -> ChoiceSummary:
        """Count each option among the people who chose any."""
        counts = Counter(answers)
        chosen = [
            (option, times)
            for stored, times in counts.items()
            for option in self.decode(question, stored)
        ]
        return summarise(question, chosen, sum(times for s, times in counts.items() if s.text))
