"""Figures of others as a table of a document, with where each comes from."""

from feedback.reports.benchmarks.beside import Benchmark, Beside
from feedback.reports.benchmarks.drawing import axis_of
from feedback.reports.outputs.document import Chart, Line, Mark, Table
from feedback.reports.scale import Scale
from surveys.speech import _


def benchmarks(found: Beside, scale: Scale) -> Table:
    """Say all that the page says of them."""
    own = Line.of("own", found.whose, found.own, "all")
    lines = (*(_line(each) for each in found.benchmarks), own)
    axis, ticks = axis_of(found, scale)
    said = ", ".join(
        f"{line.name} {line.whole} ({line.interval})" if line.interval else
        f"{line.name} {line.whole}"
        for line in lines
    )  # fmt: skip
    chart = Chart("forest", said, axis, tuple(Mark(tick.at, tick.text) for tick in ticks))
    heading, measure = _("Benchmark"), str(scale.measure)
    return Table("benchmarks", _("Benchmarks"), heading, measure, lines, found.note, chart)


def _line(each: Benchmark) -> Line:
    return Line(
        key=each.titled,
        name=each.titled,
        n=each.n,
        value=each.value,
        low=each.low,
        high=each.high,
        text=each.text,
        low_text=each.low_text,
        high_text=each.high_text,
        unit=each.unit,
        kind="benchmark",
        said=f"{each.credit} {each.said}",
        link=each.link,
    )
