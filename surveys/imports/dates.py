"""Dates in the styles people's files have them; figures like 3/4/2026 need a stated order."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

from surveys.telling import told

EARLIEST = 1990
NOON = time(12)
"""The hour of a day without one: the day stays the same on any clock nearby."""

SERIAL = re.compile(r"\d{5}(\.\d+)?")
STAMP = re.compile(r"1\d{9}(\d{3})?")
COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
FIGURES = re.compile(r"(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[. -]*([^\W\d]{3,10})\.?[,. -]*(\d{4})")
AMERICAN = re.compile(r"([^\W\d]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
CLOCK = re.compile(
    r"[T, ]*(?:at )?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)? ?([AaPp]\.?[Mm]\.?)?"
    r" ?(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?(?:\d{2})?)?(?: ?\([^)]*\))?"
)
WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ", re.IGNORECASE)
MONTHS = (
    "jan gen ene januar janvier",
    "feb fév fev",
    "mar mär maa mrz",
    "apr avr abr",
    "may mai mag mei",
    "jun juin giu",
    "jul juil lug",
    "aug août aou ago",
    "sep set",
    "oct okt ott out",
    "nov",
    "dec dez déc dic",
)
MONTH_OF = {word: number for number, words in enumerate(MONTHS, 1) for word in words.split()}


class DateOrder(StrEnum):
    """Which comes first in a date written in figures."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class DateProblemError(ValueError):
    """Not a date; its words complete “The date …”."""


def possible_orders(samples: Iterable[str]) -> set[DateOrder]:
    """Tell which orders fit all dates with slashes or dashes; empty where there are none."""
    found: set[DateOrder] | None = None
    for sample in samples:
        figures = FIGURES.match(sample.strip())
        if not figures or figures[2] == ".":
            continue
        first, second = int(figures[1]), int(figures[3])
        orders = {DateOrder.DAY_FIRST} if second <= 12 else set()
        orders |= {DateOrder.MONTH_FIRST} if first <= 12 else set()
        found = orders if found is None else found & orders
    return found or set()


def read_date(text: str, *, order: str, zone: tzinfo, now: datetime) -> datetime:
    """Read a moment; one without a zone is on the given clock, one without an hour is noon."""
    at = _moment(text, order, zone).astimezone(UTC)
    if at > now + timedelta(days=1):
        raise DateProblemError(told("lies in the future"))
    if at.year < EARLIEST:
        raise DateProblemError(told("lies before %(earliest)s", earliest=str(EARLIEST)))
    return at


def _moment(text: str, order: str, zone: tzinfo) -> datetime:
    if SERIAL.fullmatch(text):
        return _of_serial(float(text), zone)
    if stamp := STAMP.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if stamp[1] else 1), UTC)
    text = WEEKDAY.sub("", text, count=1)
    try:
        day, rest = written_day(text, order)
        return _with_clock(day, rest, zone)
    except (ValueError, OverflowError) as error:
        if isinstance(error, DateProblemError):
            raise
        raise DateProblemError(
            told("is not in the calendar; check whether the day or the month comes first")
        ) from None


def _of_serial(serial: float, zone: tzinfo) -> datetime:
    """Excel counts days from the end of 1899."""
    at = datetime(1899, 12, 30, tzinfo=zone) + timedelta(seconds=round(serial * 86400))
    return at if serial % 1 else at.replace(hour=12)


def written_day(text: str, order: str) -> tuple[datetime, str]:
    if found := ISO.match(text) or COMPACT.match(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := FIGURES.match(text):
        day, month = int(found[1]), int(found[3])
        if found[2] != ".":
            day, month = _ordered(day, month, order)
        year = int(found[4]) if len(found[4]) == 4 else 2000 + int(found[4])
    elif found := NAMED.match(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    elif found := AMERICAN.match(text):
        day, month, year = int(found[2]), _month(found[1]), int(found[3])
    else:
        raise DateProblemError(told("is not written like 2026-02-28 or another date"))
    return datetime(year, month, day), text[found.end() :]  # noqa: DTZ001 - its zone comes next


def _ordered(first: int, second: int, order: str) -> tuple[int, int]:
    """Give day and month; without a stated order only what can be read in one way."""
    if not order and first <= 12 and second <= 12 and first != second:
        raise DateProblemError(
            told(
                "can be read in two ways: say in the mapping whether the day or the month "
                "comes first"
            )
        )
    month_first = order == DateOrder.MONTH_FIRST or (not order and second > 12)
    return (second, first) if month_first else (first, second)


def _month(word: str) -> int:
    word = word.casefold()
    for length in (len(word), 4, 3):
        if word[:length] in MONTH_OF:
            return MONTH_OF[word[:length]]
    raise DateProblemError(told("has a month “%(word)s” that is not known", word=word))


def _with_clock(day: datetime, rest: str, zone: tzinfo) -> datetime:
    if not rest.strip():
        return datetime.combine(day, NOON, zone)
    found = CLOCK.fullmatch(rest.rstrip())
    if not found:
        raise DateProblemError(told("has a time that is not written like 14:05"))
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4][0] in "Pp" else 0)
    at = day.replace(hour=hour, minute=int(found[2]), second=int(found[3] or 0))
    return at.replace(tzinfo=_zone(found[5], zone))


def _zone(written: str | None, zone: tzinfo) -> tzinfo:
    if not written:
        return zone
    if written in ("Z", "UTC", "GMT"):
        return UTC
    offset = written.removeprefix("UTC").removeprefix("GMT").replace(":", "").ljust(5, "0")
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
    return timezone(-shift if offset[0] == "-" else shift)
