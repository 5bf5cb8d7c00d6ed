"""Effect of themes on NPS: unbiased where vendors are not, with intervals that cover."""

import numpy as np
import pytest

from analysis.impact import LEAST, Told, impacts, impacts_of, points_of
from analysis.leave_out import left_out, without_theme
from analysis.theme_trend import theme_trends


def world(random, n, *, moods=False):
    """Answers in which "null" has no effect but is spoken of along with price."""
    segment = random.integers(0, 2, n)
    who = random.integers(0, n // 2, n)
    mood = 0.8 * random.normal(size=n // 2)[who] if moods else 0.0
    price = random.random(n) < 0.12 + 0.15 * segment
    support = random.random(n) < np.where(price, 0.5, 0.1)
    null = random.random(n) < np.where(price, 0.45, 0.08)
    # in every cell of price x support x segment the chances are fixed: dummies of all cells add up
    lift = 20 * (0.4 - 0.5 * price - 0.25 * support + 0.15 * segment)
    score = np.where(
        moods,
        np.where(lift / 20 + mood + random.normal(size=n) > 0, 9, 3),
        np.where(random.random(n) < 0.5 + lift / 40, 9, 3),
    )
    names = ("price", "support", "null")
    mentions = [
        {name: "negative" for name, says in zip(names, row, strict=True) if says}
        for row in zip(price, support, null, strict=True)
    ]
    return score, mentions, segment, who


def true_impacts():
    """Coefficients of the linear model above times the shares, worked out by hand.

    A promoter's chance is 0.5 + lift / 40, v = 200 (chance - 1/2) = 100 lift / 20: price -50,
    support -25. Shares: price (0.12 + 0.27) / 2 = 0.195, support 0.1 + 0.4 x 0.195 = 0.178.
    """
    return {"price": -50 * 0.195, "support": -25 * 0.178, "null": 0.0}


@pytest.fixture(scope="module")
def simulated():
    random = np.random.default_rng(11)
    runs = []
    for _ in range(500):
        score, mentions, segment, _who = world(random, 500)
        runs.append({one.theme: one for one in impacts(score, mentions, adjusting=[segment]).of})
    return runs


@pytest.mark.parametrize("theme", ["price", "support", "null"])
def test_intervals_cover_what_they_promise(simulated, theme):
    true = true_impacts()[theme]
    covered = np.mean([run[theme].low <= true <= run[theme].high for run in simulated])
    assert 0.93 <= covered <= 0.97


@pytest.mark.parametrize("theme", ["price", "support", "null"])
def test_effects_are_unbiased_also_of_a_theme_that_has_none(simulated, theme):
    found = np.mean([run[theme].impact for run in simulated])
    assert abs(found - true_impacts()[theme]) <= 0.3


def test_a_theme_without_effect_is_hardly_ever_called_clear(simulated):
    assert np.mean([run["null"].is_clear for run in simulated]) <= 0.08


def test_leaving_a_theme_out_counts_what_is_spoken_of_along_with_it():
    random = np.random.default_rng(12)
    score, mentions, _segment, _who = world(random, 20_000)
    assert without_theme(score, mentions, "null") < -3


@pytest.mark.slow
def test_who_answers_twice_in_one_mood_is_allowed_for():
    random = np.random.default_rng(13)
    large = world(random, 400_000, moods=True)
    truth = {one.theme: one.impact for one in impacts(*large[:2], adjusting=[large[2]]).of}
    covered = []
    for _ in range(400):
        score, mentions, segment, who = world(random, 400, moods=True)
        found = impacts(score, mentions, adjusting=[segment], ids=who).of
        covered += [one.low <= truth[one.theme] <= one.high for one in found]
    assert 0.93 <= np.mean(covered) <= 0.97


def test_robust_errors_are_those_of_statsmodels():
    import statsmodels.api as sm

    random = np.random.default_rng(5)
    score, mentions, _segment, _who = world(random, 300)
    found = {one.theme: one for one in impacts(score, mentions).of}
    names = sorted(found)
    x = np.column_stack([np.ones(300), *([n in said for said in mentions] for n in names)])
    v = 100.0 * ((score >= 9).astype(float) - (score <= 6))
    model = sm.OLS(v, x.astype(float)).fit(cov_type="HC3", use_t=True)
    share = x[:, 1 + names.index("price")].mean()
    beta = model.params[1 + names.index("price")]
    error = model.bse[1 + names.index("price")] * np.sqrt(300 / 299)
    width = np.sqrt((share * error) ** 2 + beta**2 * share * (1 - share) / 299)
    assert found["price"].effect == pytest.approx(beta)
    half = (found["price"].high - found["price"].low) / 2
    assert half == pytest.approx(1.968 * width, rel=0.02)


def test_alike_answers_put_together_give_the_same_to_the_last_digit():
    random = np.random.default_rng(6)
    score, mentions, segment, who = world(random, 600)
    said = sorted({tuple(sorted(each)) for each in mentions})
    rows = {}
    for points, each, group, one in zip(points_of(score), mentions, segment, who, strict=True):
        several = (who == one).sum() > 1
        key = (points, said.index(tuple(sorted(each))), group, one if several else -1)
        rows[key] = rows.get(key, 0) + 1
    assert len(rows) < 500
    points, which, groups, people = (np.array(column) for column in zip(*rows, strict=True))
    told = Told(
        points.astype(float),
        [dict.fromkeys(each, "negative") for each in said],
        which,
        np.array(list(rows.values()), dtype=float),
        people,
        [groups],
    )
    one_by_one = impacts(score, mentions, adjusting=[segment], ids=who)
    for a, b in zip(impacts_of(told).of, one_by_one.of, strict=True):
        assert (a.theme, a.mentions, a.n) == (b.theme, b.mentions, b.n)
        assert (a.effect, a.effect_low, a.low, a.high, a.p) == pytest.approx(
            (b.effect, b.effect_low, b.low, b.high, b.p)
        )


def test_the_score_without_a_theme_has_an_interval_that_covers_it():
    random = np.random.default_rng(14)
    score, mentions, _segment, _who = world(random, 200_000)
    truth = without_theme(score, mentions, "price")
    covered = []
    for _ in range(300):
        score, mentions, _segment, _who = world(random, 400)
        alone = np.full(400, -1)
        found = left_out(
            Told(points_of(score), mentions, np.arange(400), np.ones(400), alone), "price"
        )
        covered.append(found.low <= truth <= found.high)
    assert 0.92 <= np.mean(covered) <= 0.98


def test_people_are_never_parted_however_many_rows_there_are(monkeypatch):
    random = np.random.default_rng(7)
    score, mentions, segment, who = world(random, 300)
    whole = impacts(score, mentions, adjusting=[segment], ids=who)
    monkeypatch.setattr("analysis.robust.AT_ONCE", 17)
    pieces = impacts(score, mentions, adjusting=[segment], ids=who)
    assert [one.low for one in pieces.of] == pytest.approx([one.low for one in whole.of])


def test_of_few_mentions_nothing_is_said_but_how_few():
    mentions = [{"rare": "negative"} if n < LEAST - 1 else {} for n in range(100)]
    found = impacts([n % 11 for n in range(100)], mentions)
    assert (found.of, found.few) == ((), (("rare", "negative", LEAST - 1),))
    assert "not estimable" in found.note


def test_themes_that_always_come_together_do_not_break_it():
    both = [{"a": "negative", "b": "negative"} if n % 3 else {} for n in range(90)]
    found = impacts([n % 11 for n in range(90)], both, adjusting=[[n % 2 for n in range(90)]])
    assert [one.theme for one in found.of] == ["a"]


def test_lengths_that_differ_and_strange_scores_are_refused():
    with pytest.raises(ValueError, match="one length"):
        impacts([1, 2], [{}])
    with pytest.raises(ValueError, match="0 to 10"):
        impacts([11], [{}])


def test_a_theme_that_rises_is_told_and_chance_is_not():
    random = np.random.default_rng(3)
    false = 0
    for _ in range(200):
        quiet = {f"t{n}": random.binomial(200, 0.1, 6).tolist() for n in range(10)}
        false += any(trend.alarm for trend in theme_trends(quiet, [200] * 6))
    assert false <= 6
    loud = theme_trends({"delivery": [10, 12, 9, 40], "price": [20, 18, 22, 21]}, [200] * 4)
    assert [(trend.theme, trend.alarm) for trend in loud] == [("delivery", "up"), ("price", "")]
