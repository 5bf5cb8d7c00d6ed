"""The counts a report rests on: additive, frozen, and out of reach of the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from feedback.reports.questions import Summary
from feedback.reports.scale import Scale

Counts = tuple[int, ...]
"""Answers per step of the scale, lowest step first."""


@dataclass(frozen=True)
class Group:
    """The answers of those who share one value of an attribute; value "" was not given."""

    value: str
    counts: Counts

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts)


@dataclass(frozen=True)
class Groups:
    """The largest groups by one attribute, the largest first."""

    attribute: str
    largest: tuple[Group, ...]
    more: bool
    """Whether there are smaller ones beyond."""


@dataclass(frozen=True)
class Mailed:
    """Mails that left, and how many of them were answered."""

    sent: int
    answered: int


@dataclass(frozen=True)
class Comment:
    """Somebody's words; whose they are is not known here."""

    words: str
    cut: bool
    score: int | None
    day: date


@dataclass(frozen=True)
class Dataset:
    """What the database knows about a selection."""

    scale: Scale
    days: Mapping[date, Counts]
    skipped: int = 0
    excluded: Mapping[str, int] | None = None
    imported: int = 0
    mailed: Mailed = Mailed(0, 0)
    groups: Groups | None = None
    comments: tuple[Comment, ...] = ()
    questions: tuple[Summary, ...] = ()

    @property
    def counts(self) -> Counts:
        """Answers per step over all days."""
        return add(self.scale, self.days.values())

    @property
    def n(self) -> int:
        """Answers that carry a score."""
        return sum(map(sum, self.days.values()))

    @property
    def months(self) -> dict[date, Counts]:
        """Answers per step by month, each named by its first day."""
        by_month: dict[date, list[Counts]] = {}
        for day, counts in self.days.items():
            by_month.setdefault(day.replace(day=1), []).append(counts)
        return {month: add(self.scale, each) for month, each in sorted(by_month.items())}


def add(scale: Scale, several: Iterable[Counts]) -> Counts:
    """Add counts step by step."""
    rows = list(several)
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * len(scale.steps)
