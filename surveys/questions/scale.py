"""What the number scales share: reading a number, naming a step, counting."""

import re
from abc import abstractmethod
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field, Form

from analysis import Mean, Proportion, mean, proportion
from surveys.definition import Question
from surveys.questions.base import Answers, QuestionType, Settings, Stored, line, required

MAX_ECHO = 20


@dataclass(frozen=True)
class Step:
    """One step of a scale, with how it is named aloud."""

    value: int
    name: str


@dataclass(frozen=True)
class Share:
    """How many chose one step or option."""

    label: str
    share: Proportion


@dataclass(frozen=True)
class ScaleSummary:
    """Answers on a scale: how many per step, and their mean."""

    n: int
    shares: tuple[Share, ...]
    mean: Mean
    low: str
    high: str


class ScaleField(Field):
    """One whole number; everything else gets a sentence that says what is wrong with it."""

    def __init__(self, *args: Any, steps: range, **kwargs: Any) -> None:
        """Keep the scale."""
        super().__init__(*args, **kwargs)
        self.steps = steps

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say why not."""
        given = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not given:
            return
        advice = f"Choose a number from {self.steps[0]} to {self.steps[-1]}."
        if re.fullmatch(r"[+-]?\d+[.,]\d+", given):
            raise ValueError(f"Only whole numbers count here, not {_echo(given)}. {advice}")
        if not re.fullmatch(r"[+-]?\d+", given):
            raise ValueError(f"“{_echo(given)}” is not a number we can read. {advice}")
        if len(given) > 4 or int(given) not in self.steps:
            raise ValueError(f"{_echo(given)} is not on this scale. {advice}")
        self.data = int(given)


class EndLabels(Settings):
    """What the two ends of the scale say."""

    low = line("Words at the low end", "")
    high = line("Words at the high end", "")


class Scale(QuestionType):
    """A number on a scale whose two ends carry words."""

    low: ClassVar[str]
    high: ClassVar[str]
    Settings: ClassVar[type[Form]] = EndLabels

    @abstractmethod
    def steps(self, question: Question) -> range:
        """Give the numbers that can be chosen."""

    def ends(self, question: Question) -> tuple[str, str]:
        """Give the words at the ends: the author's, or the type's own."""
        return (
            str(question.settings.get("low") or self.low),
            str(question.settings.get("high") or self.high),
        )

    def named_steps(self, question: Question) -> tuple[Step, ...]:
        """Give the steps as a screen reader should say them: "9 of 10", ends with words."""
        steps, (low, high) = self.steps(question), self.ends(question)
        names = {steps[0]: f", {low}" if low else "", steps[-1]: f", {high}" if high else ""}
        return tuple(Step(n, f"{n} of {steps[-1]}{names.get(n, '')}") for n in steps)

    def field(self, question: Question) -> Field:
        """Make the field."""
        steps = self.steps(question)
        message = f"Choose a number from {steps[0]} to {steps[-1]}."
        return ScaleField(question.text, required(question, message), steps=steps)

    def encode(self, question: Question, value: int | None) -> Stored | None:
        """Store the number."""
        return None if value is None else Stored(number=value)

    def decode(self, question: Question, stored: Stored) -> int | None:
        """Read the number back."""
        return None if stored.number is None else int(stored.number)

    def show(self, question: Question, stored: Stored) -> str:
        """Write 9 of 10."""
        return f"{self.decode(question, stored)} of {self.steps(question)[-1]}"

    def summary(self, question: Question, answers: Answers) -> ScaleSummary:
        """Count each step."""
        counts: Counter[int] = Counter()
        for stored, times in Counter(answers).items():
            if stored.number is not None:
                counts[int(stored.number)] += times
        steps = self.steps(question)
        n = sum(counts[step] for step in steps)
        shares = tuple(Share(str(step), proportion(counts[step], n)) for step in steps)
        average = mean(counts=[counts[step] for step in steps], scale=(steps[0], steps[-1]))
        return ScaleSummary(n, shares, average, *self.ends(question))


def _echo(given: str) -> str:
    return given if len(given) <= MAX_ECHO else given[:MAX_ECHO] + "…"
