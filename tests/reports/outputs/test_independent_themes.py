"""Effects and shares of themes once more, from the export of answers alone, by NumPy's own solver.

Comments with a score that were analysed are regressed one by one on dummies of themes in their
tones, region and quarter; errors are HC3 (MacKinnon and White 1985), those of a product of
coefficient and share by the delta method, intervals by Student's t.
"""

import csv
import io
from datetime import date

import numpy as np
import pytest
from scipy.stats import t

from feedback.models import Role
from tests.reports.outputs import reading


@pytest.fixture
def comments(sign_in_as, in_words):
    analyst = sign_in_as(Role.ANALYST)
    export = analyst.get("/report/answers.csv?by=region").get_data(as_text=True)
    rows = csv.DictReader(io.StringIO(export.removeprefix("\ufeff")))
    return [row for row in rows if row["Counted"] == "1" and row["Analysed"] == "1"]


@pytest.fixture
def figures(executive, in_words):
    """Give the lines of each table of the summary, by the key of the theme in its tone."""
    data = executive.get("/report/summary/file.csv?every=all&by=region").data
    keys = [row["key"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]
    return {
        (table, key): line
        for ((table, _), line), key in zip(reading.of_csv(data).items(), keys, strict=True)
        if table.startswith("theme")
    }


def themes_of(row):
    return [cell.replace("=", ".") for cell in row["Themes"].split("; ") if cell]


def quarter(row):
    day = date.fromisoformat(row["Answered at (UTC)"][:10])
    return day.year, (day.month - 1) // 3


def dummies(values):
    return [[value == one for value in values] for one in sorted(set(values))[1:]]


def fitted(rows):
    """Give each theme in its tone: coefficient, share, and half widths of both intervals."""
    tones = sorted({tone for row in rows for tone in themes_of(row)})
    said = [[tone in themes_of(row) for row in rows] for tone in tones]
    beside = [*dummies([row["Group"] for row in rows]), *dummies(list(map(quarter, rows)))]
    x = np.array([[True] * len(rows), *said, *beside], dtype=float).T
    v = np.array([100.0 * ((s := int(r["Score"])) >= 9) - 100.0 * (s <= 6) for r in rows])
    beta = np.linalg.lstsq(x, v, rcond=None)[0]
    inverse = np.linalg.pinv(x.T @ x)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    influence = (x @ inverse) * ((v - x @ beta) / (1 - leverage))[:, None]
    n, k = x.shape
    reach = t.ppf(0.975, n - k) * np.sqrt(n / (n - 1))
    found = {}
    for place, tone in enumerate(tones, 1):
        share = x[:, place].mean()
        both = share * influence[:, place] + beta[place] * (x[:, place] - share) / n
        widths = [reach * np.sqrt((each**2).sum()) for each in (influence[:, place], both)]
        found[tone] = beta[place], share, *widths
    return found


def test_effects_and_shares_are_those_of_the_exported_answers(comments, figures):
    found = fitted(comments)
    told = {key for _table, key in figures}
    assert len(told) == 2
    for key in told:
        beta, share, half, whole = found[key]
        effect, impact = figures["theme_effects", key], figures["themes", key]
        often = figures["theme_shares", key]
        assert effect.value == pytest.approx(beta)
        assert (effect.low, effect.high) == pytest.approx((beta - half, beta + half))
        assert impact.value == pytest.approx(beta * share)
        assert (impact.low, impact.high) == pytest.approx(
            (beta * share - whole, beta * share + whole)
        )
        assert often.value == pytest.approx(100 * share)
        assert often.n == sum(key in themes_of(row) for row in comments)


def test_the_report_says_of_how_many_comments(comments, executive, in_words):
    page = executive.get("/report/summary?every=all&by=region").text
    assert f"{len(comments)} comments with a score were read and analysed." in page
