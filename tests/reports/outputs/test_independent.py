"""Every figure once more, from the export of answers, by means that share nothing with the report.

Counts and shares are counted here; limits of the interval are found by maximising the likelihood
under each mean numerically (Tango 1998), where the report solves its tilt in closed form. Up to 50
answers intervals are exact; their reference values are proven where they are made.
"""

import csv
import io
import math
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from scipy.optimize import brentq, minimize_scalar

from feedback.models import Role
from tests.reports.outputs.conftest import FIRST, REGIONS

Z = 1.959963984540054
EXACT = 50


@pytest.fixture
def answers(sign_in_as, rich):
    """Give the exported answers: moment, score and whether each was counted."""
    analyst = sign_in_as(Role.ANALYST)
    export = analyst.get("/report/answers.csv").get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(export.removeprefix("\ufeff"))))


@pytest.fixture
def scores(answers):
    return [int(row["Score"]) for row in answers if row["Counted"] == "1"]


def net(scores):
    promoters, detractors = sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)
    return 100 * (promoters - detractors) / len(scores)


def limits(scores):
    """Find both means at which the observed one is just not too far off."""
    d, p = sum(s <= 6 for s in scores), sum(s >= 9 for s in scores)
    n, s = len(scores), len(scores) - d - p
    seen = (p - d) / n

    def distance(mean):
        low, high = max(0.0, -mean), (1 - mean) / 2

        def unlikely(a):
            parts = ((d, a), (s, 1 - 2 * a - mean), (p, a + mean))
            return -sum(k * math.log(max(share, 1e-300)) for k, share in parts if k)

        a = minimize_scalar(
            unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-12}
        )
        variance = 2 * a.x + mean - mean**2
        return (seen - mean) / math.sqrt(max(variance, 1e-15) / n)

    below = brentq(lambda m: distance(m) - Z, -1 + 1e-6, seen - 1e-6)
    above = brentq(lambda m: distance(m) + Z, seen + 1e-6, 1 - 1e-6)
    return 100 * below, 100 * above


def agrees(line, scores):
    assert line.n == len(scores)
    assert line.value == pytest.approx(net(scores))
    if len(scores) > EXACT and sum(s <= 6 for s in scores) > 0:
        assert (line.low, line.high) == pytest.approx(limits(scores), abs=1e-3)
    else:
        assert line.low < line.value <= line.high


def in_fives(answers):
    """Give each counted answer with the day it counts at.

    Days are put together until five people answered, and count at the last of these days; what
    came after the last full five counts with them.
    """
    days = defaultdict(list)
    for row in answers:
        if row["Counted"] == "1":
            days[row["Answered at (UTC)"][:10]].append(int(row["Score"]))
    found, waiting, full = [], [], ""
    for day in sorted(days):
        waiting += days[day]
        if len(waiting) >= 5:
            found += [(day, score) for score in waiting]
            waiting, full = [], day
    return [*found, *((full, score) for score in waiting)]


def lines(figures, table):
    return [line for (key, _), line in figures.items() if key == table]


def test_the_score_is_that_of_the_exported_answers(renderings, scores):
    agrees(renderings["csv"]()["headline", 0], scores)


def test_classes_and_single_scores_are_counted_alike(renderings, scores):
    figures = renderings["csv"]()
    given = Counter(scores)
    assert [line.n for line in lines(figures, "scores")] == [given[step] for step in range(11)]
    for line in lines(figures, "scores"):
        assert line.value == pytest.approx(100 * given[int(line.name)] / len(scores))
    classes = [sum(s >= 9 for s in scores), sum(s in (7, 8) for s in scores)]
    classes.append(len(scores) - sum(classes))
    assert [line.n for line in lines(figures, "classes")] == classes
    shares = [line.value for line in lines(figures, "classes")]
    assert shares == pytest.approx([100 * n / len(scores) for n in classes])


def test_each_month_is_that_of_its_answers(renderings, answers):
    by_month = defaultdict(list)
    for counts_at, score in in_fives(answers):
        by_month[counts_at[:7]].append(score)
    told = [line for line in lines(renderings["csv"](), "months") if line.shown]
    assert len(told) == len(by_month) == 12
    for line, month in zip(told, sorted(by_month), strict=True):
        agrees(line, by_month[month])


def test_each_group_is_that_of_what_was_given(renderings):
    """The export names no attribute, so what was given is counted as the fixture gave it."""
    given = {}
    for place, (region, several) in enumerate(REGIONS.items()):
        days = [n for n in range(390) if (n + place) % (place + 2) == 0 and not _is_may(n)]
        given[region] = [several[number % len(several)] for number in days]
    for line in lines(renderings["csv"](), "groups"):
        if line.name in given:
            agrees(line, given[line.name])


def _is_may(number):
    return (FIRST + timedelta(days=number)).month == 5
