"""Charts on slides: native ones, their figures in a workbook of their own, limits as error bars."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from feedback.appearance import pale
from feedback.lettering import NOT_XML
from feedback.reports.outputs.document import Line, Table

MUTED, RULE, INK = "625F58", "E5E1DA", "1D1C1A"
TONES = {
    "promoter": "14745F",
    "passive": "A59F93",
    "detractor": "B4441F",
    "benchmark": "DDD9D0",
    "all": "A59F93",
}
"""Of classes of answers, figures of others and all answers: limits read on the last two."""
KINDS = {
    "trend": XL_CHART_TYPE.LINE_MARKERS,
    "forest": XL_CHART_TYPE.BAR_CLUSTERED,
    "bars": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_CLUSTERED,
}
LETTERS = 40


def add_chart(page: Any, table: Table, room: tuple[Any, ...], accent: str) -> None:
    """Draw a table's figures where there is room for them."""
    assert table.chart
    kind, lines = table.chart.kind, table.lines
    data = CategoryChartData(number_format="0")
    data.categories = [_short(line.name) for line in lines]
    data.add_series(_clean(table.measure), [line.value for line in lines])
    frame = page.shapes.add_chart(KINDS[kind], *room, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", _clean(table.chart.alt))
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(11)
    chart.font.color.rgb = RGBColor.from_string(MUTED)
    series = chart.plots[0].series[0]
    if kind in ("trend", "forest"):
        _limits(series, lines)
    _paint(chart, series, table, accent)
    _axes(chart, table)


def _paint(chart: Any, series: Any, table: Table, accent: str) -> None:
    assert table.chart
    colour = RGBColor.from_string(accent)
    if table.chart.kind == "trend":
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = colour, Pt(2.25)
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 7
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        return
    chart.plots[0].gap_width = 120 if table.chart.kind == "forest" else 30
    for point, line in enumerate(table.lines):
        fill = series.points[point].format.fill
        fill.solid()
        usual = pale(f"#{accent}")[1:] if table.chart.kind == "forest" else accent
        is_ours = table.remarks and line.kind == "all"
        tone = usual if is_ours else TONES.get(line.tone or line.kind, usual)
        fill.fore_color.rgb = RGBColor.from_string(tone)
    if table.chart.kind != "forest":
        plot = chart.plots[0]
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = '0" %"', False
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _axes(chart: Any, table: Table) -> None:
    assert table.chart
    values, names = chart.value_axis, chart.category_axis
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(RULE)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = RGBColor.from_string(MUTED)
    values.minimum_scale, values.maximum_scale = table.chart.stretch
    if table.chart.kind == "forest":
        names.reverse_order = True


def _limits(series: Any, lines: Sequence[Line]) -> None:
    """Add the limits of the intervals: PowerPoint knows them as error bars of given lengths."""
    bars = etree.SubElement(series._element, qn("c:errBars"))
    series._element.remove(bars)
    for tag, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "1")):
        etree.SubElement(bars, qn(f"c:{tag}")).set("val", value)
    for tag, lengths in (
        ("plus", [_length(line.high, line.value) for line in lines]),
        ("minus", [_length(line.value, line.low) for line in lines]),
    ):
        numbers = etree.SubElement(etree.SubElement(bars, qn(f"c:{tag}")), qn("c:numLit"))
        etree.SubElement(numbers, qn("c:formatCode")).text = "General"
        etree.SubElement(numbers, qn("c:ptCount")).set("val", str(len(lengths)))
        for place, length in enumerate(lengths):
            point = etree.SubElement(numbers, qn("c:pt"))
            point.set("idx", str(place))
            etree.SubElement(point, qn("c:v")).text = repr(length)
    outline = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"))
    outline.set("w", "19050")
    fill = etree.SubElement(outline, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", INK)
    series._element.find(qn("c:cat")).addprevious(bars)


def _length(upper: float | None, lower: float | None) -> float:
    return 0.0 if upper is None or lower is None else upper - lower


def _short(name: str) -> str:
    words = _clean(name)
    return words if len(words) <= LETTERS else words[: LETTERS - 1] + "…"


def _clean(words: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)
