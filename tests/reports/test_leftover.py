"""Days and groups, both shown, leave nobody or at least five people over."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import MINIMUM
from feedback.counts.reading import Daily
from feedback.reports.leftover import exposed
from feedback.reports.release import blocks, holds
from feedback.reports.scale import NET_PROMOTER
from feedback.reports.unit import Unit

BEGIN = date(2026, 1, 1)
NOBODY = (0,) * 11
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.tuples(*[st.integers(0, 6)] * width), min_size=1, max_size=6)
)


def day(number):
    return BEGIN + timedelta(days=number)


def nines(n):
    return (*NOBODY[:9], n, 0)


def apart(table):
    """Tell groups apart that answered so many times a day."""
    sums = [sum(each) for each in zip(*table.values(), strict=True)]
    rows = [Daily(1, day(i), "mail", "", False, nines(n), 0) for i, n in enumerate(sums)]
    days = {name: {day(i): nines(n) for i, n in enumerate(each)} for name, each in table.items()}
    return Unit((1,), tuple(rows), NET_PROMOTER, None, None).apart(days)


def leaves_few(rows):
    """Try all groups: is anybody on their days who is in none of them, and are these few?"""
    places = range(len(rows[0]))
    for size in places:
        for inner in combinations(places, size + 1):
            theirs = [row for row in rows if any(row[place] for place in inner)]
            others = sum(map(sum, theirs)) - sum(row[place] for row in theirs for place in inner)
            if 0 < others < MINIMUM:
                return True
    return False


def test_a_day_less_a_group_that_answered_on_it_alone_leaves_nobody_over():
    _, groups = apart({"Oslo": [5, 0], "Lyon": [1, 5]})
    assert not groups


def test_a_day_less_two_groups_together_leaves_nobody_over():
    rows = [(3, 3, 1), (3, 3, 1), (0, 0, 5)]
    assert exposed(rows).outer == {2}


def test_groups_that_expose_nobody_go_on_being_shown():
    found, groups = apart({"Oslo": [5, 0, 0], "Lyon": [1, 5, 0], "Bonn": [0, 5, 9]})
    assert (set(groups), len(found)) == ({"Bonn"}, 3)


def test_what_was_open_closes_when_more_answer():
    found, groups = apart({"Oslo": [5, 0, 5, 9], "Lyon": [1, 5, 5, 9]})
    assert [block.last for block in found] == [day(2), day(3)]
    assert set(groups) == {"Oslo", "Lyon"}


@given(TABLES)
def test_few_are_found_wherever_there_are_any(rows):
    sums = [sum(each) for each in zip(*rows, strict=True)]
    assume(any(sums) and holds(sums) and all(holds([sum(row)]) for row in rows))
    assert bool(exposed(rows)) == leaves_few(rows)


@given(TABLES)
def test_no_block_of_groups_exposes_anybody_to_whoever_knows_its_days(rows):
    rows = [row for row in rows if sum(row) >= MINIMUM]
    for block in blocks({day(i): row for i, row in enumerate(rows)}):
        inner = [row for i, row in enumerate(rows) if block.first <= day(i) <= block.last]
        assert not leaves_few(inner)
