"""Coverage of NPS intervals by exact enumeration, and the packaged table against its script."""

import numpy as np
import pytest

from analysis.estimate import two_sided_z
from analysis.exact import (
    ALPHAS,
    LARGEST,
    LEVELS,
    exact_limits,
    exact_limits_rows,
    first_row,
    limits,
)
from analysis.intervals import VALUES
from analysis.scoring import score_limits_rows
from bench.coverage import EDGE, INTERIOR, cover, measure, misses
from bench.exact_table import log_ways, lower_limits, outcomes

# statistics of the whole field, as recomputed by bench/coverage.py: least coverage
# interior/edge of what people use
KNOWN = {
    (5, "Wald"): (0.404, 0.184),
    (10, "Wald"): (0.649, 0.335),
    (20, "Wald"): (0.740, 0.557),
    (5, "adjusted Wald"): (0.896, 0.835),
    (10, "adjusted Wald"): (0.930, 0.879),
    (20, "adjusted Wald"): (0.939, 0.932),
    (5, "score"): (0.922, 0.858),
    (10, "score"): (0.940, 0.926),
    (20, "score"): (0.944, 0.945),
}


@pytest.mark.parametrize("n", [5, 10, 20])
def test_the_targets_are_reached(n: int) -> None:
    assert misses(n, measure(n, ["score", "exact"])) == []


@pytest.mark.slow
@pytest.mark.parametrize("n", [50, 100, 500])
def test_the_targets_are_reached_by_many_answers(n: int) -> None:
    assert misses(n, measure(n, ["score", "exact"])) == []


@pytest.mark.parametrize("n, name", KNOWN)
def test_the_goal_table_is_recomputed(n: int, name: str) -> None:
    found = measure(n, [name])[name]
    assert (found.interior.min(), found.edge.min()) == pytest.approx(KNOWN[n, name], abs=0.00051)


def test_wald_would_miss_the_targets() -> None:
    found = measure(10, ["score", "exact"])
    found["exact"] = measure(10, ["Wald"])["Wald"]
    assert misses(10, found) == ["n = 10: exact covers 0.3347 at worst"]


def test_a_wasteful_interval_would_miss_the_targets() -> None:
    found = measure(10, ["score", "exact"])
    rows = outcomes(10)
    wide = score_limits_rows(rows, VALUES, 1.05 * two_sided_z(0.95)) + np.array([-0.05, 0.05])
    found["exact"] = cover(wide, rows)
    assert "times as wide" in misses(10, found)[0]


def test_the_grids_of_true_distributions_are_those_of_the_goal_table() -> None:
    assert (len(INTERIOR), len(EDGE)) == (171, 21)
    assert min(min(truth) for truth in INTERIOR) == pytest.approx(0.05)
    assert all(sum(truth) == pytest.approx(1) for truth in (*INTERIOR, *EDGE))


@pytest.mark.parametrize("n", [1, 4, 7])
def test_the_table_is_what_its_script_makes(n: int) -> None:
    assert np.array_equal(limits()[first_row(n) : first_row(n + 1)], lower_limits(n))


@pytest.mark.slow
@pytest.mark.parametrize("n", [12, 20, 33, 50])
def test_more_of_the_table_is_what_its_script_makes(n: int) -> None:
    assert np.array_equal(limits()[first_row(n) : first_row(n + 1)], lower_limits(n))


@pytest.mark.parametrize("n", range(1, LARGEST + 1))
@pytest.mark.parametrize("level", LEVELS)
def test_exact_intervals_hold_their_level_for_random_truths(n: int, level: float) -> None:
    rows, ways = outcomes(n), log_ways(outcomes(n))
    found = exact_limits_rows(rows, level)
    truths = np.random.default_rng(n).dirichlet((0.4, 0.7, 0.6), size=40)
    for truth in np.maximum(truths, 1e-12):
        t = truth[2] - truth[0]
        holds = (found[:, 0] <= t) & (t <= found[:, 1])
        assert np.exp(ways + rows @ np.log(truth))[holds].sum() >= level - 1e-5


def test_the_table_knows_every_outcome_once() -> None:
    assert limits().shape == (23_425, len(LEVELS))
    assert [first_row(n + 1) - first_row(n) for n in (1, 2, 50)] == [3, 6, 1326]
    assert [1 - level for level in LEVELS] == pytest.approx(ALPHAS)


def test_one_lookup_equals_many() -> None:
    rows = outcomes(9)
    for level in LEVELS:
        many = exact_limits_rows(rows, level)
        assert [exact_limits(tuple(row), level) for row in rows.tolist()] == list(map(tuple, many))


def test_exact_limits_are_close_to_score_limits_at_fifty() -> None:
    rows = outcomes(50)
    score = score_limits_rows(rows, VALUES, two_sided_z(0.95))
    assert np.abs(exact_limits_rows(rows, 0.95) - score).max() < 0.08
