"""Which answers may be counted together, so that no two reports can be subtracted to one person.

The answers of a survey are cut along time into blocks: days are put together until five have
answered, and where groups are told apart, until each group has nobody or at least five, and those
days and groups cannot be subtracted from each other to fewer (see `leftover`). A block
counts at the day on which it was full; what came after the last full one counts with it. All that
is shown is made of whole blocks, so whatever is left by subtraction is whole blocks again: nobody,
or at least five people. A period takes the blocks that were full within it, so a plain total
differs from the bare calendar by fewer than five people at either end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analysis import MINIMUM
from feedback.reports.leftover import exposed


@dataclass(frozen=True)
class Block:
    """Neighbouring days that are only counted together."""

    first: date
    last: date
    full: date
    """The day it counts at."""


class _Run:
    """Days being put together, and whether they may stand alone by now."""

    def __init__(self, day: date, sizes: Sequence[int]) -> None:
        self.block = Block(day, day, day)
        self.rows, self.sizes = [sizes], list(sizes)
        self.stuck: frozenset[int] = frozenset()
        """Groups whose days leave few others over: they do until one of these answers again."""

    def with_day(self, day: date, sizes: Sequence[int]) -> None:
        """Go on for a day."""
        self.block = replace(self.block, last=day, full=day)
        self._join([sizes])

    def with_run(self, before: "_Run") -> None:
        """Take in the days before; they keep the day at which they were full."""
        self.block = replace(self.block, first=before.block.first)
        self._join(before.rows)

    @property
    def may_end(self) -> bool:
        """Whether nobody is exposed by what is shown of these days."""
        if self.stuck or not holds(self.sizes):
            return False
        found = exposed(self.rows)
        self.stuck = found.inner if found else frozenset()
        return not found

    def _join(self, rows: Sequence[Sequence[int]]) -> None:
        self.rows = [*self.rows, *rows]
        for row in rows:
            self.sizes = [a + b for a, b in zip(self.sizes, row, strict=True)]
        if any(row[group] for group in self.stuck for row in rows):
            self.stuck = frozenset()


def blocks(days: Mapping[date, Sequence[int]]) -> tuple[Block, ...]:
    """Cut days into blocks; each day gives the sizes of the groups that are told apart."""
    found: list[_Run] = []
    rest: _Run | None = None
    for day, sizes in sorted(days.items()):
        if not any(sizes):
            continue
        if rest is None:
            rest = _Run(day, sizes)
        else:
            rest.with_day(day, sizes)
        if rest.may_end:
            found.append(rest)
            rest = None
    if rest:
        full = found[-1].block.full if found else rest.block.full
        rest.block = replace(rest.block, full=full)
        while found and not rest.may_end:
            rest.with_run(found.pop())
        found += [rest] if rest.may_end else []
    return tuple(run.block for run in found)


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


def as_one(found: tuple[Block, ...], since: date | None) -> tuple[Block, ...]:
    """Put the blocks together that begin on a day or later; they count where the first does."""
    late = [block for block in found if since is not None and block.first >= since]
    if len(late) < 2:
        return found
    return (*found[: -len(late)], replace(late[0], last=late[-1].last))


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
