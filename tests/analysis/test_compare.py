"""Changes, in numbers and in words."""

import numpy as np
import pytest

from analysis import adjust, compare, compare_paired, compare_segments, mean, nps, proportion
from analysis.compare import chi_square_p


def points(size: float) -> str:
    return f"{100 * size:.0f}"


def test_a_rise_is_said_with_its_bounds() -> None:
    change = compare(nps(counts=(40, 60, 100)), nps(counts=(10, 20, 70)))
    assert change.verdict() == "up"
    assert change.words(points) == "up 30, between 12 and 46"


def test_a_fall_is_said_with_positive_sizes() -> None:
    change = compare(nps(counts=(10, 20, 70)), nps(counts=(40, 60, 100)))
    assert change.verdict() == "down"
    assert change.words(points) == "down 30, between 12 and 46"


def test_chance_is_said_with_both_directions() -> None:
    change = compare(nps(counts=(4, 6, 10)), nps(counts=(1, 3, 6)))
    assert change.words(points).startswith(
        "can't tell apart from chance: between 40 down and 67 up"
    )


def test_a_level_decides_what_is_chance() -> None:
    change = compare(nps(counts=(20, 30, 50)), nps(counts=(15, 22, 63)))
    assert change.verdict(0.5) == "up"
    assert change.verdict(0.95) == "can't tell apart from chance"


def test_nothing_is_said_of_too_few_answers() -> None:
    change = compare(nps(counts=(1, 1, 1)), nps(counts=(10, 20, 70)))
    assert change.words(points) == change.verdict() == "not estimable: 3 answers"


def test_both_waves_are_counted() -> None:
    change = compare(nps(counts=(1, 2, 3)), nps(counts=(2, 3, 4)))
    assert (change.n, change.method, change.note) == ((6, 9), "mover", "")


def test_equal_waves_have_a_p_value_of_one() -> None:
    assert compare(nps(counts=(2, 3, 5)), nps(counts=(20, 30, 50))).p_value == 1


@pytest.mark.parametrize(
    "before, after",
    [
        (proportion(30, 55), proportion(45, 60)),
        (mean([1, 2, 3, 4, 5, 3, 2, 1]), mean([5, 5, 4, 4, 5, 5, 3, 5])),
        (nps([3, 5, 7, 9, 8, 2]), nps([9, 9, 10, 8, 9, 9])),
    ],
)
def test_every_kind_of_result_can_be_compared(before, after) -> None:
    change = compare(before, after)
    level = 1 - change.p_value
    assert change.estimate == after.estimate - before.estimate
    assert change.interval(level).low == pytest.approx(0, abs=1e-6)


def test_different_kinds_cannot_be_compared() -> None:
    with pytest.raises(TypeError, match="cannot compare NPS with Proportion"):
        compare(nps(counts=(2, 3, 5)), proportion(3, 9))


def test_means_of_different_scales_cannot_be_compared() -> None:
    with pytest.raises(TypeError, match="means of different scales"):
        compare(mean([3] * 9), mean([3] * 9, scale=(1, 7)))
    with pytest.raises(TypeError, match="means of different scales"):
        compare(mean([3] * 9, scale=(0, 4)), mean([3] * 9))


def test_targets_are_one_or_one_per_segment() -> None:
    with pytest.raises(ValueError, match=r"one target, or one per segment: got \(2,\) for 3"):
        compare_segments([[3, 3, 3]] * 3, target=[0.1, 0.2])
    for target in (0.1, [0.1], [0.1, 0.1, 0.1]):
        assert compare_segments([[3, 3, 3]] * 3, target=target).differ().tolist() == [False] * 3
    with pytest.raises(ValueError, match="target lies in"):
        compare_segments([[3, 3, 3]], target=float("nan"))


def test_pearsons_test_knows_when_nothing_differs() -> None:
    assert chi_square_p(proportion(0, 9), proportion(0, 8)) == 1
    assert chi_square_p(proportion(9, 9), proportion(8, 8)) == 1
    assert chi_square_p(proportion(4, 4), proportion(8, 9)) is None


def test_people_who_answered_once_are_left_out_of_pairs() -> None:
    change = compare_paired([9, None, 3, 7, 8, 9], [9, 9, None, 9, 3, 0])
    assert change.counts == (1, 1, 1, 1, 0)
    assert (change.n, change.skipped) == (4, 2)


def test_pairs_must_be_pairs() -> None:
    with pytest.raises(ValueError, match="same people: got 3 and 2"):
        compare_paired([9, 8, 7], [9, 8])


def test_paired_waves_and_changes_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="either two waves"):
        compare_paired([9], [9], changes=(0, 0, 1, 0, 0))


def test_paired_p_value_belongs_to_the_interval() -> None:
    change = compare_paired(changes=(1, 4, 30, 12, 3))
    interval = change.interval(1 - change.p_value)
    assert min(abs(interval.low), abs(interval.high)) == pytest.approx(0, abs=1e-9)


def test_pairs_are_worth_more_than_two_waves() -> None:
    before, after = [3] * 20 + [8] * 30 + [9] * 50, [3] * 15 + [8] * 30 + [9] * 55
    paired = compare_paired(before, after).interval().width
    assert paired < 0.7 * compare(nps(before), nps(after)).interval().width


def test_segments_against_their_past_equal_single_comparisons() -> None:
    past = [[5, 3, 9], [9, 9, 9], [1, 0, 30]]
    now = [[2, 3, 14], [15, 3, 2], [1, 0, 30]]
    found = compare_segments(now, past=past)
    for row in range(3):
        change = compare(nps(counts=past[row]), nps(counts=now[row]))
        assert found.p[row] == pytest.approx(change.p_value, abs=1e-9)
        assert found.difference[row] == pytest.approx(change.estimate, abs=1e-12)


def test_segments_are_adjusted_together() -> None:
    counts = np.random.default_rng(1).multinomial(90, (0.2, 0.3, 0.5), size=12)
    found = compare_segments(counts, target=0.2)
    assert found.p_adjusted.tolist() == adjust(found.p).tolist()
    assert found.difference.tolist() == pytest.approx((found.table.estimate - 0.2).tolist())


def test_each_segment_may_have_its_own_target() -> None:
    found = compare_segments([[20, 30, 50]] * 2, target=[0.3, -0.3])
    assert found.p[0] == 1
    assert found.p[1] < 1e-6


def test_the_rate_decides_which_segments_are_named() -> None:
    found = compare_segments([[20, 30, 50], [10, 20, 70]], target=0.2)
    assert found.differ(0.05).tolist() == [False, True]
    assert found.differ(0.9).tolist() == [True, True]


@pytest.mark.parametrize("held", [{}, {"target": 0.1, "past": [[3, 3, 3]]}])
def test_segments_need_one_thing_to_be_held_against(held) -> None:
    with pytest.raises(ValueError, match="either a target or the past"):
        compare_segments([[3, 3, 3]], **held)


def test_a_target_lies_on_the_scale() -> None:
    with pytest.raises(ValueError, match="target lies in"):
        compare_segments([[3, 3, 3]], target=30)


@pytest.mark.parametrize("p", [[0.5, 1.5], [-0.1], [[0.5]], [float("nan")]])
def test_p_values_are_probabilities(p) -> None:
    with pytest.raises(ValueError, match="p values must be"):
        adjust(p)


def test_an_unknown_adjustment_is_refused() -> None:
    with pytest.raises(ValueError, match="BH, BY, holm, hommel"):
        adjust([0.5], "bonferroni")


def test_no_p_values_stay_none() -> None:
    assert adjust([]).tolist() == []


@pytest.mark.parametrize("method", ["BH", "BY", "holm", "hommel"])
def test_one_question_needs_no_adjustment(method: str) -> None:
    assert adjust([0.03], method).tolist() == [0.03]


def test_adjusted_values_keep_the_order_given() -> None:
    assert adjust([0.5, 0.01]).tolist() == [0.5, 0.02]
