"""A report of one group says what the comparison says of it, and nothing beyond."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feedback.reports import queries, segment
from feedback.reports.segment import Only
from feedback.reports.selection import Asked

FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)
BERLIN = ZoneInfo("UTC")
PERIODS = [
    {},
    {"from": "2026-01-20", "to": "2026-02-11"},
    {"from": "2026-02-03"},
    {"to": "2026-01-09"},
    {"from": "2026-02-02", "to": "2026-02-02"},
]


@pytest.fixture
def regions(give):
    """North answers often, South seldom, West and East hardly, Faroe is one person."""
    for number in range(60):
        at = FIRST + timedelta(days=number)
        give(9, 10, 6, answered_at=at, attributes={"region": "North"}, comment="From the North")
        if number % 3 == 0:
            give(7, 3, answered_at=at, attributes={"region": "South"}, comment="From the South")
        if number % 20 == 0:
            give(8, answered_at=at, attributes={"region": "West"})
    give(5, 6, answered_at=FIRST, attributes={"region": "East"})
    give(0, answered_at=FIRST, attributes={"region": "Faroe"}, comment="It was me")


@pytest.fixture
def of(session, workspace, regions):
    """Give a function: the dataset of one region in a period."""

    def count(value, **parameters):
        selection = Asked(parameters).select(queries.surveys(session), queries.attributes(session))
        return segment.dataset(session, selection, Only("region", value), BERLIN)

    return count


@pytest.mark.parametrize("period", PERIODS)
def test_it_counts_what_the_comparison_counts(period, of, counted):
    compared, _ = counted(by="region", **period)
    shown = {group.value: group.counts for group in compared.groups.shown.alone}
    assert shown or "to" in period
    for value, counts in shown.items():
        assert of(value, **period).counts == counts


@pytest.mark.parametrize("period", PERIODS)
def test_every_day_it_shows_is_of_five_people_at_least(period, of):
    for value in ("North", "South"):
        assert all(sum(counts) >= 5 for counts in of(value, **period).days.values())


@pytest.mark.parametrize("value", ["Faroe", "West", "Nowhere", ""])
def test_a_group_that_is_not_shown_there_is_empty_here(value, of):
    found = of(value)
    assert (found.n, found.comments, found.mailed.sent) == (0, (), 0)


def test_only_words_of_the_group_are_told(of):
    assert {comment.words for comment in of("South").comments} == {"From the South"}
