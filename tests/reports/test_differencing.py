"""No two reports can be subtracted to one to four people (at length: bench/differencing)."""

import random
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.differencing import DEFECTS, attack
from feedback.accounts.permissions import GRANTS, Permission
from feedback.reports.leftover import exposed
from feedback.reports.release import blocks, holds, units, within

BEGIN = date(2026, 1, 1)
SIZES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


def days_of(sizes):
    return {BEGIN + timedelta(days=i): pair for i, pair in enumerate(sizes)}


def sums(days, block):
    inside = [pair for day, pair in days.items() if block.first <= day <= block.last]
    return tuple(map(sum, zip(*inside, strict=True)))


def test_nobody_can_be_told_apart_by_subtraction():
    leaks, _, hidden = attack(12, seed=random.randrange(10**6))
    assert (leaks[:3], hidden) == ([], 0)


@pytest.mark.parametrize("defect", DEFECTS)
def test_attacker_sees_what_is_broken(defect):
    leaks, _, hidden = attack(12, seed=2, defect=defect)
    assert leaks or hidden


@given(SIZES)
def test_each_block_has_nobody_or_five_of_each_group(sizes):
    days = days_of(sizes)
    assert all(holds(sums(days, block)) for block in blocks(days))


@given(SIZES)
def test_blocks_leave_nobody_out_where_all_of_them_can_be_shown(sizes):
    days = days_of(sizes)
    total = tuple(map(sum, zip(*sizes, strict=True))) if sizes else ()
    covered = [sums(days, block) for block in blocks(days)]
    shown = tuple(map(sum, zip(*covered, strict=True))) if covered else ()
    assert shown == total or not holds(total) or not any(total) or exposed(sizes)


@given(st.lists(st.integers(0, 7), max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_period_differs_from_the_calendar_by_fewer_than_five_at_either_end(sizes, a, b):
    days = {BEGIN + timedelta(days=i): (n,) for i, n in enumerate(sizes)}
    start, end = (BEGIN + timedelta(days=d) for d in sorted((a, b)))
    chosen = within(blocks(days), start, end)
    strict = sum(n for day, (n,) in days.items() if start <= day <= end)
    early = sum(
        n for c in chosen for d, (n,) in days.items() if d < start and c.first <= d <= c.last
    )
    assert early < 5
    assert abs(sum(sums(days, c)[0] for c in chosen) - strict) <= 8


@given(st.dictionaries(st.integers(1, 6), st.integers(0, 12), max_size=6))
def test_what_is_left_of_all_surveys_less_some_is_nobody_or_five(sizes):
    kept = units(sizes)
    if len(kept) > 1:
        assert holds(sum(sizes[survey] for survey in several) for several in kept)


def test_all_who_read_reports_read_the_same(sign_in_as, give):
    give(*[9] * 12, attributes={"plan": "Team"})
    readers = [role for role, may in GRANTS.items() if Permission.READ_REPORTS in may]
    pages = {sign_in_as(role).get("/report?by=plan").text for role in readers}
    assert len(readers) > 1
    figures = {
        re.search('<section class="hero".*aria-labelledby="identity"', page, re.S)[0]
        for page in pages
    }
    assert len(figures) == 1
