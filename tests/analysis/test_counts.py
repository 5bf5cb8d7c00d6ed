"""What may be handed in, and what is refused by name."""

from typing import Any

import numpy as np
import pytest

from analysis import (
    compare_paired,
    compare_segments,
    mean,
    nps,
    nps_table,
    rollup,
    rollup_by,
    top_box,
)
from analysis.counts import count_scores

SCORES = [10, 9, 9, 8, 7, 6, 0]


class Series:
    """Stands for a pandas Series: all that is used of it is `__array__`."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array(self.values, dtype=dtype)


class NAType:
    """Stands for pandas.NA, which refuses to say whether it equals itself."""

    def __ne__(self, other: object) -> Any:
        raise TypeError("boolean value of NA is ambiguous")

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    "dtype", [np.int8, np.uint8, np.int16, np.int64, np.uint64, np.float32, float]
)
def test_any_number_type_counts_the_same(dtype: Any) -> None:
    assert nps(np.array(SCORES, dtype=dtype)) == nps(SCORES)


@pytest.mark.parametrize("kind", [tuple, Series, np.array])
def test_any_container_counts_the_same(kind: Any) -> None:
    assert nps(kind(SCORES)) == nps(SCORES)


def test_classes_are_cut_after_six_and_eight() -> None:
    result = nps(range(11))
    assert (result.detractors, result.passives, result.promoters) == (7, 2, 2)


@pytest.mark.parametrize(
    "skips",
    [
        [None, 9],
        [float("nan"), 9],
        np.array([np.nan, 9.0]),
        np.array([None, 9], dtype=object),
        np.ma.masked_array([3, 9], [True, False]),
        np.ma.masked_array([3.0, 9.0], [True, False]),
        Series([None, 9]),
    ],
)
def test_a_skip_is_counted_apart(skips: Any) -> None:
    result = nps(skips)
    assert (result.n, result.skipped, result.promoters) == (1, 1, 1)


def test_a_missing_value_of_pandas_is_a_skip() -> None:
    missing: Any = NAType()
    answers = np.empty(2, dtype=object)
    answers[:] = [missing, 9]
    assert count_scores(answers).skipped == 1


@pytest.mark.parametrize(
    "scores, words",
    [
        ([9, 11], "score 11 at position 1 "),
        ([9, -1, 12], "score -1 at position 1 "),
        ([9, 9, 7.5], "score 7.5 at position 2 "),
        ([None, float("inf")], "score inf at position 1 "),
        ([None, "9"], "score '9' at position 1 "),
        (["9"], "score '9' at position 0 "),
        ([None, True], "score True at position 1 "),
        (np.array([True, False]), "score True at position 0 "),
        (np.array([3, 200], dtype=np.uint8), "score 200 at position 1 "),
        (np.array([np.nan, 10.5]), "score 10.5 at position 1 "),
        (np.ma.masked_array([77, 5, 88], [True, False, False]), "score 88 at position 2 "),
    ],
)
def test_a_score_off_the_scale_is_named_with_its_position(scores: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words + "is not a whole number from 0 to 10"):
        nps(scores)


def test_a_wrong_score_is_found_in_a_later_chunk() -> None:
    scores = np.full(200_000, 9)
    scores[150_000] = 11
    with pytest.raises(ValueError, match="score 11 at position 150000"):
        nps(scores)


def test_every_chunk_is_counted() -> None:
    scores = np.arange(200_000) % 11
    assert count_scores(scores).bins.tolist() == np.bincount(scores).tolist()


def test_skips_are_counted_in_every_chunk() -> None:
    scores = np.where(np.arange(200_000) % 2, 9.0, np.nan)
    counted = count_scores(scores)
    assert (counted.skipped, int(counted.bins.sum())) == (100_000, 100_000)


def test_scores_have_one_dimension() -> None:
    with pytest.raises(ValueError, match=r"one-dimensional, got shape \(2, 2\)"):
        nps([[1, 2], [3, 4]])


@pytest.mark.parametrize("scale, wrong", [((1, 5), 0), ((1, 7), 8), ((0, 10), 11)])
def test_other_scales_have_their_own_ends(scale: tuple[int, int], wrong: int) -> None:
    words = f"score {wrong} at position 1 is not a whole number from {scale[0]} to {scale[1]}"
    with pytest.raises(ValueError, match=words):
        mean([scale[1], wrong], scale=scale)


def test_the_lowest_step_of_a_scale_is_counted_as_such() -> None:
    assert mean([1, 1, 5], scale=(1, 5)).counts == (2, 0, 0, 0, 1)


@pytest.mark.parametrize(
    "counts, words",
    [
        ((1, 2), "counts must hold 3 or 11 numbers"),
        (5, "counts must hold 3 or 11 numbers"),
        ("abc", "counts must hold 3 or 11 numbers"),
        ((1, -1, 2), "count -1 at position 1 "),
        ((1, 2, 0.5), "count 0.5 at position 2 "),
        ((float("nan"), 1, 2), "count nan at position 0 "),
        ((1, float("inf"), 2), "count inf at position 1 "),
        ((True, 1, 2), "count True at position 0 "),
        ((1, None, 2), "count None at position 1 "),
    ],
)
def test_a_wrong_count_is_named_with_its_position(counts: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        nps(counts=counts)


@pytest.mark.parametrize(
    "counts", [(1, 2, 3), [1.0, 2.0, 3.0], np.array([1, 2, 3]), np.uint8([1, 2, 3])]
)
def test_counts_come_in_any_number_type(counts: Any) -> None:
    result = nps(counts=counts)
    assert (result.detractors, result.passives, result.promoters) == (1, 2, 3)
    assert type(result.detractors) is int


def test_eleven_counts_are_counts_per_score() -> None:
    result = nps(counts=range(1, 12))
    assert (result.detractors, result.passives, result.promoters) == (28, 17, 21)


@pytest.mark.parametrize("statistic", [nps, mean, top_box, rollup])
def test_scores_and_counts_exclude_each_other(statistic: Any) -> None:
    for wrong in ({}, {"scores": [5], "counts": [1] * 11}):
        with pytest.raises(ValueError, match="give either scores or counts"):
            statistic(**wrong)


@pytest.mark.parametrize(
    "rows, words",
    [
        ([1, 2, 3], r"shape \(k, 3\) or \(k, 11\), got \(3,\)"),
        ([[1, 2]], r"shape \(k, 3\) or \(k, 11\), got \(1, 2\)"),
        ([[1, 1, 1], [1, -2, 3]], "row 1: count -2 at position 1 is not a whole number, 0 or more"),
        ([[1, 2.5, 3]], "row 0: count 2.5 at position 1 is not"),
        ([[1, 2, float("nan")]], "row 0: count nan at position 2 is not"),
        ([[1, 2, float("inf")]], "row 0: count inf at position 2 is not"),
        ([["1", "2", "3"]], "row 0: count '1' at position 0 is not"),
        ([[1, None, 3]], "row 0: count None at position 1 is not"),
        (np.array([[True, False, True]]), "row 0: count True at position 0 is not"),
        (np.ma.masked_array([[1, 2, 3]], [[0, 1, 0]]), "some are masked"),
    ],
)
def test_wrong_rows_of_counts_are_refused(rows: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        nps_table(rows)


def test_rows_of_counts_come_in_any_number_type() -> None:
    for dtype in (np.int8, np.uint64, np.float32, object):
        assert nps_table(np.array([[1, 2, 3]], dtype=dtype)).counts.tolist() == [[1, 2, 3]]


@pytest.mark.parametrize("scale", [(5, 1), (3, 3), (1, 2, 3), (0.5, 5), (1,)])
@pytest.mark.parametrize("statistic", [mean, top_box])
def test_a_scale_runs_from_a_whole_number_to_a_higher_one(statistic: Any, scale: Any) -> None:
    with pytest.raises(ValueError, match="a scale runs from"):
        statistic([3], scale=scale)
    assert statistic([3, 1], scale=(1.0, 5.0)).n == 2


def test_a_rollup_names_a_wrong_score_by_its_place_among_all() -> None:
    with pytest.raises(ValueError, match="score 11 at position 3 "):
        rollup_by(list("abab"), [9, 3, 8, 11])


def test_rows_of_eleven_counts_give_the_same_table() -> None:
    bins = np.arange(22).reshape(2, 11)
    triples = [[bins[i, :7].sum(), bins[i, 7:9].sum(), bins[i, 9:].sum()] for i in range(2)]
    assert np.array_equal(nps_table(bins).low, nps_table(triples).low)


def test_ids_must_be_as_many_as_scores() -> None:
    with pytest.raises(ValueError, match="one id per score"):
        nps([9, 8, 7], ids=["a", "b"])


def test_an_id_of_a_skip_is_left_out() -> None:
    result = nps([9, None, 3, 3, 9, 9], ids=list("abbcde"))
    assert result.clusters is not None
    assert (result.clusters.n, result.clusters.clusters) == (5, 5)


def test_rollups_add_up() -> None:
    week = rollup([10, 9, 3, None]) + rollup([8, 0])
    assert week == rollup([10, 9, 3, None, 8, 0])


def test_rollups_by_key_keep_skips_and_scores_together() -> None:
    shops = rollup_by(["k", "b", "k", "b"], [9, None, 3, 10])
    assert list(shops) == ["b", "k"]
    assert shops["b"] == rollup([None, 10])
    assert shops["k"] == rollup([9, 3])


def test_a_rollup_needs_a_key_per_score() -> None:
    with pytest.raises(ValueError, match="one key per score"):
        rollup_by(["a"], [1, 2])


def test_a_rollup_knows_all_statistics() -> None:
    day = rollup(counts=[0, 0, 0, 1, 0, 0, 0, 0, 2, 3, 4])
    assert day.n == 10
    assert (day.nps.estimate, day.mean.estimate, day.top_box().estimate) == (0.6, 8.6, 0.7)


@pytest.mark.parametrize("past", [[[1, 2, 3]], [[9, 9, 9]] * 3])
def test_segments_need_one_past_each(past: Any) -> None:
    with pytest.raises(ValueError, match="one row per segment"):
        compare_segments([[9, 9, 9]] * 2, past=past)


def test_counts_hold_no_skips() -> None:
    results = [
        nps(counts=(1, 2, 3)),
        mean(counts=(1, 2, 3, 4, 5)),
        top_box(counts=(1, 2, 3, 4, 5)),
        rollup(counts=[1] * 11),
        compare_paired(changes=(1, 2, 3, 4, 5)),
    ]
    assert [result.skipped for result in results] == [0] * 5
