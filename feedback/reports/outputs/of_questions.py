"""A survey's further questions as tables: what the page shows of each, none of it computed again.

Free words and what says who somebody is stay on the page; a further kind is its line in WRITERS.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from analysis import Interval, Median, Proportion
from feedback.filters import day, percent
from feedback.reports.figures import figure_of
from feedback.reports.outputs.document import Line, Table
from feedback.reports.questions import Summary
from surveys.questions.date import DateSummary
from surveys.questions.expectation import ExpectationSummary
from surveys.questions.matrix import MatrixSummary
from surveys.questions.number import NumberSummary
from surveys.questions.options import ChoiceSummary
from surveys.questions.ranking import RankingSummary
from surveys.questions.scale import ScaleSummary
from surveys.speech import _, counted

SILENT = ("text", "consent", "email", "phone", "statement")
"""Kinds that have no figures."""


def questions(found: Sequence[Summary]) -> Iterator[Table]:
    """Give a table for each question that has figures."""
    for each in found:
        if each.question.kind not in SILENT:
            yield _table(each)


def _table(each: Summary) -> Table:
    lines: tuple[Line, ...] = ()
    note = _("Fewer than five people in this selection answered this question, too few to show.")
    if each.summary is not None:
        lines = tuple(WRITERS[type(each.summary)](each.summary))
        note = counted(
            "%(n)s person answered this question.",
            "%(n)s people answered this question.",
            each.summary.n,
        )
    key, title = f"question.{each.question.key}", each.question.text
    return Table(key, title, _("Answer"), _("Share"), lines, note, is_detail=True)


def _scale(summary: ScaleSummary) -> Iterator[Line]:
    yield Line.of("mean", _("Mean"), figure_of(summary.mean))
    yield from _shares(summary)


def _shares(summary: Any) -> Iterator[Line]:
    for number, row in enumerate(summary.shares, 1):
        yield _share(str(number), row.label, row.share)


def _expectation(summary: ExpectationSummary) -> Iterator[Line]:
    yield Line.of("net", _("Above minus below"), figure_of(summary.net))
    yield from _shares(summary)


def _number(summary: NumberSummary) -> Iterator[Line]:
    yield _median(summary.median, summary.written, summary.unit)
    yield from _shares(summary)


def _date(summary: DateSummary) -> Iterator[Line]:
    yield _median(summary.median, lambda number: day(summary.day(number)), "")
    yield from _shares(summary)


def _matrix(summary: MatrixSummary) -> Iterator[Line]:
    for place, row in enumerate(summary.rows, 1):
        if not row.shares:
            yield Line(str(place), row.label)
        for column, share in enumerate(row.shares, 1):
            name = f"{row.label}: {summary.columns[column - 1]}"
            yield _share(f"{place}.{column}", name, share)


def _ranking(summary: RankingSummary) -> Iterator[Line]:
    for place, option in enumerate(summary.options, 1):
        name = _("%(option)s: average place", option=option.label)
        yield Line.of(f"{place}.place", name, figure_of(option.place))
    for place, option in enumerate(summary.options, 1):
        name = _("%(option)s: put first", option=option.label)
        yield _share(f"{place}.first", name, option.first)


def _share(key: str, name: str, share: Proportion) -> Line:
    """Write a share as the page does."""
    limits = share.interval()
    if share.estimate is None or not isinstance(limits, Interval):
        return Line(key, name)
    numbers = (100 * share.estimate, 100 * limits.low, 100 * limits.high)
    texts = (percent(share.estimate), percent(limits.low), percent(limits.high))
    return Line(key, name, share.successes, *numbers, *texts)


def _median(median: Median, write: Callable[[float], str], unit: str) -> Line:
    limits, name = median.interval(), _("Median")
    if median.estimate is None or not isinstance(limits, Interval):
        return Line("median", name)
    numbers = (median.estimate, limits.low, limits.high)
    texts = (write(median.estimate), write(limits.low), write(limits.high))
    return Line("median", name, median.n, *numbers, *texts, f" {unit}" if unit else "")


WRITERS: dict[type, Callable[[Any], Iterator[Line]]] = {
    ScaleSummary: _scale,
    ChoiceSummary: _shares,
    ExpectationSummary: _expectation,
    NumberSummary: _number,
    DateSummary: _date,
    MatrixSummary: _matrix,
    RankingSummary: _ranking,
}
