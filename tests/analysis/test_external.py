"""A figure beside one from elsewhere, of which only the interval is known."""

import pytest

from analysis import nps, proportion
from analysis.external import Known, difference, widest_nps


def known(result) -> Known:
    interval = result.interval()
    return Known(result.estimate, interval.low, interval.high)


@pytest.mark.parametrize(
    ("ours", "theirs", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_it_is_newcombes_interval_of_a_difference(ours, theirs, low, high):
    """Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10."""
    found = difference(known(proportion(*ours)), known(proportion(*theirs)))
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00006)


def test_beside_several_each_has_its_part_of_the_error():
    ours, theirs = Known(40, 35, 45), Known(30, 26, 34)
    one, five = difference(ours, theirs), difference(ours, theirs, among=5)
    assert (one.low > 0, five.level) == (True, 0.99)
    assert (10 - five.low) / (10 - one.low) == pytest.approx(2.5758 / 1.9600, abs=1e-4)


def test_the_widest_interval_holds_that_of_every_way_to_the_same_score():
    n = 60
    for detractors in range(n + 1):
        for promoters in range(n - detractors + 1):
            if (n - promoters - detractors) % 2:
                continue
            found = nps(counts=(detractors, n - promoters - detractors, promoters))
            inner, outer = found.interval(method="score"), widest_nps(found.estimate, n)
            assert outer.low - 1e-9 <= inner.low
            assert inner.high <= outer.high + 1e-9


def test_of_four_answers_nothing_is_known():
    assert widest_nps(0.5, 4) is None
