"""When a standing order is due, and of which days it tells."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.models.subscription import Cadence
from feedback.subscriptions.turns import last_turn, next_turn, reported

BERLIN, SAMOA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))
DAILY = [cadence for cadence in Cadence if cadence != Cadence.HOUR]


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cadence", "due"),
    [
        (Cadence.HOUR, utc(2026, 11, 26, 9)),
        (Cadence.DAY, utc(2026, 11, 27, 7)),
        (Cadence.WEEK, utc(2026, 11, 30, 7)),
        (Cadence.MONTH, utc(2026, 12, 1, 7)),
        (Cadence.QUARTER, utc(2027, 1, 1, 7)),
    ],
)
def test_the_next_turn_is_at_the_hour_of_its_own_clock(cadence, due):
    assert next_turn(cadence, 8, BERLIN, utc(2026, 11, 26, 8, 15)) == due


def test_a_clock_that_jumps_over_the_hour_strikes_right_behind():
    assert next_turn(Cadence.DAY, 2, BERLIN, utc(2026, 3, 28, 12)) == utc(2026, 3, 29, 1)


def test_an_hour_that_comes_twice_is_one_turn():
    first = next_turn(Cadence.DAY, 2, BERLIN, utc(2026, 10, 24, 12))
    assert first == utc(2026, 10, 25, 0)
    assert next_turn(Cadence.DAY, 2, BERLIN, first) == utc(2026, 10, 26, 1)


@given(
    MOMENTS, st.sampled_from(list(Cadence)), st.integers(0, 23), st.sampled_from([BERLIN, SAMOA])
)
def test_turns_lie_on_both_sides_of_every_moment(now, cadence, hour, zone):
    last, coming = last_turn(cadence, hour, zone, now), next_turn(cadence, hour, zone, now)
    assert last <= now < coming
    assert next_turn(cadence, hour, zone, last) == coming


@given(MOMENTS, st.sampled_from(DAILY), st.integers(0, 23))
def test_reports_tell_of_every_day_once(now, cadence, hour):
    due = next_turn(cadence, hour, BERLIN, now)
    first, last = reported(cadence, due, BERLIN)
    following, _ = reported(cadence, next_turn(cadence, hour, BERLIN, due), BERLIN)
    assert first <= last < due.astimezone(BERLIN).date()
    assert following == last + timedelta(days=1)


def test_a_quarter_is_told_on_the_day_after_it():
    due = utc(2027, 1, 1, 7)
    assert reported(Cadence.QUARTER, due, BERLIN) == (date(2026, 10, 1), date(2026, 12, 31))
