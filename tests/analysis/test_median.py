"""The median's interval against SciPy's exact one, and what it refuses."""

from collections import Counter

import numpy as np
import pytest
from scipy.stats import quantile_test

from analysis import NotEstimable, median, median_change

SIZES = [6, 7, 10, 25, 50, 99, 100, 1001, 12345]


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_the_interval_is_that_of_the_exact_quantile_test(n, level):
    there = quantile_test(range(1, n + 1), q=0, p=0.5).confidence_interval(level)
    here = median(dict.fromkeys(range(1, n + 1), 1)).interval(level)
    assert not here if there.low != there.low else (here.low, here.high) == tuple(there)


def test_repeated_answers_count_as_often_as_they_were_given():
    once = median({1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1})
    assert median({1: 3, 2: 2, 9: 3}).interval().low == 1
    assert (once.estimate, once.n) == (4.5, 8)


@pytest.mark.parametrize("counts", [{}, {3: 4}, {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}, {7: 50, 9: 1}])
def test_where_nothing_can_be_said_there_is_no_interval(counts):
    assert median(counts).interval().reason.startswith("not estimable")


@pytest.mark.parametrize("counts", [{float("nan"): 1}, {float("inf"): 1}, {1: -1}])
def test_what_is_no_number_is_refused(counts):
    with pytest.raises(ValueError):
        median(counts)


def test_a_difference_has_the_distances_of_both_medians():
    early, late = (median({day + more: 1 for day in range(25)}) for more in (0, 40))
    there = quantile_test(range(25), q=0, p=0.5).confidence_interval(0.95)
    far = ((12 - there.low) ** 2 + (there.high - 12) ** 2) ** 0.5
    here = median_change(early, late)
    assert (here.low, here.high) == pytest.approx((40 - far, 40 + far))


def test_differences_of_skewed_answers_are_covered_as_often_as_claimed():
    draw, hits, rounds = np.random.default_rng(3), 0, 400
    for _ in range(rounds):
        one, other = (Counter(draw.exponential(scale, 40).tolist()) for scale in (1, 3))
        interval = median_change(median(one), median(other))
        hits += interval.low <= 2 * np.log(2) <= interval.high
    assert hits / rounds >= 0.93


def test_without_an_interval_there_is_no_difference():
    enough = median(dict.fromkeys(range(9), 1))
    for pair in ((median({}), enough), (enough, median({1: 4}))):
        assert isinstance(median_change(*pair), NotEstimable)
