"""What the number scales share: reading a number, naming a step, counting."""

import re
from abc import abstractmethod
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field, Form

from analysis import Mean, Proportion, mean, proportion
from surveys.definition import Question
from surveys.questions.base import (
    Answers,
    Cell,
    QuestionType,
    Settings,
    Stored,
    echo,
    line,
    required,
)
from surveys.questions.figures import only_whole, unreadable
from surveys.speech import _, lazy


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


class StepField(Field):
    """One whole number; everything else gets a sentence that says what is wrong with it."""

    def __init__(self, *args: Any, steps: range, request: str, **kwargs: Any) -> None:
        """Keep the scale, and the sentence that asks for one of its steps."""
        super().__init__(*args, **kwargs)
        self.steps = steps
        self.request = request

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say why not."""
        given = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not given:
            return
        if re.fullmatch(r"[+-]?\d+[.,]\d+", given):
            raise ValueError(f"{only_whole(given)} {self.request}")
        if not re.fullmatch(r"[+-]?\d+", given):
            raise ValueError(f"{unreadable(given)} {self.request}")
        if len(given) > 4 or int(given) not in self.steps:
            off_the_scale = _("%(given)s is not on this scale.", given=echo(given))
            raise ValueError(f"{off_the_scale} {self.request}")
        self.data = int(given)


class EndLabels(Settings):
    """What the two ends of the scale say."""

    low = line(lazy("Words at the low end"), "")
    high = line(lazy("Words at the high end"), "")


class Steps(QuestionType):
    """One of several steps, stored as its number."""

    @abstractmethod
    def steps(self, question: Question) -> range:
        """Give the numbers that can be chosen."""

    @abstractmethod
    def named_steps(self, question: Question) -> tuple[Step, ...]:
        """Give the steps with their names."""

    def request(self, question: Question) -> str:
        """Ask for one of the steps, in the sentence of an error."""
        steps = self.steps(question)
        return _("Choose a number from %(low)s to %(high)s.", low=steps[0], high=steps[-1])

    def field(self, question: Question) -> Field:
        """Make the field."""
        steps, request = self.steps(question), self.request(question)
        validators = required(question, request)
        return StepField(question.text, validators, steps=steps, request=request)

    def encode(self, question: Question, value: int | None) -> Stored | None:
        """Store the number."""
        return None if value is None else Stored(number=value)

    def decode(self, question: Question, stored: Stored) -> int | None:
        """Read the number back."""
        return None if stored.number is None else int(stored.number)

    def counted(self, question: Question, answers: Answers) -> list[int]:
        """Count each step, the lowest first; what is on no step is not counted."""
        counts: Counter[float | None] = Counter()
        for stored, times in Counter(answers).items():
            counts[stored.number] += times
        return [counts[step] for step in self.steps(question)]


class Scale(Steps):
    """A number on a scale whose two ends carry words."""

    low: ClassVar[str]
    high: ClassVar[str]
    Settings: ClassVar[type[Form]] = EndLabels

    def ends(self, question: Question) -> tuple[str, str]:
        """Give the words at the ends: the author's, or the type's own."""
        return said(question, "low", self.low), said(question, "high", self.high)

    def named_steps(self, question: Question) -> tuple[Step, ...]:
        """Give the steps as a screen reader should say them: "9 of 10", ends with words."""
        steps, ends = self.steps(question), self.ends(question)
        named = dict(zip((steps[0], steps[-1]), ends, strict=True))
        return tuple(Step(n, _aloud(n, steps[-1], named.get(n, ""))) for n in steps)

    def show(self, question: Question, stored: Stored) -> str:
        """Write 9 of 10."""
        return _aloud(self.decode(question, stored), self.steps(question)[-1])

    def cells(self, question: Question, stored: Stored) -> tuple[Cell, ...]:
        """Give the number, so that a spreadsheet can count with it."""
        return (self.decode(question, stored),)

    def summary(self, question: Question, answers: Answers) -> ScaleSummary:
        """Count each step, and average them."""
        steps, counts = self.steps(question), self.counted(question, answers)
        n = sum(counts)
        named = zip(steps, counts, strict=True)
        shares = tuple(Share(str(step), proportion(count, n)) for step, count in named)
        average = mean(counts=counts, scale=(steps[0], steps[-1]))
        return ScaleSummary(n, shares, average, *self.ends(question))


def said(question: Question, name: str, usual: str) -> str:
    """Give the author's words for a setting, or else the type's own, as the customer reads them."""
    given = question.settings.get(name)
    return question.label(str(given)) if given else _(usual) if usual else ""


def _aloud(step: int | None, of: int, end: str = "") -> str:
    if end:
        return _("%(step)s of %(of)s, %(end)s", step=step, of=of, end=end)
    return _("%(step)s of %(of)s", step=step, of=of)
