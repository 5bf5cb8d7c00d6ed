"""Dates in the styles of people's files."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from surveys.imports.dates import DateOrder, DateProblemError, possible_orders, read_date

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
THIRD_OF_FEBRUARY = [
    "2026-02-03",
    "2026/2/3",
    "20260203",
    "3.2.2026",
    "03.02.26",
    "3. 2. 2026",
    "3/2/2026",
    "3-2-2026",
    "3 Feb 2026",
    "3. Februar 2026",
    "February 3, 2026",
    "Feb 3rd, 2026",
    "Tue, 3 Feb 2026",
    "3 févr. 2026",
    "46056",
]
AT_FIVE_PAST_ONE = [
    "2026-02-03 14:05",
    "2026-02-03T14:05:00",
    "2026-02-03T13:05:00Z",
    "2026-02-03T13:05:00.123456Z",
    "2026-02-03 13:05:00 UTC",
    "2026-02-03 08:05:00-05:00",
    "2026-02-03T18:35+0530",
    "3.2.2026 14:05",
    "3/2/2026 2:05 PM",
    "3/2/2026 02:05:00 p.m.",
    "Tue Feb 03 2026 14:05:00 GMT+0100 (CET)",
    "Tue, 3 Feb 2026 14:05:00 +0100",
    "1770123900",
    "1770123900000",
]
WRONG = {
    "31.2.2026": "not in the calendar",
    "2026-13-01": "not in the calendar",
    "2026-02-03 25:00": "not in the calendar",
    "2026-02-03 soon": "time that is not written",
    "yesterday": "not written like",
    "9": "not written like",
    "3 Foo 2026": "month “foo”",
    "2026-11-24": "in the future",
    "1/2/1970": "before 1990",
    "99999999999999999999": "not written like",
    "2026-02-03T00:00:00+99:99": "not in the calendar",
}


def read(text, order="dmy"):
    return read_date(text, order=order, zone=BERLIN, now=NOW)


@pytest.mark.parametrize("text", THIRD_OF_FEBRUARY)
def test_day_is_read_and_stays_the_same_day(text):
    assert read(text) == datetime(2026, 2, 3, 12, tzinfo=BERLIN)


@pytest.mark.parametrize("text", AT_FIVE_PAST_ONE)
def test_moment_is_read_on_its_own_clock_or_the_given_one(text):
    assert read(text).replace(microsecond=0) == datetime(2026, 2, 3, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_date_is_refused_with_the_reason(text):
    with pytest.raises(DateProblemError, match=WRONG[text]):
        read(text)


def test_month_first_is_read_where_it_was_said():
    assert read("3/2/2026", order="mdy").astimezone(BERLIN).date().isoformat() == "2026-03-02"


def test_order_that_nobody_stated_is_not_guessed():
    with pytest.raises(DateProblemError, match="two ways"):
        read("3/2/2026", order="")


@pytest.mark.parametrize("text", ["28/2/2026", "2/28/2026"])
def test_date_that_can_be_read_in_one_way_needs_no_order(text):
    assert read(text, order="").date().isoformat() == "2026-02-28"


@pytest.mark.parametrize(
    "samples,orders",
    [
        (["3/4/2026", "5/6/2026"], {DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST}),
        (["3/4/2026", "28/2/2026"], {DateOrder.DAY_FIRST}),
        (["3/4/2026", "2/28/2026"], {DateOrder.MONTH_FIRST}),
        (["2026-02-03", "3.4.2026", ""], set()),
    ],
)
def test_order_is_told_from_the_file(samples, orders):
    assert possible_orders(samples) == orders
