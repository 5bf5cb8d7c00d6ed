"""What themes go along with: how often each is mentioned, and its adjusted effect, in words.

One frozen object, made once; the explorer, a theme's page and the executive's report show it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis import MINIMUM, Interval
from analysis.impact import LEAST, Impact, Impacts, Told
from analysis.reading import Theme
from feedback.reports.figures import Figure, figure, share
from feedback.reports.scale import Scale
from feedback.themes.spoken import Comments
from surveys.speech import _, counted, lazy

TONES = {
    "positive": lazy("Praise"),
    "negative": lazy("Criticism"),
    "mixed": lazy("Mixed"),
    "neutral": lazy("Neither praise nor criticism"),
}


@dataclass(frozen=True)
class Tone:
    """A theme spoken of in one tone; without figures where that is too seldom."""

    name: str
    key: str
    n: int
    effect: Figure | None = None
    """Points of who mentions it so beside who does not, all else equal."""
    impact: Figure | None = None
    """Points of the score of all that this comes to."""
    p: float = 1.0
    """Of no effect, corrected for how many were looked at."""
    is_clear: bool = False


@dataclass(frozen=True)
class Line:
    """One theme: how many of how many comments mention it, and what that goes along with."""

    id: int
    name: str
    parent: int
    n: int
    share: Figure
    tones: tuple[Tone, ...]

    @property
    def reach(self) -> float:
        """The largest of what its tones come to."""
        return max((abs(tone.impact.value) for tone in self.tones if tone.impact), default=0.0)


@dataclass(frozen=True)
class Effects:
    """All themes of a selection, those with the largest effect first."""

    scale: Scale
    n: int
    """Comments with a score that were read and analysed; 0 where they are too few to be told."""
    lines: tuple[Line, ...]
    foreign: int
    """Comments in languages that are not analysed."""
    notes: tuple[str, ...]
    segment: str = ""
    """What is held equal beside survey, channel, language and time."""

    @property
    def by_id(self) -> Mapping[int, Line]:
        """Give the lines by theme."""
        return {line.id: line for line in self.lines}

    def clear(self, sign: int) -> tuple[tuple[Line, Tone], ...]:
        """Give what lifts (1) or hurts (-1) more than chance explains, the largest first."""
        found = [
            (line, tone, tone.impact.value)
            for line in self.lines
            for tone in line.tones
            if tone.is_clear and tone.impact and tone.impact.value * sign > 0
        ]
        found.sort(key=lambda each: -abs(each[2]))
        return tuple((line, tone) for line, tone, _value in found)


def effects(found: Comments) -> Effects:
    """Estimate all themes at once; write what is enough for a figure."""
    scale, told = found.selection.scale, found.told
    if told.n < MINIMUM:
        few = _("Fewer than five comments can be counted here, so nothing is said of themes.")
        return Effects(scale, 0, (), found.foreign, (few, *foreign_words(found.foreign)))
    tops = [theme for theme in found.frame.themes if not theme.parent]
    parts = [theme for theme in found.frame.themes if theme.parent]
    whole, in_parts = found.estimated
    lines = _lines(tops, found.whole, whole)
    lines += _lines(parts, found.in_parts, in_parts) if in_parts else []
    lines.sort(key=lambda line: (-line.reach, -line.n, line.name))
    is_estimated = any(tone.effect for line in lines for tone in line.tones)
    notes = (*_rests(found, is_estimated), *foreign_words(found.foreign))
    return Effects(scale, told.n, _in_order(lines), found.foreign, notes, found.selection.by)


def _in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Put parts behind their wholes."""
    known = {line.id for line in lines}
    tops = [line for line in lines if line.parent not in known]
    return tuple(
        each for top in tops for each in (top, *(line for line in lines if line.parent == top.id))
    )


def _lines(themes: Sequence[Theme], told: Told, estimated: Impacts) -> list[Line]:
    known = {(int(each.theme), each.sentiment): each for each in estimated.of}
    mentions = _mentions(told)
    found = (_line(theme, mentions, known, told.n) for theme in themes)
    return [line for line in found if line]


def _mentions(told: Told) -> dict[tuple[int, str], int]:
    """Count the comments of each theme in each tone; in any under ""."""
    found: dict[tuple[int, str], int] = {}
    for said, n in zip(told.said, told.sizes, strict=True):
        for theme, tone in said.items():
            for key in ((int(theme), ""), (int(theme), tone or "neutral")):
                found[key] = found.get(key, 0) + n
    return found


def _line(
    theme: Theme,
    mentions: Mapping[tuple[int, str], int],
    known: Mapping[tuple[int, str], Impact],
    n: int,
) -> Line | None:
    number = int(theme.id)
    often = mentions.get((number, ""), 0)
    if not often or (part := share(often, n)) is None:
        return None
    tones = tuple(
        _tone(key, many, known.get((number, key)))
        for key in TONES
        if (many := mentions.get((number, key), 0))
    )
    return Line(number, theme.name, int(theme.parent or 0), often, part, tones)


def _tone(key: str, n: int, found: Impact | None) -> Tone:
    if found is None:
        return Tone(str(TONES[key]), key, n)
    one, all_of_it = (
        _points(value, low, high, n, decimals)
        for value, low, high, decimals in (
            (found.effect, found.effect_low, found.effect_high, 0),
            (found.impact, found.low, found.high, 1),
        )
    )
    return Tone(str(TONES[key]), key, n, one, all_of_it, found.p, found.is_clear)


def _points(value: float, low: float, high: float, n: int, decimals: int) -> Figure | None:
    """Write points with their sign, as they are added to a score or taken from it."""
    made = figure(value, Interval(low, high, 0.95, "HC3"), 1, "", n, "", decimals)
    if made is None or value <= 0 or not made.text.strip("0.,٠٫"):
        return made
    return replace(made, text=f"+{made.text}")


def _rests(found: Comments, is_estimated: bool) -> Sequence[str]:
    """Say what the figures rest on, and that they are no causes."""
    rests = counted(
        "%(n)s comment with a score was read and analysed.",
        "%(n)s comments with a score were read and analysed.",
        found.told.n,
    )
    if not is_estimated:
        few = _(
            "For an effect a theme needs %(least)s comments that mention it in one tone, and as "
            "many without: that is not so for any here.",
            least=LEAST,
        )
        return (rests, few)
    return (
        rests,
        _("What people mention goes along with many things: this is association, not cause."),
    )


def foreign_words(n: int) -> Sequence[str]:
    """Say how many comments are left out for their language."""
    if not n:
        return ()
    return (
        counted(
            "%(n)s comment in a language that is not analysed is left out.",
            "%(n)s comments in languages that are not analysed are left out.",
            n,
        ),
    )
