"""Whom days and groups, both shown, leave over when they are subtracted from each other.

Reports show stretches of days with everybody in them, and groups over the same days together.
Whoever subtracts them, with whatever factors, arrives at sets of people of one form only: all who
answered on some days less some groups that answered on these days alone (the steps of any
combination are such sets, one within the other). So few people can be told apart exactly where
groups C exist on whose days one to four people of other groups answered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis import MINIMUM

Row = Sequence[int]
"""The sizes of all groups on the days of one block; nobody belongs to two of them."""
Places = frozenset[int]


@dataclass(frozen=True)
class Exposed:
    """Groups, and the others of whom one to four answered on their days."""

    inner: Places
    outer: Places


def exposed(rows: Sequence[Row]) -> Exposed | None:
    """Find few people whom days and groups leave over; None where there are none.

    Every row has nobody or at least five people, and so has every group over all rows.
    """
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        return None
    sizes = np.array(rows, dtype=np.float64)
    beside = (sizes > 0).astype(np.float64).T @ sizes
    """How many of each group (across) answered on the days of each (down)."""
    if not ((beside > 0) & (beside < MINIMUM)).any():
        return None
    many = np.tril(beside, -1) >= MINIMUM
    begun = [place for place in range(len(rows[0])) if not many[place].any()]
    return _Search(rows).found(begun)


class _Search:
    """Grows groups with all that share their days, leaving out others as long as these are few."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        width = range(len(rows[0]))
        self.days = [frozenset(i for i, row in enumerate(rows) if row[g]) for g in width]

    def found(self, begun: Iterable[int]) -> Exposed | None:
        """Begin with each of these groups; what holds a group before it was looked at already.

        A group with five of one before on its days can only be found together with that one.
        """
        for group in begun:
            inner, days, nobody = frozenset({group}), self.days[group], Places()
            if days and (found := self._grown(inner, days, nobody, group)):
                return found
        return None

    def _grown(self, inner: Places, days: Places, outer: Places, least: int) -> Exposed | None:
        """Decide for each group on these days whether it belongs to the inner or the outer ones."""
        beside = self._beside(days)
        left = MINIMUM - 1 - sum(beside[group] for group in outer)
        undecided = [g for g, n in enumerate(beside) if n and g not in inner | outer]
        forced = frozenset(group for group in undecided if beside[group] > left)
        if left < 0 or (forced and min(forced) < least):
            return None
        if forced:
            return self._grown(inner | forced, self._with(days, forced), outer, least)
        if not undecided:
            return Exposed(inner, outer) if outer else None
        one = max(undecided, key=lambda group: beside[group])
        if found := self._grown(inner, days, outer | {one}, least):
            return found
        if one < least:
            return None
        return self._grown(inner | {one}, self._with(days, {one}), outer, least)

    def _with(self, days: Places, more: Iterable[int]) -> Places:
        return days.union(*(self.days[group] for group in more))

    def _beside(self, days: Places) -> list[int]:
        return [sum(each) for each in zip(*(self.rows[i] for i in days), strict=True)]
