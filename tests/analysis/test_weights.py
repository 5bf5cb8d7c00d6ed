"""Weights, clusters and those who did not answer."""

import numpy as np
import pytest

from analysis import (
    early_against_late,
    effective_n,
    mean,
    nps,
    rake,
    top_box,
    weighted_nps,
    worst_case,
)
from analysis.design import linearised_mean, stratified_mean
from analysis.estimate import two_sided_z
from analysis.intervals import VALUES
from analysis.scoring import score_limits

SCORES = [9, 10, 8, 3, 7, 9, 2, 10, 9, 8, 5, 9]


def test_equal_weights_change_nothing() -> None:
    weighted, plain = weighted_nps(SCORES, [2.5] * 12), nps(SCORES)
    assert weighted.estimate == pytest.approx(plain.estimate)
    assert weighted.shares == pytest.approx(plain.shares)
    assert (weighted.design_effect, weighted.n_effective) == pytest.approx((1, 12))
    found, wanted = weighted.interval(), plain.interval(0.95, "score")
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))


def test_a_weight_of_two_counts_twice_in_the_estimate() -> None:
    weighted = weighted_nps([9, 3, 8], [2, 1, 1])
    assert weighted.estimate == nps([9, 9, 3, 8]).estimate


def test_the_interval_is_that_of_the_effective_number() -> None:
    weights = [1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1] * 3
    weighted = weighted_nps(SCORES * 3, weights)
    worth = 42**2 / sum(w * w for w in weights)
    assert weighted.n_effective == pytest.approx(worth)
    limits = score_limits([s * worth for s in weighted.shares], VALUES, two_sided_z(0.9))
    interval = weighted.interval(0.9)
    assert (interval.low, interval.high) == pytest.approx(limits)
    assert (interval.level, interval.method) == (0.9, "score at effective n")


def test_a_finite_population_narrows_the_interval() -> None:
    widths = [
        weighted_nps(SCORES * 3, [1.0] * 36, population=size).interval().width
        for size in (np.inf, 72, 40, 36)
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[1] / widths[0] == pytest.approx(np.sqrt(36 / 71), rel=0.03)
    assert 0 < widths[3] < 0.01


def test_answers_counted_together_are_weighed_as_one_by_one() -> None:
    """Each score with its group once and how often it came, or as often as it came."""
    scores, groups, counts = [9, 3, 8, 10, 3], list("aabbc"), [40, 10, 7, 2, 5]
    sizes, halves = {"a": 30, "b": 60, "c": 10}, {0: 45, 1: 55}
    half = [0, 1, 1, 0, 1]

    def each(of: list) -> list:
        return [one for one, n in zip(of, counts, strict=True) for _ in range(n)]

    together = rake([(groups, sizes), (half, halves)], counts=counts)
    apart = rake([(each(groups), sizes), (each(half), halves)])
    assert each(list(together)) == pytest.approx(apart.tolist())
    found = weighted_nps(scores, together, counts=counts, population=500)
    wanted = weighted_nps(each(scores), apart, population=500)
    assert found.n == wanted.n == 64
    assert (found.estimate, found.design_effect) == pytest.approx(
        (wanted.estimate, wanted.design_effect)
    )
    limits = found.interval(), wanted.interval()
    assert (limits[0].low, limits[0].high) == pytest.approx((limits[1].low, limits[1].high))


def test_answers_counted_together_have_no_ids() -> None:
    with pytest.raises(ValueError, match="no ids"):
        weighted_nps([9, 3], [1, 1], counts=[2, 2], ids=["a", "b"])


def test_a_skip_takes_its_weight_with_it() -> None:
    with_skip = weighted_nps([*SCORES, None], [*range(1, 13), 99])
    assert with_skip.skipped == 1
    assert with_skip.estimate == weighted_nps(SCORES, range(1, 13)).estimate


@pytest.mark.parametrize("weights", [[1, 0, 1], [1, -1, 1], [1, float("nan"), 1], [1, np.inf, 1]])
def test_weights_are_positive_numbers(weights) -> None:
    with pytest.raises(ValueError, match="weights must be positive"):
        weighted_nps([9, 8, 7], weights)


def test_every_score_has_a_weight() -> None:
    with pytest.raises(ValueError, match="one weight per score"):
        weighted_nps([9, 8, 7], [1, 2])


def test_no_answers_cannot_be_raked() -> None:
    with pytest.raises(ValueError, match="no answers to weigh"):
        rake([([], {})])


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_has_no_worth(value: float) -> None:
    with pytest.raises(ValueError, match="at position 1 is not a number"):
        effective_n([1, value, 0], [1, 2, 3])


def test_a_population_is_no_smaller_than_its_answers() -> None:
    with pytest.raises(ValueError, match="population of 2 cannot give 3 answers"):
        weighted_nps([9, 8, 7], [1, 1, 1], population=2)


def test_uneven_weights_are_noted() -> None:
    note = weighted_nps(SCORES * 4, [1, 1, 1, 6] * 12).note
    assert note.startswith("the weights are uneven: 48 answers tell as much as 25 ")
    assert weighted_nps(SCORES * 4, [1, 1, 1, 1.5] * 12).note == ""


def test_raked_weights_meet_every_margin() -> None:
    random = np.random.default_rng(1)
    age, place = random.choice(list("abc"), 300), random.choice(list("xy"), 300)
    goals = {"a": 10, "b": 50, "c": 40}, {"x": 75, "y": 25}
    weights = rake([(age, goals[0]), (place, goals[1])])
    for labels, goal in ((age, goals[0]), (place, goals[1])):
        reached = {group: weights[labels == group].sum() for group in goal}
        assert reached == pytest.approx(goal, rel=1e-9)


@pytest.mark.parametrize(
    "margins, words",
    [
        ([], "no margins"),
        ([(["a", "b"], {"a": 1})], "differ: b"),
        ([(["a", "a"], {"a": 1, "c": 1})], "differ: c"),
        ([(["a", "b"], {"a": 1, "b": 0})], "targets must be positive"),
        ([(["a", "b"], {"a": 1, "b": 1}), (["x", "y"], {"x": 1, "y": 2})], "same total"),
    ],
)
def test_targets_that_do_not_fit_are_refused(margins, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        rake(margins)


def test_targets_that_contradict_each_other_are_refused() -> None:
    same = ["a", "a", "b"]
    with pytest.raises(ValueError, match="cannot all be met"):
        rake([(same, {"a": 1, "b": 1}), (same, {"a": 1.5, "b": 0.5})])


def test_a_stratified_mean_weighs_by_size() -> None:
    values, strata = [1, 0, 1, -1, 0, 0], ["a", "a", "b", "b", "b", "b"]
    found = stratified_mean(values, strata, {"a": 30, "b": 10})
    assert found.estimate == 0.75 * 0.5


def test_a_linearised_mean_of_a_census_has_no_error() -> None:
    assert linearised_mean([1, 0, 1], [1, 1, 1], population=3).standard_error == 0


def test_repeated_answers_are_worth_less() -> None:
    ids = list("aabbccddeeffgghh")
    agreeing = nps([9, 9, 3, 3, 9, 9, 8, 8, 9, 9, 3, 3, 10, 10, 8, 8], ids=ids)
    assert agreeing.n_effective < 9
    assert agreeing.method == "score"
    plain = nps([9, 9, 3, 3, 9, 9, 8, 8, 9, 9, 3, 3, 10, 10, 8, 8])
    assert agreeing.estimate == plain.estimate
    assert agreeing.interval().width > 1.3 * plain.interval().width


def test_single_answers_are_worth_themselves() -> None:
    assert nps(SCORES, ids=range(12)).n_effective == pytest.approx(12)
    assert nps(SCORES).n_effective == 12


def test_the_design_effect_of_agreeing_pairs_is_almost_two() -> None:
    values = np.random.default_rng(1).choice([-1, 0, 1], 4000)
    found = effective_n(np.repeat(values, 2), np.repeat(np.arange(4000), 2))
    assert found.design_effect == pytest.approx(2, abs=0.001)
    assert (found.clusters, found.n) == (4000, 8000)


def test_customers_who_contradict_themselves_are_not_worth_more() -> None:
    found = effective_n([1, -1] * 20, np.repeat(np.arange(20), 2))
    assert found.design_effect == 1


def test_equal_answers_count_once_per_customer() -> None:
    assert effective_n([1] * 20, np.repeat(np.arange(10), 2)).n_effective == 10


def test_no_answers_make_no_clusters() -> None:
    assert effective_n([], []).clusters == 0


def test_few_clusters_pay_for_judging_the_variance() -> None:
    found = effective_n([1, 0, 1, -1, 0, 1, 0, 0, 1, 1], list("abcdefghij"))
    # Student's 97.5 % quantile with 9 degrees of freedom is 2.262157 (any table)
    assert found.n_at(0.95) == pytest.approx(10 * (1.959964 / 2.262157) ** 2, rel=1e-6)


def test_ids_must_fit_the_answers() -> None:
    with pytest.raises(ValueError, match="one id per answer"):
        effective_n([1, 2], ["a"])


@pytest.mark.parametrize("statistic", [top_box, mean])
def test_shares_and_means_know_repeats_too(statistic) -> None:
    ids = np.repeat(np.arange(12), 2)
    answers = np.repeat([5, 1, 4, 2, 5, 5, 3, 1, 4, 5, 2, 5], 2)
    repeated, plain = statistic(answers, ids=ids), statistic(answers)
    assert repeated.n_effective < 14 < plain.n_effective
    assert repeated.interval().width > 1.2 * plain.interval().width


def test_the_silent_ones_bound_the_score() -> None:
    bounds = worst_case(nps(counts=(2, 3, 5)), 40)
    assert (bounds.low, bounds.high) == ((3 - 30) / 40, (3 + 30) / 40)
    assert bounds.response_rate == 0.25
    assert "could move the score" in bounds.note


def test_a_full_response_leaves_no_doubt() -> None:
    bounds = worst_case(nps(counts=(2, 3, 5)), 10)
    assert bounds.low == bounds.high == 0.3
    assert bounds.note == ""


@pytest.mark.parametrize("counts, invited", [((2, 3, 5), 9), ((0, 0, 0), 0)])
def test_more_cannot_answer_than_were_invited(counts, invited: int) -> None:
    with pytest.raises(ValueError, match="invited"):
        worst_case(nps(counts=counts), invited)


def test_late_answers_are_held_against_early_ones() -> None:
    change = early_against_late((20, 30, 50), (30, 25, 20))
    assert change.estimate == pytest.approx(-10 / 75 - 0.3)


@pytest.mark.parametrize("boxes, share", [(1, 0.2), (2, 0.5), (4, 0.9)])
def test_boxes_are_counted_from_the_top(boxes: int, share: float) -> None:
    assert top_box(counts=(1, 2, 2, 3, 2), boxes=boxes).estimate == share
    answers = [1, 2, 2, 3, 3, 4, 4, 4, 5, 5]
    assert top_box(answers, boxes=boxes, ids=range(10)).estimate == share


@pytest.mark.parametrize("boxes", [0, 5])
def test_boxes_leave_a_rest(boxes: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 4"):
        top_box([5], boxes=boxes)


def test_more_successes_than_answers_are_refused() -> None:
    from analysis import proportion

    with pytest.raises(ValueError, match="4 successes among 3 answers"):
        proportion(4, 3)


@pytest.mark.parametrize("result", [nps(SCORES), top_box([5, 4, 3, 2, 1]), mean([5, 4, 3, 2, 1])])
def test_an_unknown_method_is_refused(result) -> None:
    with pytest.raises(ValueError, match="method must be"):
        result.interval(0.95, "bootstrap")


@pytest.mark.parametrize("counts, level", [((20, 20, 20), 0.95), ((2, 3, 5), 0.8)])
def test_exact_limits_beyond_the_table_are_refused(counts, level: float) -> None:
    with pytest.raises(ValueError, match="exact limits exist up to 50 answers"):
        nps(counts=counts).interval(level, "exact")


def test_the_default_method_changes_after_fifty_answers() -> None:
    fifty, more = nps(counts=(10, 15, 25)), nps(counts=(10, 15, 26))
    assert (fifty.method, fifty.interval().method) == ("exact", "exact")
    assert (more.method, more.interval().method) == ("score", "score")


def test_between_tabled_levels_the_score_interval_is_kept_between_exact_ones() -> None:
    result = nps(counts=(0, 3, 6))
    inner, middle, outer = (result.interval(level) for level in (0.90, 0.92, 0.95))
    assert outer.low <= middle.low <= inner.low
    assert inner.high <= middle.high <= outer.high
    assert middle.method == "score"
