"""When a standing order is due: pure functions of how often, at what hour, on whose clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from feedback.models.subscription import Cadence

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
MONTHS = {Cadence.MONTH: 1, Cadence.QUARTER: 3}


def next_turn(
    cadence: Cadence, hour: int, zone: ZoneInfo, after: datetime, begins: int = 1
) -> datetime:
    """Give the first turn after a moment; quarters are those of a year of its own first month.

    Where the clock jumps over the hour it is the first moment behind; where an hour comes twice,
    its first.
    """
    if cadence == Cadence.HOUR:
        return after.replace(minute=0, second=0, microsecond=0) + AN_HOUR
    day = _first_day(cadence, after.astimezone(zone).date(), begins)
    while (turn := _at(day, hour, zone)) <= after:
        day = _following(cadence, day)
    return turn


def last_turn(
    cadence: Cadence, hour: int, zone: ZoneInfo, until: datetime, begins: int = 1
) -> datetime:
    """Give the latest turn up to a moment: of several that were missed only it counts."""
    if cadence == Cadence.HOUR:
        return until.replace(minute=0, second=0, microsecond=0)
    day = _first_day(cadence, until.astimezone(zone).date(), begins)
    if _at(day, hour, zone) > until:
        day = _first_day(cadence, day - A_DAY, begins)
    return _at(day, hour, zone)


def reported(cadence: Cadence, due: datetime, zone: ZoneInfo, begins: int = 1) -> tuple[date, date]:
    """Give the days that a report tells of: the whole day, week, month or quarter before."""
    today = due.astimezone(zone).date()
    last = _first_day(cadence, today, begins) - A_DAY if cadence != Cadence.DAY else today - A_DAY
    return _first_day(cadence, last, begins), last


def _first_day(cadence: Cadence, day: date, begins: int) -> date:
    if cadence == Cadence.WEEK:
        return day - timedelta(days=day.weekday())
    if cadence in MONTHS:
        month = day.year * 12 + day.month - 1
        month -= (day.month - begins) % MONTHS[cadence]
        return date(month // 12, month % 12 + 1, 1)
    return day


def _following(cadence: Cadence, day: date) -> date:
    if cadence in MONTHS:
        month = day.month - 1 + MONTHS[cadence]
        return date(day.year + month // 12, month % 12 + 1, 1)
    return day + (timedelta(weeks=1) if cadence == Cadence.WEEK else A_DAY)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
