"""NPS intervals against the R package NPS 2.0.999 (reference/nps_intervals_R.json)."""

from math import hypot
from typing import Any

import pytest

from analysis.estimate import two_sided_p, two_sided_z
from analysis.intervals import (
    PSEUDO,
    VALUES,
    adjusted_moments,
    adjusted_wald,
    adjusted_wald_p,
)
from analysis.nps import nps
from analysis.scoring import score_limits, score_limits_rows
from tests.analysis.reference import load

R = load("nps_intervals_R")
ROWS = R["one_sample"]
NONE = (0, 0, 0)
one_sample = pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row['det']}-{row['pas']}-{row['pro']}-{row['conf']}"
)
two_sample = pytest.mark.parametrize(
    "row", R["two_sample"], ids=lambda row: f"{row['x']}-{row['y']}-{row['conf']}"
)


def counts(row: dict[str, Any]) -> tuple[int, int, int]:
    return row["det"], row["pas"], row["pro"]


@one_sample
def test_score_limits_equal_r(row: dict[str, Any]) -> None:
    limits = score_limits(counts(row), VALUES, two_sided_z(row["conf"]))
    assert limits == pytest.approx(row["iterative"], abs=1e-6)


@one_sample
def test_score_limits_of_many_rows_equal_r(row: dict[str, Any]) -> None:
    limits = score_limits_rows([counts(row)], VALUES, two_sided_z(row["conf"]))[0]
    assert list(limits) == pytest.approx(row["iterative"], abs=1e-6)


@one_sample
def test_estimate_and_variance_equal_r(row: dict[str, Any]) -> None:
    result = nps(counts=counts(row))
    assert (result.estimate, result.variance) == pytest.approx((row["nps"], row["var"]), abs=1e-10)


@one_sample
def test_standard_errors_equal_r(row: dict[str, Any]) -> None:
    errors = adjusted_moments(counts(row), NONE)[1], adjusted_moments(counts(row))[1]
    assert errors == pytest.approx((row["se"], row["adjusted_wald_se"]), abs=1e-10)


@one_sample
def test_wald_and_adjusted_wald_limits_equal_r(row: dict[str, Any]) -> None:
    third = (two_sided_z(row["conf"]) ** 2 / 3,) * 3
    columns = {
        "wald": NONE,
        "adjusted_wald": PSEUDO,
        "adjusted_wald_111": (1, 1, 1),
        "adjusted_wald_z2third": third,
    }
    for column, pseudo in columns.items():
        limits = adjusted_wald(counts(row), row["conf"], pseudo)
        assert limits == pytest.approx(row[column], abs=1e-10)


@one_sample
def test_p_values_equal_r(row: dict[str, Any]) -> None:
    # R gives NaN for a Wald test of one passive alone; here "no difference" has p = 1
    wald = 1.0 if row["wald_p"] is None else row["wald_p"]
    found = adjusted_wald_p(counts(row), NONE), adjusted_wald_p(counts(row))
    assert found == pytest.approx((wald, row["adjusted_wald_p"]), abs=1e-10)


@two_sample
@pytest.mark.parametrize("method, pseudo", [("wald", NONE), ("adjusted_wald", PSEUDO)])
def test_two_sample_intervals_equal_r(row: dict[str, Any], method: str, pseudo: Any) -> None:
    first, error_first = adjusted_moments(tuple(row["x"]), pseudo)
    second, error_second = adjusted_moments(tuple(row["y"]), pseudo)
    gap, error = abs(first - second), hypot(error_first, error_second)
    z = two_sided_z(row["conf"])
    found = [gap, gap - z * error, gap + z * error, error, two_sided_p(gap / error)]
    wanted = row[method]
    assert found == pytest.approx(
        [wanted["delta"], *wanted["int"], wanted["se"], wanted["p"]], abs=1e-10
    )


@pytest.mark.parametrize(
    "method, column, tolerance",
    [("score", "iter95", 1e-6), ("adjusted wald", "adj95", 1e-10)],
)
def test_the_packages_own_data(method: str, column: str, tolerance: float) -> None:
    result = nps(counts=R["testdata"]["counts"])
    interval = result.interval(0.95, method)
    assert interval
    assert (interval.low, interval.high) == pytest.approx(R["testdata"][column], abs=tolerance)
    assert (result.n, result.estimate) == (R["testdata"]["n"], R["testdata"]["nps"])
