"""The ranking beats longest first and best score first on comments it was never tuned on."""

import pytest

from bench import praise as bench


@pytest.fixture(scope="module")
def held():
    """Measure the held-out half, quickly."""
    return bench.measure(bench.own("held"), lists=60)


@pytest.mark.parametrize("baseline", ["length", "score"])
@pytest.mark.parametrize("figure", [0, 1], ids=["ndcg", "precision"])
def test_the_lead_over_a_baseline_is_above_chance(held, baseline, figure):
    low, _high = held.leads[baseline][figure]
    assert low > 0


def test_nearly_all_of_the_first_ten_are_good(held):
    gain, share = held.means["praise"]
    assert gain >= 0.8
    assert share >= 0.85


def test_the_labelled_comments_are_many_and_of_both_halves():
    rows = bench.own()
    assert len(rows) >= 300
    assert {row.language for row in rows} >= {"en", "de", "fr", "es"}
    assert len(bench.own("held")) + len(bench.own("tune")) == len(rows)


def test_two_passes_of_labels_agree():
    same, kappa = bench.agreement()
    assert same < 1, "two passes that never differ are one"
    assert kappa > 0.9


@pytest.mark.parametrize(
    ("labels", "gain"), [([3, 2, 1, 0], 1.0), ([0], 1.0), ([0, 3], 0.6309), ([2, 3], 0.8340)]
)
def test_ndcg_is_as_defined(labels, gain):
    """By hand from Järvelin & Kekäläinen (2002), gain 2^label - 1, discount 1/log2(rank + 1)."""
    assert bench.ndcg(labels) == pytest.approx(gain, abs=1e-4)
