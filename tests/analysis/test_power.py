"""Sample sizes, against the goal table and against each other."""

import pytest

from analysis import Plan, Shares, answers_for_margin, margin_of
from analysis.power import answers_by_t_test, shifted

USUAL = Shares(0.2, 0.3, 0.5)


@pytest.mark.parametrize("change, answers", [(0.05, 3729), (0.10, 903), (0.15, 387), (0.20, 208)])
def test_answers_per_wave_are_those_of_the_goal_table(change: float, answers: int) -> None:
    assert Plan(USUAL).answers(change) == answers


def test_a_margin_of_five_points_needs_938_answers() -> None:
    assert answers_for_margin(USUAL, 0.05) == 938
    assert margin_of(USUAL, 938) <= 0.05 < margin_of(USUAL, 937)


def test_a_higher_level_needs_more_answers() -> None:
    assert answers_for_margin(USUAL, 0.05, level=0.99) == 1619
    assert Plan(USUAL, level=0.99).answers(0.1) == 1344


def test_pairs_need_fewer_answers() -> None:
    assert Plan(USUAL, correlation=0.6).answers(0.1) == pytest.approx(0.4 * 903, abs=2)


def test_a_tenth_of_the_answers_needs_ten_times_as_many() -> None:
    assert Plan(USUAL, share=0.1).answers(0.1) == pytest.approx(9030, abs=10)
    assert Plan(USUAL, share=0.1).power_with(9030, 0.1) == pytest.approx(0.8, abs=0.002)


@pytest.mark.parametrize("power", [0.5, 0.8, 0.95])
def test_planned_answers_reach_the_planned_power(power: float) -> None:
    plan = Plan(USUAL, power=power)
    n = plan.answers(0.1)
    assert plan.power_with(n, 0.1) >= power > plan.power_with(n - 1, 0.1)


def test_noticeable_is_the_inverse_of_answers() -> None:
    plan = Plan(USUAL)
    for n in (50, 300, 2000):
        assert plan.answers(plan.noticeable(n)) == pytest.approx(n, abs=1)


def test_a_handful_of_answers_notices_nothing() -> None:
    assert Plan(Shares(0.05, 0.1, 0.85)).noticeable(5) is None
    assert Plan(Shares(0.0, 0.0, 1.0)).noticeable(500) is None


def test_what_can_be_noticed_is_said_in_words() -> None:
    plan = Plan(Shares(0.05, 0.1, 0.85))
    assert plan.words(900, "{:.2f}".format) == "with 900 answers you would notice a rise of 0.06"
    assert plan.words(5, str) == "with 5 answers you would notice no rise at all"


def test_falls_are_planned_like_rises() -> None:
    mirrored = Plan(Shares(0.5, 0.3, 0.2))
    assert mirrored.answers(-0.1) == Plan(USUAL).answers(0.1)
    assert mirrored.power_with(500, -0.1) == pytest.approx(Plan(USUAL).power_with(500, 0.1))


@pytest.mark.parametrize(
    "shares, change, after",
    [
        (USUAL, 0.1, (0.15, 0.3, 0.55)),
        (USUAL, -0.1, (0.25, 0.3, 0.45)),
        (Shares(0.02, 0.5, 0.48), 0.1, (0.0, 0.44, 0.56)),
        (Shares(0.48, 0.5, 0.02), -0.1, (0.56, 0.44, 0.0)),
        (Shares(0.0, 0.2, 0.8), 0.2, (0.0, 0.0, 1.0)),
    ],
)
def test_a_shift_moves_the_score_and_keeps_the_total(shares, change, after) -> None:
    assert shifted(shares, change) == pytest.approx(after, abs=1e-12)


def test_a_shift_beyond_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot move by"):
        Plan(USUAL).answers(0.8)
    with pytest.raises(ValueError, match="cannot move by"):
        Plan(USUAL).answers(-1.4)
    with pytest.raises(ValueError, match="cannot move by"):
        shifted(Shares(0.0, 0.2, 0.8), 0.2001)


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"level": 95}, "level"),
        ({"power": 0}, "power"),
        ({"power": 1}, "power"),
        ({"correlation": 1}, "correlation"),
        ({"correlation": -0.1}, "correlation"),
        ({"share": 0}, "share must lie"),
        ({"share": 1.1}, "share must lie"),
        ({"shares": Shares(0.2, 0.2, 0.2)}, "add up to 1"),
        ({"shares": Shares(-0.1, 0.6, 0.5)}, "0 or more"),
    ],
)
def test_a_plan_outside_its_range_is_refused(wrong, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Plan(**{"shares": USUAL, **wrong})


def test_edges_of_the_range_are_allowed() -> None:
    assert Plan(USUAL, correlation=0, share=1).answers(0.1) == 903


@pytest.mark.parametrize("size", [0, -0.1, float("nan")])
def test_a_size_to_notice_is_positive(size: float) -> None:
    for plan in (
        lambda: answers_for_margin(USUAL, size),
        lambda: answers_by_t_test(size, 0.8, level=0.95, power=0.8),
    ):
        with pytest.raises(ValueError, match="must be positive"):
            plan()
    with pytest.raises(ValueError, match="must be positive"):
        Plan(USUAL).answers(0)


def test_at_least_one_answer_is_needed() -> None:
    for ask in (
        lambda: margin_of(USUAL, 0),
        lambda: Plan(USUAL).power_with(0, 0.1),
        lambda: Plan(USUAL).noticeable(0),
    ):
        with pytest.raises(ValueError, match="at least one answer"):
            ask()
    assert margin_of(USUAL, 1) > 1


@pytest.mark.parametrize(
    "shares", [(0.2, 0.3, 0.6), (1.2, -0.2, 0.0), (0.5, 0.5), (0.5, float("nan"), 0.5)]
)
def test_shares_add_up_to_one(shares) -> None:
    for plan in (Plan, lambda s: answers_for_margin(s, 0.1), lambda s: margin_of(s, 9)):
        with pytest.raises(ValueError, match="add up to 1"):
            plan(shares)


def test_shares_may_be_a_plain_tuple() -> None:
    assert Plan((0.2, 0.3, 0.5)).answers(0.1) == Plan(USUAL).answers(0.1)
    assert answers_for_margin((0.2, 0.3, 0.5), 0.05) == 938
