"""What pages about a period rest on: its counts, those of the one before, and all days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from feedback.counts import reading
from feedback.counts.reading import Daily
from feedback.reports import keeping, queries, segment
from feedback.reports.dataset import Counts, Dataset, add
from feedback.reports.periods import EVERY, Period, calendar, moving
from feedback.reports.scale import Scale
from feedback.reports.selection import Asked, Only, Selection, SurveyChoice
from feedback.reports.source import Source
from surveys.models import Workspace

LONGEST_WINDOW = 3660


@dataclass(frozen=True)
class Desk:
    """Whose report it is, and when: name, clock, first month of the year."""

    company: str
    zone: ZoneInfo
    now: datetime
    begins: int = 1
    source: Source = reading

    @classmethod
    def of(cls, workspace: Workspace, now: datetime) -> "Desk":
        """Take a workspace's."""
        return cls(workspace.name, workspace.zone, now, workspace.year_begins)

    @property
    def today(self) -> date:
        """The day it is there."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True)
class Ground:
    """Counts of two periods and of all days; the database is out of the story from here."""

    selection: Selection
    period: Period
    earlier: Period | None
    """What it is compared with."""
    days: Mapping[date, Counts]
    """All days there are, each answer at the day its block counts at."""
    rows: Sequence[Daily]
    now: Dataset
    before: Dataset | None
    surveys: tuple[SurveyChoice, ...]
    """All of the workspace, for whoever wants to choose another."""
    attributes: tuple[str, ...]
    name: str
    notes: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, str]:
        """Write what was asked for as an address has it, with the period by its kind."""
        given = keeping.asked_for(self.selection)
        if self.period.every and self.period.first:
            dates = {"every": self.period.every, "on": self.period.first.isoformat()}
            return dates | {key: text for key, text in given.items() if key not in ("from", "to")}
        return given if self.selection.has_period else {"every": "all"} | given

    @property
    def is_answered(self) -> bool:
        """Whether anybody has answered any survey."""
        return any(survey.answered for survey in self.surveys)

    def counts(self, period: Period) -> Counts:
        """Count the answers of a period."""
        return within_period(self.selection.scale, self.days, period)


def within_period(scale: Scale, days: Mapping[date, Counts], period: Period) -> Counts:
    """Add up the days of a period."""
    return add(scale, (counts for day, counts in days.items() if period.holds(day)))


Usual = Callable[[Mapping[date, Counts], Desk], tuple[Period, str]]
"""Gives the period of somebody who asked for none, and why it is that one."""
Telling = Callable[[Session, Selection, Sequence[str]], str]
"""Gives what is compared by where nobody said it."""


def ground(
    session: Session,
    asked: Asked,
    desk: Desk,
    *,
    usual: Usual,
    telling: Telling,
    only: Only | None = None,
) -> Ground:
    """Read the counts that parameters of an address ask for, of one group alone where that is so.

    Groups within a group are not told apart.
    """
    attributes, surveys = queries.attributes(session), queries.surveys(session)
    chosen = replace(asked.select(surveys, attributes), only=only)
    among = [survey.id for survey in chosen.surveys]
    rows = desk.source.daily(session, among, anonymous=chosen.is_anonymous)
    whole = replace(chosen, start=None, end=None)
    days = (
        segment.counted(session, whole, only, rows, desk.source).days
        if only
        else queries.days_of(queries.kept_units(whole, rows), whole)
    )
    period, note = _asked_period(asked, chosen, desk) or usual(days, desk)
    by = "" if only else chosen.by or telling(session, chosen, attributes)
    chosen = replace(chosen, by=by)

    def counted(each: Period) -> Dataset:
        wanted = replace(chosen, start=each.first, end=each.last)
        if only:
            return segment.counted(session, wanted, only, rows, desk.source)
        return queries.counted(session, wanted, desk.zone, rows, desk.source)

    selection = replace(chosen, start=period.first, end=period.last)
    now, earlier = counted(period), period.before(desk.begins)
    return Ground(
        selection=selection,
        period=period,
        earlier=earlier,
        days=days,
        rows=rows,
        now=now,
        before=counted(earlier) if earlier else None,
        surveys=surveys,
        attributes=attributes,
        name=keeping.name_of(session, selection, keeping.figures(now)),
        notes=(note,) if note else (),
    )


def _asked_period(asked: Asked, chosen: Selection, desk: Desk) -> tuple[Period, str] | None:
    """Give the period that was asked for; None where nothing of it was said."""
    if chosen.has_period:
        return Period(chosen.start, chosen.end), ""
    every = asked.parameters.get("every", "")
    if every == "all":
        return Period(), ""
    last = asked.parameters.get("last", "")
    if last.isascii() and last.isdigit() and 0 < int(last[:5]) <= LONGEST_WINDOW:
        return moving(int(last[:5]), desk.today), ""
    day = asked.day("on") or desk.today
    if every in EVERY or asked.parameters.get("on"):
        return calendar(every if every in EVERY else "quarter", day, desk.begins), ""
    return None
