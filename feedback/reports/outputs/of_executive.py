"""The executive's report as a document: every figure of its page, none of them computed again."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from babel.dates import format_date

from feedback.filters import count, day
from feedback.ids import spell
from feedback.reports.changing import Delta
from feedback.reports.executive import Drivers, ExecutiveReport, Point, Segments, Themes
from feedback.reports.executive import Quote as Chosen
from feedback.reports.figures import Axis, Figure, signed
from feedback.reports.outputs.document import Chart, Document, Line, Mark, Quote, Table
from feedback.reports.outputs.of_benchmarks import benchmarks
from feedback.reports.outputs.of_overview import axis_of
from feedback.reports.trend import LABELS, ticks_for
from surveys.models import Workspace
from surveys.speech import _, is_rtl, spoken


def document(report: ExecutiveReport, workspace: Workspace) -> Document:
    """Say all that the page says."""
    scope = report.scope
    against = _("compared with %(period)s", period=scope.against) if scope.against else ""
    return Document(
        company=report.company,
        language=spoken().language,
        rtl=is_rtl(),
        accent=workspace.accent,
        title=report.headline.text,
        lead=", ".join(filter(None, (f"{report.title}: {scope.period}", against))),
        basis=", ".join((*(f"“{name}”" for name in scope.surveys), *_filters(report))),
        notes=tuple(filter(None, (*report.notes, report.rate_words))),
        headline=Table("headline", report.measure, "", "", tuple(_headline(report))),
        tables=tuple(_tables(report)),
        quotes_title=_("In their words"),
        quotes=tuple(_quotes(report)),
        glossary=report.glossary,
        source=_(
            "Report %(name)s, counted by rules %(rules)s on %(day)s.",
            name=report.name,
            rules=report.rules,
            day=day(report.moment.astimezone(workspace.zone).date()),
        ),
        points_title=_("What to watch"),
        points=tuple((watch.text, watch.why) for watch in report.watch),
        group=", ".join(_filters(report)),
    )


def _filters(report: ExecutiveReport) -> tuple[str, ...]:
    return tuple(f"{name}: {value}" for name, value in report.scope.filters)


def _headline(report: ExecutiveReport) -> Iterator[Line]:
    if report.score:
        yield Line.of("score", report.measure, report.score)
    if report.change and report.change.is_told:
        yield _change(
            "change", _("Change since %(period)s", period=report.scope.against), report.change
        )
    if report.mean:
        yield Line.of("mean", _("Mean"), report.mean)
    if report.rate:
        yield Line.of("response_rate", _("Response rate"), report.rate, "mailed")


def _change(key: str, name: str, delta: Delta) -> Line:
    numbers = (delta.value, delta.low, delta.high)
    return Line(key, name, None, *numbers, delta.points, delta.low_text, delta.high_text)


def _tables(report: ExecutiveReport) -> Iterator[Table]:
    if report.shares:
        yield _classes(report)
    if sum(point.figure is not None for point in report.trend) > 1:
        yield _trend(report)
    if report.beside:
        yield benchmarks(report.beside, report.scale)
    if report.segments and report.segments.groups:
        yield from _segments(report, report.segments)
    if report.themes and report.themes.ranked:
        yield from _themes(report, report.themes)
    if report.drivers and report.drivers.ranked:
        yield from _drivers(report.drivers)


def _classes(report: ExecutiveReport) -> Table:
    lines = []
    for share in report.shares:
        line = Line.of(share.tone, f"{share.name} ({share.range})", share.figure)
        lines.append(replace(line, tone=share.tone, n=share.n))
    said = ", ".join(f"{line.name} {line.whole}" for line in lines)
    heading = _("Class")
    return Table(
        "classes",
        _("Who they are"),
        heading,
        _("Share"),
        tuple(lines),
        chart=Chart("stacked", said),
    )


def _trend(report: ExecutiveReport) -> Table:
    lines = tuple(
        Line.of(f"{point.first:%Y-%m-%d}", _named(point), point.figure) for point in report.trend
    )
    told = [line for line in lines if line.whole]
    ends = ", ".join(f"{line.name} {line.whole} ({line.interval})" for line in (told[0], told[-1]))
    chart = Chart("trend", ends, *axis_of(lines, report.scale), along=_along(report.trend))
    heading, title = _("Period"), _("How it went")
    return Table("trend", title, heading, report.measure, lines, chart=chart)


def _named(point: Point) -> str:
    return f"{point.name} ({_('still running')})" if point.is_running else point.name


def _along(points: Sequence[Point]) -> tuple[Mark, ...]:
    """Name every few periods, counted back from the newest."""
    every = math.ceil(len(points) / LABELS)
    named = range((len(points) - 1) % every, len(points), every)
    return tuple(
        Mark(
            100 * (i + 0.5) / len(points),
            format_date(points[i].first, "MMM yy", locale=spoken().locale),
        )
        for i in named
    )


def _segments(report: ExecutiveReport, found: Segments) -> Iterator[Table]:
    lines = tuple(Line.of(line.name, line.name, line.figure, line.kind) for line in found.lines)
    said = ", ".join(f"{line.name} {line.whole} ({line.interval})" for line in lines)
    yield Table(
        "groups",
        _("By %(attribute)s", attribute=found.attribute),
        found.attribute,
        report.measure,
        lines,
        " ".join(found.notes),
        Chart("forest", said, *axis_of(lines, report.scale)),
    )
    changes = tuple(
        replace(_change(line.name, line.name, line.change), n=line.figure.n)
        for line in found.lines
        if line.change and line.is_sure
    )
    if changes:
        title = _("Change of each group since %(period)s", period=report.scope.against)
        yield Table("group_changes", title, found.attribute, _("Change"), changes)


def _drivers(found: Drivers) -> Iterator[Table]:
    weights = tuple(Line.of(each.name, each.name, each.weight) for each in found.ranked)
    said = ", ".join(f"{line.name} {line.whole} ({line.interval})" for line in weights)
    ticks = ticks_for(0, max(line.high or 0 for line in weights), 0, 100)
    axis = Axis(ticks[0], ticks[-1])
    marks = tuple(Mark(axis.at(tick), str(tick)) for tick in ticks)
    title, heading = _("What goes along with it"), _("Question")
    chart = Chart("forest", said, axis, marks)
    yield Table("drivers", title, heading, _("Share"), weights, found.note, chart)
    slopes = tuple(Line.of(each.name, each.name, each.slope) for each in found.ranked)
    yield Table("driver_slopes", _("Points of the score per step"), heading, _("Points"), slopes)
    means = tuple(Line.of(each.name, each.name, each.mean) for each in found.ranked)
    yield Table("driver_means", _("Where each question stands, of 100"), heading, _("Mean"), means)


def _themes(report: ExecutiveReport, found: Themes) -> Iterator[Table]:
    def lines(figures: Sequence[Figure]) -> tuple[Line, ...]:
        return tuple(
            replace(Line.of(f"{spell(each.id)}.{each.tone}", each.whole, figure), n=each.n)
            for each, figure in zip(found.ranked, figures, strict=True)
        )

    points = lines([each.impact for each in found.ranked])
    said = ", ".join(f"{line.name} {line.whole} ({line.interval})" for line in points)
    ends = [value for line in points for value in (line.low or 0, line.high or 0)]
    ticks = ticks_for(min(ends), max(ends), -200, 200)
    axis = Axis(ticks[0], ticks[-1])
    marks = tuple(Mark(axis.at(tick), signed(tick)) for tick in ticks)
    heading, chart = _("Theme"), Chart("forest", said, axis, marks)
    of = _("Answers are those of %(n)s that mention it.", n=count(found.n))
    title = _("Points of %(measure)s that themes come to", measure=report.scale.subject)
    yield Table("themes", title, heading, _("Points"), points, f"{found.note} {of}", chart)
    title = _("Points that go with a mention, all else equal")
    effects = lines([each.effect for each in found.ranked])
    yield Table("theme_effects", title, heading, _("Points"), effects)
    shares = lines([each.share for each in found.ranked])
    yield Table("theme_shares", _("Share of comments that mention it"), heading, _("Share"), shares)


def _quotes(report: ExecutiveReport) -> Iterator[Quote]:
    for chosen in (*report.praise, *report.pain):
        yield _quote(report, chosen)


def _quote(report: ExecutiveReport, chosen: Chosen) -> Quote:
    band = report.scale.band(chosen.score)
    words = f"{chosen.words} …" if chosen.is_cut else chosen.words
    return Quote(words, str(band.one), band.tone, chosen.score, chosen.day)
