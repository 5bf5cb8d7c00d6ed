"""Figures of accounts: by answer and by account, and what it costs that colleagues agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import Interval, NotEstimable
from analysis.alike import nps_of_clusters
from feedback.reports.accounts.reading import Pattern, Reach
from feedback.reports.figures import Figure, figure, share


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
    plain, weighted = nps_of_clusters(*_by_cluster(found))
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
    result, _weighted = nps_of_clusters(*_by_cluster(found))
    return _written(result.estimate, result.interval(), result.n)


def _by_cluster(found: Sequence[Pattern]) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Give the classes of each kind of account or person, and how many are of it."""
    classes = [(each.detractors, each.passives, each.promoters) for each in found]
    return classes, [each.how_many for each in found]


def _written(estimate: float | None, interval: Interval | NotEstimable, n: int) -> Figure | None:
    return figure(estimate, interval, 100, "", n, "")
