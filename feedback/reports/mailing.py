"""How many were asked by mail in a period, and how many of them answered."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.counts.reading import Asked, Daily
from feedback.models import UsedLink
from feedback.reports.dataset import Mailed
from feedback.reports.release import blocks, units, within
from feedback.reports.selection import Selection
from surveys.models import Campaign, Invitation
from surveys.models.campaign import IS_MAILED

SLOTS = 96
"""Quarters of an hour in a day."""
Days = dict[date, tuple[int, int]]


def mailed(
    session: Session,
    selection: Selection,
    asked: Sequence[Asked],
    zone: ZoneInfo,
    rows: Sequence[Daily],
) -> Mailed:
    """Count mails due in the period that left, in blocks of days with at least five of them."""
    among = [survey.id for survey in selection.surveys]
    if selection.is_anonymous:
        if selection.has_period:
            days = by_day([*asked, *_used(session, among)], zone)
            return _sum(_in_period(selection, days))
        return _anonymous(asked, rows)
    sizes = dict.fromkeys(among, 0)
    for survey, _, sent, _ in asked:
        sizes[survey] += sent
    sent = answered = 0
    for surveys in units(sizes):
        theirs = [row for row in asked if row[0] in surveys]
        for pair in _in_period(selection, by_day(theirs, zone)):
            sent, answered = sent + pair[0], answered + pair[1]
    return Mailed(sent, answered)


def _used(session: Session, surveys: Sequence[int]) -> list[Asked]:
    """Read how many links of anonymous surveys were used, by when they were due to leave.

    That a link was used is all that is known of it: no answer, and not when it came.
    """
    found = (
        select(Campaign.survey_id, Invitation.due_at)
        .join(Campaign, Campaign.id == Invitation.campaign_id)
        .join(UsedLink, UsedLink.invitation_id == Invitation.id)
        .where(Campaign.survey_id.in_(surveys), IS_MAILED)
    )
    slots = Counter((survey, int(at.timestamp()) // 900) for survey, at in session.execute(found))
    return [(survey, slot, 0, n) for (survey, slot), n in slots.items()]


def _sum(pairs: Sequence[tuple[int, int]]) -> Mailed:
    return Mailed(sum(sent for sent, _ in pairs), sum(answered for _, answered in pairs))


def _anonymous(asked: Sequence[Asked], rows: Sequence[Daily]) -> Mailed:
    """Which of these mails were answered is known to nobody; how many is."""
    sent = sum(row[2] for row in asked)
    came = sum(
        sum(row.steps) + row.skipped for row in rows if row.source == "mail" and not row.excluded
    )
    return Mailed(0, 0) if came > sent else Mailed(sent, came)


def _in_period(selection: Selection, days: Days) -> list[tuple[int, int]]:
    if not selection.has_period:
        return list(days.values())
    found = within(
        blocks({day: (sent,) for day, (sent, _) in days.items()}), selection.start, selection.end
    )
    if not found:
        return []
    return [pair for day, pair in days.items() if found[0].first <= day <= found[-1].last]


def by_day(asked: Sequence[Asked], zone: ZoneInfo) -> Days:
    """Lay quarters of an hour into the days of the workspace's clock."""
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    known: dict[int, tuple[timedelta | None, timedelta | None]] = {}
    for _, slot, sent, answered in asked:
        midnight = slot // SLOTS
        if midnight not in known:
            known[midnight] = (
                _offset(midnight * SLOTS, zone),
                _offset((midnight + 1) * SLOTS, zone),
            )
        before, after = known[midnight]
        offset = before if before == after else _offset(slot, zone)
        seconds = slot * 900 + int((offset or timedelta()).total_seconds())
        pair = sums[date.fromordinal(EPOCH + seconds // 86400)]
        pair[0] += sent
        pair[1] += answered
    return {day: (sent, answered) for day, (sent, answered) in sorted(sums.items())}


def _offset(slot: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(slot * 900, UTC).astimezone(zone).utcoffset()


EPOCH = date(1970, 1, 1).toordinal()
