"""Themes over time: the share of comments month by month, and whether the last one is unlike."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analysis.theme_trend import ThemeTrend, theme_trends
from feedback.reports.figures import Axis, Figure, share, signed
from feedback.reports.ground import Desk
from feedback.reports.periods import Period, slices
from feedback.reports.trend import Dot, Tick, across, line, ribbon, runs_of, ticks_for
from feedback.reports.unit import Unit
from feedback.themes.spoken import Comments
from surveys.speech import _

MONTHS = 13
"""Months looked at: a year and one."""


@dataclass(frozen=True)
class Point:
    """A month; no figure where fewer than five wrote."""

    name: str
    first: date
    figure: Figure | None


@dataclass(frozen=True)
class Course:
    """A theme over the months."""

    points: tuple[Point, ...]
    alarm: str
    """'up', 'down' or "": whether the last whole month is unlike those before."""
    said: str
    """The alarm in a sentence; "" where there is none."""


@dataclass(frozen=True)
class Trace:
    """A course as a chart draws it, in percent."""

    dots: tuple[Dot, ...]
    ribbons: tuple[str, ...]
    lines: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    words: str
    zero: None = None


def courses(found: Comments, desk: Desk) -> dict[int, Course]:
    """Follow each theme up to the end of the selection, whatever its beginning."""
    units = [replace(unit, start=None) for unit in found.kept]
    answers = Counter[date]()
    for unit in units:
        for full, steps in unit.days.items():
            answers[full.replace(day=1)] += sum(steps)
    if not answers:
        return {}
    months = slices("month", min(answers), max(answers), most=MONTHS)
    mentions = _mentions(found, units)
    closed = [month for month in months if not month.is_running(desk.today)]
    trends: dict[str, ThemeTrend] = {}
    if len(closed) > 1:
        n = [answers[_first(month)] for month in closed]
        counts = {
            str(theme): [by_month[_first(month)] for month in closed]
            for theme, by_month in mentions.items()
        }
        trends = {trend.theme: trend for trend in theme_trends(counts, n)}
    return {
        theme: _course(by_month, answers, months, trends.get(str(theme)), closed)
        for theme, by_month in mentions.items()
    }


def _first(month: Period) -> date:
    assert month.first is not None
    return month.first


def _mentions(found: Comments, units: Sequence[Unit]) -> dict[int, Counter[date]]:
    """Count each theme's comments by the month at which their block counts."""
    of = {survey: unit for unit in units for survey in unit.surveys}
    shown = {unit.surveys: set(unit.days) for unit in units}
    by_month: dict[int, Counter[date]] = defaultdict(Counter)
    for theme, survey, day, n in found.by_day:
        unit = of[survey]
        full = unit.full.get(day)
        if full and full in shown[unit.surveys]:
            by_month[theme][full.replace(day=1)] += n
    return by_month


def _course(
    mentions: Mapping[date, int],
    answers: Mapping[date, int],
    months: Sequence[Period],
    found: ThemeTrend | None,
    closed: Sequence[Period],
) -> Course:
    points = tuple(
        Point(month.name, _first(month), share(mentions[_first(month)], answers[_first(month)]))
        for month in months
    )
    if found is None or not found.alarm:
        return Course(points, "", "")
    before, now = found.before, found.shares[-1]
    told = share(now.successes, now.n), share(before.successes, before.n)
    if not (told[0] and told[1]):
        return Course(points, "", "")
    return Course(points, found.alarm, _said(closed[-1].name, told[0], told[1], found.alarm))


def _said(month: str, now: Figure, before: Figure, alarm: str) -> str:
    about = {
        "month": month,
        "now": now.whole,
        "between": f"{now.interval}{now.unit}",
        "before": before.whole,
    }
    if alarm == "up":
        return _(
            "Mentioned more often in %(month)s: by %(now)s (%(between)s), before by %(before)s.",
            **about,
        )
    return _(
        "Mentioned less often in %(month)s: by %(now)s (%(between)s), before by %(before)s.",
        **about,
    )


def trace(course: Course, name: str) -> Trace | None:
    """Draw a course; None where fewer than two months can be drawn."""
    told = [(point.name, point.figure) for point in course.points if point.figure]
    if len(told) < 2:
        return None
    ticks = ticks_for(0, max(figure.high for _name, figure in told), 0, 100)
    axis = Axis(ticks[0], ticks[-1])
    runs = runs_of(course.points, axis)
    ends = ", ".join(
        f"{month} {figure.whole} ({figure.interval}{figure.unit})"
        for month, figure in (told[0], told[-1])
    )
    return Trace(
        dots=tuple(dot for run in runs for dot in run),
        ribbons=tuple(ribbon(run) for run in runs if len(run) > 1),
        lines=tuple(line(run) for run in runs if len(run) > 1),
        across=across([point.first for point in course.points]),
        up=tuple(Tick(100 - axis.at(tick), signed(tick)) for tick in ticks),
        words=_("Share of comments that mention %(theme)s: %(ends)s", theme=name, ends=ends),
    )
