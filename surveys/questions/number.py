"""A number that somebody types: how many, how long, how much."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field, Form, IntegerField
from wtforms.validators import NumberRange, ValidationError

from analysis import Median, median, proportion
from surveys.definition import Question
from surveys.questions.base import (
    Answers,
    Cell,
    QuestionType,
    Settings,
    Stored,
    TypedField,
    line,
    required,
)
from surveys.questions.bins import gathered, plain
from surveys.questions.figures import LARGEST, MOST_DECIMALS, read_figure, retyped, written
from surveys.questions.scale import Share
from surveys.speech import _, lazy


@dataclass(frozen=True)
class NumberSummary:
    """Typed numbers: their median, and how many lie in each range."""

    n: int
    shares: tuple[Share, ...]
    median: Median
    unit: str

    def written(self, number: float) -> str:
        """Write a number of the summary."""
        return plain(number)


class BoundField(TypedField):
    """A number of the author's, or nothing."""

    def read(self, typed: str) -> float:
        """Read it as a customer's number is read."""
        return float(read_figure(typed, decimals=MOST_DECIMALS))

    def write(self, data: Any) -> str:
        """Write it plainly; what a file brought may be no number at all."""
        return retyped(data) if isinstance(data, int | float) else str(data)


class NumberSettings(Settings):
    """What can be answered."""

    least = BoundField(
        lazy("Smallest number"), description=lazy("Left empty, there is no such limit.")
    )
    most = BoundField(
        lazy("Largest number"), description=lazy("Left empty, there is no such limit.")
    )
    decimals = IntegerField(
        lazy("Decimals"),
        [NumberRange(0, MOST_DECIMALS, lazy("A number from %(min)s to %(max)s."))],
        default=0,
    )
    unit = line(lazy("Unit, such as days or €"))

    def validate_most(self, field: Field) -> None:
        """There must be a number between the two."""
        least, most = self.least.data, field.data
        if least is not None and most is not None and most <= least:
            raise ValidationError(_("The largest number must be larger than the smallest."))


class NumberField(TypedField):
    """A number within its limits."""

    def __init__(self, *args: Any, asked: Question, **kwargs: Any) -> None:
        """Keep what the author set."""
        super().__init__(*args, **kwargs)
        settings = asked.settings
        self.least, self.most = settings.get("least"), settings.get("most")
        self.decimals = int(settings.get("decimals", 0))
        self.unit = str(settings.get("unit") or "")
        self.shown_unit = asked.label(self.unit)

    def read(self, typed: str) -> float:
        """Read the number, and hold it against the limits."""
        unit = max(self.unit, self.shown_unit, key=lambda u: typed.casefold().count(u.casefold()))
        number = float(read_figure(typed, decimals=self.decimals, unit=unit))
        if self.least is not None and number < self.least:
            least = written(self.least)
            raise ValueError(_("That is too small: %(least)s is the least.", least=least))
        if self.most is not None and number > self.most:
            most = written(self.most)
            raise ValueError(_("That is too large: %(most)s is the most.", most=most))
        return number

    def write(self, data: Any) -> str:
        """Write the number as it was stored."""
        return retyped(data)

    @property
    def limits(self) -> str:
        """Say what can be answered, before somebody has to find out."""
        least = "" if self.least is None else written(self.least)
        most = "" if self.most is None else written(self.most)
        if least and most:
            return _("From %(least)s to %(most)s.", least=least, most=most)
        if least:
            return _("%(least)s or more.", least=least)
        return _("Up to %(most)s.", most=most) if most else ""

    @property
    def keyboard(self) -> str:
        """Name the keyboard a phone should show; the one for figures has no minus."""
        if self.least is None or self.least < 0:
            return "text"
        return "decimal" if self.decimals else "numeric"


class Number(QuestionType):
    """Type a number."""

    kind = "number"
    label = lazy("Number")
    advice = lazy("How many, how long or how much, typed in figures.")
    Settings: ClassVar[type[Form]] = NumberSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        return NumberField(question.text, required(question, _("Write a number.")), asked=question)

    def encode(self, question: Question, value: float | None) -> Stored | None:
        """Store the number."""
        return None if value is None else Stored(number=value)

    def decode(self, question: Question, stored: Stored) -> float | None:
        """Read it back."""
        return stored.number

    def show(self, question: Question, stored: Stored) -> str:
        """Write the number and its unit."""
        unit = question.label(str(question.settings.get("unit") or ""))
        return f"{written(stored.number or 0)} {unit}".rstrip()

    def cells(self, question: Question, stored: Stored) -> tuple[Cell, ...]:
        """Give the number, so that a spreadsheet can count with it."""
        return (stored.number,)

    def columns(self, question: Question) -> tuple[str, ...]:
        """Name the unit."""
        unit = question.settings.get("unit")
        return (f"{question.text} ({unit})" if unit else question.text,)

    def summary(self, question: Question, answers: Answers) -> NumberSummary:
        """Find the middle, and gather the numbers into ranges."""
        counts: Counter[float] = Counter()
        for stored, times in Counter(answers).items():
            if stored.number is not None and abs(stored.number) <= LARGEST:
                counts[stored.number] += times
        n = sum(counts.values())
        ranges = gathered(counts, int(question.settings.get("decimals", 0)))
        shares = tuple(Share(name, proportion(times, n)) for name, times in ranges)
        unit = question.label(str(question.settings.get("unit") or ""))
        return NumberSummary(n, shares, median(counts), unit)
