"""Where the marks of the themes stand: how often across, what a mention goes along with upwards."""

import math
from dataclasses import dataclass

from feedback.reports.figures import Axis, Figure, share, signed
from feedback.reports.trend import Tick
from feedback.themes.effects import Effects, Line, Tone
from surveys.speech import _

MOST = 12
"""Marks drawn; the table has all."""
STEPS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Mark:
    """A theme in one tone, with both intervals; places in percent from the top left."""

    number: int
    line: Line
    tone: Tone
    x: float
    left: float
    right: float
    y: float
    top: float
    bottom: float

    @property
    def kind(self) -> str:
        """How it is drawn, told by shape and filling and not by colour alone."""
        return f"{self.tone.key} {'clear' if self.tone.is_clear else 'unclear'}"


@dataclass(frozen=True)
class Plot:
    """Frequency across, effect upwards."""

    marks: tuple[Mark, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    zero: float
    words: str

    def number(self, line: Line, tone: Tone) -> int | None:
        """Give the number under which a theme in a tone is drawn."""
        return next((m.number for m in self.marks if (m.line, m.tone) == (line, tone)), None)


def plot(found: Effects) -> Plot | None:
    """Draw what has an effect; None where nothing has."""
    drawn = [
        (line, tone, often, tone.effect)
        for line in found.lines
        for tone in line.tones
        if tone.effect and (often := share(tone.n, found.n))
    ]
    drawn.sort(key=lambda each: -abs(each[1].impact.value if each[1].impact else 0))
    drawn = drawn[:MOST]
    if not drawn:
        return None
    widest = _ticks(0, max(often.high for _l, _t, often, _e in drawn), 6)
    highest = _ticks(
        min(0, *(effect.low for *_rest, effect in drawn)),
        max(0, *(effect.high for *_rest, effect in drawn)),
        8,
    )
    x, y = Axis(widest[0], widest[-1]), Axis(highest[0], highest[-1])
    return Plot(
        tuple(_mark(number, *each, x, y) for number, each in enumerate(drawn, 1)),
        tuple(Tick(x.at(tick), f"{signed(tick)}\N{NO-BREAK SPACE}%") for tick in widest),
        tuple(Tick(100 - y.at(tick), signed(tick)) for tick in highest),
        100 - y.at(0),
        _in_words(found),
    )


def _mark(
    number: int, line: Line, tone: Tone, often: Figure, effect: Figure, x: Axis, y: Axis
) -> Mark:
    across = (x.at(value) for value in (often.value, often.low, often.high))
    up = (round(100 - y.at(value), 2) for value in (effect.value, effect.high, effect.low))
    return Mark(number, line, tone, *across, *up)


def _ticks(low: float, high: float, most: int) -> list[int]:
    """Give round values from below to above, few enough to be read."""
    step = next((step for step in STEPS if (high - low) / step <= most), STEPS[-1])
    return list(
        range(math.floor(low / step) * step, (math.ceil(high / step) or 1) * step + 1, step)
    )


def _in_words(found: Effects) -> str:
    told = [
        f"{line.name}, {tone.name}: {tone.impact.text} ({tone.impact.interval})"
        for sign in (1, -1)
        for line, tone in found.clear(sign)[:3]
        if tone.impact
    ]
    if not told:
        return _("Themes by how often they are mentioned and what a mention goes along with.")
    return _(
        "Themes by how often they are mentioned and what a mention goes along with. Clear ones, "
        "in points: %(themes)s",
        themes="; ".join(told),
    )
