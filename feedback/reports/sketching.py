"""Where the marks of a plan's curve stand: answers along, by orders of magnitude; points up."""

from dataclasses import dataclass
from math import log10

from feedback.reports.figures import Axis
from feedback.reports.sizing import Sized
from feedback.reports.trend import Tick
from surveys.speech import number

TALLEST = 40
ALONG = (10, 100, 1_000, 10_000, 100_000)


@dataclass(frozen=True)
class Spot:
    """A place on the curve, in percent from the top left."""

    x: float
    y: float
    kind: str
    """'wanted' or 'got'."""


@dataclass(frozen=True)
class Sketch:
    """The curve; places in percent."""

    line: str
    spots: tuple[Spot, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def sketch(found: Sized) -> Sketch | None:
    """Draw a plan; None where nothing can be noticed."""
    inside = [(n, points) for n, points in found.curve if points <= TALLEST]
    if len(inside) < 2:
        return None
    along, up = Axis(1, log10(ALONG[-1])), Axis(0, TALLEST)
    places = [(along.at(log10(n)), 100 - up.at(points)) for n, points in inside]
    return Sketch(
        line=" ".join(f"{x},{y:.2f}" for x, y in places),
        spots=tuple(_spots(found, along, up)),
        across=tuple(Tick(along.at(log10(n)), number(n)) for n in ALONG),
        up=tuple(Tick(100 - up.at(each), str(each)) for each in range(0, TALLEST + 1, 10)),
    )


def _spots(found: Sized, along: Axis, up: Axis) -> list[Spot]:
    wanted, got = found.rung, found.got
    told: list[tuple[str, int | None, int | None]] = [("wanted", wanted.answers, wanted.points)]
    if got:
        told.append(("got", got.answers, got.points))
    return [
        Spot(along.at(log10(n)), round(100 - up.at(points), 2), kind)
        for kind, n, points in told
        if n and points and points <= TALLEST and ALONG[0] <= n <= ALONG[-1]
    ]
