"""Which groups of one attribute leave one to four people over beside groups of another.

Somebody who sees the people of Bonn in some days, and those of Germany in the same days or in a few
more, subtracts one from the other. What is shown of an attribute are its groups and all others
together, over neighbouring blocks of days. So the attributes are gone through in one order, and a
group of a later one is not shown alone where anything shown of it and of an earlier one lie within
one another, in whatever days, with one to four people left. It joins the others; these are looked
at like a group, and the smallest group joins them until they leave few people nowhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis import MINIMUM

Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class Laid:
    """What is shown of an attribute: groups, numbered, and the steps of days they are shown in."""

    groups: int
    """How many are shown alone; the others together have this number."""
    codes: Numbers
    """The group of each person."""
    ends: tuple[int, ...]
    """Behind which place of `places` each block ends: the last of them is the number of places."""


def barred(places: Numbers, laid: Sequence[Laid]) -> list[frozenset[int]]:
    """Give the groups of each attribute that join the others; places tell people's days in order.

    A day is counted as one place where people of it are only shown together.
    """
    found: list[frozenset[int]] = []
    for number, later in enumerate(laid):
        pairs = [
            _Pair(_together(places, earlier, later), earlier.ends, later.ends, found[before])
            for before, earlier in enumerate(laid[:number])
        ]
        found.append(_joined(later, pairs))
    return found


def _joined(later: Laid, pairs: Sequence["_Pair"]) -> frozenset[int]:
    """Let groups join the others until nothing is left over beside any earlier attribute."""
    sizes = np.bincount(later.codes, minlength=later.groups + 1)
    out: set[int] = set()
    while alone := set(range(later.groups)) - out:
        leave = set().union(*(pair.leave_few(out) for pair in pairs))
        if not leave:
            break
        out |= leave & alone or {min(alone, key=lambda group: (sizes[group], group))}
    return frozenset(out)


def _together(places: Numbers, earlier: Laid, later: Laid) -> Numbers:
    """Count people by place, group of the one attribute and group of the other."""
    shape = (earlier.ends[-1], earlier.groups + 1, later.groups + 1)
    at = (places.astype(np.int64) * shape[1] + earlier.codes) * shape[2] + later.codes
    return np.bincount(at, minlength=shape[0] * shape[1] * shape[2]).reshape(shape)


class _Pair:
    """Two attributes, of which the earlier is decided."""

    def __init__(
        self,
        both: Numbers,
        earlier: tuple[int, ...],
        later: tuple[int, ...],
        joined: frozenset[int],
    ) -> None:
        self.both = _with_others(both, joined, axis=1)
        self.earlier, self.later = earlier, later

    def leave_few(self, joined: set[int]) -> set[int]:
        """Name groups of the later attribute that lie in one of the earlier or hold one, nearly."""
        both = _with_others(self.both, joined, axis=2)
        turned = both.transpose(0, 2, 1)
        within = _nearly_within(turned, self.later, self.earlier)
        around = _nearly_within(both, self.earlier, self.later)
        return {inner for inner, _ in within} | {outer for _, outer in around}


def _with_others(both: Numbers, joined: Iterable[int], *, axis: int) -> Numbers:
    """Count groups with the others, which stand last."""
    if not (some := sorted(joined)):
        return both
    found = np.moveaxis(both.copy(), axis, 0)
    found[-1] += found[some].sum(axis=0)
    found[some] = 0
    return np.moveaxis(found, 0, axis)


def _nearly_within(
    both: Numbers, inner: tuple[int, ...], outer: tuple[int, ...]
) -> Iterator[tuple[int, int]]:
    """Give groups of which one holds all of the other and one to four more, in some days."""
    starts = (0, *inner[:-1])
    own, whole = both.sum(axis=2), both.sum(axis=1)
    shared, size = np.add.reduceat(both, starts), np.add.reduceat(own, starts)
    beside = (whole[:, None, :] - both) * (own > 0)[:, :, None]
    few = np.add.reduceat(beside, starts) < MINIMUM  # in its very days: there are more around
    is_within = (size > 0)[:, :, None] & (size[:, :, None] == shared)
    for a, b in np.argwhere((is_within & few).any(axis=0)):
        if _leaves_few(_Run(own[:, a], inner), _Run(whole[:, b], outer), both[:, a, b]):
            yield int(a), int(b)


class _Run:
    """A group: how many of it are at each place, and its blocks."""

    def __init__(self, at: Numbers, ends: Sequence[int]) -> None:
        self.at = at.tolist()
        self.sums = [0, *accumulate(self.at)]
        self.blocks = list(zip((0, *ends[:-1]), ends, strict=True))

    def between(self, start: int, end: int) -> int:
        return int(self.sums[end] - self.sums[start])


def _leaves_few(inner: _Run, outer: _Run, both: Numbers) -> bool:
    """Tell whether all of one lie in the other in some blocks, and one to four others do.

    Of the blocks of the outer group only those matter that are needed: one more has nobody or at
    least five. Where nobody is left over, whatever comes behind is looked at by itself.
    """
    shared = _Run(both, [end for _, end in inner.blocks])
    around = [block for block in outer.blocks for _ in range(*block)]
    for number, (start, end) in enumerate(inner.blocks):
        if not inner.between(start, end):
            continue
        first = around[next(i for i in range(start, end) if inner.at[i])][0]
        for begin, stop in inner.blocks[number:]:
            theirs = inner.between(begin, stop)
            if theirs != shared.between(begin, stop):
                break
            if not theirs:
                continue
            last = around[next(i for i in reversed(range(begin, stop)) if inner.at[i])][1]
            left = outer.between(first, last) - inner.between(start, stop)
            if 0 < left < MINIMUM:
                return True
            if not left or outer.between(first, last) - shared.between(first, last) >= MINIMUM:
                break
    return False
