"""Too few answers, answers all equal, an empty class: decided by name, never NaN."""

from math import isfinite
from typing import Any

import numpy as np
import pytest

from analysis import (
    compare,
    compare_paired,
    compare_segments,
    mean,
    nps,
    nps_table,
    proportion,
    sequence,
    weighted_nps,
)
from analysis.intervals import METHODS

FEW: dict[str, Any] = {
    "nps": lambda n: nps([9] * n),
    "mean": lambda n: mean([5] * n),
    "share": lambda n: proportion(n, n),
    "live": lambda n: sequence([9] * n),
    "paired": lambda n: compare_paired([9] * n, [9] * n),
    "change before": lambda n: compare(nps([9] * n), nps([9] * 90)),
    "change after": lambda n: compare(nps([9] * 90), nps([9] * n)),
}


@pytest.mark.parametrize("kind", FEW)
@pytest.mark.parametrize(
    "n, reason",
    [
        (0, "not estimable: no answers"),
        (1, "not estimable: 1 answer"),
        (3, "not estimable: 3 answers"),
        (4, "not estimable: 4 answers"),
    ],
)
def test_below_five_answers_the_reason_stands_in_for_the_interval(
    kind: str, n: int, reason: str
) -> None:
    result = FEW[kind](n)
    assert not result.interval()
    assert result.interval().reason == reason
    assert result.note == reason


@pytest.mark.parametrize("kind", FEW)
def test_five_answers_have_an_interval_with_width(kind: str) -> None:
    interval = FEW[kind](5).interval()
    assert interval
    assert isfinite(interval.width)
    assert interval.width > 0.1


@pytest.mark.parametrize("kind", FEW)
def test_without_answers_there_is_no_estimate(kind: str) -> None:
    assert FEW[kind](0).estimate is None


@pytest.mark.parametrize("kind", ["paired", "change before", "change after"])
def test_too_few_answers_have_no_p_value(kind: str) -> None:
    assert FEW[kind](4).p_value is None
    assert FEW[kind](5).p_value is not None


@pytest.mark.parametrize("kind", FEW)
@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
def test_a_level_is_a_probability(kind: str, level: float) -> None:
    for n in (3, 30):
        with pytest.raises(ValueError, match="level must lie strictly between 0 and 1"):
            FEW[kind](n).interval(level)


def test_few_answers_still_have_counts_and_an_estimate() -> None:
    result = nps([9, 9, 3])
    assert (result.n, result.promoters) == (3, 2)
    assert result.estimate == pytest.approx(1 / 3)
    assert result.shares == pytest.approx((1 / 3, 0, 2 / 3))


def test_without_answers_there_are_no_shares_and_no_variance() -> None:
    assert nps([]).shares is None
    assert nps([]).variance is None


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("counts", [(9, 0, 0), (0, 9, 0), (0, 0, 9)])
def test_equal_answers_have_an_interval_with_width(method: str, counts: Any) -> None:
    interval = nps(counts=counts).interval(0.95, method)
    assert interval
    assert interval.width > 0.2


@pytest.mark.parametrize(
    "counts, note",
    [
        ((9, 0, 0), "all 9 answers are detractors: read the interval, not the score"),
        ((0, 9, 0), "all 9 answers are passives: read the interval, not the score"),
        ((0, 0, 9), "all 9 answers are promoters: read the interval, not the score"),
        ((0, 4, 5), "no detractors among 9 answers: there may be some among the others"),
        ((4, 5, 0), "no promoters among 9 answers: there may be some among the others"),
        ((4, 0, 5), ""),
        ((2, 3, 4), ""),
    ],
)
def test_an_empty_class_is_noted(counts: Any, note: str) -> None:
    assert nps(counts=counts).note == note


def test_equal_answers_of_a_mean_or_share_are_noted() -> None:
    assert mean([4] * 8).note == "all 8 answers are 4: read the interval, not the mean"
    assert mean([4] * 8 + [5]).note == ""
    assert proportion(0, 8).note == "none of 8 answers: read the interval, not the share"
    assert proportion(8, 8).note == "all of 8 answers: read the interval, not the share"
    assert proportion(7, 8).note == ""


def test_a_t_interval_of_equal_answers_is_refused() -> None:
    assert mean([4] * 8).interval(0.95, "t").reason == "not estimable: all 8 answers are equal"


def test_a_table_masks_what_it_cannot_know() -> None:
    table = nps_table([[0, 0, 0], [1, 1, 2], [1, 2, 2], [0, 0, 90]])
    assert np.ma.getmaskarray(table.estimate).tolist() == [True, False, False, False]
    assert np.ma.getmaskarray(table.low).tolist() == [True, True, False, False]
    assert np.ma.getmaskarray(table.high).tolist() == [True, True, False, False]
    assert table.estimable.tolist() == [False, False, True, True]


def test_segments_with_few_answers_are_not_judged() -> None:
    found = compare_segments([[0, 0, 4], [0, 1, 0], [0, 0, 50]], target=0.0)
    assert np.ma.getmaskarray(found.p).tolist() == [True, True, False]
    assert found.differ().tolist() == [False, False, True]
    assert found.notes == ("not estimable: 4 answers", "not estimable: 1 answer", "")


def test_a_segment_with_few_answers_in_the_past_is_not_judged() -> None:
    found = compare_segments([[0, 0, 50]] * 2, past=[[2, 1, 1], [2, 1, 2]])
    assert np.ma.getmaskarray(found.p).tolist() == [True, False]


def test_no_segment_at_all_is_not_judged_either() -> None:
    for held in ({"target": 0.0}, {"past": [[1, 1, 1]]}):
        found = compare_segments([[1, 1, 1]], **held)  # type: ignore[arg-type]
        assert not found.differ().any()


@pytest.mark.parametrize(
    "scores, weights, reason",
    [
        ([], [], "not estimable: no answers"),
        ([9] * 9, [1] * 9, "not estimable: 9 answers worth 9.0 of equal weight"),
        (
            [9] * 100,
            [1] * 90 + [40] * 10,
            "not estimable: the weights are too uneven (design effect 6.7, at most 3)",
        ),
    ],
)
def test_weighted_answers_worth_too_little_are_not_shown(
    scores: Any, weights: Any, reason: str
) -> None:
    result = weighted_nps(scores, weights)
    assert result.interval().reason == reason
    assert result.note == reason


def test_equal_answers_of_few_customers_are_not_estimable() -> None:
    result = nps([9] * 40, ids=["a", "b", "c", "d"] * 10)
    assert result.interval().reason == "not estimable: 40 answers of 4 customers"
    assert result.note == result.interval().reason
