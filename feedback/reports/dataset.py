"""The counts a report rests on: additive, frozen, and out of reach of the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from analysis import Proportion, proportion
from feedback.reports.questions import Summary
from feedback.reports.scale import Scale

Counts = tuple[int, ...]
"""Answers per step of the scale, lowest step first."""


@dataclass(frozen=True)
class Group:
    """The answers of those who share one value of an attribute; value "" was not given."""

    value: str
    counts: Counts
    days: Mapping[date, Counts] = field(default_factory=dict)
    """The same by the days at which blocks count in which all groups can be told apart."""

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
class Shown:
    """The groups shown alone, and all others counted together."""

    alone: tuple[Group, ...]
    others: Counts | None
    """What is left of the total; None where nothing is."""
    protects: bool
    """Whether somebody is among the others because their group is small."""
    untold: Counts | None = None
    """What is left of the total and not shown; there are no others then."""

    @property
    def everybody(self) -> Counts:
        """All that were told apart."""
        rest = self.others or self.untold
        several = [group.counts for group in self.alone] + ([rest] if rest else [])
        return tuple(map(sum, zip(*several, strict=True)))  # () where nobody was told apart


@dataclass(frozen=True)
class Compared:
    """Groups by one attribute, over whole blocks of days."""

    attribute: str
    shown: Shown
    first: date | None = None
    last: date | None = None
    """The days that are compared, where these are others than the report's."""
    is_wide: bool = False
    """Whether the attribute has too many values somewhere to be compared by."""
    is_barred: bool = False
    """Whether a group is among the others because of another attribute."""
    is_known: bool = True
    """Whether it was looked at beside other attributes; until then groups are not shown."""


@dataclass(frozen=True)
class Mailed:
    """Mails that left, and how many of them were answered."""

    sent: int
    answered: int

    @property
    def rate(self) -> Proportion:
        """The share that was answered."""
        return proportion(self.answered, self.sent)


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
    came_by: Mapping[str, int] = field(default_factory=dict)
    """Counted answers by how they came, imported ones left out."""
    labelled: int = 0
    """Counted answers that look like a mail scanner's."""
    mailed: Mailed = Mailed(0, 0)
    groups: Compared | None = None
    first: date | None = None
    last: date | None = None
    """The first and the last day of the answers counted; None where `days` are those."""
    left_out: frozenset[int] = frozenset()
    """Surveys that are not in it: together they have fewer than five answers."""
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
    if len(rows) == 1:  # most days of most reports
        return rows[0]
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * len(scale.steps)
