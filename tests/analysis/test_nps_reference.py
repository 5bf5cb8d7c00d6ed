"""NPS intervals against the R package NPS 2.0.999 (reference/nps_intervals_R.json)."""

from typing import Any

import pytest

from analysis.estimate import two_sided_z
from analysis.intervals import VALUES
from analysis.nps import nps
from analysis.scoring import score_limits, score_limits_rows
from tests.analysis.reference import load

R = load("nps_intervals_R")
ROWS = R["one_sample"]


def named(row: dict[str, Any]) -> str:
    return f"{row['det']}-{row['pas']}-{row['pro']}-{row['conf']}"


def counts(row: dict[str, Any]) -> tuple[int, int, int]:
    return row["det"], row["pas"], row["pro"]


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_score_limits_equal_r(row: dict[str, Any]) -> None:
    limits = score_limits(counts(row), VALUES, two_sided_z(row["conf"]))
    assert limits == pytest.approx(row["iterative"], abs=1e-6)


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_score_limits_of_many_rows_equal_r(row: dict[str, Any]) -> None:
    limits = score_limits_rows([counts(row)], VALUES, two_sided_z(row["conf"]))[0]
    assert list(limits) == pytest.approx(row["iterative"], abs=1e-6)


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_estimate_and_variance_equal_r(row: dict[str, Any]) -> None:
    result = nps(counts=counts(row))
    assert (result.estimate, result.variance) == pytest.approx((row["nps"], row["var"]), abs=1e-10)


def test_the_packages_own_data() -> None:
    data = R["testdata"]
    interval = nps(counts=data["counts"]).interval(0.95, "score")
    assert interval
    assert (interval.low, interval.high) == pytest.approx(data["iter95"], abs=1e-6)
