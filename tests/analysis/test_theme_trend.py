"""The test behind alarms of themes, held against R: `fisher.test` and the examples of its page."""

import pytest
from scipy.stats import fisher_exact

from analysis.theme_trend import theme_trends


@pytest.mark.parametrize(
    ("mentions", "answers", "p"),
    [
        ([1, 3], [4, 4], 0.4857143),  # TeaTasting
        ([10, 2], [13, 17], 0.0005367241),  # Convictions
        ([0, 0], [20, 30], 1.0),
        ([5, 0], [5, 0], 1.0),
    ],
)
def test_a_theme_is_compared_by_fishers_exact_test(mentions, answers, p):
    (found,) = theme_trends({"delivery": mentions}, answers)
    assert found.p == pytest.approx(p, rel=1e-6)


def test_many_answers_take_the_same_test():
    (found,) = theme_trends({"delivery": [10_500, 1_200]}, [100_000, 10_000])
    table = [[1_200, 8_800], [10_500, 89_500]]
    assert found.p == pytest.approx(fisher_exact(table).pvalue, rel=1e-9)
