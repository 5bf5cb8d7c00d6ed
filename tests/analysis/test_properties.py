"""What must hold for any answers whatever."""

from math import isfinite
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import compare, compare_paired, mean, nps, nps_table, proportion, sequence
from analysis.intervals import METHODS, VALUES
from analysis.scoring import score_limits, score_limits_rows, score_z, trinomial_z

small = st.tuples(*[st.integers(0, 16)] * 3).filter(lambda counts: sum(counts) >= 5)
large = st.tuples(*[st.integers(0, 10**9)] * 3).filter(lambda counts: sum(counts) >= 5)
counts_of_any_size = st.one_of(small, large)
levels = st.floats(0.5, 0.999)
methods = st.sampled_from([None, "score", "adjusted wald", "jeffreys"])
scores = st.lists(st.integers(0, 10), min_size=5, max_size=60)
bins = st.lists(st.integers(0, 40), min_size=5, max_size=11).filter(lambda b: sum(b) >= 5)


def limits(
    counts: tuple[int, ...], level: float = 0.95, method: str | None = None
) -> tuple[float, float]:
    interval = nps(counts=counts).interval(level, method)
    assert interval
    return interval.low, interval.high


@given(counts_of_any_size, levels, methods)
def test_swapping_promoters_and_detractors_mirrors_the_interval(counts, level, method) -> None:
    low, high = limits(counts, level, method)
    assert limits(counts[::-1], level, method) == pytest.approx((-high, -low), abs=1e-8)


@given(counts_of_any_size)
def test_swapping_promoters_and_detractors_mirrors_the_rest(counts) -> None:
    result, mirrored = nps(counts=counts), nps(counts=counts[::-1])
    assert mirrored.estimate == pytest.approx(-result.estimate, abs=1e-15)
    assert mirrored.variance == pytest.approx(result.variance, abs=1e-12)


@given(counts_of_any_size, st.integers(1, 1000))
def test_adding_passives_shrinks_the_score(counts, more) -> None:
    d, s, p = counts
    assert abs(nps(counts=(d, s + more, p)).estimate) <= abs(nps(counts=counts).estimate)


@given(small, levels, levels)
def test_default_intervals_nest_in_level(counts, one, other) -> None:
    outer, inner = limits(counts, max(one, other)), limits(counts, min(one, other))
    assert outer[0] <= inner[0]
    assert inner[1] <= outer[1]


@given(counts_of_any_size, levels, levels, st.sampled_from(["score", "adjusted wald", "jeffreys"]))
def test_intervals_of_one_method_nest_in_level(counts, one, other, method) -> None:
    outer, inner = limits(counts, max(one, other), method), limits(counts, min(one, other), method)
    assert outer[0] <= inner[0] + 1e-8
    assert inner[1] <= outer[1] + 1e-8


@given(small)
def test_exact_intervals_nest_and_contain_the_estimate(counts) -> None:
    assume(sum(counts) <= 50)
    found = [limits(counts, level, "exact") for level in (0.9, 0.95, 0.99)]
    lows, highs = zip(*found, strict=True)
    assert sorted(lows, reverse=True) == list(lows)
    assert sorted(highs) == list(highs)
    assert lows[0] <= nps(counts=counts).estimate <= highs[0]


@given(counts_of_any_size, levels)
def test_intervals_lie_on_the_scale_around_the_estimate(counts, level) -> None:
    for method in (None, "score"):
        low, high = limits(counts, level, method)
        assert -1 <= low <= nps(counts=counts).estimate <= high <= 1
        assert low < high


@given(counts_of_any_size, levels, methods)
def test_no_interval_leaves_the_scale(counts, level, method) -> None:
    low, high = limits(counts, level, method)
    assert -1 <= low < high <= 1


@given(scores, st.randoms(use_true_random=False))
def test_counts_agree_with_scores_in_any_order(answers, random) -> None:
    shuffled = random.sample(answers, len(answers))
    per_score = np.bincount(answers, minlength=11)
    assert nps(answers) == nps(shuffled) == nps(counts=per_score)
    assert nps(shuffled).interval() == nps(answers).interval()


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"exact"}))
@pytest.mark.parametrize("counts", [(10**9, 10**9, 10**9), (0, 0, 10**9), (1, 10**9, 0)])
def test_a_billion_answers_have_a_finite_interval_with_width(method, counts) -> None:
    low, high = limits(counts, 0.95, method)
    assert isfinite(low)
    assert isfinite(high)
    assert low < high


@given(
    st.lists(counts_of_any_size, min_size=1, max_size=8), st.sampled_from([0.8, 0.9, 0.95, 0.99])
)
def test_a_table_equals_its_rows(rows, level) -> None:
    table = nps_table(rows, level)
    for row, low, high, estimate in zip(rows, table.low, table.high, table.estimate, strict=True):
        assert limits(row, level) == pytest.approx((low, high), abs=1e-9)
        assert nps(counts=row).estimate == pytest.approx(estimate, abs=1e-15)


@given(bins, levels)
def test_limits_of_a_mean_are_where_its_score_statistic_reaches_the_quantile(counts, level) -> None:
    interval = mean(counts=counts, scale=(1, len(counts))).interval(level)
    z = _quantile(level)
    values = range(1, len(counts) + 1)
    if interval.low > 1:
        assert score_z(counts, values, interval.low) == pytest.approx(z, abs=1e-5)
    if interval.high < len(counts):
        assert score_z(counts, values, interval.high) == pytest.approx(-z, abs=1e-5)


@given(bins, levels)
def test_many_rows_equal_one_row_on_any_scale(counts, level) -> None:
    values = range(len(counts))
    rows = score_limits_rows([counts], list(values), _quantile(level))
    assert rows[0].tolist() == pytest.approx(
        score_limits(counts, values, _quantile(level)), abs=1e-9
    )


@given(counts_of_any_size, st.floats(-0.99, 0.99))
def test_the_general_statistic_equals_tangos_closed_form(counts, target) -> None:
    closed = float(trinomial_z(counts, target))
    assert score_z(counts, VALUES, target) == pytest.approx(closed, rel=1e-5, abs=1e-5)


@given(small, levels)
def test_a_mean_on_three_steps_is_the_nps(counts, level) -> None:
    interval = mean(counts=counts, scale=(-1, 1)).interval(level)
    assert limits(counts, level, "score") == (interval.low, interval.high)


@given(st.integers(0, 40), st.integers(0, 40), levels)
def test_a_share_is_the_mean_of_zeros_and_ones(failures, successes, level) -> None:
    assume(failures + successes >= 5)
    share = proportion(successes, failures + successes).interval(level)
    average = mean(counts=(failures, successes), scale=(0, 1)).interval(level)
    assert (share.low, share.high) == pytest.approx((average.low, average.high), abs=1e-12)


@given(counts_of_any_size, counts_of_any_size, levels)
def test_swapping_waves_turns_the_change_around(before, after, level) -> None:
    first, second = nps(counts=before), nps(counts=after)
    there, back = compare(first, second), compare(second, first)
    assert back.estimate == -there.estimate
    assert back.interval(level).low == pytest.approx(-there.interval(level).high, abs=1e-12)
    assert back.p_value == pytest.approx(there.p_value, abs=1e-9)


@given(small, small, st.sampled_from([0.8, 0.95, 0.99]))
def test_the_p_value_of_a_change_belongs_to_its_interval(before, after, level) -> None:
    change = compare(nps(counts=before), nps(counts=after))
    assume(abs(change.p_value - (1 - level)) > 1e-6)
    interval = change.interval(level)
    assert (change.p_value < 1 - level) == (not interval.contains(0))


@given(st.tuples(*[st.integers(0, 30)] * 5).filter(lambda c: sum(c) >= 5), levels)
def test_paired_changes_mirror_and_contain_their_estimate(changes, level) -> None:
    change, mirrored = compare_paired(changes=changes), compare_paired(changes=changes[::-1])
    interval, other = change.interval(level), mirrored.interval(level)
    assert -2 <= interval.low <= change.estimate <= interval.high <= 2
    assert (other.low, other.high) == pytest.approx((-interval.high, -interval.low), abs=1e-12)


@given(counts_of_any_size, levels)
def test_a_sequence_is_wider_than_a_single_look_and_mirrors(counts, level) -> None:
    interval = sequence(counts=counts).interval(level)
    low, high = limits(counts, level, "score")
    assert -1 <= interval.low <= low + 1e-6
    assert high - 1e-6 <= interval.high <= 1
    mirrored = sequence(counts=counts[::-1]).interval(level)
    assert (mirrored.low, mirrored.high) == pytest.approx((-interval.high, -interval.low), abs=1e-7)


def _quantile(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
