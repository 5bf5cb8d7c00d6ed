"""No two reports can be subtracted to one to four people (at length: bench/differencing)."""

import ast
import random
import re
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import further, looking
from bench.differencing import DEFECTS, outcomes
from bench.made_up import Person
from bench.span import told_apart
from feedback.accounts.permissions import GRANTS, Permission
from feedback.reports import outputs
from feedback.reports.leftover import exposed
from feedback.reports.release import blocks, holds, units, within
from tests.conftest import IN_CI

BEGIN = date(2026, 1, 1)
OUTPUTS = Path(outputs.__file__).parent
LINK = re.compile(r"</?(?:a|span)\b[^>]*>")
"""What those who may read answers have around the same figures."""
SIZES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


def days_of(sizes):
    return {BEGIN + timedelta(days=i): pair for i, pair in enumerate(sizes)}


def sums(days, block):
    inside = [pair for day, pair in days.items() if block.first <= day <= block.last]
    return tuple(map(sum, zip(*inside, strict=True)))


@pytest.fixture
def few_periods(monkeypatch):
    monkeypatch.setattr(looking, "PERIODS", 3)


def test_nobody_can_be_told_apart_by_subtraction(few_periods):
    seed = 1 if IN_CI else random.randrange(10**6)  # as for properties: no surprise for who lands
    found = list(outcomes(6, seed))
    assert [leak for one in found for leak in one.leaks][:3] == []
    assert not any(one.hides for one in found)


def test_most_who_can_be_shown_in_a_group_are(few_periods):
    found = list(outcomes(8, seed=3))
    assert sum(one.shown for one in found) > 0.6 * sum(one.able for one in found)


@pytest.mark.parametrize("defect", sorted(set(DEFECTS) - {"accounts"}))
def test_attacker_sees_what_is_broken(few_periods, defect):
    seed = 13 if defect == "surveys" else 2  # begins with two surveys of three and four people
    assert any(one.leaks or one.hides for one in outcomes(8, seed, defect))


def by_account(sizes):
    """Let accounts of these sizes answer; give whom all answers and NPS by account tell apart."""
    names = [str(number) for number, n in enumerate(sizes) for _ in range(n)]
    people = [Person(n, 1, BEGIN, {"plan": name}) for n, name in enumerate(names)]
    seen = looking.Seen()
    further.accounts(people, seen)
    every = (1 << len(people)) - 1
    return told_apart([every], len(people), random.Random(1), seen.weighted)


def test_nps_by_account_tells_nobody_apart():
    assert by_account([1] * 4 + [2] * 6) == []


def test_attacker_sees_what_nps_by_account_tells(monkeypatch):
    monkeypatch.setattr(*DEFECTS["accounts"][0])
    assert by_account([1] * 4 + [2] * 6) == [(0, 1, 2, 3)]


@pytest.mark.parametrize("module", ["slides", "slide_charts", "tables", "typeset", "workbook"])
def test_files_of_every_kind_are_made_from_the_document_alone(module):
    found = ast.parse((OUTPUTS / f"{module}.py").read_text())
    named = {node.module or "" for node in ast.walk(found) if isinstance(node, ast.ImportFrom)}
    named |= {a.name for n in ast.walk(found) if isinstance(n, ast.Import) for a in n.names}
    ours = {name.removeprefix("feedback.reports.outputs.") for name in named}
    assert not any(name.startswith(("feedback.reports", "sqlalchemy")) for name in ours)


def test_attacker_subtracts_a_part_from_a_whole():
    assert told_apart([0b111111, 0b011111], 6, random.Random(1)) == [(5,)]


def test_attacker_subtracts_several_from_several():
    shown = [0b00000111111111, 0b11111110000000, 0b11111111111111]
    assert told_apart(shown, 14, random.Random(1)) == [(7, 8)]


def test_attacker_finds_nothing_where_nothing_follows():
    assert told_apart([0b1111100000, 0b0000011111], 10, random.Random(1)) == []


def follows(visible, few, people):
    """Tell by rank, in floating point, whether a set follows from others."""
    rows = [[bits >> i & 1 for i in range(people)] for bits in visible]
    more = [*rows, [int(i in few) for i in range(people)]]
    return np.linalg.matrix_rank(rows) == np.linalg.matrix_rank(more)


@given(st.lists(st.integers(1, 2**8 - 1), min_size=1, max_size=6))
def test_attacker_finds_exactly_what_follows(visible):
    few = [each for n in range(1, 5) for each in combinations(range(8), n)]
    found = told_apart(visible, 8, random.Random(1))
    smallest = [set(each) for each in few if follows(visible, each, 8)]
    smallest = [one for one in smallest if not any(other < one for other in smallest)]
    assert sorted(map(sorted, {frozenset(each) for each in found})) == sorted(map(sorted, smallest))


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
        LINK.sub("", re.search('<section class="hero".*aria-labelledby="identity"', page, re.S)[0])
        for page in pages
    }
    assert len(figures) == 1
