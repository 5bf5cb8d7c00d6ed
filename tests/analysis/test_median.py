"""The median's interval against SciPy's exact one, and what it refuses."""

import pytest
from scipy.stats import quantile_test

from analysis import median

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
