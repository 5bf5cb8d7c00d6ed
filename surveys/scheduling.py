"""When a campaign may write to whom: pure functions of a schedule, a moment and a time zone.

Windows are read off the clock on the customer's wall. A day on which that clock jumps past the
window has none; an hour that comes twice is open twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEK = frozenset(range(7))
LONGEST_WAIT_DAYS = 15
"""A week, the days a clock may skip, and as much again."""
ZONE_NAMES = frozenset({"timezone", "time_zone", "time zone", "tz"})
MOST_REMINDERS = 2


@dataclass(frozen=True)
class Reminder:
    """A mail to those who have not answered; empty words are those of the invitation."""

    after_days: int
    subject: str = ""


@dataclass(frozen=True)
class Schedule:
    """When a campaign sends, how fast, and how it reminds."""

    event: str = ""
    """Triggered: the name of what has to happen."""
    delay_hours: int = 0
    """Triggered: how long after it they are asked."""
    period_days: int = 90
    """Recurring: each contact once in so many days."""
    from_hour: int = 0
    until_hour: int = 24
    weekdays: tuple[int, ...] = ()
    """0 is Monday; none named is every day."""
    daily_cap: int = 0
    per_minute: int = 0
    """0 is as fast as the mail server and the installation's own limits allow."""
    reminders: tuple[Reminder, ...] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Schedule":
        """Read it as a campaign keeps it."""
        reminders = tuple(Reminder(**kept) for kept in stored.get("reminders", ()))
        weekdays = tuple(stored.get("weekdays", ()))
        return cls(**{**stored, "weekdays": weekdays, "reminders": reminders})

    def stored(self) -> dict[str, Any]:
        """Give it as a campaign keeps it: only what differs from the usual."""
        usual = asdict(Schedule())
        kept = {name: value for name, value in asdict(self).items() if value != usual[name]}
        return {n: list(v) if isinstance(v, tuple) else v for n, v in kept.items()}

    @property
    def has_window(self) -> bool:
        """Whether there are moments at which it may not send."""
        return self.from_hour > 0 or self.until_hour < 24 or 0 < len(set(self.weekdays)) < 7

    def is_open(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether mail may go to somebody on whose wall the clock shows this moment."""
        wall = at.astimezone(zone)
        days = self.weekdays or WEEK
        return wall.weekday() in days and self.from_hour <= wall.hour < self.until_hour

    def next_open(self, at: datetime, zone: ZoneInfo) -> datetime:
        """Give the first moment from then on at which mail may go."""
        if self.is_open(at, zone):
            return at
        today = at.astimezone(zone).date()
        for days in range(LONGEST_WAIT_DAYS):
            opening = self._opening(today + days * DAY, zone)
            if opening > at and self.is_open(opening, zone):
                return opening
        raise ValueError("this schedule is never open")

    def _opening(self, day: date, zone: ZoneInfo) -> datetime:
        """The first moment of the window; where the clock jumps over it, the first one behind."""
        return datetime.combine(day, time(self.from_hour), zone).astimezone(UTC)


def phase(campaign_id: int, contact_id: int, period: timedelta) -> timedelta:
    """When in the period this contact has its turn: always the same, and all spread evenly."""
    mixed = (campaign_id * 0x9E3779B97F4A7C15 + contact_id) & _MASK
    for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
        mixed = ((mixed ^ (mixed >> 30)) * factor) & _MASK
    mixed ^= mixed >> 31
    return timedelta(seconds=mixed % int(period.total_seconds()))


def turn(
    start: datetime, shift: timedelta, period: timedelta, after: datetime, until: datetime
) -> tuple[int, datetime] | None:
    """Give the latest turn in (after, until] with its number; None where there is none.

    Of several missed turns only the last counts: nobody is asked twice to make up for an outage.
    """
    number = (until - start - shift) // period
    at = start + shift + number * period
    return (number, at) if number >= 0 and at > after else None


def zone_of(attributes: Mapping[str, Any], otherwise: ZoneInfo) -> ZoneInfo:
    """Read the time zone off a contact's attributes; the workspace's where there is none."""
    for name, value in attributes.items():
        if name.casefold() in ZONE_NAMES:
            return _zone(str(value)) or otherwise
    return otherwise


def start_of_day(at: datetime, zone: ZoneInfo) -> datetime:
    """Give the moment at which the day of a moment began on a clock."""
    return datetime.combine(at.astimezone(zone).date(), time(), zone).astimezone(UTC)


def next_day(at: datetime, zone: ZoneInfo) -> datetime:
    """Give the moment at which the next day begins on a clock."""
    return datetime.combine(at.astimezone(zone).date() + DAY, time(), zone).astimezone(UTC)


def reminders_of(days: Sequence[int], subjects: Sequence[str]) -> tuple[Reminder, ...]:
    """Make reminders of what a form says; a reminder after no days is none."""
    pairs = zip(days, subjects, strict=True)
    return tuple(Reminder(after, subject) for after, subject in pairs if after)[:MOST_REMINDERS]


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name.strip()) if name.strip() else None
    except (KeyError, ValueError, OSError):
        return None


_MASK = 2**64 - 1
