"""What themes go along with: how often each is mentioned, and its adjusted effect, in words.

One frozen object, made once; the explorer, a theme's page and the executive's report show it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy.orm import Session

from analysis import MINIMUM, Interval
from analysis.impact import LEAST, Impact, Told, impacts_of
from analysis.reading import Frame, Theme
from feedback.reports import queries
from feedback.reports.figures import Figure, figure, share
from feedback.reports.ground import Desk
from feedback.reports.periods import slices
from feedback.reports.scale import Scale
from feedback.reports.selection import COHORT, Selection
from feedback.reports.unit import Unit
from feedback.themes import counting, frames, patterns
from feedback.themes.counting import Apart
from feedback.themes.patterns import Adjusting
from surveys.speech import _, counted, lazy

TONES = {
    "positive": lazy("Praise"),
    "negative": lazy("Criticism"),
    "mixed": lazy("Mixed"),
    "neutral": lazy("Neither praise nor criticism"),
}
PERIODS = 12
"""Stretches of time that are held equal at most; what is older is one."""


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


@dataclass(frozen=True)
class Comments:
    """Comments of a selection, before anything is estimated."""

    selection: Selection
    frame: Frame
    kept: tuple[Unit, ...]
    apart: Apart | None
    told: Told
    foreign: int

    @cached_property
    def whole(self) -> Told:
        """Give what comments mention with each part counted for what it is a part of."""
        return replace(self.told, said=[folded(each, self.frame) for each in self.told.said])

    @cached_property
    def in_parts(self) -> Told:
        """Give the same with each part by itself: of a whole only what is in none of its parts."""
        return replace(self.told, said=[parted(each, self.frame) for each in self.told.said])

    def of(self, theme: Theme) -> Told:
        """Give what a theme is estimated from."""
        return self.in_parts if theme.parent else self.whole


def read(session: Session, selection: Selection, desk: Desk) -> Comments:
    """Read the comments that a selection counts, in whole blocks of five and more."""
    among = [survey.id for survey in selection.surveys]
    kept = queries.kept_units(selection, counting.daily(session, among))
    frame = frames.frame_of(session).frame
    apart = counting.apart(session, kept, selection) if selection.by else None
    days = [day for unit in kept for span in unit.spans for day in span]
    every = "month" if selection.has_period else "quarter"
    ends = (min(days), max(days)) if days else (desk.today, desk.today)
    beside = Adjusting(
        slices(every, *ends, begins=desk.begins, most=PERIODS)[:-1],
        selection.by,
        list(apart.sizes) if apart and selection.by != COHORT else [],
    )
    told = patterns.told(session, kept, selection, beside)
    return Comments(selection, frame, tuple(kept), apart, told, counting.not_analysed(kept))


def folded(said: Mapping[str, str], frame: Frame) -> dict[str, str]:
    """Count parts for their whole; it keeps its own tone, else parts that differ are mixed."""
    made: dict[str, str] = {}
    for theme, tone in said.items():
        known = frame.by_id.get(theme)
        top = known.parent if known and known.parent else theme
        if top in said:
            made[top] = said[top]
        else:
            made[top] = tone if made.get(top, tone) == tone else "mixed"
    return made


def parted(said: Mapping[str, str], frame: Frame) -> dict[str, str]:
    """Leave out a whole of which a part is mentioned: both together would explain each other."""
    wholes = {known.parent for theme in said if (known := frame.by_id.get(theme))}
    return {theme: tone for theme, tone in said.items() if theme not in wholes}


def effects(found: Comments) -> Effects:
    """Estimate all themes at once; write what is enough for a figure."""
    scale, told = found.selection.scale, found.told
    if told.n < MINIMUM:
        few = _("Fewer than five comments can be counted here, so nothing is said of themes.")
        return Effects(scale, 0, (), found.foreign, (few, *_foreign(found.foreign)))
    tops = [theme for theme in found.frame.themes if not theme.parent]
    parts = [theme for theme in found.frame.themes if theme.parent]
    lines = [*_lines(tops, found.whole), *(_lines(parts, found.in_parts) if parts else ())]
    lines.sort(key=lambda line: (-line.reach, -line.n, line.name))
    is_estimated = any(tone.effect for line in lines for tone in line.tones)
    notes = (*_rests(found, is_estimated), *_foreign(found.foreign))
    return Effects(scale, told.n, _in_order(lines), found.foreign, notes, found.selection.by)


def _in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Put parts behind their wholes."""
    known = {line.id for line in lines}
    tops = [line for line in lines if line.parent not in known]
    return tuple(
        each for top in tops for each in (top, *(line for line in lines if line.parent == top.id))
    )


def _lines(themes: Sequence[Theme], told: Told) -> list[Line]:
    known = {(int(each.theme), each.sentiment): each for each in impacts_of(told).of}
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


def _foreign(n: int) -> Sequence[str]:
    if not n:
        return ()
    return (
        counted(
            "%(n)s comment in a language that is not analysed is left out.",
            "%(n)s comments in languages that are not analysed are left out.",
            n,
        ),
    )
