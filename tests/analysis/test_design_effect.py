"""Repeated answers in drivers, charts, the pager and plans; see also `test_repeats`."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
import pytest

from analysis import (
    Plan,
    Shares,
    answers_for_margin,
    change_points,
    compare,
    drivers,
    ewma_chart,
    margin_of,
    nps,
    watch_below,
    weekdays,
)
from tests.analysis.test_repeats import TIMES, USUAL, asked_again


def driver_answers(random: np.random.Generator, customers: int) -> tuple[Any, Any, Any]:
    """Two drivers without influence, and a score, of customers in one mood."""
    x = np.repeat(random.normal(size=(customers, 2)), TIMES, axis=0)
    mood = np.repeat(random.normal(size=customers), TIMES)
    return x, mood + 0.3 * random.normal(size=len(mood)), np.repeat(np.arange(customers), TIMES)


def ranked(x: Any, y: Any, ids: Any = None, **options: Any) -> Any:
    random = np.random.default_rng(11)
    return drivers(x, y, ["a", "b"], random=random, ids=ids, **{"resamples": 10} | options)


def coefficients_cover(repeats: int) -> tuple[float, float]:
    """Coverage of coefficients of 0 with and without ids."""
    random, known, blind = np.random.default_rng(12), 0, 0
    for _ in range(repeats):
        x, y, ids = driver_answers(random, 100)
        for repeated, plain in zip(ranked(x, y, ids).ranked, ranked(x, y).ranked, strict=True):
            known += repeated.coefficient_interval.contains(0)
            blind += plain.coefficient_interval.contains(0)
    return known / repeats / 2, blind / repeats / 2


def test_coefficients_of_drivers_cover_repeated_answers() -> None:
    known, blind = coefficients_cover(250)
    assert 0.91 <= known <= 0.97
    assert blind <= 0.8


def test_coefficients_of_repeated_answers_are_those_of_statsmodels() -> None:
    models = pytest.importorskip("statsmodels.regression.linear_model")
    x, y, ids = driver_answers(np.random.default_rng(13), 100)
    fitted = models.OLS(y, np.column_stack([np.ones(len(y)), x])).fit(
        cov_type="cluster", cov_kwds={"groups": ids}, use_t=True
    )
    found = {driver.name: driver for driver in ranked(x, y, ids, level=0.9).ranked}
    for name, limits in zip("ab", fitted.conf_int(0.1)[1:].tolist(), strict=True):
        interval = found[name].coefficient_interval
        assert [interval.low, interval.high] == pytest.approx(limits)


def test_importance_of_repeated_answers_is_less_certain() -> None:
    x, y, ids = driver_answers(np.random.default_rng(14), 120)
    y = y + x @ [1.0, 0.5]
    with_ids, without = (ranked(x, y, known, resamples=300) for known in (ids, None))
    widths = [found.ranked[0].importance_interval.width for found in (with_ids, without)]
    assert widths[0] / widths[1] == pytest.approx(sqrt(TIMES), rel=0.25)
    assert (with_ids.n, with_ids.clusters, without.clusters) == (360, 120, 360)


def test_drivers_are_hidden_by_customers_not_by_answers() -> None:
    x, y, ids = driver_answers(np.random.default_rng(15), 60)
    assert ranked(x, y).ranked
    hidden = ranked(x, y, ids)
    assert hidden.ranked == ()
    assert hidden.note.startswith("hidden: answers of 60 customers cannot rank these drivers;")
    few = ranked(x[:12], y[:12], ids[:12])
    assert few.note.startswith("not estimable: 12 complete answers of 4 customers for 2 drivers")


def test_gaps_take_their_customer_with_them() -> None:
    x, y, ids = driver_answers(np.random.default_rng(16), 40)
    y[:TIMES] = np.nan
    found = ranked(x, y, ids)
    assert (found.n, found.left_out, found.clusters) == (117, 3, 39)
    with pytest.raises(ValueError, match="one id per answer"):
        ranked(x, y, ids[1:])


def test_the_pager_keeps_its_distance_whatever_customers_have_in_common() -> None:
    random, at_floor, lengths = np.random.default_rng(17), (0.232, 0.300, 0.468), []
    for known in (True, False):
        ends = []
        for _ in range(60):
            pager, look = watch_below(0.236, 50), 0
            while not pager.alarm and look < 300:
                scores, ids = asked_again(random, 7, at_floor)
                pager = pager.look(scores=scores, ids=ids if known else None)
                look += 1
            ends.append(look)
        lengths.append(np.mean(ends))
    assert lengths[0] >= 50
    assert lengths[1] < 30


def test_one_customer_is_one_vote_of_the_pager() -> None:
    votes = watch_below(0.2).look(scores=[3, 3, 9, 9, None], ids=["a", "a", "b", "c", "d"])
    assert votes.logs == pytest.approx(watch_below(0.2).look((1, 0, 2)).logs)
    split = watch_below(0.2).look(scores=[3, 9, 3, 8], ids=["a", "a", "b", "b"])
    both = watch_below(0.2).look((2, 1, 1))
    assert split.logs == pytest.approx([log / 2 for log in both.logs])


def daily(random: np.random.Generator, days: int) -> Any:
    """Counts of days on which 7 customers answer three times each."""
    return TIMES * random.multinomial(7, USUAL, size=days)


def test_a_chart_that_knows_of_repeats_raises_few_false_alarms() -> None:
    random, first = np.random.default_rng(18), {1.0: [], 3.0: []}
    for _ in range(40):
        days = daily(random, 800)
        for effect, found in first.items():
            drops = ewma_chart(days, (2000, 3000, 5000), design_effect=effect).drops
            found.append(int(drops.argmax()) + 1 if drops.any() else 800)
    assert np.mean(first[3.0]) >= 250
    assert np.mean(first[1.0]) <= 100


def test_weekdays_that_repeat_answers_are_not_told_apart() -> None:
    random, found = np.random.default_rng(19), {1.0: 0, 3.0: 0}
    for _ in range(200):
        days = daily(random, 70)
        for effect in found:
            found[effect] += weekdays(days, 0, design_effect=effect).p_value < 0.05
    assert 0.02 <= found[3.0] / 200 <= 0.09
    assert found[1.0] / 200 >= 0.5


def test_a_steady_year_of_repeated_answers_is_not_divided() -> None:
    random, found = np.random.default_rng(20), {1.0: 0, 3.0: 0}
    for _ in range(20):
        days = daily(random, 300)
        for effect in found:
            found[effect] += len(change_points(days, design_effect=effect)) > 1
    assert found[3.0] <= 1
    assert found[1.0] >= 10


def test_a_plan_pays_for_the_design_effect() -> None:
    plain, repeated = Plan(Shares(*USUAL)), Plan(Shares(*USUAL), design_effect=3)
    assert repeated.answers(0.1) == pytest.approx(3 * plain.answers(0.1), abs=3)
    assert repeated.power_with(2709, 0.1) == pytest.approx(plain.power_with(903, 0.1))
    assert repeated.noticeable(900) == pytest.approx(plain.noticeable(300))
    assert answers_for_margin(Shares(*USUAL), 0.05, design_effect=2) == 1875
    assert margin_of(Shares(*USUAL), 600, design_effect=2) == margin_of(Shares(*USUAL), 300)


def test_a_planned_number_of_repeated_answers_has_the_planned_power() -> None:
    n = Plan(Shares(*USUAL), design_effect=TIMES).answers(0.2) // TIMES
    random, noticed = np.random.default_rng(21), 0
    for _ in range(200):
        waves = asked_again(random, n), asked_again(random, n, (0.1, 0.3, 0.6))
        change = compare(*(nps(scores, ids=ids) for scores, ids in waves))
        noticed += change.verdict() == "up"
    assert 0.72 <= noticed / 200 <= 0.88


WITH_DESIGN_EFFECT: dict[str, Callable[[float], Any]] = {
    "chart": lambda effect: ewma_chart([[1, 1, 1]], (20, 30, 50), design_effect=effect),
    "weekdays": lambda effect: weekdays([[1, 1, 1]], 0, design_effect=effect),
    "changes": lambda effect: change_points([[1, 1, 1]], design_effect=effect),
    "plan": lambda effect: Plan(Shares(*USUAL), design_effect=effect),
    "margin": lambda effect: margin_of(Shares(*USUAL), 30, design_effect=effect),
    "answers": lambda effect: answers_for_margin(Shares(*USUAL), 0.1, design_effect=effect),
}


@pytest.mark.parametrize("kind", WITH_DESIGN_EFFECT)
@pytest.mark.parametrize("effect", [0.5, 0, float("nan"), float("inf")])
def test_repeats_never_help(kind: str, effect: float) -> None:
    with pytest.raises(ValueError, match="a design effect is 1 or more"):
        WITH_DESIGN_EFFECT[kind](effect)
