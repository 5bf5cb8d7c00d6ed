"""How often a workspace asks: at most once in some days, with other days for some contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MOST_OVERRIDES = 20
LONGEST_GAP = 3650


@dataclass(frozen=True)
class Override:
    """Contacts with this value of this attribute have days of their own, or are never asked."""

    attribute: str
    value: str
    gap_days: int | None
    """None: never."""


@dataclass(frozen=True)
class AskingRules:
    """At most one ask per contact in so many days, across all surveys."""

    gap_days: int = 90
    overrides: tuple[Override, ...] = ()
    """The first that fits a contact counts."""
    do_reminders_count: bool = True
    """Whether the days begin anew with a reminder, or run from the first mail of each ask."""

    @classmethod
    def of(cls, gap_days: int, stored: Sequence[Any], do_reminders_count: bool) -> "AskingRules":
        """Read them as a workspace keeps them."""
        overrides = tuple(Override(name, value, days) for name, value, days in stored)
        return cls(gap_days, overrides, do_reminders_count)
