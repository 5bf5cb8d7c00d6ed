"""Periods of the calendar: weeks to years, beginning as the company counts them."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_interval, format_skeleton

from feedback.reports import words
from surveys.speech import _, lazy, spoken

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
EVERY = ("week", *MONTHS)
EVERY_NAMES = {
    "week": lazy("Week"),
    "month": lazy("Month"),
    "quarter": lazy("Quarter"),
    "half": lazy("Half-year"),
    "year": lazy("Year"),
    "all": lazy("All time"),
}
FISCAL = {
    "quarter": lazy("Q%(n)s FY %(year)s"),
    "half": lazy("H%(n)s FY %(year)s"),
    "year": lazy("FY %(year)s"),
}
"""Names of periods in a year that does not begin with January."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from first to last; None is open."""

    first: date | None = None
    last: date | None = None
    every: str = ""
    """Which kind of calendar period it is; "" where somebody chose its days."""
    begins: int = 1
    """First month of the year it is counted in."""

    @property
    def is_bounded(self) -> bool:
        """Whether both ends are known."""
        return self.first is not None and self.last is not None

    def is_running(self, today: date) -> bool:
        """Whether days of it are still to come, so that it may be looked at again and again."""
        return self.last is None or self.last >= today

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        after = self.first is None or self.first <= day
        return after and (self.last is None or day <= self.last)

    @property
    def name(self) -> str:
        """Name it: Oct – Dec 2026; in a fiscal year of its own Q3 FY 2026/27 (Oct – Dec 2026)."""
        if self.first is None or self.last is None:
            return words.open_period(self.first, self.last) or _("all time")
        locale = spoken().locale
        if self.every == "month":
            return format_skeleton("yMMMM", self.first, locale=locale)
        if self.every in FISCAL and self.begins != 1:
            return self._fiscal_name
        if self.every == "year":
            return format_skeleton("y", self.first, locale=locale)
        if self.every in MONTHS:
            return format_interval(self.first, self.last, "yMMM", locale=locale)
        return words.period(self.first, self.last)

    @property
    def _fiscal_name(self) -> str:
        assert self.first is not None
        assert self.last is not None
        year = self.first.year - (self.first.month < self.begins)
        values = {"year": f"{year}/{(year + 1) % 100:02}"}
        if self.every == "year":
            return _("FY %(year)s", **values)
        number = (self.first.month - self.begins) % 12 // MONTHS[self.every] + 1
        months = format_interval(self.first, self.last, "yMMM", locale=spoken().locale)
        said = FISCAL[self.every] % {"n": number, **values}
        return f"{said} ({months})"

    def before(self, begins: int = 1) -> "Period | None":
        """Give the one before it, as long as it is itself; None where it has no beginning."""
        if self.first is None or self.last is None or self.first <= date.min + timedelta(days=366):
            return None
        if self.every:
            return calendar(self.every, self.first - A_DAY, begins)
        length = self.last - self.first + A_DAY
        return Period(self.first - length, self.first - A_DAY)

    def after(self, begins: int = 1) -> "Period | None":
        """Give the one after it, as long as it is itself; None where it has no end."""
        if self.first is None or self.last is None or self.last >= date.max - timedelta(days=731):
            return None
        if self.every:
            return calendar(self.every, self.last + A_DAY, begins)
        length = self.last - self.first + A_DAY
        return Period(self.last + A_DAY, self.last + length)


def calendar(every: str, day: date, begins: int = 1) -> Period:
    """Give the period of a kind that a day lies in; years begin with a month of their own."""
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6), every)
    length = MONTHS[every]
    place = day.year * 12 + day.month - begins
    first = place - place % length + begins - 1
    return Period(_month(first), _month(first + length) - A_DAY, every, begins)


def moving(days: int, last: date) -> Period:
    """Give the last so many days."""
    return Period(last - timedelta(days=days - 1), last)


def slices(every: str, first: date, last: date, *, begins: int = 1, most: int) -> list[Period]:
    """Give the latest periods of a kind from one day to another, none skipped."""
    found = [calendar(every, last, begins)]
    while len(found) < most and found[-1].first and found[-1].first > first:
        found.append(calendar(every, found[-1].first - A_DAY, begins))
    return found[::-1]


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
