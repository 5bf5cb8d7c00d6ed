"""The overview as a document: every figure of the page, none of them computed again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedback.reports.breakdown import Breakdown
from feedback.reports.figures import Axis, signed
from feedback.reports.outputs.document import Chart, Document, Line, Mark, Quote, Table
from feedback.reports.outputs.of_benchmarks import benchmarks
from feedback.reports.outputs.of_questions import questions
from feedback.reports.overview import Overview
from feedback.reports.scale import Scale
from feedback.reports.trend import Trend, ticks_for
from surveys.models import Workspace
from surveys.speech import _, counted, is_rtl, spoken


@dataclass(frozen=True)
class About:
    """What is said of a report beside its figures."""

    workspace: Workspace
    notes: Sequence[str]
    on_groups: Sequence[str]
    source: str
    is_anonymous: bool = False
    group: str = ""
    """The one group it is about; "" is everybody."""


def document(report: Overview, about: About) -> Document:
    """Say all that the page says."""
    said = [
        report.not_counted,
        _("Note: %(note)s.", note=report.note) if report.note else "",
        report.rate_words,
    ]
    return Document(
        company=about.workspace.name,
        language=spoken().language,
        rtl=is_rtl(),
        accent=about.workspace.accent,
        title=report.title,
        lead=report.lead,
        basis=", ".join(filter(None, (report.basis, about.group))),
        notes=tuple(filter(None, (*about.notes, *said))),
        headline=Table("headline", report.measure, "", "", tuple(_headline(report))),
        tables=tuple(_tables(report, about)),
        quotes_title=_("In their words"),
        quotes=tuple(_quotes(report, is_anonymous=about.is_anonymous)),
        glossary=tuple(_glossary(report, about.workspace)),
        source=about.source,
        group=about.group,
    )


def axis_of(lines: Sequence[Line], scale: Scale) -> tuple[Axis, tuple[Mark, ...]]:
    """Give the stretch that holds all intervals, and round values along it."""
    low = min(line.low for line in lines if line.low is not None)
    high = max(line.high for line in lines if line.high is not None)
    ticks = ticks_for(low, high, scale.floor, 100)
    axis = Axis(ticks[0], ticks[-1])
    every = max(1, (len(ticks) + 3) // 5)
    return axis, tuple(Mark(axis.at(tick), signed(tick)) for tick in ticks[::every])


def _headline(report: Overview) -> Iterator[Line]:
    if report.score:
        yield Line.of("score", report.measure, report.score.figure)
    if report.mean:
        yield Line.of("mean", _("Mean"), report.mean)
    if report.rate:
        yield Line.of("response_rate", _("Response rate"), report.rate.figure, "mailed")


def _tables(report: Overview, about: About) -> Iterator[Table]:
    if report.parts:
        yield _parts(report)
    if report.trend:
        yield _trend(report, report.trend)
    if report.beside:
        yield benchmarks(report.beside, report.scale)
    if report.breakdown and report.breakdown.groups:
        yield _groups(report, report.breakdown, about)
    if report.steps:
        yield _scores(report)
    yield from questions(report.questions)


def _parts(report: Overview) -> Table:
    n = sum(part.n for part in report.parts)
    lines = tuple(
        Line(p.tone, f"{p.name} ({p.range})", p.n, 100 * p.n / n, text=p.percent, tone=p.tone)
        for p in report.parts
    )
    chart = Chart("stacked", report.parts_in_words)
    heading = _("Class")
    return Table("classes", _("Who they are"), heading, _("Share"), lines, chart=chart)


def _trend(report: Overview, found: Trend) -> Table:
    lines = [Line.of(f"{m.first:%Y-%m}", m.name, m.figure) for m in found.months]
    note = _(
        "%(measure)s: the line is that of each month; the band around it is its 95 %% interval.",
        measure=report.measure,
    )
    open_ = _("Months with fewer than five answers are left open.") if found.gaps else ""
    chart = Chart(
        "trend",
        report.trend_in_words,
        *axis_of(lines, report.scale),
        tuple(Mark(tick.at, tick.text) for tick in found.across),
    )
    said = " ".join(filter(None, (note, open_)))
    title, heading = _("Month by month"), _("Month")
    return Table("months", title, heading, report.measure, tuple(lines), said, chart)


def _groups(report: Overview, found: Breakdown, about: About) -> Table:
    lines = tuple(Line.of(line.name, line.name, line.figure, line.kind) for line in found.lines)
    note = _(
        "%(measure)s: each dot is that of a group, the bar its 95 %% interval; the dashed line "
        "is that of all answers. Where bars overlap widely, the difference may be chance.",
        measure=report.measure,
    )
    ends = ", ".join(f"{line.name} {line.whole} ({line.interval})" for line in lines)
    chart = Chart("forest", ends, *axis_of(lines, report.scale))
    said = " ".join(filter(None, (note, found.hidden, *about.on_groups)))
    title = _("By %(attribute)s", attribute=found.attribute)
    return Table("groups", title, found.attribute, report.measure, lines, said, chart)


def _scores(report: Overview) -> Table:
    n = sum(step.n for step in report.steps)
    lines = tuple(
        Line(s.label, s.label, s.n, 100 * s.n / n, text=s.percent, tone=s.tone)
        for s in report.steps
    )
    note = counted(
        "How %(n)s answer is spread over the scores.",
        "How %(n)s answers are spread over the scores.",
        n,
    )
    chart = Chart("bars", report.steps_in_words, Axis(0, max(line.value or 0 for line in lines)))
    return Table("scores", _("All scores"), _("Score"), _("Share"), lines, note, chart)


def _quotes(report: Overview, *, is_anonymous: bool) -> Iterator[Quote]:
    for said in report.comments:
        comment = said.comment
        words = f"{comment.words} …" if comment.cut else comment.words
        day = None if is_anonymous else comment.day
        yield Quote(words, said.band, said.tone, comment.score, day)


def _glossary(report: Overview, workspace: Workspace) -> Iterator[tuple[str, str]]:
    yield (
        _("95 %% interval"),
        _(
            "We hear only some customers. If the same survey were repeated with others of the "
            "same kind, intervals made this way would hold the score of all of them 19 times in "
            "20. A change smaller than the interval may be chance."
        ),
    )
    yield (
        _("Small groups"),
        _(
            "Groups with fewer than five answers are never shown, so that no customer can be "
            "recognised, and nothing is shown from which they could be worked out."
        ),
    )
    yield (
        _("Months and days"),
        _(
            "Days begin by the clock of the workspace (%(zone)s).",
            zone=workspace.timezone,
        ),
    )
