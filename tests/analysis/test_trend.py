"""The chart line, the pager, change points, weekdays and run lengths."""

import numpy as np
import pytest

from analysis import change_points, ewma_chart, watch_below, weekdays
from analysis.run_length import (
    cusum_run_length,
    ewma_run_length,
    limit_for,
    shortest_delay,
)
from analysis.streams import betting_sequence, hoeffding_sequence

BASE = (2000, 3000, 5000)


def test_the_line_moves_a_tenth_of_the_way_each_day() -> None:
    line = ewma_chart([[0, 0, 10], [10, 0, 0]], BASE).line
    assert line.tolist() == pytest.approx([0.37, 0.9 * 0.37 - 0.1])


def test_the_limits_have_the_exact_variance_of_each_day() -> None:
    chart = ewma_chart([[4, 6, 10], [8, 12, 20]], BASE, width=2)
    spread = (7000 + 1.5) / 10003 - (3000 / 10003) ** 2  # of one answer, with pseudo-answers
    first = 0.01 * spread / 20
    second = 0.81 * first + 0.01 * spread / 40
    reach = 2 * np.sqrt([first, second])
    assert (0.3 - chart.low).tolist() == pytest.approx(reach.tolist())
    assert (chart.high - 0.3).tolist() == pytest.approx(reach.tolist())


def test_a_day_without_answers_changes_nothing() -> None:
    chart = ewma_chart([[4, 6, 10], [0, 0, 0], [4, 6, 10]], BASE)
    assert chart.line[1] == chart.line[0]
    assert chart.low[1] == chart.low[0]


def test_drops_and_rises_are_told_apart() -> None:
    sunk, risen = ewma_chart([[19, 1, 0]] * 3, BASE), ewma_chart([[0, 1, 19]] * 3, BASE)
    assert (sunk.drops.any(), sunk.rises.any()) == (True, False)
    assert (risen.drops.any(), risen.rises.any()) == (False, True)


def test_days_on_the_centre_raise_no_alarm() -> None:
    chart = ewma_chart([[0, 0, 0]] + [[4, 6, 10]] * 5, BASE)
    assert not chart.drops.any()
    assert not chart.rises.any()
    assert (chart.centre, chart.note) == (0.3, "")


def test_a_small_baseline_is_noted() -> None:
    assert "baseline of 299 answers" in ewma_chart([[1, 1, 1]], (99, 100, 100)).note
    assert ewma_chart([[1, 1, 1]], (100, 100, 100)).note == ""
    assert ewma_chart([[0, 0, 0]], BASE).note == "no answers yet"


def test_an_all_equal_baseline_still_has_limits() -> None:
    chart = ewma_chart([[0, 0, 20]], (0, 0, 400))
    assert chart.low[0] < chart.centre < chart.high[0]


@pytest.mark.parametrize("smoothing", [0, 1.1, -0.1])
def test_smoothing_is_a_share(smoothing: float) -> None:
    with pytest.raises(ValueError, match="smoothing"):
        ewma_chart([[1, 1, 1]], BASE, smoothing=smoothing)


def test_limits_are_a_positive_way_off() -> None:
    for width in (0, -2, float("nan")):
        with pytest.raises(ValueError, match="width must be positive"):
            ewma_chart([[1, 1, 1]], BASE, width=width)


def test_a_change_never_earns_its_penalty() -> None:
    for penalty in (-1, float("nan")):
        with pytest.raises(ValueError, match="penalty must be"):
            change_points([[1, 1, 1]], penalty=penalty)


def test_smoothing_of_one_shows_each_day_itself() -> None:
    assert ewma_chart([[0, 0, 10], [10, 0, 0]], BASE, smoothing=1).line.tolist() == [1, -1]


@pytest.mark.parametrize("baseline", [(0, 0, 0), (1, 1, 2)])
def test_a_baseline_has_five_answers(baseline) -> None:
    with pytest.raises(ValueError, match="too small"):
        ewma_chart([[1, 1, 1]], baseline)


def test_weekdays_are_pooled_from_monday() -> None:
    days = [[day, 0, 10] for day in range(10)]
    by_day = weekdays(days, first=5).by_day
    assert [score.detractors for score in by_day] == [2 + 9, 3, 4, 5, 6, 0 + 7, 1 + 8]


def test_a_weekday_that_differs_is_found() -> None:
    steady = [[4, 6, 10]] * 70
    with_bad_mondays = [[10, 6, 4] if day % 7 == 0 else [4, 6, 10] for day in range(70)]
    assert weekdays(steady, 0).p_value == pytest.approx(1)
    assert weekdays(with_bad_mondays, 0).p_value < 1e-6


def test_weekdays_need_two_days_with_answers() -> None:
    assert weekdays([[4, 6, 10]], 0).p_value is None
    assert weekdays([[4, 6, 10], [1, 1, 2]], 0).p_value is None
    assert weekdays([[4, 6, 10], [1, 1, 3]], 0).p_value is not None


@pytest.mark.parametrize("first", [-1, 7])
def test_a_week_has_seven_days(first: int) -> None:
    with pytest.raises(ValueError, match="weekday"):
        weekdays([[1, 1, 1]], first)


def test_weekdays_judge_by_cochrans_q() -> None:
    # 50 answers each, with pseudo-answers: Q = sum of ((t - mean) / error)**2, 1 degree
    found = weekdays([[10, 15, 25], [20, 15, 15]], 0)
    errors = [((15 + 20 + 1.5) / 53 - (15 / 53) ** 2) / 50, ((35 + 1.5) / 53 - (5 / 53) ** 2) / 50]
    q = (0.3 - -0.1) ** 2 / sum(errors)
    from math import erfc, sqrt

    assert found.p_value == pytest.approx(erfc(sqrt(q / 2)), rel=1e-9)


def test_the_pager_starts_silent_and_forgets_nothing() -> None:
    pager = watch_below(0.2)
    assert (pager.evidence, pager.alarm) == (0, False)
    first = pager.look((5, 5, 5))
    assert pager.evidence == 0
    assert first.look((5, 5, 5)).evidence > first.evidence


def test_a_look_without_answers_gives_the_gamblers_one() -> None:
    assert watch_below(0.2).look((0, 0, 0)).evidence == pytest.approx(1)
    assert watch_below(0.2).look((0, 0, 0)).look((0, 0, 0)).evidence == pytest.approx(2)


def test_good_answers_calm_the_pager() -> None:
    pager = watch_below(0.2).look((9, 3, 3))
    assert pager.look((0, 0, 30)).evidence < pager.evidence


def test_no_bet_gains_at_the_floor() -> None:
    # expectation of what one look multiplies, over all outcomes of one answer
    for floor in (-0.5, 0.0, 0.4):
        truth = ((1 - floor) / 2, 0.0, (1 + floor) / 2)
        looks = [watch_below(floor).look(np.eye(3, dtype=int)[at]).evidence for at in range(3)]
        assert float(np.dot(truth, looks)) == pytest.approx(1)


def test_much_evidence_stays_finite() -> None:
    pager = watch_below(0.9).look((10**6, 0, 0))
    assert pager.alarm
    assert np.isfinite(pager.evidence)


@pytest.mark.parametrize("floor", [-1, 1, 30])
def test_a_floor_lies_inside_the_scale(floor: float) -> None:
    with pytest.raises(ValueError, match="floor"):
        watch_below(floor)


@pytest.mark.parametrize("length", [0.5, float("nan")])
def test_a_run_length_is_at_least_one(length: float) -> None:
    with pytest.raises(ValueError, match="run_length"):
        watch_below(0.1, length)
    assert watch_below(0.1, 1).run_length == 1


def test_stretches_cover_all_days_and_answers() -> None:
    random = np.random.default_rng(4)
    days = np.concatenate(
        [
            random.multinomial(30, truth, size=30)
            for truth in ((0.1, 0.2, 0.7), (0.5, 0.3, 0.2), (0.1, 0.2, 0.7))
        ]
    )
    stretches = change_points(days)
    assert [stretches[0].start, stretches[-1].stop] == [0, 90]
    assert [s.stop for s in stretches[:-1]] == [s.start for s in stretches[1:]]
    assert sum(s.score.n for s in stretches) == 2700
    assert len(stretches) == 3


def test_a_stretch_lasts_its_shortest_time() -> None:
    days = [[4, 6, 10]] * 30 + [[20, 0, 0]] * 5 + [[4, 6, 10]] * 30
    assert [s.start for s in change_points(days, shortest=5)] == [0, 30, 35]
    for stretch in change_points(days, shortest=8):
        assert stretch.stop - stretch.start >= 8


def test_a_week_is_the_shortest_stretch_unless_another_is_asked_for() -> None:
    week_off = [[4, 6, 10]] * 30 + [[20, 0, 0]] * 7 + [[4, 6, 10]] * 30
    days_off = [[4, 6, 10]] * 30 + [[20, 0, 0]] * 6 + [[4, 6, 10]] * 30
    assert [s.start for s in change_points(week_off)] == [0, 30, 37]
    assert [s.start for s in change_points(days_off)] != [0, 30, 36]


def test_the_division_is_the_best_of_all() -> None:
    days = np.array([[1, 2, 3], [3, 2, 1], [4, 1, 1], [0, 1, 5], [1, 0, 5], [0, 0, 6], [5, 1, 0]])

    def cost(starts: list[int]) -> float:
        total = 0.0
        for start, stop in zip(starts, [*starts[1:], len(days)], strict=True):
            counts = days[start:stop].sum(axis=0)
            shares = counts[counts > 0] / counts.sum()
            total -= float(counts[counts > 0] @ np.log(shares))
        return total + 0.7 * np.log(len(days)) * (len(starts) - 1)

    divisions = [[0, *(day for day in range(1, 7) if mask >> day & 1)] for mask in range(0, 128, 2)]
    found = [s.start for s in change_points(days, shortest=1, penalty=0.7)]
    assert found == min(divisions, key=cost)


@pytest.mark.parametrize("days", [np.zeros((0, 3), dtype=int), np.zeros((0, 11), dtype=int)])
def test_no_days_have_no_stretches(days) -> None:
    assert change_points(days) == ()


def test_few_days_are_one_stretch() -> None:
    assert [(s.start, s.stop) for s in change_points([[1, 2, 3]] * 3)] == [(0, 3)]
    assert [(s.start, s.stop) for s in change_points([[0, 0, 0]] * 30)] == [(0, 30)]


def test_a_shortest_stretch_is_a_day() -> None:
    with pytest.raises(ValueError, match="shortest"):
        change_points([[1, 2, 3]], shortest=0)


def test_run_lengths_grow_with_the_limit_and_shrink_with_the_shift() -> None:
    assert ewma_run_length(0.1, 2.5) < ewma_run_length(0.1, 2.6)
    assert ewma_run_length(0.1, 2.5, shift=0.5) < ewma_run_length(0.1, 2.5)
    assert ewma_run_length(0.1, 2.5) < ewma_run_length(0.1, 2.5, sides=1)
    assert ewma_run_length(0.1, 2.5) < ewma_run_length(0.1, 2.5, limits="settled")


def test_the_charts_usual_width_gives_one_false_drop_a_year() -> None:
    assert 365 <= ewma_run_length(0.1, 2.45, sides=1) <= 405


def test_a_shewhart_chart_is_an_ewma_without_memory() -> None:
    # three standard errors, normal: one false alarm in 370.4 (any textbook)
    assert ewma_run_length(0.999, 3, limits="settled") == pytest.approx(370.4, abs=0.2)


@pytest.mark.parametrize("wrong", [{"sides": 3}, {"limits": "wide"}])
def test_an_unknown_chart_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match="sides must be"):
        ewma_run_length(0.1, 2.5, **wrong)


def test_no_delay_is_shorter_than_that_of_a_chart_told_the_shift() -> None:
    for shift in (0.3, 0.8, 2.0):
        for reference in (0.2 * shift, 0.4 * shift, 0.7 * shift):
            limit = limit_for(lambda height, k=reference: cusum_run_length(k, height), 365)
            told_wrong = cusum_run_length(reference, limit, shift=shift)
            assert shortest_delay(shift, 365) < told_wrong
    # Siegmund's approximation (Sequential Analysis, 1985): run lengths (e**x - x - 1) / (2 k**2)
    # and (e**-x + x - 1) / (2 k**2) with k half of the shift, x = 3.910 and 5.236
    for shift, wanted in ((0.5, 23.4), (1.0, 8.48)):
        assert shortest_delay(shift, 365) == pytest.approx(wanted, abs=0.25)


@pytest.mark.parametrize("shift, length", [(0, 365), (-1, 365), (float("nan"), 365), (1, 1)])
def test_a_delay_needs_a_shift_and_a_run_length(shift: float, length: float) -> None:
    with pytest.raises(ValueError, match="shift must be positive"):
        shortest_delay(shift, length)


def test_a_limit_is_found_for_any_wish() -> None:
    for wanted in (5, 50, 5000):
        limit = limit_for(lambda height: cusum_run_length(0.5, height), wanted)
        assert cusum_run_length(0.5, limit) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("sequence", [hoeffding_sequence, betting_sequence])
@pytest.mark.parametrize("answers", [[0.5, 1.5], [[0.5]], [float("nan")]])
def test_a_stream_lies_on_the_scale(sequence, answers) -> None:
    with pytest.raises(ValueError, match="answers must be"):
        sequence(answers)
