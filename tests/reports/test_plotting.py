"""Axes of Explore: round values that hold every interval, whatever the measure."""

from itertools import pairwise

import pytest

from feedback.reports.plotting import MOST, marks_for


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (-9, 52, [-20, 0, 20, 40, 60]),
        (29.2, 38.4, [28, 30, 32, 34, 36, 38, 40]),
        (4.11, 4.63, [4.0, 4.2, 4.4, 4.6, 4.8]),
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0.4, 1900, [0, 400, 800, 1200, 1600, 2000]),
        (7, 7, [7.0, 7.1]),
    ],
)
def test_an_axis_has_round_marks_on_both_sides(low, high, marks):
    assert marks_for(low, high)[0] == marks


@pytest.mark.parametrize("low", [-100, -33.3, 0, 0.05, 6.6])
@pytest.mark.parametrize("reach", [0, 0.02, 0.7, 3, 17, 99.9, 200, 4000])
def test_no_interval_leaves_its_axis(low, reach):
    marks, step = marks_for(low, low + reach)
    assert marks[0] <= low + 0.05
    assert marks[-1] >= low + reach - 0.05
    assert len(marks) <= MOST + 2
    assert all(abs(b - a - step) < 0.01 for a, b in pairwise(marks))
