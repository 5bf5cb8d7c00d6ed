"""NPS of clusters counted by kind is that of their answers one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import nps, weighted_nps
from analysis.alike import nps_of_clusters

KIND = st.tuples(*[st.integers(0, 6)] * 3).filter(any)
KINDS = st.lists(st.tuples(KIND, st.integers(1, 7)), max_size=6)


def one_by_one(kinds):
    """Write the answers out: score, cluster, and one over the cluster's size."""
    scores, ids, weights = [], [], []
    clusters = [classes for classes, times in kinds for _ in range(times)]
    for number, classes in enumerate(clusters):
        scores += list(np.repeat((0, 8, 10), classes))
        ids += [number] * sum(classes)
        weights += [1 / sum(classes)] * sum(classes)
    return np.array(scores, int), np.array(ids, int), np.array(weights, float)


@given(KINDS)
def test_both_scores_are_those_of_the_answers(kinds):
    scores, ids, weights = one_by_one(kinds)
    expected = nps(scores, ids=ids), weighted_nps(scores, weights, ids=ids)
    found = nps_of_clusters([classes for classes, _ in kinds], [times for _, times in kinds])
    for told, seen in zip(found, expected, strict=True):
        assert (told.n, told.clusters.clusters) == (seen.n, seen.clusters.clusters)
        assert told.estimate == pytest.approx(seen.estimate, abs=1e-12)
        assert told.n_effective == pytest.approx(seen.n_effective)
        if told.interval() and seen.interval():
            assert told.interval().low == pytest.approx(seen.interval().low, abs=1e-9)
            assert told.interval().high == pytest.approx(seen.interval().high, abs=1e-9)


def test_a_kind_without_answers_is_refused():
    with pytest.raises(ValueError, match="without answers"):
        nps_of_clusters([(0, 0, 0)], [3])


def test_kinds_and_numbers_go_together():
    with pytest.raises(ValueError, match="one number per kind"):
        nps_of_clusters([(1, 0, 0)], [3, 4])
