"""Drivers and turnarounds: what is shown, and what is withheld."""

from itertools import permutations

import numpy as np
import pytest

from analysis import drivers, proportion, recovery
from analysis.importance import lmg, subset_r2
from analysis.recovery import HELD_OUT, NOT_CONTACTED, REPEATERS, leaving_by_chance


def survey(n: int, slopes: tuple[float, ...], seed: int = 1):
    random = np.random.default_rng(seed)
    answers = random.integers(1, 8, (n, len(slopes))).astype(float)
    return answers, answers @ np.array(slopes) + random.normal(size=n)


def rank(answers, outcome, **options):
    names = [f"d{at}" for at in range(np.shape(answers)[1])]
    return drivers(answers, outcome, names, random=np.random.default_rng(2), **options)


def test_drivers_are_ranked_and_add_up() -> None:
    found = rank(*survey(400, (0.2, 1.0, 0.5)))
    assert [driver.name for driver in found.ranked] == ["d1", "d2", "d0"]
    total = sum(driver.importance for driver in found.ranked)
    assert total == pytest.approx(found.explained)
    assert (found.n, found.left_out, found.method) == (400, 0, "LMG")


def test_intervals_hold_importance_and_coefficient() -> None:
    for driver in rank(*survey(400, (0.2, 1.0, 0.5))).ranked:
        assert driver.importance_interval.contains(driver.importance)
        assert driver.coefficient_interval.contains(driver.coefficient)
        assert driver.importance_interval.method == "bootstrap, approximate"


def test_coefficients_and_their_intervals_are_those_of_least_squares() -> None:
    statsmodels = pytest.importorskip("statsmodels.api")
    answers, outcome = survey(150, (0.2, 1.0, 0.5))
    fitted = statsmodels.OLS(outcome, statsmodels.add_constant(answers)).fit()
    limits = fitted.conf_int(0.1)
    for driver in rank(answers, outcome, level=0.9).ranked:
        at = int(driver.name[1]) + 1
        interval = driver.coefficient_interval
        assert driver.coefficient == pytest.approx(fitted.params[at])
        assert [interval.low, interval.high] == pytest.approx(limits[at].tolist())


def test_more_than_twelve_drivers_are_ranked_by_johnson() -> None:
    assert rank(*survey(300, (0.5,) * 12), resamples=5).method == "LMG"
    many = rank(*survey(300, (0.5,) * 13), resamples=20)
    assert many.method == "Johnson"
    assert sum(driver.importance for driver in many.ranked) == pytest.approx(many.explained)


def test_answers_with_gaps_are_left_out() -> None:
    answers, outcome = survey(203, (0.2, 1.0))
    answers[0, 1] = np.nan
    outcome[1:3] = np.nan
    found = rank(answers, outcome)
    assert (found.n, found.left_out) == (200, 3)


def test_a_masked_answer_is_a_gap() -> None:
    answers, outcome = survey(203, (0.2, 1.0))
    hidden = np.zeros((203, 2), dtype=bool)
    hidden[0, 1] = True
    masked = np.ma.masked_array(np.where(hidden, 999, answers), hidden)
    found = rank(masked, np.ma.masked_array(outcome, np.arange(203) == 5))
    assert (found.n, found.left_out) == (201, 2)


def test_an_infinite_answer_is_refused() -> None:
    answers, outcome = survey(9, (0.2, 1.0))
    for x, y in ((answers + np.array([np.inf, 0]), outcome), (answers, outcome - np.inf)):
        with pytest.raises(ValueError, match="finite numbers"):
            rank(x, y)


def test_every_ranking_says_that_it_is_no_cause() -> None:
    assert rank(*survey(400, (0.2, 1.5))).note == "association, not cause"


def test_few_answers_are_ranked_only_where_intervals_are_apart() -> None:
    hidden = rank(*survey(99, (0.3, 0.3)))
    assert hidden.ranked == ()
    assert (
        hidden.note
        == "hidden: 99 complete answers cannot rank these drivers; association, not cause"
    )
    assert len(rank(*survey(99, (0.05, 1.5))).ranked) == 2
    assert len(rank(*survey(100, (0.3, 0.3))).ranked) == 2


def test_a_close_race_is_noted() -> None:
    assert rank(*survey(150, (0.3, 0.3))).note.startswith("the order of the first may be chance")


@pytest.mark.parametrize(
    "change, reason",
    [
        (lambda x, y: (x[:, :0], y), "not estimable: no drivers"),
        (lambda x, y: (x[:4], y[:4]), "not estimable: 4 complete answers for 2 drivers"),
        (lambda x, y: (x, y * 0), "not estimable: all scores are equal"),
        (lambda x, y: (x * [1, 0], y), "not estimable: all answers to d1 are equal"),
        (
            lambda x, y: (x[:, [0, 0]] * [1, 2], y),
            "not estimable: one driver is a combination of the others",
        ),
    ],
)
def test_what_cannot_be_ranked_says_why(change, reason: str) -> None:
    found = rank(*change(*survey(200, (0.3, 0.3))))
    assert (found.ranked, found.explained) == ((), 0)
    assert found.note == f"{reason}; association, not cause"


def test_five_answers_are_enough_to_compute_with_two_drivers() -> None:
    assert "not estimable" not in rank(*survey(5, (0.3, 0.3), seed=3)).note


@pytest.mark.parametrize(
    "answers, outcome, names",
    [
        (np.ones(5), np.ones(5), ["a"]),
        (np.ones((5, 2)), np.ones(4), ["a", "b"]),
        (np.ones((5, 2)), np.ones(5), ["a"]),
    ],
)
def test_shapes_must_fit(answers, outcome, names) -> None:
    with pytest.raises(ValueError, match=r"answers, .* outcomes and"):
        drivers(answers, outcome, names, random=np.random.default_rng())


def correlated(size: int, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.corrcoef(random.normal(size=(size, size)) @ random.normal(size=(size, 60)))


def test_subsets_explain_what_regression_explains() -> None:
    matrix = correlated(5, 3)
    explained = subset_r2(matrix)
    for mask in range(1, 16):
        chosen = [at + 1 for at in range(4) if mask >> at & 1]
        slopes = np.linalg.solve(matrix[np.ix_(chosen, chosen)], matrix[chosen, 0])
        assert explained[mask] == pytest.approx(slopes @ matrix[chosen, 0])


def test_lmg_is_the_mean_over_all_orders() -> None:
    matrix = correlated(4, 4)
    explained = subset_r2(matrix)
    gains = np.zeros(3)
    for order in permutations(range(3)):
        mask = 0
        for driver in order:
            gains[driver] += explained[mask | 1 << driver] - explained[mask]
            mask |= 1 << driver
    assert lmg(matrix).tolist() == pytest.approx((gains / 6).tolist())


def test_many_matrices_give_the_same_as_one_by_one() -> None:
    matrices = np.stack([correlated(5, seed) for seed in range(3)])
    assert np.allclose(lmg(matrices), [lmg(matrix) for matrix in matrices])


def test_a_turnaround_is_held_against_those_left_alone() -> None:
    claim = recovery(proportion(70, 100), proportion(40, 100), HELD_OUT)
    assert claim.effect.estimate == pytest.approx(0.3)
    assert claim.effect.verdict() == "up"
    assert (claim.n, claim.note) == ((100, 100), "")


@pytest.mark.parametrize(
    "basis, words",
    [(NOT_CONTACTED, "who was contacted was a choice"), (REPEATERS, "rough correction")],
)
def test_a_weaker_comparison_is_noted(basis: str, words: str) -> None:
    assert words in recovery(proportion(70, 100), proportion(40, 100), basis).note


def test_a_turnaround_by_chance_is_said_so() -> None:
    claim = recovery(proportion(45, 100), proportion(40, 100), HELD_OUT)
    assert claim.note == "the turnaround cannot be told apart from chance"


def test_a_turnaround_of_four_is_not_estimable() -> None:
    assert (
        recovery(proportion(4, 4), proportion(4, 90), HELD_OUT).note == "not estimable: 4 answers"
    )
    assert (
        recovery(proportion(4, 90), proportion(1, 4), HELD_OUT).note == "not estimable: 4 answers"
    )


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(ValueError, match="basis must be one of"):
        recovery(proportion(4, 9), proportion(4, 9), "gut feeling")


def test_independent_answers_leave_by_the_share_of_the_others() -> None:
    assert leaving_by_chance(0.3, 0.0) == pytest.approx(0.7)


@pytest.mark.parametrize("share, correlation", [(0, 0.5), (1, 0.5), (0.3, 1), (0.3, -0.1)])
def test_chance_of_leaving_needs_a_share_and_a_correlation(
    share: float, correlation: float
) -> None:
    with pytest.raises(ValueError, match="must lie"):
        leaving_by_chance(share, correlation)
