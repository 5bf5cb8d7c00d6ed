"""Many different numbers gathered into a few ranges, so that a report can show them."""

import math
from collections.abc import Iterator, Mapping
from itertools import accumulate

from surveys.speech import _

MOST_SINGLE = 7
"""Up to so many different numbers each stand for themselves."""
ABOUT = 6
MAIN = 0.95
"""The part of the answers that the ranges divide; what lies beyond is one open range."""


def gathered(counts: Mapping[float, int], decimals: int) -> list[tuple[str, int]]:
    """Give ranges, or single numbers where there are few, with how many answers lie in each."""
    values = sorted(value for value, times in counts.items() if times)
    if len(values) <= MOST_SINGLE:
        return [(plain(value), counts[value]) for value in values]
    step = _step(values, counts, decimals)
    found: dict[int, int] = {}
    last = math.floor(_main(values, counts) / step)
    for value in values:
        at = min(math.floor(value / step), last)
        found[at] = found.get(at, 0) + counts[value]
    first = min(found)
    return [
        (_name(at, step, decimals, is_open=at == last), found.get(at, 0))
        for at in range(first, last + 1)
    ]


def plain(value: float) -> str:
    """Write a number without zeros at its end: 2.5, 1,200."""
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def _step(values: list[float], counts: Mapping[float, int], decimals: int) -> float:
    """Choose 1, 2 or 5 times a power of ten, so that there are about six ranges."""
    width = (_main(values, counts) - values[0]) / ABOUT or 1.0
    power: float = 10.0 ** math.floor(math.log10(width))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= width)
    return max(step, 1.0 if decimals == 0 else 0.0)


def _main(values: list[float], counts: Mapping[float, int]) -> float:
    enough = MAIN * sum(counts[value] for value in values)
    upto: Iterator[int] = accumulate(counts[value] for value in values)
    return next(value for value, so_far in zip(values, upto, strict=True) if so_far >= enough)


def _name(at: int, step: float, decimals: int, *, is_open: bool) -> str:
    low = plain(at * step)
    if is_open:
        return _("%(low)s or more", low=low)
    if decimals == 0:
        high = (at + 1) * step - 1
        return low if high == at * step else f"{low} to {plain(high)}"
    return _("%(low)s to under %(high)s", low=low, high=plain((at + 1) * step))
