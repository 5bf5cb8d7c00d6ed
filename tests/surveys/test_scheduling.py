"""When a campaign may write to whom, over every jump of the clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from surveys.scheduling import Reminder, Schedule, next_day, phase, start_of_day, turn, zone_of

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
JUMPS = {
    "Europe/Berlin": ["2026-03-29", "2026-10-25"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],  # by half an hour
    "America/Havana": ["2026-03-08", "2026-11-01"],  # at midnight
    "Pacific/Apia": ["2011-12-30"],  # a day that never was
    "Asia/Kathmandu": ["2026-06-01"],
}


@some.composite
def near_a_jump(draw):
    name = draw(some.sampled_from(sorted(JUMPS)))
    day = datetime.fromisoformat(draw(some.sampled_from(JUMPS[name]))).replace(tzinfo=UTC)
    return ZoneInfo(name), day + draw(some.integers(-3 * 1440, 3 * 1440)) * MINUTE


@some.composite
def windows(draw):
    start = draw(some.integers(0, 23))
    days = draw(some.sets(some.integers(0, 6)))
    until = draw(some.integers(start + 1, 24))
    return Schedule(from_hour=start, until_hour=until, weekdays=tuple(sorted(days)))


@given(windows(), near_a_jump())
def test_next_open_is_the_first_open_minute_there_is(schedule, where_and_when):
    zone, at = where_and_when
    found = schedule.next_open(at, zone)
    assert schedule.is_open(found, zone)
    assert found >= at
    before, step = at, 5 * MINUTE
    while before < found:
        assert not schedule.is_open(before, zone)
        before += step
    assert found == at or not schedule.is_open(found - MINUTE, zone)


@given(windows(), near_a_jump(), some.integers(0, 10_000))
def test_waiting_never_makes_the_moment_come_earlier(schedule, where_and_when, minutes):
    zone, at = where_and_when
    later = at + minutes * MINUTE
    assert schedule.next_open(later, zone) >= schedule.next_open(at, zone)


def test_each_customer_is_written_to_by_their_own_clock():
    schedule = Schedule(from_hour=9, until_hour=17, weekdays=(0, 1, 2, 3, 4))
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    moments = [
        schedule.next_open(sunday, ZoneInfo(name)).isoformat()
        for name in ("Asia/Tokyo", "Europe/Berlin", "America/Los_Angeles")
    ]
    assert moments == [
        "2026-11-23T00:00:00+00:00",
        "2026-11-23T08:00:00+00:00",
        "2026-11-23T17:00:00+00:00",
    ]


def test_an_hour_that_the_clock_skips_is_replaced_by_the_next_days():
    schedule = Schedule(from_hour=2, until_hour=3)
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert schedule.next_open(night, ZoneInfo("Europe/Berlin")) == datetime(
        2026, 3, 30, 0, tzinfo=UTC
    )


def test_a_schedule_that_is_never_open_says_so():
    with pytest.raises(ValueError, match="never open"):
        Schedule(from_hour=9, until_hour=9).next_open(
            datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC")
        )


@given(some.integers(0, 2**63 - 1), some.integers(1, 365))
def test_turns_are_spread_evenly_over_the_period(campaign_id, days):
    period = days * DAY
    phases = [phase(campaign_id, (7 << 40) + n, period) / period for n in range(2000)]
    tenths = [sum(n / 10 <= one < (n + 1) / 10 for one in phases) for n in range(10)]
    assert min(tenths) > 130
    assert max(tenths) < 270


@given(some.integers(0, 89 * 86400), some.lists(some.integers(1, 40 * 1440), max_size=30))
def test_each_turn_is_taken_once_however_often_one_looks(shift, gaps):
    start, period = datetime(2026, 1, 1, tzinfo=UTC), 90 * DAY
    after, found = start, []
    for gap in gaps:
        until = after + gap * MINUTE
        taken = turn(start, timedelta(seconds=shift), period, after, until)
        found += [taken] if taken else []
        after = until
    numbers = [number for number, _ in found]
    expected = (after - start - timedelta(seconds=shift)) // period
    at_start = shift == 0
    assert numbers == list(range(1 if at_start else 0, max(expected, -1) + 1))
    assert all(later[1] - first[1] == period for first, later in pairwise(found))


def test_after_a_long_outage_a_contact_is_asked_once():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    number, at = turn(start, DAY, 7 * DAY, start, start + 100 * DAY)
    assert (number, at) == (14, start + 99 * DAY)


@pytest.mark.parametrize(
    "value", ["", "Mars/Olympus", "../../etc/passwd", "\0", "x" * 500, "Europe"]
)
def test_a_time_zone_nobody_knows_is_the_workspaces(value):
    assert zone_of({"timezone": value}, ZoneInfo("Asia/Tokyo")).key == "Asia/Tokyo"


@pytest.mark.parametrize("name", ["timezone", "Time zone", "TIME_ZONE", "tz"])
def test_the_time_zone_is_an_attribute_of_the_contact(name):
    assert zone_of({"plan": "pro", name: " Europe/Paris "}, ZoneInfo("UTC")).key == "Europe/Paris"


@given(near_a_jump())
def test_a_day_begins_and_ends_at_midnight_of_its_clock(where_and_when):
    zone, at = where_and_when
    assert start_of_day(at, zone) <= at < next_day(at, zone)
    assert start_of_day(next_day(at, zone), zone) == next_day(at, zone)


@given(
    some.builds(
        Schedule,
        event=some.text(max_size=9),
        daily_cap=some.integers(0, 9),
        weekdays=some.lists(some.integers(0, 6)).map(tuple),
        reminders=some.lists(
            some.builds(Reminder, some.integers(1, 9), some.text()), max_size=2
        ).map(tuple),
    )
)
def test_a_schedule_is_kept_as_it_is(schedule):
    assert Schedule.of(schedule.stored()) == schedule
