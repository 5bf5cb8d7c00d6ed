"""Details that other tests pass over; each was a defect that mutation testing could hide."""

from typing import Any

import numpy as np
import pytest

from analysis import (
    Interval,
    Plan,
    Rollup,
    Shares,
    adjust,
    compare,
    compare_paired,
    compare_segments,
    drivers,
    ewma_chart,
    mean,
    nps,
    nps_table,
    proportion,
    recovery,
    rollup,
    sequence,
    top_box,
    weekdays,
    weighted_nps,
    worst_case,
)
from analysis.compare import chi_square_p
from analysis.design import linearised_mean, stratified_mean
from analysis.estimate import two_sided_p
from analysis.power import shifted
from analysis.run_length import ewma_run_length
from analysis.scoring import score_limits_rows, score_z, trinomial_detractors, trinomial_z
from analysis.streams import betting_sequence

SCORES = [9, 10, 8, 3, 7, 9, 2, 10, 9, 8, 5, 9]
STEPS = [5, 4, 4, 2, 5, 3, 1, 4, 5, 5]

INTERVALS: dict[str, tuple[Any, str]] = {
    "nps": (nps(SCORES), "exact"),
    "many": (nps(SCORES * 9), "score"),
    "share": (top_box(STEPS), "wilson"),
    "mean": (mean(STEPS), "score"),
    "pairs": (compare_paired(SCORES, SCORES[::-1]), "paired adjusted wald"),
    "live": (sequence(SCORES), "confidence sequence"),
    "weighted": (weighted_nps(SCORES, [1.0] * 12), "score at effective n"),
    "change": (compare(nps(SCORES), nps(SCORES)), "mover"),
}


@pytest.mark.parametrize("kind", INTERVALS)
def test_an_interval_says_its_level_and_method(kind: str) -> None:
    result, method = INTERVALS[kind]
    interval = result.interval(0.9)
    assert (interval.level, interval.method, result.method) == (0.9, method, method)


@pytest.mark.parametrize("method", ["wilson", "wilson corrected", "clopper-pearson"])
def test_a_share_says_which_method_was_asked_for(method: str) -> None:
    assert top_box(STEPS).interval(0.99, method).method == method


def test_a_t_interval_says_so() -> None:
    interval = mean(STEPS).interval(0.99, "t")
    assert (interval.level, interval.method) == (0.99, "t")


def test_both_limits_belong_to_an_interval() -> None:
    interval = Interval(0.1, 0.3, 0.95, "score")
    assert [interval.contains(value) for value in (0.1, 0.3, 0.0999, 0.3001)] == [
        True,
        True,
        False,
        False,
    ]
    assert interval.width == pytest.approx(0.2)


@pytest.mark.parametrize("statistic", [top_box, mean])
def test_skips_of_a_scale_are_counted_apart(statistic: Any) -> None:
    assert statistic([5, None, 4, float("nan")]).skipped == 2
    assert statistic([5, 4]).skipped == 0


def test_a_rollup_keeps_its_skips_in_every_statistic() -> None:
    day = rollup([10, 9, 8, None, None])
    results = (day.nps, day.mean, day.top_box(), day.top_box(3))
    assert [result.skipped for result in results] == [2] * 4
    assert [day.top_box(boxes).successes for boxes in (1, 2, 3)] == [1, 2, 3]


def test_zero_counts_in_any_number_type_are_counts() -> None:
    assert nps(counts=(0.0, np.int64(0), np.float32(7))).promoters == 7


def test_a_score_at_the_end_of_the_scale_is_not_the_wrong_one() -> None:
    with pytest.raises(ValueError, match=r"^score 11 at position 2 is not"):
        nps([0, 10, 11])


@pytest.mark.parametrize(
    "work, words",
    [
        (lambda: nps(), "give either scores or counts"),
        (lambda: mean(), "give either scores or counts"),
        (lambda: top_box(), "give either scores or counts"),
        (lambda: rollup(), "give either scores or counts"),
        (lambda: adjust([2.0]), "p values must be one-dimensional and lie in [0, 1]"),
        (
            lambda: compare_paired([9], changes=(0, 0, 1, 0, 0)),
            "give either two waves of scores or counts of changes",
        ),
        (
            lambda: compare_paired(None, [9], changes=(0, 0, 1, 0, 0)),
            "give either two waves of scores or counts of changes",
        ),
        (
            lambda: proportion(3, 9).interval(0.95, "wald"),
            "method must be one of wilson, wilson corrected, clopper-pearson; got 'wald'",
        ),
        (
            lambda: nps(SCORES).interval(0.95, "wald"),
            "method must be one of score, exact, adjusted wald, jeffreys; got 'wald'",
        ),
        (
            lambda: recovery(proportion(4, 9), proportion(4, 9), "hope"),
            "basis must be one of random hold-out, not contacted, untouched repeaters; got 'hope'",
        ),
        (
            lambda: shifted(Shares(0.25, 0.25, 0.5), 0.8),
            "an NPS of 0.25 cannot move by 0.8",
        ),
        (
            lambda: betting_sequence([2.0]),
            "answers must be one-dimensional and lie in [-1, 1]",
        ),
        (lambda: adjust([0.5], "sidak"), "method must be one of BH, BY, holm, hommel; got 'sidak'"),
    ],
)
def test_a_refusal_says_in_full_what_is_wrong(work: Any, words: str) -> None:
    with pytest.raises(ValueError) as refused:
        work()
    assert str(refused.value) == words


@pytest.mark.parametrize("method", ["wilson", "wilson corrected", "clopper-pearson"])
@pytest.mark.parametrize("n", [5, 40])
def test_shares_of_all_and_of_none_end_where_the_scale_does(method: str, n: int) -> None:
    everybody = proportion(n, n).interval(0.95, method)
    nobody = proportion(0, n).interval(0.95, method)
    assert (nobody.low, everybody.high) == (0, 1)
    assert nobody.high == pytest.approx(1 - everybody.low)
    assert 0 < nobody.high < 0.6


def test_a_corrected_share_stays_on_the_scale() -> None:
    for n in (5, 6, 9):
        for successes in range(n + 1):
            interval = proportion(successes, n).interval(0.999, "wilson corrected")
            assert 0 <= interval.low <= successes / n <= interval.high <= 1


@pytest.mark.parametrize("m", [1, 2, 3, 4, 6])
@pytest.mark.parametrize(
    "method, theirs", [("BH", "fdr_bh"), ("BY", "fdr_by"), ("holm", "holm"), ("hommel", "hommel")]
)
def test_few_p_values_are_adjusted_as_statsmodels_does(m: int, method: str, theirs: str) -> None:
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    random = np.random.default_rng(m)
    for p in (random.uniform(0, 0.2, m), random.uniform(0, 1, m), np.zeros(m), np.ones(m)):
        wanted = multitest.multipletests(p, method=theirs)[1]
        assert adjust(p, method).tolist() == pytest.approx(wanted.tolist())


def test_whole_p_values_are_p_values() -> None:
    assert adjust([0, 1, 1]).tolist() == [0, 1, 1]


def test_a_change_of_pairs_ends_at_two_classes() -> None:
    up, down = (
        compare_paired(changes=counts).interval(0.999)
        for counts in ((0, 0, 0, 0, 6), (6, 0, 0, 0, 0))
    )
    assert (up.high, down.low) == (2, -2)
    assert up.low == -down.high < 1.9


def test_one_answer_of_one_invited_is_all_there_is() -> None:
    assert worst_case(nps([9]), 1).low == 1


def test_nothing_moves_by_nothing() -> None:
    assert shifted(Shares(0.2, 0.3, 0.5), 0.0) == Shares(0.2, 0.3, 0.5)
    assert two_sided_p(0) == 1


def test_pearsons_test_begins_with_five_answers() -> None:
    assert chi_square_p(proportion(2, 5), proportion(3, 5)) is not None
    assert chi_square_p(proportion(2, 4), proportion(3, 5)) is None


def test_strata_of_different_size_weigh_by_what_they_stand_for() -> None:
    values, strata = [1, 0, 1, -1, 0, 1, 1, -1], list("aaabbbbb")
    found = stratified_mean(values, strata, {"a": 30, "b": 70})
    share = np.array([0.3, 0.7])
    within = np.array([np.var([1, 0, 1], ddof=1), np.var([-1, 0, 1, 1, -1], ddof=1)])
    n = np.array([3, 5])
    variance = float(share**2 @ (within / n * (1 - n / np.array([30, 70]))))
    weights = np.array([10] * 3 + [14] * 5)
    centre = weights @ values / 100
    spread = weights @ (np.array(values) - centre) ** 2 / 100
    assert found.estimate == pytest.approx(centre)
    assert found.standard_error == pytest.approx(variance**0.5)
    assert found.design_effect == pytest.approx(variance / (spread / 7 * (1 - 8 / 100)))


def test_equal_weights_have_a_design_effect_of_one() -> None:
    found = linearised_mean([1, 0, 1, -1, 0, 1], [2] * 6)
    assert found.design_effect == pytest.approx(1)
    assert found.standard_error == pytest.approx(np.std([1, 0, 1, -1, 0, 1], ddof=1) / 6**0.5)
    uneven = linearised_mean([1, 0, 1, 1, 0, -1], [1, 1, 1, 1, 1, 7])
    assert uneven.design_effect > 1.2


def test_a_population_corrects_by_the_silent_ones() -> None:
    # n_eff (N - 1) / (N - n), with 30 answers of 31 people: 900 answers' worth
    narrow = weighted_nps([9, 10, 3] * 10, [1.0] * 30, population=31).interval()
    wide = nps(counts=(300, 0, 600)).interval(0.95, "score")
    assert (narrow.low, narrow.high) == pytest.approx((wide.low, wide.high))


def test_weights_are_shown_up_to_their_bounds() -> None:
    assert weighted_nps([9, 3] * 5, [1.0] * 10).interval()
    even = [1.0] * 8 + [4.0] * 2  # Kish's effect 10 * 40 / 16**2
    assert not weighted_nps([9, 3] * 5, even).interval()
    # effect of exactly 3: 40 weights of 1, one in four of 5 more would exceed it
    weights = [1.0] * 96 + [24.0] * 4
    effect = 100 * (96 + 4 * 576) / 192**2
    assert weighted_nps([9, 3] * 50, weights).design_effect == pytest.approx(effect)
    assert not weighted_nps([9, 3] * 50, weights).interval()


@pytest.mark.parametrize("work", [lambda d: ewma_chart(d, (20, 30, 50)), lambda d: weekdays(d, 0)])
def test_days_come_as_three_or_eleven_counts(work: Any) -> None:
    assert work([[1] * 11])
    for wrong in ([[1] * 12], [[1] * 4]):
        with pytest.raises(ValueError, match="counts must have shape"):
            work(wrong)


def test_a_baseline_begins_with_five_answers_of_three_or_eleven_counts() -> None:
    assert ewma_chart([[1, 1, 1]], (1, 2, 2)).centre == pytest.approx(0.2)
    assert ewma_chart([[1, 1, 1]], [1] * 11).centre == pytest.approx(-5 / 11)
    with pytest.raises(ValueError, match="counts must hold 3 or 11"):
        ewma_chart([[1, 1, 1]], [1] * 12)


def test_a_segment_at_its_rate_is_named() -> None:
    found = compare_segments([[20, 30, 50]], target=0.2)
    assert found.differ(float(found.p_adjusted[0])).tolist() == [True]


def test_a_segment_that_did_not_change_has_a_p_value_of_one() -> None:
    found = compare_segments(
        [[2, 3, 5], [0, 0, 9], [9, 0, 0]], past=[[20, 30, 50], [0, 0, 9], [9, 0, 0]]
    )
    assert found.p.tolist() == [1, 1, 1]
    assert found.difference.tolist() == [0, 0, 0]


def test_segments_at_the_ends_of_the_scale_equal_single_comparisons() -> None:
    past, now = [[9, 0, 0], [0, 0, 9], [9, 0, 0]], [[0, 0, 9], [9, 0, 0], [0, 9, 0]]
    found = compare_segments(now, past=past)
    for row in range(3):
        change = compare(nps(counts=past[row]), nps(counts=now[row]))
        assert found.p[row] == pytest.approx(change.p_value, abs=1e-9)


def test_score_statistics_know_the_ends_and_the_middle() -> None:
    assert score_z((2, 3, 5), (-1, 0, 1), 0.3) == 0
    assert score_z((0, 0, 5), (-1, 0, 1), 1.0) == 0
    assert score_z((0, 3, 5), (-1, 0, 1), -1.0) == np.inf
    assert score_z((5, 3, 0), (-1, 0, 1), 1.0) == -np.inf
    assert trinomial_z([[0, 0, 5], [5, 0, 0], [1, 1, 1]], [1.0, -1.0, 0.0]).tolist() == [0, 0, 0]
    assert trinomial_z([[5, 3, 0]], [1.0]).tolist() == [-np.inf]


def test_the_likeliest_detractors_of_many_rows_are_those_of_each() -> None:
    rows = [[20, 30, 50], [5, 1, 9], [0, 4, 4]]
    together = trinomial_detractors(rows, 0.2).tolist()
    assert together == [float(trinomial_detractors(row, 0.2)) for row in rows]


def test_lists_of_whole_numbers_are_numbers_to_the_engine() -> None:
    rows = score_limits_rows([[20, 30, 50]], [-1, 0, 1], 1.96)
    assert rows.dtype == np.float64
    assert (
        rows.tolist() == score_limits_rows(np.array([[20.0, 30, 50]]), [-1.0, 0, 1], 1.96).tolist()
    )


def test_a_one_sided_chart_finds_a_rise_as_soon_as_simulation_does() -> None:
    random = np.random.default_rng(1)
    ends = []
    limit = 2.0 * np.sqrt(0.2 / 1.8)
    for _ in range(4000):
        at, step = 0.0, 0
        while at <= limit:
            at, step = 0.8 * at + 0.2 * (random.normal() + 0.8), step + 1
        ends.append(step)
    found = ewma_run_length(0.2, 2.0, shift=0.8, sides=1, limits="settled")
    assert found == pytest.approx(np.mean(ends), rel=0.04)


def test_a_stream_can_lie_at_either_end() -> None:
    assert betting_sequence([-1.0] * 40, grid=50)[-1, 0] == -1
    assert betting_sequence([1.0] * 40, grid=50)[-1, 1] == 1


def test_a_plan_of_exactly_one_answer_is_one() -> None:
    plan = Plan(Shares(0.2, 0.3, 0.5))
    needed = plan.answers(0.1)
    assert Plan(Shares(0.2, 0.3, 0.5), share=0.5).answers(0.1) in (2 * needed - 1, 2 * needed)
    assert Plan(Shares(0.0, 0.0, 1.0)).noticeable(10**6) is None


def test_an_empty_rollup_holds_nothing() -> None:
    assert (Rollup().n, Rollup().skipped) == (0, 0)
    assert Rollup() + rollup([9, None]) == rollup([9, None])


@pytest.mark.parametrize("score", range(11))
def test_every_score_moves_by_its_class(score: int) -> None:
    change = compare_paired([7] * 5, [score] * 5, ids=range(5))
    assert change.estimate == nps([score]).estimate
    assert len(change.counts) == 5


def test_no_answers_come_from_no_customers() -> None:
    found = drivers(np.zeros((0, 2)), [], ["a", "b"], random=np.random.default_rng(1))
    assert (found.clusters, found.n) == (0, 0)


def test_a_table_of_single_answers_has_their_scores() -> None:
    assert nps_table([[0, 0, 1], [1, 0, 0], [0, 1, 0]]).estimate.tolist() == [1, -1, 0]


def test_a_table_of_one_row_is_that_row() -> None:
    table = nps_table([[2, 3, 5]], 0.9)
    assert (table.level, table.n.tolist(), table.notes) == (0.9, [10], ("",))
    assert (table.keys, table.clusters) == ((), ())
