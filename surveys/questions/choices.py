"""Any number of several options."""

import json
from collections import Counter
from typing import ClassVar

from wtforms import Field, Form

from surveys.definition import Question
from surveys.questions.base import Answers, Cell, QuestionType, Stored, required
from surveys.questions.choice import said
from surveys.questions.options import (
    ChoiceSummary,
    ListField,
    OptionsSettings,
    Own,
    off_the_list,
    options_of,
    other_of,
    summarise,
)
from surveys.speech import _, lazy

BESIDE = "own"
"""The name under which own words stand in the stored list."""


class ChoicesField(ListField):
    """Some of the options, in the author's order, and own words behind them."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take those that are offered; keep them even where one is not."""
        given = self.given(valuelist)
        unknown = [one for one in given if isinstance(one, str) and one not in self.options]
        self.data = [one for one in given if one not in unknown]
        if unknown:
            raise off_the_list(min(unknown))


class Choices(QuestionType):
    """Choose as many as fit."""

    kind = "choices"
    label = lazy("Several choices")
    advice = lazy("A list from which any number may fit.")
    Settings: ClassVar[type[Form]] = OptionsSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        validators = required(question, _("Choose at least one of the options."))
        return ChoicesField(question.text, validators, asked=question)

    def encode(self, question: Question, value: list[str | Own] | None) -> Stored | None:
        """Store the options' words as a JSON list; own words are marked as such."""
        listed = [{BESIDE: one.words} if isinstance(one, Own) else one for one in value or ()]
        return Stored(text=json.dumps(listed, ensure_ascii=False)) if listed else None

    def decode(self, question: Question, stored: Stored) -> list[str | Own]:
        """Read the list back."""
        listed = json.loads(stored.text) if stored.text else []
        name = other_of(question)
        return [Own(one[BESIDE], name) if isinstance(one, dict) else one for one in listed]

    def show(self, question: Question, stored: Stored) -> str:
        """Write the options behind each other."""
        return "; ".join(
            said(question, one) if isinstance(one, Own) else question.label(one)
            for one in self.decode(question, stored)
        )

    def columns(self, question: Question) -> tuple[str, ...]:
        """Give each option a column of its own, and own words the last one."""
        other = question.settings.get("other")
        names = [*options_of(question), *([other] if other else [])]
        return tuple(f"{question.text}: {name}" for name in names)

    def cells(self, question: Question, stored: Stored) -> tuple[Cell, ...]:
        """Give 1 for what was chosen and 0 for what was not; own words as they are."""
        chosen = self.decode(question, stored)
        cells: list[Cell] = [int(option in chosen) for option in options_of(question)]
        if other := question.settings.get("other"):
            own = next((one for one in chosen if isinstance(one, Own)), None)
            cells.append((own.words or str(other)) if own else None)
        return tuple(cells)

    def summary(self, question: Question, answers: Answers) -> ChoiceSummary:
        """Count each option among the people who chose any."""
        counts = Counter(answers)
        chosen = [
            (option, times)
            for stored, times in counts.items()
            for option in self.decode(question, stored)
        ]
        return summarise(question, chosen, sum(times for s, times in counts.items() if s.text))
