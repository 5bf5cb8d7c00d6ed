"""Every other number in reference/, with the source named in each file."""

from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import nct, t

from analysis import adjust, compare, mean, nps, proportion, rake
from analysis import importance as shares
from analysis.compare import chi_square_p
from analysis.design import linearised_mean, stratified_mean
from analysis.power import answers_by_t_test
from analysis.run_length import cusum_run_length, ewma_run_length, limit_for
from analysis.streams import bernstein_sequence, betting_sequence, hoeffding_sequence
from analysis.weights import kish_effect
from tests.analysis.reference import HERE, load

DIFFERENCES = load("differences_and_charts_R")
SPC = DIFFERENCES["spc"]
DRIVERS = load("drivers_R")["sets"]
OTHERS = load("proportions_multiplicity_power_R")
STREAMS = load("sequences_py")["cases"]
WEIGHTS = load("weights_R")["results"]
SHARED = Path(__file__).parents[3] / "shared" / "stats"


def limits(interval: Any) -> tuple[float, float]:
    assert interval, interval.reason
    return interval.low, interval.high


@pytest.mark.parametrize("row", DIFFERENCES["diff"], ids=lambda r: f"{r['x']}-{r['y']}-{r['conf']}")
def test_two_waves_equal_mover_in_r(row: dict[str, Any]) -> None:
    change = compare(nps(counts=row["x"]), nps(counts=row["y"]))
    assert change.estimate == pytest.approx(row["diff_y_minus_x"], abs=1e-10)
    assert limits(change.interval(row["conf"])) == pytest.approx(row["mover_score"], abs=1e-6)


def test_ewma_run_lengths_equal_spc() -> None:
    found = [ewma_run_length(0.1, 2.7, shift=shift, limits="settled") for shift in (0.0, 1.0)]
    assert found == pytest.approx([SPC["ewma_two_arl0"], SPC["ewma_two_arl1_d1"]], abs=1e-6)


@pytest.mark.parametrize("sides, name", [(1, "one"), (2, "two")])
def test_ewma_limits_for_one_alarm_a_year_equal_spc(sides: int, name: str) -> None:
    found = limit_for(lambda width: ewma_run_length(0.1, width, sides=sides), 365)
    assert found == pytest.approx(SPC[f"ewma_c_{name}_sided_l0.1_L365_vacl"], abs=1e-6)


def test_cusum_run_lengths_equal_spc() -> None:
    found = [
        limit_for(lambda limit: cusum_run_length(0.5, limit), 365),
        cusum_run_length(0.5, 4),
        cusum_run_length(0.5, 4, shift=1),
    ]
    names = ("cusum_h_k.5_L365", "cusum_arl_k.5_h4_mu0", "cusum_arl_k.5_h4_mu1")
    assert found == pytest.approx([SPC[name] for name in names], abs=1e-6)


def test_charts_of_a_daily_nps_equal_spc() -> None:
    drop = 0.15 / sqrt(0.61 / 20)  # 15 points at 20 answers a day, baseline 20/30/50
    limit = limit_for(lambda height: cusum_run_length(drop / 2, height), 365)
    width = SPC["ewma_c_one_sided_l0.1_L365_vacl"]
    found = [
        drop / 2,
        limit,
        cusum_run_length(drop / 2, limit, shift=drop),
        ewma_run_length(0.1, width, shift=drop, sides=1),
    ]
    names = ("nps_cusum_k", "nps_cusum_h_L365", "nps_cusum_arl1_drop15", "nps_ewma_arl1_drop15")
    assert found == pytest.approx([SPC[name] for name in names], abs=1e-6)


@pytest.mark.parametrize("data", DRIVERS.values(), ids=DRIVERS.keys())
@pytest.mark.parametrize(
    "name, share",
    [
        ("lmg", shares.lmg),
        ("last", shares.last),
        ("first", shares.first),
        ("betasq", lambda matrix: shares.betas(matrix) ** 2),
        ("pratt", shares.pratt),
        ("genizi", shares.johnson),
        ("car", shares.car),
        ("rwa_raw", shares.johnson),
        ("iopsych_relWt", shares.johnson),
    ],
)
def test_driver_importances_equal_r(data: dict[str, Any], name: str, share: Any) -> None:
    found = share(np.array(data["cor"]))
    assert found.tolist() == pytest.approx([data[name][x] for x in data["x"]], abs=1e-8)


@pytest.mark.parametrize("data", DRIVERS.values(), ids=DRIVERS.keys())
def test_explained_variance_and_rescaled_weights_equal_r(data: dict[str, Any]) -> None:
    matrix = np.array(data["cor"])
    weights, total = shares.johnson(matrix), shares.lmg(matrix).sum()
    assert [total, weights.sum()] == pytest.approx([data["R2"], data["rwa_rsq"]], abs=1e-8)
    rescaled = [data["rwa_rescaled_pct"][x] for x in data["x"]]
    assert (100 * weights / weights.sum()).tolist() == pytest.approx(rescaled, abs=1e-6)


@pytest.mark.parametrize(
    "row", OTHERS["proportions"], ids=lambda r: f"{r['x']}-{r['n']}-{r['conf']}"
)
@pytest.mark.parametrize(
    "name, method",
    [("wilson", "wilson"), ("wilson_cc", "wilson corrected"), ("clopper", "clopper-pearson")],
)
def test_intervals_of_a_share_equal_r(row: dict[str, Any], name: str, method: str) -> None:
    interval = proportion(row["x"], row["n"]).interval(row["conf"], method)
    assert limits(interval) == pytest.approx(row[name], abs=1e-10)


@pytest.mark.parametrize("row", OTHERS["means"], ids=lambda row: str(len(row["x"])))
def test_t_intervals_of_a_mean_equal_r(row: dict[str, Any]) -> None:
    result = mean(row["x"], scale=(1, 7))
    assert result.estimate == pytest.approx(row["mean"], abs=1e-10)
    assert limits(result.interval(0.95, "t")) == pytest.approx(row["t_ci95"], abs=1e-10)


@pytest.mark.parametrize("row", OTHERS["two_prop"], ids=lambda row: str(row["x1"]))
def test_two_shares_equal_prop_test(row: dict[str, Any]) -> None:
    found = chi_square_p(proportion(row["x1"], row["n1"]), proportion(row["x2"], row["n2"]))
    assert found == pytest.approx(row["p"], abs=1e-10)


@pytest.mark.parametrize("method", OTHERS["p_adjust"]["adj"])
def test_adjusted_p_values_equal_r(method: str) -> None:
    found = adjust(OTHERS["p_adjust"]["p"], method)
    assert found.tolist() == pytest.approx(OTHERS["p_adjust"]["adj"][method], abs=1e-10)


@pytest.mark.parametrize("row", OTHERS["power_t"], ids=lambda row: str(row["delta"]))
def test_sample_sizes_by_the_t_test_equal_r(row: dict[str, Any]) -> None:
    found = answers_by_t_test(row["delta"] / 100, row["sd"], level=0.95, power=0.8)
    # R's uniroot stops about 3e-6 answers away from the root, hence 1e-8; ours is exact:
    assert found == pytest.approx(row["n_per_group"], rel=1e-8)
    free, centre = 2 * found - 2, sqrt(found / 2) * row["delta"] / 100 / row["sd"]
    assert nct.sf(t.ppf(0.975, free), free, centre) == pytest.approx(0.8, abs=1e-10)


@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case["x"][:8])
@pytest.mark.parametrize(
    "name, sequence",
    [
        ("predmix_hoeffding", hoeffding_sequence),
        ("predmix_empbern", bernstein_sequence),
        ("betting_hedged_breaks2000", betting_sequence),
    ],
)
def test_ordered_sequences_equal_confseq(case: dict[str, Any], name: str, sequence: Any) -> None:
    answers = [{"d": -1, "p": 0, "P": 1}[letter] for letter in case["x"]]
    found = sequence(answers)[np.array(case["at"]) - 1]
    assert found.ravel().tolist() == pytest.approx(np.ravel(case[name]).tolist(), abs=1e-9)


@pytest.fixture(scope="module")
def survey() -> dict[str, Any]:
    """The 1,000 answers of the R package, unfolded from their counts per cell."""
    cells = load("testdata_counts")["cells"]
    each = [cell["counts"] for cell in cells]
    return {
        "value": np.concatenate([np.repeat([-1, 0, 1], counts) for counts in each]),
        "BU": np.repeat([cell["BU"] for cell in cells], [sum(counts) for counts in each]),
        "Region": np.repeat([cell["Region"] for cell in cells], [sum(counts) for counts in each]),
    }


@pytest.mark.parametrize("name, population", [("unweighted", np.inf), ("fpc_N2000", 2000)])
def test_plain_standard_errors_equal_survey(survey: Any, name: str, population: float) -> None:
    found = linearised_mean(survey["value"], np.ones(1000), population=population)
    assert found.estimate == pytest.approx(WEIGHTS[name]["nps"], abs=1e-9)
    assert found.standard_error == pytest.approx(WEIGHTS[name]["se"], rel=1e-3)


def test_stratified_nps_equals_survey(survey: Any) -> None:
    wanted = WEIGHTS["stratified"]
    found = stratified_mean(survey["value"], survey["BU"], wanted["pop"])
    assert found.estimate == pytest.approx(wanted["nps"], abs=1e-9)
    assert found.standard_error == pytest.approx(wanted["se"], rel=1e-3)
    assert found.design_effect == pytest.approx(wanted["deff"], abs=1e-9)


def test_post_stratified_nps_equals_survey(survey: Any) -> None:
    weights = rake([(survey["BU"], WEIGHTS["stratified"]["pop"])])
    found = linearised_mean(survey["value"], weights, margins=[survey["BU"]])
    assert found.estimate == pytest.approx(WEIGHTS["poststrat"]["nps"], abs=1e-9)
    assert found.standard_error == pytest.approx(WEIGHTS["poststrat"]["se"], rel=1e-3)
    for unit, weight in WEIGHTS["poststrat"]["weights_by_BU"].items():
        assert weights[survey["BU"] == unit][0] == pytest.approx(weight, abs=1e-9)


def test_raked_nps_equals_survey(survey: Any) -> None:
    wanted = WEIGHTS["raked"]
    margins = [survey["BU"], survey["Region"]]
    weights = rake([(margins[0], wanted["pop_BU"]), (margins[1], wanted["pop_Region"])])
    found = linearised_mean(survey["value"], weights, margins=margins)
    assert found.estimate == pytest.approx(wanted["nps"], abs=1e-9)
    assert found.standard_error == pytest.approx(wanted["se"], rel=1e-3)
    ignoring = linearised_mean(survey["value"], weights).standard_error
    assert ignoring == pytest.approx(wanted["se_ignoring_calibration"], rel=1e-3)
    effect = kish_effect(weights)
    assert [effect, 1000 / effect] == pytest.approx(
        [wanted["kish_deff"], wanted["n_eff"]], rel=1e-9
    )


def test_raked_weights_equal_survey(survey: Any) -> None:
    wanted = WEIGHTS["raked"]
    margins = [(survey["BU"], wanted["pop_BU"]), (survey["Region"], wanted["pop_Region"])]
    weights = rake(margins)
    for cell, weight in wanted["cell_weights"].items():
        unit, region = cell.split(".")
        member = (survey["BU"] == unit) & (survey["Region"] == region)
        assert weights[member] == pytest.approx(weight, abs=1e-6)


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/stats beside the project")
@pytest.mark.parametrize("file", [*sorted(HERE.glob("*_R.json")), HERE / "sequences_py.json"])
def test_the_numbers_kept_here_are_those_computed_in_r(file: Path) -> None:
    assert file.read_bytes() == (SHARED / file.name).read_bytes()
