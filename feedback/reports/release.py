"""Which answers may be counted together, so that no two reports can be subtracted to one person.

The answers of a survey are cut along time into blocks: days are put together until five have
answered, and where groups are told apart, until each group has nobody or at least five. A block
counts at the day on which it was full; what came after the last full one counts with it. All that
is shown is made of whole blocks, so whatever is left by subtraction is whole blocks again: nobody,
or at least five people. A period takes the blocks that were full within it, so a plain total
differs from the bare calendar by fewer than five people at either end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analysis import MINIMUM


@dataclass(frozen=True)
class Block:
    """Neighbouring days that are only counted together."""

    first: date
    last: date
    full: date
    """The day it counts at."""


def blocks(days: Mapping[date, Sequence[int]]) -> tuple[Block, ...]:
    """Cut days into blocks; each day gives the sizes of the groups that are told apart."""
    found: list[tuple[Block, list[int]]] = []
    open_one: Block | None = None
    sizes: list[int] = []
    for day, more in sorted(days.items()):
        if not any(more):
            continue
        open_one = replace(open_one, last=day, full=day) if open_one else Block(day, day, day)
        sizes = [a + b for a, b in zip(sizes, more, strict=True)] if sizes else list(more)
        if holds(sizes):
            found.append((open_one, sizes))
            open_one, sizes = None, []
    if open_one is None:
        return tuple(block for block, _ in found)
    full = found[-1][0].full if found else open_one.full
    while found and not holds(sizes):
        before, more = found.pop()
        open_one = replace(open_one, first=before.first, full=full)
        sizes = [a + b for a, b in zip(sizes, more, strict=True)]
    last = ((open_one, sizes),) if holds(sizes) else ()
    return tuple(block for block, _ in (*found, *last))


def holds(sizes: Iterable[int]) -> bool:
    """Tell whether every group has nobody or at least five."""
    return not any(0 < n < MINIMUM for n in sizes)


def within(found: Sequence[Block], start: date | None, end: date | None) -> tuple[Block, ...]:
    """Give the blocks that count in a period."""
    return tuple(
        block
        for block in found
        if (start is None or start <= block.full) and (end is None or block.full <= end)
    )


def units(sizes: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    """Tell which surveys are counted by themselves, and which only together.

    A survey with fewer than five answers would be what is left of all surveys less the others. So
    the small ones stand together; are they fewer than five together, they stay out where there
    are others.
    """
    alone = [(survey,) for survey, n in sizes.items() if n >= MINIMUM]
    small = tuple(survey for survey, n in sizes.items() if n < MINIMUM)
    together = sum(sizes[survey] for survey in small)
    if small and (together >= MINIMUM or together == 0 or not alone):
        return (*alone, small)
    return tuple(alone)
