"""Repeated answers of one customer, through every statistic that takes answers.

Each simulation asks the same customers several times in one mood. An interval that knows of it
(`ids`) must cover as promised; the same interval without `ids` must not, or the test would be
blind. Standard errors are held against statsmodels.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analysis import (
    compare,
    compare_paired,
    compare_segments,
    early_against_late,
    effective_n,
    mean,
    nps,
    nps_table_by,
    recovery,
    sequence,
    top_box,
    weighted_nps,
    worst_case,
)
from analysis.cluster import cluster_of
from analysis.recovery import HELD_OUT

USUAL = (0.2, 0.3, 0.5)
SCORE = np.array([3, 8, 10])
TIMES = 3


def asked_again(
    random: np.random.Generator, customers: int, truth: tuple[float, ...] = USUAL
) -> tuple[Any, Any]:
    """Scores of customers who answer three times in one mood, and whose they are."""
    scores = np.repeat(SCORE[random.choice(3, p=truth, size=customers)], TIMES)
    return scores, np.repeat(np.arange(customers), TIMES)


def five_steps(scores: Any) -> Any:
    return np.where(scores == 10, 5, np.where(scores == 8, 4, 2))


WORTH: dict[str, Callable[[Any, Any], float]] = {
    "nps": lambda s, i: nps(s, ids=i).n_effective,
    "mean": lambda s, i: mean(five_steps(s), ids=i).n_effective,
    "top box": lambda s, i: top_box(five_steps(s), boxes=1, ids=i).n_effective,
    "live": lambda s, i: sequence(s, ids=i).so_far.n_effective,
    "table": lambda s, i: nps_table_by(np.zeros(len(s)), s, ids=i).n_effective[0],
    "weighted": lambda s, i: weighted_nps(s, np.ones(len(s)), ids=i).n_effective,
    "paired": lambda s, i: compare_paired(np.full(len(s), 8), s, ids=i).n_effective,
}


@pytest.mark.parametrize("statistic", WORTH)
def test_three_answers_in_one_mood_are_worth_one(statistic: str) -> None:
    scores, ids = asked_again(np.random.default_rng(1), 300)
    assert WORTH[statistic](scores, ids) == pytest.approx(300, rel=0.01)


@pytest.mark.parametrize("statistic", WORTH)
def test_answers_of_different_customers_are_worth_themselves(statistic: str) -> None:
    scores, _ = asked_again(np.random.default_rng(2), 100)
    assert WORTH[statistic](scores, np.arange(300)) == pytest.approx(300, rel=1e-9)


def mood_change(random: np.random.Generator) -> Callable[[bool], Any]:
    waves = [asked_again(random, 60), asked_again(random, 40)]
    return lambda known: compare(*(nps(s, ids=i if known else None) for s, i in waves))


def share_change(random: np.random.Generator) -> Callable[[bool], Any]:
    waves = [asked_again(random, 50), asked_again(random, 50)]

    def claim(known: bool) -> Any:
        shares = [top_box(s, scale=(0, 10), ids=i if known else None) for s, i in waves]
        return recovery(shares[0], shares[1], HELD_OUT).effect

    return claim


def early_and_late(random: np.random.Generator) -> Callable[[bool], Any]:
    waves = [asked_again(random, 60), asked_again(random, 40)]
    return lambda known: early_against_late(*(nps(s, ids=i if known else None) for s, i in waves))


def account_pairs(random: np.random.Generator) -> Callable[[bool], Any]:
    start = np.full(120, 8)
    end, ids = asked_again(random, 40, (0.2, 0.6, 0.2))
    return lambda known: compare_paired(start, end, ids=ids if known else None)


NO_CHANGE = {
    "two waves": mood_change,
    "turnaround": share_change,
    "early and late": early_and_late,
    "pairs": account_pairs,
}


def accounts_cover(repeats: int) -> tuple[float, float]:
    """Coverage where five accounts give 100 of 140 answers, with and without ids."""
    random, known, blind = np.random.default_rng(25), 0, 0
    ids = np.repeat(np.arange(45), [1] * 40 + [20] * 5)
    for _ in range(repeats):
        scores = SCORE[random.choice(3, p=USUAL, size=45)][ids]
        known += nps(scores, ids=ids).interval().contains(0.3)
        blind += nps(scores).interval().contains(0.3)
    return known / repeats, blind / repeats


def test_few_accounts_that_give_most_answers_do_not_pass_for_many() -> None:
    known, blind = accounts_cover(400)
    assert known >= 0.91
    assert blind <= 0.5


def test_rows_of_a_table_are_those_of_single_scores() -> None:
    scores, ids = asked_again(np.random.default_rng(4), 60)
    keys = np.repeat(np.tile(["a", "b", "c"], 20), TIMES)
    table = nps_table_by(keys, scores, ids=ids, level=0.9)
    for at, key in enumerate(table.keys):
        row = nps(scores[keys == key], ids=ids[keys == key])
        interval = row.interval(0.9)
        assert (table.low[at], table.high[at]) == pytest.approx((interval.low, interval.high))
        assert table.estimate[at] == row.estimate


def test_a_table_without_ids_is_that_of_its_counts() -> None:
    table = nps_table_by(list("abab"), [9, 3, 8, None])
    assert table.counts.tolist() == [[0, 1, 1], [1, 0, 0]]
    assert (table.clusters, table.n_effective.tolist()) == ((), [2, 1])


def test_a_table_names_a_wrong_score_by_its_place_among_all() -> None:
    with pytest.raises(ValueError, match="score 11 at position 3 "):
        nps_table_by(list("abab"), [9, 3, 8, 11])


@pytest.mark.parametrize(
    "keys, ids, words",
    [
        (["a"], None, "one key per score"),
        ([["a", "b"]], None, "one key per score"),
        (["a", None], None, "of one type that sorts"),
        (["a", "b"], [1], "one id per score"),
    ],
)
def test_a_table_needs_a_key_and_an_id_per_score(keys: Any, ids: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        nps_table_by(keys, [9, 8], ids=ids)


def test_a_row_of_few_customers_is_not_judged() -> None:
    keys = ["few"] * 40 + ["many"] * 40 + ["none"]
    ids = [*range(4)] * 10 + [*range(20)] * 2 + [1]
    table = nps_table_by(keys, [9, 10, 8, 3] * 20 + [None], ids=ids)
    notes = ("not estimable: 40 answers of 4 customers", "", "not estimable: no answers")
    assert table.notes == notes
    assert np.ma.getmaskarray(table.low).tolist() == [True, False, True]
    assert compare_segments(table, target=0.0).notes == notes


def test_segments_are_not_named_for_repeated_answers() -> None:
    random, known, blind = np.random.default_rng(5), 0.0, 0.0
    keys = np.repeat(np.arange(10), 40 * TIMES)
    for _ in range(60):
        waves = [asked_again(random, 400) for _ in range(2)]
        tables = [nps_table_by(keys, scores, ids=ids) for scores, ids in waves]
        counted = [nps_table_by(keys, scores) for scores, _ in waves]
        known += float((compare_segments(tables[1], past=tables[0]).p < 0.05).mean()) / 120
        known += float((compare_segments(tables[1], target=0.3).p < 0.05).mean()) / 120
        blind += float((compare_segments(counted[1], past=counted[0]).p < 0.05).mean()) / 60
    assert 0.02 <= known <= 0.07
    assert blind >= 0.18


def test_segments_with_ids_equal_single_comparisons() -> None:
    random, keys = np.random.default_rng(24), np.repeat(np.tile(["a", "b"], 15), TIMES)
    past, now = asked_again(random, 30), asked_again(random, 30, (0.1, 0.3, 0.6))
    tables = [nps_table_by(keys, scores, ids=ids) for scores, ids in (past, now)]
    found = compare_segments(tables[1], past=tables[0])
    for at, key in enumerate("ab"):
        waves = [nps(scores[keys == key], ids=ids[keys == key]) for scores, ids in (past, now)]
        assert found.p[at] == pytest.approx(compare(*waves).p_value, abs=1e-9)
        assert found.difference[at] == pytest.approx(compare(*waves).estimate)


def test_the_past_of_a_segment_may_be_too_little() -> None:
    now = nps_table_by(["a"] * 9 + ["b"] * 9, [9] * 9 + [3] * 9)
    past = nps_table_by(["a"] * 9 + ["b"] * 4, [9] * 9 + [3] * 4)
    found = compare_segments(now, past=past)
    assert found.notes == ("", "the past is not estimable: 4 answers")
    assert np.ma.getmaskarray(found.p).tolist() == [False, True]


def test_segments_are_held_against_their_own_past_only() -> None:
    now = nps_table_by(["a"] * 9 + ["b"] * 9, [9] * 18)
    past = nps_table_by(["b"] * 9 + ["c"] * 9, [9] * 18)
    with pytest.raises(ValueError, match="one row per segment"):
        compare_segments(now, past=past)


def peeks(streams: int) -> tuple[float, float]:
    """Share of streams whose sequence ever excludes the truth, with and without ids."""
    random, wrong = np.random.default_rng(6), [0, 0]
    for _ in range(streams):
        scores, ids = asked_again(random, 300)
        for at, known in enumerate((ids, None)):
            ends = range(15, 900, 15)
            looks = (
                sequence(scores[:n], ids=None if known is None else known[:n]).interval()
                for n in ends
            )
            wrong[at] += not all(look.contains(0.3) for look in looks)
    return wrong[0] / streams, wrong[1] / streams


def test_peeking_at_repeated_answers_raises_few_false_alarms() -> None:
    known, blind = peeks(30)
    assert known <= 0.05
    assert blind >= 0.25


def weighted_cover(repeats: int) -> tuple[float, float]:
    """Coverage of weighted intervals with and without ids."""
    random, known, blind = np.random.default_rng(7), 0, 0
    for _ in range(repeats):
        scores, ids = asked_again(random, 60)
        weights = np.repeat(random.choice([1.0, 2.0], 60), TIMES)
        known += weighted_nps(scores, weights, ids=ids).interval().contains(0.3)
        blind += weighted_nps(scores, weights).interval().contains(0.3)
    return known / repeats, blind / repeats


def test_weighted_intervals_cover_repeated_answers() -> None:
    known, blind = weighted_cover(400)
    assert 0.925 <= known <= 0.98
    assert blind <= 0.85


def change_cover(kind: str, repeats: int) -> tuple[float, float, float]:
    """Coverage of no change with and without ids, and how often the p value finds one."""
    random, known, blind, found = np.random.default_rng(3), 0, 0, 0
    for _ in range(repeats):
        change = NO_CHANGE[kind](random)
        known += change(True).interval().contains(0)
        blind += change(False).interval().contains(0)
        found += change(True).p_value < 0.05
    return known / repeats, blind / repeats, found / repeats


@pytest.mark.parametrize("kind", NO_CHANGE)
def test_a_change_is_not_made_up_of_repeated_answers(kind: str) -> None:
    known, blind, found = change_cover(kind, 300)
    assert 0.925 <= known <= 0.985
    assert blind <= 0.85
    assert found == pytest.approx(1 - known, abs=0.005)  # the p value says what the interval says


def test_a_weighted_effective_number_is_that_of_statsmodels_standard_error() -> None:
    models = pytest.importorskip("statsmodels.regression.linear_model")
    random = np.random.default_rng(8)
    scores, ids = asked_again(random, 40)
    scores[random.random(120) < 0.3] = 8
    classes, weights = np.searchsorted(SCORE, scores) - 1, random.uniform(0.5, 2, 120)
    fitted = [
        models.WLS(classes, np.ones(120), weights=weights).fit(
            cov_type="cluster", cov_kwds={"groups": groups}
        )
        for groups in (ids, np.arange(120))
    ]
    together, alone = (float(fit.bse[0]) for fit in fitted)
    found = weighted_nps(scores, weights, ids=ids)
    assert found.clusters.design_effect == pytest.approx((together / alone) ** 2)
    assert found.n_effective == pytest.approx(
        120 / found.design_effect / found.clusters.design_effect
    )


def test_the_t_interval_of_a_mean_is_that_of_statsmodels() -> None:
    models = pytest.importorskip("statsmodels.regression.linear_model")
    random = np.random.default_rng(9)
    scores, ids = asked_again(random, 30)
    answers = np.clip(five_steps(scores) - (random.random(90) < 0.3), 1, 5)
    fitted = models.OLS(answers.astype(float), np.ones(90)).fit(
        cov_type="cluster", cov_kwds={"groups": ids}, use_t=True
    )
    interval = mean(answers, ids=ids).interval(0.9, "t")
    assert [interval.low, interval.high] == pytest.approx(fitted.conf_int(0.1)[0].tolist())


def test_equal_answers_count_as_often_as_there_are_equal_customers() -> None:
    # one customer with 16 answers, four with one: Kish's 20**2 / (16**2 + 4)
    assert effective_n([1] * 20, [0] * 16 + [1, 2, 3, 4]).n_effective == pytest.approx(400 / 260)
    assert effective_n([1, -1, 0], ["a", "a", "a"]).n_effective == 1


def test_weights_of_equal_answers_are_those_of_their_customers() -> None:
    found = weighted_nps([9] * 40, [1.0, 3.0] * 20, ids=np.repeat(np.arange(20), 2))
    assert found.n_effective == pytest.approx(20)


def test_a_finite_population_consists_of_customers() -> None:
    scores, ids = asked_again(np.random.default_rng(10), 30)
    census = weighted_nps(scores, np.ones(90), ids=ids, population=30).interval()
    assert census.width < 0.01
    with pytest.raises(ValueError, match="a population of 29 cannot give"):
        weighted_nps(scores, np.ones(90), ids=ids, population=29)


@pytest.mark.parametrize(
    "customers, reason",
    [
        (4, "not estimable: 84 answers of 4 customers"),
        (8, "not estimable: 84 answers worth 8.0 independent ones"),
    ],
)
def test_weights_do_not_make_up_for_few_customers(customers: int, reason: str) -> None:
    ids = np.resize(np.arange(customers), 84)
    answers = [9, 3] * 42 if customers == 4 else np.where(ids % 2, 9, 3)
    own = np.repeat(np.arange(4), 21) if customers == 4 else ids
    assert weighted_nps(answers, [1.0] * 84, ids=own).note.startswith(reason[:27])


def test_no_answers_have_no_weighted_worth() -> None:
    assert weighted_nps([], [], ids=[]).interval().reason == "not estimable: no answers"


def test_silent_customers_are_those_who_never_answered() -> None:
    scores, ids = asked_again(np.random.default_rng(22), 10)
    bounds = worst_case(nps(scores, ids=ids), 40)
    balance = 10 * nps(scores).estimate
    assert (bounds.low, bounds.high) == pytest.approx(((balance - 30) / 40, (balance + 30) / 40))
    assert bounds.response_rate == 0.25
    with pytest.raises(ValueError, match="9 invited, but 10 answered"):
        worst_case(nps(scores, ids=ids), 9)


def test_changes_between_few_customers_are_not_judged() -> None:
    scores, ids = asked_again(np.random.default_rng(23), 20)
    few, many = nps(scores[:12], ids=ids[:12]), nps(scores, ids=ids)
    for change in (compare(few, many), compare(many, few)):
        assert change.p_value is None
        assert change.note == "not estimable: 12 answers of 4 customers"
    assert compare(nps(scores[:4]), few).note == "not estimable: 4 answers"
    pairs = compare_paired(scores[:12], scores[12:24], ids=ids[:12])
    assert pairs.p_value is None
    assert pairs.note == pairs.interval().reason == "not estimable: 12 answers of 4 customers"


@pytest.mark.parametrize("statistic", [nps, mean, top_box, sequence])
def test_counts_do_not_say_whose_answers_they_are(statistic: Any) -> None:
    counts = (1, 2, 3, 4, 5) if statistic in (mean, top_box) else (1, 2, 3)
    with pytest.raises(ValueError, match="ids belong to scores"):
        statistic(counts=counts, ids=[1, 2, 3])


def test_pairs_have_one_account_each() -> None:
    with pytest.raises(ValueError, match="one id per pair"):
        compare_paired([9, 8], [9, 8], ids=["a"])
    with pytest.raises(ValueError, match="ids belong to scores"):
        compare_paired(changes=(0, 0, 9, 1, 0), ids=["a"])
    gap = compare_paired([9, None, 8, 7], [9, 9, 3, 9], ids=["a", "a", "b", "b"])
    assert (gap.clusters.clusters, gap.clusters.n) == (2, 3)


@pytest.mark.parametrize(
    "ids, wanted",
    [
        ([1, 2, 1], [0, 1, 0]),
        (["b", "a", "b"], [0, 1, 0]),
        ([None, "a", None], [0, 1, 2]),
        ([float("nan"), "a", "a"], [0, 1, 1]),
        (np.array([np.nan, 1.0, np.nan]), [0, 1, 2]),
        (np.array([7, None, 7], dtype=object), [0, 1, 0]),
        ([("acme", 1), ("acme", 2), ("acme", 1)], [0, 1, 0]),
        ([7, "7", 7], [0, 1, 0]),
        ([], []),
    ],
)
def test_somebody_unknown_is_nobody_elses_customer(ids: Any, wanted: list[int]) -> None:
    found = cluster_of(ids).tolist()
    numbers: dict[int, int] = {}
    assert [numbers.setdefault(number, len(numbers)) for number in found] == wanted


def test_a_score_may_come_from_somebody_unknown() -> None:
    known = nps([9, 9, 3, 8, 10, 9, 2], ids=["a", "a", "b", "c", None, None, None])
    assert known.clusters is not None
    assert known.clusters.clusters == 6
