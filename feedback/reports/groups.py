"""Which groups may be shown, so that no small one can be seen or worked out by subtraction."""

from collections.abc import Sequence

from analysis import MINIMUM
from feedback.reports.dataset import Counts, Group, Groups, Shown

SHOWN = 12


def withhold(groups: Groups, total: Counts) -> Shown:
    """Show the largest groups alone and the others together.

    Whoever knows the total can subtract the groups shown alone from it. What is left then
    must be no one's small group: either a single group of at least five answers, or several
    with at least five answers together. Until that holds, the smallest group shown joins the
    others. The group that gave no value is a group like every other.
    """
    ordered = sorted(groups.largest, key=lambda group: (-group.n, group.value))
    few = sum(group.n >= MINIMUM for group in ordered[:SHOWN])
    while few and not _safe(ordered[few:], more=groups.more):
        few -= 1
    alone, rest = ordered[:few], ordered[few:]
    if len(rest) == 1 and rest[0].n >= MINIMUM and not groups.more:
        alone, rest = ordered, []
    others = _subtract(total, alone) if rest or groups.more else None
    small = any(group.n < MINIMUM for group in rest) or groups.more
    return Shown(tuple(alone), others, protects=small)


def _safe(rest: Sequence[Group], *, more: bool) -> bool:
    if not rest or more:
        return True
    together = sum(group.n for group in rest)
    return together >= MINIMUM


def _subtract(total: Counts, alone: Sequence[Group]) -> Counts:
    """Subtract; never below 0, should an answer arrive between two queries."""
    left = list(total)
    for group in alone:
        left = [max(0, a - b) for a, b in zip(left, group.counts, strict=True)]
    return tuple(left)
