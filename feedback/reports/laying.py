"""Tables of Explore that rest on something else than scores: shares of some, and medians."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from analysis import Proportion, proportion
from feedback.reports.breakdown import name_of, value_name
from feedback.reports.changing import change
from feedback.reports.dataset import Counts
from feedback.reports.exploring import (
    ALL,
    OTHERS,
    PAST,
    Exploration,
    Held,
    Row,
    Told,
    Wish,
    corrected,
    side_by_side,
)
from feedback.reports.figures import Figure, share
from feedback.reports.ground import Desk, Ground
from feedback.reports.periods import Period
from surveys.speech import _

T = TypeVar("T")
Pairs = Mapping[str, tuple[T, T]]


@dataclass(frozen=True)
class Writing(Generic[T]):
    """How what a row rests on is written, and how several are held against something else."""

    figure: Callable[[T], Figure | None]
    against_past: Callable[[Pairs[T]], tuple[str, Mapping[str, Told]]]
    """Names the correction, and tells what may be said of each row."""
    against_group: Callable[[Pairs[T]], tuple[str, Mapping[str, Told]]]
    everybody: str
    """What the last row is called."""


@dataclass(frozen=True)
class Asked:
    """The periods of a table: the one it is about, the one before, those side by side."""

    now: Period
    past: Period | None
    beside: tuple[Period, ...]

    @classmethod
    def of(cls, found: Ground, desk: Desk, wish: Wish) -> "Asked":
        """Take those that were asked for."""
        past = found.earlier if wish.than == PAST else None
        return cls(found.period, past, tuple(side_by_side(found, desk, wish)))

    @property
    def every(self) -> list[Period]:
        """Give all of them in one order."""
        return [self.now, *([self.past] if self.past else []), *self.beside]


@dataclass(frozen=True)
class Laid(Generic[T]):
    """What each row rests on: now, in the period before, and in those side by side."""

    asked: Asked
    now: Mapping[str, T]
    past: Mapping[str, T]
    beside: Sequence[Mapping[str, T]]

    @classmethod
    def of(cls, asked: Asked, told: Sequence[Mapping[str, T]]) -> "Laid[T]":
        """Take what was told of all periods, in their order."""
        now, *others = told
        return cls(asked, now, others.pop(0) if asked.past else {}, others)


def table(
    laid: Laid[T], wish: Wish, by: str, *, measure: str, writing: Writing[T], notes: Sequence[str]
) -> Exploration:
    """Lay the table: groups by name, then all others, then everybody."""
    held = _held(laid, wish, by, writing)
    rows = tuple(_row(key, laid, by, held, writing) for key in sorted(laid.now, key=_place(by)))
    return Exploration(
        measure=measure,
        attribute=name_of(by) if by else "",
        period=laid.asked.now.name,
        against=held.against,
        correction=held.correction if set(held.changes or ()) - {ALL} else "",
        columns=tuple(each.name for each in laid.asked.beside),
        rows=rows,
        notes=tuple(note for note in notes if note),
    )


def _place(by: str) -> Callable[[str], tuple[int, str]]:
    last = {"": 1, OTHERS: 2, ALL: 3}
    return lambda key: (last[key], "") if key in last else (0, value_name(by, key))


def _row(key: str, laid: Laid[T], by: str, held: Held, writing: Writing[T]) -> Row:
    kind = {ALL: "all", OTHERS: "others", "": "none"}.get(key, "group")
    names = {ALL: writing.everybody, OTHERS: _("All others")}
    delta, p, is_sure = (held.changes or {}).get(key) or (None, None, False)
    cells = tuple(
        writing.figure(each[key]) if key in each and laid.asked.beside else None
        for each in laid.beside
    )
    name = names.get(key) or value_name(by, key)
    value = key if kind == "group" else ""
    return Row(name, kind, writing.figure(laid.now[key]), delta, p, is_sure, cells, value)


def _held(laid: Laid[T], wish: Wish, by: str, writing: Writing[T]) -> Held:
    if laid.asked.past:
        pairs = {key: (laid.past[key], n) for key, n in laid.now.items() if key in laid.past}
        return Held(laid.asked.past.name, *writing.against_past(pairs))
    if wish.than in laid.now and wish.than not in (ALL, OTHERS, ""):
        base, apart = laid.now[wish.than], (ALL, OTHERS, wish.than)
        pairs = {key: (base, each) for key, each in laid.now.items() if key not in apart}
        return Held(value_name(by, wish.than), *writing.against_group(pairs))
    return Held()


@dataclass(frozen=True)
class Part:
    """So many of so many."""

    n: int
    among: Counts
    """All of them, by score where they have one."""

    @property
    def proportion(self) -> Proportion:
        """The share."""
        return proportion(self.n, sum(self.among))


def of_parts(everybody: str) -> Writing[Part]:
    """Write shares with Wilson's interval; hold them against others with the usual corrections."""

    def held(pairs: Pairs[Part], method: str) -> Mapping[str, Told]:
        both = {key: (a.proportion, b.proportion) for key, (a, b) in pairs.items()}
        return corrected({key: change(*pair) for key, pair in both.items()}, method)

    return Writing(
        lambda part: share(part.n, sum(part.among)),
        lambda pairs: (_("Benjamini–Hochberg"), held(pairs, "BH")),
        lambda pairs: (_("Holm"), held(pairs, "holm")),
        everybody,
    )
