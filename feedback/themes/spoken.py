"""The comments of a selection before anything is said of them: read once until one changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from analysis.impact import Impacts, Told, impacts_of
from analysis.reading import Frame, Theme
from feedback.counts.reading import Daily
from feedback.reports import queries
from feedback.reports.ground import Desk
from feedback.reports.periods import slices
from feedback.reports.selection import COHORT, Selection
from feedback.reports.unit import Unit
from feedback.themes import counting, frames, patterns
from feedback.themes.counting import Apart
from feedback.themes.kept import Kept
from feedback.themes.patterns import Adjusting
from surveys.scope import bound_workspace

PERIODS = 12
"""Stretches of time that are held equal at most; what is older is one."""


@dataclass(frozen=True)
class Comments:
    """Comments of a selection, before anything is estimated."""

    selection: Selection
    frame: Frame
    kept: tuple[Unit, ...]
    apart: Apart | None
    told: Told
    foreign: int
    by_day: list[tuple[int, int, date, int]]
    """Theme, survey, day, comments: of each theme, and of each whole with its parts."""

    @cached_property
    def estimated(self) -> tuple[Impacts, Impacts | None]:
        """Estimate wholes, and parts where there are any."""
        has_parts = any(theme.parent for theme in self.frame.themes)
        return impacts_of(self.whole), impacts_of(self.in_parts) if has_parts else None

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


MOST = 16
"""Selections that a process keeps: a few megabytes each at 100,000 comments."""
_kept = Kept["Comments"](MOST)


def read(session: Session, selection: Selection, desk: Desk) -> Comments:
    """Read the comments that a selection counts, in whole blocks of five and more.

    As long as no comment and no theme changes, they are not read again.
    """
    among = [survey.id for survey in selection.surveys]
    look, here = counting.look(session, among), frames.frame_of(session)
    about = (selection.start, selection.end, selection.by, selection.scale.key, desk.begins)
    key = (bound_workspace(session), tuple(among), *about, here.number, look.stamp)
    return _kept.get(key, lambda: _read(session, selection, desk, (look.days, here.frame)))


def _read(
    session: Session, selection: Selection, desk: Desk, known: tuple[list[Daily], Frame]
) -> Comments:
    rows, frame = known
    kept = queries.kept_units(selection, rows)
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
    parts = {int(each.id): int(each.parent) for each in frame.themes if each.parent}
    among = [survey for unit in kept for survey in unit.surveys]
    days_said = counting.by_day(session, among, selection, parts)
    foreign = counting.not_analysed(kept)
    return Comments(selection, frame, tuple(kept), apart, told, foreign, days_said)


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
