"""A day: from the browser's calendar, or typed as people type days."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from babel.dates import format_date
from wtforms import Field, Form
from wtforms.validators import ValidationError

from analysis import Median, median, proportion
from surveys.definition import Question
from surveys.imports.dates import DateOrder, DateProblemError, written_day
from surveys.questions.base import (
    Answers,
    QuestionType,
    Settings,
    Stored,
    TypedField,
    echo,
    required,
)
from surveys.questions.scale import Share
from surveys.speech import _, lazy, spoken
from surveys.speech import day as written

MOST_DAYS, MOST_MONTHS = 14, 18
"""Up to so many a summary counts by day or month, beyond them by year."""


@dataclass(frozen=True)
class DateSummary:
    """Days: the middle one, and how many lie in each month or year."""

    n: int
    shares: tuple[Share, ...]
    median: Median
    """As the number that a day has in the calendar."""

    def day(self, number: float) -> date:
        """Give the day that has this number."""
        return date.fromordinal(int(number))


class DayField(TypedField):
    """A day as ISO writes it: what a browser's calendar sends, or what somebody typed."""

    def read(self, typed: str) -> str:
        """Read the day; what can be read in two ways is asked for again, never guessed."""
        if not re.search(r"\d{4}", typed):
            raise ValueError(_unread(typed))
        days, problems = set[date](), list[str]()
        for order in DateOrder:
            try:
                days.add(_day(typed, order))
            except ValueError as error:
                problems.append(str(error))
        if not days:
            raise ValueError(problems[0])
        if len(days) > 1:
            sentence = _(
                "%(given)s can be read in two ways. Write the month in letters.", given=typed
            )
            raise ValueError(sentence)
        return days.pop().isoformat()

    @property
    def is_native(self) -> bool:
        """Whether the browser's calendar can show what stands here; it cannot show words."""
        return not self.raw_data or self.data is not None or not self.typed


class DateSettings(Settings):
    """Between which days it lies."""

    earliest = DayField(
        lazy("Earliest day"), description=lazy("Left empty, there is no such limit.")
    )
    latest = DayField(lazy("Latest day"), description=lazy("Left empty, there is no such limit."))

    def validate_latest(self, field: Field) -> None:
        """There must be a day between the two."""
        if self.earliest.data and field.data and field.data < self.earliest.data:
            raise ValidationError(_("The latest day must not lie before the earliest."))


class DateField(DayField):
    """A day within its limits."""

    def __init__(self, *args: Any, earliest: str, latest: str, **kwargs: Any) -> None:
        """Keep the limits."""
        super().__init__(*args, **kwargs)
        self.earliest, self.latest = earliest, latest

    def read(self, typed: str) -> str:
        """Read the day, and hold it against the limits."""
        day = super().read(typed)
        if self.earliest and day < self.earliest:
            raise ValueError(_("That is too early: %(day)s or later.", day=in_words(self.earliest)))
        if self.latest and day > self.latest:
            raise ValueError(_("That is too late: %(day)s or earlier.", day=in_words(self.latest)))
        return day

    def write(self, data: Any) -> str:
        """Write it as the browser's calendar reads it."""
        return str(data)


class Date(QuestionType):
    """Name a day."""

    kind = "date"
    label = lazy("Date")
    advice = lazy("A day, such as that of a visit or a delivery.")
    Settings: ClassVar[type[Form]] = DateSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        settings = question.settings
        return DateField(
            question.text,
            required(question, _("Choose a day.")),
            earliest=str(settings.get("earliest") or ""),
            latest=str(settings.get("latest") or ""),
        )

    def encode(self, question: Question, value: str | None) -> Stored | None:
        """Store the day as ISO writes it."""
        return Stored(text=value) if value else None

    def decode(self, question: Question, stored: Stored) -> str | None:
        """Read it back."""
        return stored.text

    def show(self, question: Question, stored: Stored) -> str:
        """Write 3 Feb 2026."""
        return in_words(stored.text or "")

    def summary(self, question: Question, answers: Answers) -> DateSummary:
        """Find the middle, and count the days by month or year."""
        days: Counter[date] = Counter()
        for stored, times in Counter(answers).items():
            if stored.text:
                days[date.fromisoformat(stored.text)] += times
        n = sum(days.values())
        shares = tuple(Share(name, proportion(times, n)) for name, times in _spans(days))
        return DateSummary(n, shares, median({day.toordinal(): k for day, k in days.items()}))


def _spans(days: Counter[date]) -> list[tuple[str, int]]:
    """Gather days by month or year where they are many; the earliest comes first."""
    if len(days) <= MOST_DAYS:
        return [(written(day), days[day]) for day in sorted(days)]
    by_year = len({(day.year, day.month) for day in days}) > MOST_MONTHS
    spans: Counter[date] = Counter()
    for day, times in days.items():
        spans[day.replace(month=1 if by_year else day.month, day=1)] += times
    words = "y" if by_year else "MMMM y"
    return [
        (format_date(first, words, locale=spoken().locale), spans[first]) for first in sorted(spans)
    ]


def in_words(iso: str) -> str:
    """Write a stored day as people read it: 3 Feb 2026."""
    return written(date.fromisoformat(iso)) if iso else ""


def _day(typed: str, order: str) -> date:
    try:
        day, rest = written_day(typed, order)
    except DateProblemError:
        raise ValueError(_unread(typed)) from None
    except (ValueError, OverflowError):
        sentence = _("%(given)s is not in the calendar. Check it.", given=echo(typed))
        raise ValueError(sentence) from None
    if rest.strip():
        raise ValueError(_unread(typed))
    return day.date()


def _unread(typed: str) -> str:
    return _(
        "“%(given)s” is not a date we can read. Write it like 28 Feb 2026 or 2026-02-28.",
        given=echo(typed),
    )
