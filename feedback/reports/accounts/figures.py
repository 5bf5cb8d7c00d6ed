"""Figures of accounts: by answer and by account, and what it costs that colleagues agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis import Interval, NotEstimable, nps, weighted_nps
from feedback.reports.accounts.reading import Pattern, Reach
from feedback.reports.figures import Figure, figure, share

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
SCORES = (0, 8, 10)
"""A score of each class: detractor, passive, promoter."""


@dataclass(frozen=True)
class Overall:
    """What all accounts say together."""

    by_answer: Figure | None
    """Each answer counts once; the interval knows which came from one account."""
    by_account: Figure | None
    """Each account counts once, however many of its people answered."""
    by_account_withheld: bool
    """Whether it is not shown because it would lead to a few people."""
    accounts: int
    """Accounts that answered; who belongs to none counts as one."""
    answers: int
    effect: float
    """By what the variance is larger than if colleagues answered like strangers."""
    rate: Figure | None
    """Accounts asked of which somebody answered."""
    reach: Reach


def overall(found: Sequence[Pattern], reach: Reach, *, protected: bool) -> Overall:
    """Write the figures; for readers who may not know people, only what leads to nobody.

    NPS by account weighs answers by how many came from an account: beside figures by day and by
    answer it can tell what fewer than five people said.
    """
    scores, ids, sizes = _unfolded(found)
    plain = nps(scores, ids=ids)
    weighted = weighted_nps(scores, 1 / sizes, ids=ids)
    interval = weighted.interval()
    return Overall(
        by_answer=_written(plain.estimate, plain.interval(), plain.n),
        by_account=None if protected else _written(weighted.estimate, interval, plain.n),
        by_account_withheld=protected,
        accounts=sum(each.how_many for each in found),
        answers=plain.n,
        effect=plain.clusters.design_effect if plain.clusters else 1.0,
        rate=share(reach.responded, reach.asked),
        reach=reach,
    )


def of_people(found: Sequence[Pattern]) -> Figure | None:
    """Give one account's NPS, its people each answering like themselves; None where too few."""
    scores, ids, _sizes = _unfolded(found)
    result = nps(scores, ids=ids)
    return _written(result.estimate, result.interval(), result.n)


def _unfolded(
    found: Sequence[Pattern],
) -> tuple[Numbers, Numbers, Floats]:
    """Give a score, the number of its cluster, and the cluster's size for each answer."""
    scores, ids, sizes, first = [], [], [], 0
    for each in found:
        counts = (each.detractors, each.passives, each.promoters)
        scores.append(np.tile(np.repeat(SCORES, counts), each.how_many))
        ids.append(np.repeat(np.arange(first, first + each.how_many), each.n))
        sizes.append(np.full(each.n * each.how_many, float(each.n)))
        first += each.how_many
    empty = np.array([], dtype=np.int64)
    joined = [np.concatenate([*parts, empty]) for parts in (scores, ids)]
    return joined[0].astype(np.int64), joined[1].astype(np.int64), np.concatenate([*sizes, empty])


def _written(estimate: float | None, interval: Interval | NotEstimable, n: int) -> Figure | None:
    return figure(estimate, interval, 100, "", n, "")
