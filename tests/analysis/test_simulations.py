"""What the methods promise, tried out with fixed seeds. The long versions run with -m slow."""

from math import sqrt

import numpy as np
import pytest

from analysis import (
    Plan,
    Shares,
    change_points,
    compare_paired,
    compare_segments,
    ewma_chart,
    leaving_by_chance,
    nps,
    rake,
    sequence,
    watch_below,
    weighted_nps,
)
from analysis.run_length import shortest_delay
from analysis.scoring import score_limits_rows, trinomial_z
from analysis.sequence import log_capital

USUAL = (0.2, 0.3, 0.5)
TOP_HEAVY = (0.02, 0.08, 0.90)


def running_counts(random: np.random.Generator, truth: tuple[float, ...], streams: int, n: int):
    """Counts after each answer, shape (streams, n, 3)."""
    answers = random.choice(3, p=truth, size=(streams, n))
    return np.stack([np.cumsum(answers == at, axis=1) for at in range(3)], axis=2)


def alarms(truth: tuple[float, ...], streams: int, n: int) -> tuple[float, float]:
    """Share of streams in which the truth is ever excluded: by the sequence, and naively."""
    random = np.random.default_rng(11)
    t = truth[2] - truth[0]
    ours = naive = 0
    for _ in range(streams // 20):
        counts = running_counts(random, truth, 20, n).astype(float)
        for stream in counts[:, 4:]:
            above = log_capital(stream, np.full((len(stream), 1), t)).max()
            below = log_capital(stream[:, ::-1], np.full((len(stream), 1), -t)).max()
            ours += max(above, below) >= np.log(2 / 0.05)
            naive += np.abs(trinomial_z(stream[5:], t)).max() > 1.96
    return ours / streams, naive / streams


@pytest.mark.parametrize("truth", [USUAL, TOP_HEAVY])
def test_peeking_at_every_answer_raises_few_false_alarms(truth: tuple[float, ...]) -> None:
    ours, naive = alarms(truth, streams=200, n=1000)
    assert ours <= 0.05
    assert naive >= 0.25


@pytest.mark.slow
@pytest.mark.parametrize("truth", [USUAL, TOP_HEAVY])
def test_ten_thousand_peeks_raise_few_false_alarms(truth: tuple[float, ...]) -> None:
    ours, naive = alarms(truth, streams=1000, n=10_000)
    print(f"false alarms in 10,000 peeks, {truth}: sequence {ours:.3f}, naive {naive:.3f}")
    assert ours <= 0.05
    assert naive >= 0.5


def test_the_capital_at_the_truth_decides_as_the_interval_does() -> None:
    random = np.random.default_rng(3)
    for d, s, p in random.integers(0, 60, (60, 3)).tolist():
        counts = np.array([[d, s, p + 5]], dtype=float)
        interval = sequence(counts=(d, s, p + 5)).interval()
        rejected = log_capital(counts, np.array([[0.3]]))[0, 0] >= np.log(2 / 0.05)
        rejected |= log_capital(counts[:, ::-1], np.array([[-0.3]]))[0, 0] >= np.log(2 / 0.05)
        assert rejected == (not interval.contains(0.3))


def test_the_sequence_is_less_than_twice_as_wide_as_a_single_look() -> None:
    for n in (50, 500, 5000, 50_000):
        counts = (n // 5, 3 * n // 10, n // 2)
        single = nps(counts=counts).interval(0.95, "score").width
        assert 1.5 < sequence(counts=counts).interval().width / single < 1.85


@pytest.mark.parametrize(
    "truth, n", [(USUAL, (50, 50)), (USUAL, (20, 60)), (TOP_HEAVY, (100, 100))]
)
def test_equal_waves_are_told_apart_in_at_most_one_of_twenty_cases(truth, n) -> None:
    random = np.random.default_rng(5)
    before, after = (random.multinomial(size, truth, size=6000) for size in n)
    wrong = float((compare_segments(after, past=before).p < 0.05).mean())
    assert 0.025 <= wrong <= 0.056


@pytest.mark.parametrize("n", [(20, 60), (60, 60)])
def test_change_intervals_cover_the_change(n) -> None:
    random = np.random.default_rng(6)
    z = 1.959963984540054
    first, second = (
        random.multinomial(size, t, size=6000)
        for size, t in zip(n, (USUAL, TOP_HEAVY), strict=True)
    )
    low, high = (score_limits_rows(rows, (-1, 0, 1), z) for rows in (first, second))
    start, end = ((rows[:, 2] - rows[:, 0]) / rows.sum(axis=1) for rows in (first, second))
    down = np.hypot(end - high[:, 0], low[:, 1] - start)
    up = np.hypot(high[:, 1] - end, start - low[:, 0])
    covered = ((end - start - down <= 0.58) & (end - start + up >= 0.58)).mean()
    assert 0.94 <= covered <= 0.97


def test_false_findings_among_segments_stay_below_their_rate() -> None:
    random = np.random.default_rng(7)
    shifted = (0.1, 0.2, 0.7)
    false_share, unadjusted = [], []
    for _ in range(300):
        counts = np.concatenate(
            [random.multinomial(150, USUAL, size=15), random.multinomial(150, shifted, size=5)]
        )
        found = compare_segments(counts, target=0.3)
        for share, named in ((false_share, found.differ()), (unadjusted, found.p < 0.05)):
            share.append(named[:15].sum() / max(1, named.sum()))
    assert np.mean(false_share) <= 0.055
    assert np.mean(unadjusted) >= 0.09


@pytest.mark.parametrize("n", [10, 30, 100])
def test_paired_intervals_cover_the_change(n: int) -> None:
    random = np.random.default_rng(8)
    truth = (0.02, 0.10, 0.60, 0.22, 0.06)
    change = float(np.dot(truth, range(-2, 3)))
    drawn = random.multinomial(n, truth, size=2000).tolist()
    covered = np.mean(
        [compare_paired(changes=counts).interval().contains(change) for counts in drawn]
    )
    assert 0.94 <= covered <= 0.985


def test_the_planned_number_of_answers_has_the_planned_power() -> None:
    random = np.random.default_rng(9)
    n = Plan(Shares(*USUAL)).answers(0.10)
    before = random.multinomial(n, USUAL, size=5000)
    after = random.multinomial(n, (0.15, 0.30, 0.55), size=5000)
    noticed = (compare_segments(after, past=before).p < 0.05).mean()
    assert 0.78 <= noticed <= 0.82


def first_drop(
    random: np.random.Generator, truth: tuple[float, ...], days: int, *, quiet: int = 0
) -> int:
    """Days of 20 answers until the chart's line drops, after so many usual days."""
    usual, then = (random.multinomial(20, t, size=n) for t, n in ((USUAL, quiet), (truth, days)))
    chart = ewma_chart(np.concatenate([usual, then]), (20_000, 30_000, 50_000))
    drops = chart.drops[quiet:]
    return int(drops.argmax()) + 1 if drops.any() else days


def test_the_chart_raises_about_one_false_alarm_a_year() -> None:
    random = np.random.default_rng(10)
    length = np.mean([first_drop(random, USUAL, 2500) for _ in range(150)])
    assert 290 <= length <= 480


def test_the_chart_finds_a_drop_of_fifteen_points_within_a_fortnight() -> None:
    random = np.random.default_rng(12)
    fresh = np.mean([first_drop(random, DROPPED, 300) for _ in range(200)])
    assert 6 <= fresh <= 9
    after_two_months = np.mean([first_drop(random, DROPPED, 300, quiet=60) for _ in range(200)])
    assert 8 <= after_two_months <= 11.5


THIRTY_DAYS = 0.236  # lower limit of 600 baseline answers, 20/30/50


def pager_delay(
    random: np.random.Generator,
    truth: tuple[float, ...],
    looks: int,
    *,
    floor: float = THIRTY_DAYS,
    quiet: int = 0,
) -> int:
    """Days of 20 answers until the pager goes off, after so many usual days."""
    pager = watch_below(floor)
    for counts in random.multinomial(20, USUAL, size=quiet).tolist():
        seen = pager.look(counts)
        pager = watch_below(floor) if seen.alarm else seen
    for look, counts in enumerate(random.multinomial(20, truth, size=looks).tolist(), 1):
        pager = pager.look(counts)
        if pager.alarm:
            return look
    return looks


def test_the_pager_keeps_its_distance_between_false_alarms() -> None:
    random = np.random.default_rng(13)
    at_floor = (0.232, 0.300, 0.468)
    assert np.mean([pager_delay(random, at_floor, 1200) for _ in range(25)]) >= 365


def test_the_pager_stays_silent_while_nothing_is_wrong() -> None:
    random = np.random.default_rng(14)
    assert np.mean([pager_delay(random, USUAL, 365) < 365 for _ in range(60)]) <= 0.05


DROPPED = (0.275, 0.300, 0.425)  # 15 points below USUAL
SPREAD = sqrt((0.275 + 0.425 - 0.15**2) / 20)  # of the NPS of one day after it


def test_the_pager_finds_a_drop_of_fifteen_points_below_its_floor_in_13_days() -> None:
    random = np.random.default_rng(15)
    delays = [pager_delay(random, DROPPED, 300, floor=0.3, quiet=60) for _ in range(200)]
    assert np.mean(delays) <= 13.3


def test_a_pager_that_forgives_the_error_of_its_baseline_needs_longer() -> None:
    # the drop from 30 to 15 lies only 8.6 points below the limit of a 30-day baseline
    random = np.random.default_rng(22)
    delays = [pager_delay(random, DROPPED, 300, quiet=60) for _ in range(100)]
    fastest = shortest_delay((THIRTY_DAYS - 0.15) / SPREAD, 365)
    assert fastest >= 25  # whoever keeps that run length; 13.3 days cannot be had
    assert np.mean(delays) <= 1.35 * fastest


def test_a_year_of_baseline_halves_the_delay() -> None:
    random = np.random.default_rng(23)
    floor = nps(counts=(1460, 2190, 3650)).interval().low
    delays = [pager_delay(random, DROPPED, 300, floor=floor, quiet=60) for _ in range(100)]
    assert np.mean(delays) <= 17


def test_a_steady_year_is_rarely_divided() -> None:
    random = np.random.default_rng(16)
    years = random.multinomial(20, USUAL, size=(150, 365))
    assert np.mean([len(change_points(year)) > 1 for year in years]) <= 0.03


def test_a_change_of_level_is_dated_within_days() -> None:
    random = np.random.default_rng(17)
    for _ in range(20):
        days = np.concatenate(
            [
                random.multinomial(20, USUAL, size=100),
                random.multinomial(20, (0.4, 0.3, 0.3), size=80),
            ]
        )
        stretches = change_points(days)
        assert len(stretches) == 2
        assert abs(stretches[1].start - 100) <= 7


def weighted_cover(n: int, repeats: int) -> tuple[float, float]:
    """Coverage with and without weights when happy regions answer more readily."""
    random = np.random.default_rng(18)
    size = {"a": 5000, "b": 3000, "c": 2000}
    mood = {"a": (0.35, 0.30, 0.35), "b": (0.20, 0.30, 0.50), "c": (0.10, 0.20, 0.70)}
    truth = sum(size[r] * (mood[r][2] - mood[r][0]) for r in "abc") / 10_000
    hits = plain = shown = 0
    for _ in range(repeats):
        per_region = random.multinomial(n, (0.2, 0.3, 0.5))
        region = np.repeat(list("abc"), per_region)
        drawn = [
            random.choice([3, 8, 10], size=k, p=mood[r])
            for r, k in zip("abc", per_region, strict=True)
        ]
        scores = np.concatenate(drawn)
        interval = weighted_nps(scores, rake([(region, size)])).interval()
        if interval:  # otherwise the weights came out too uneven to show anything
            shown += 1
            hits += interval.contains(truth)
        plain += nps(scores).interval().contains(truth)
    assert shown > 0.98 * repeats
    return hits / shown, plain / repeats


def test_weighted_intervals_cover_what_unweighted_ones_miss() -> None:
    weighted, unweighted = weighted_cover(60, 1000)
    assert 0.93 <= weighted <= 0.975
    assert unweighted <= 0.7


@pytest.mark.slow
def test_weighted_intervals_of_many_answers_cover() -> None:
    weighted, unweighted = weighted_cover(1000, 2000)
    print(f"n = 1000: weighted {weighted:.3f}, unweighted {unweighted:.3f}")
    assert 0.935 <= weighted <= 0.97
    assert unweighted <= 0.01


def clustered_cover(customers: int, repeats: int) -> tuple[float, float]:
    """Coverage with and without ids when customers answer three times in one mood."""
    random = np.random.default_rng(19)
    by_class = np.array([3, 8, 10])
    hits = plain = 0
    for _ in range(repeats):
        mood = random.choice(3, p=USUAL, size=customers)
        fresh = random.choice(3, p=USUAL, size=(customers, 3))
        keep = random.random((customers, 3)) < 0.8
        scores = by_class[np.where(keep, mood[:, None], fresh)].ravel()
        ids = np.repeat(np.arange(customers), 3)
        hits += nps(scores, ids=ids).interval().contains(0.3)
        plain += nps(scores).interval().contains(0.3)
    return hits / repeats, plain / repeats


@pytest.mark.parametrize("customers", [12, 40])
def test_intervals_with_ids_cover_what_others_miss(customers: int) -> None:
    with_ids, without = clustered_cover(customers, 800)
    assert 0.935 <= with_ids <= 0.975
    assert without <= 0.88


@pytest.mark.parametrize("n", [10, 30, 100])
def test_means_of_happy_customers_are_covered_where_students_t_fails(n: int) -> None:
    random = np.random.default_rng(20)
    truth, values = (0.01, 0.02, 0.03, 0.06, 0.88), np.arange(1, 6)
    mean = float(values @ truth)
    drawn = random.multinomial(n, truth, size=4000)
    limits = score_limits_rows(drawn, values, 1.959963984540054)
    covered = ((limits[:, 0] <= mean) & (mean <= limits[:, 1])).mean()
    assert 0.93 <= covered <= 0.985


def test_regression_to_the_mean_is_that_of_two_correlated_answers() -> None:
    random = np.random.default_rng(21)
    first, noise = random.normal(size=(2, 400_000))
    second = 0.75 * first + np.sqrt(1 - 0.75**2) * noise
    cut = np.quantile(first, 0.2)
    left = (second[first < cut] >= cut).mean()
    assert leaving_by_chance(0.2, 0.75) == pytest.approx(left, abs=0.005)


def test_a_third_to_a_half_of_detractors_leave_though_nothing_changed() -> None:
    assert leaving_by_chance(0.2, 0.7) == pytest.approx(0.44, abs=0.006)
    assert leaving_by_chance(0.2, 0.8) == pytest.approx(0.35, abs=0.006)
