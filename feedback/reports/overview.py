"""The overview an executive reads: built from a frozen dataset, rendered without computing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feedback.reports import alone, words
from feedback.reports.benchmarks.beside import Beside, beside
from feedback.reports.breakdown import Breakdown, breakdown
from feedback.reports.dataset import Comment, Dataset
from feedback.reports.figures import Axis, Figure, average, headline, percent, share, signed
from feedback.reports.questions import Summary, shown
from feedback.reports.scale import Scale
from feedback.reports.selection import Selection
from feedback.reports.trend import Tick, Trend, trend
from surveys.published import Published
from surveys.speech import _


@dataclass(frozen=True)
class Whisker:
    """One figure with its interval on a line; places in percent."""

    figure: Figure
    low: float
    at: float
    high: float
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Part:
    """One class of answers: its share of the stacked bar, in percent."""

    name: str
    tone: str
    range: str
    n: int
    percent: str
    start: float
    width: float


@dataclass(frozen=True)
class Step:
    """One step of the scale: how many chose it; its bar in percent of the chart."""

    label: str
    tone: str
    n: int
    percent: str
    left: float
    width: float
    middle: float
    top: float
    height: float


@dataclass(frozen=True)
class Said:
    """A comment as it is shown."""

    comment: Comment
    tone: str
    band: str


@dataclass(frozen=True)
class Overview:
    """Everything the page shows."""

    scale: Scale
    title: str
    lead: str
    basis: str
    not_counted: str
    score: Whisker | None
    note: str
    mean: Figure | None
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    rate: Whisker | None
    rate_words: str
    trend: Trend | None
    breakdown: Breakdown | None
    comments: tuple[Said, ...]
    questions: tuple[Summary, ...]
    beside: Beside | None = None
    """Figures of others of the same measure."""

    @property
    def has_enough(self) -> bool:
        """Whether enough people answered for figures to be shown."""
        return self.score is not None

    @property
    def measure(self) -> str:
        """Name the headline figure."""
        return str(self.scale.measure)

    @property
    def parts_in_words(self) -> str:
        """Read the classes aloud."""
        return ", ".join(f"{part.name} {part.percent}" for part in self.parts)

    @property
    def steps_in_words(self) -> str:
        """Read the distribution aloud."""
        steps = ", ".join(f"{s.label}: {s.percent}" for s in self.steps)
        return _("Share per score: %(steps)s", steps=steps)

    @property
    def trend_in_words(self) -> str:
        """Read the trend's ends aloud; the table beside it has every month."""
        months = self.trend.estimated if self.trend else ()
        ends = ", ".join(
            f"{month.name} {month.figure.text} ({month.figure.interval})"
            for month in (months[0], months[-1])
            if month.figure
        )
        return _("%(measure)s by month: %(months)s", measure=self.measure, months=ends)


def build(dataset: Dataset, selection: Selection, company: str) -> Overview:
    """Build the report."""
    scale, counts = dataset.scale, dataset.counts
    figure, mean = headline(scale, counts), average(scale, counts)
    rated = share(dataset.mailed.answered, dataset.mailed.sent)
    enough = figure is not None
    return Overview(
        scale=scale,
        title=words.title(scale, figure, company),
        lead=words.lead(scale, figure, mean),
        basis=words.basis(dataset, selection),
        not_counted=words.not_counted(dataset),
        score=_whisker(figure, scale.floor) if figure else None,
        note=figure.note_said if figure else "",
        mean=mean if enough and not scale.is_nps else None,
        parts=_parts(dataset) if enough else (),
        steps=_steps(dataset) if enough else (),
        rate=_whisker(rated, 0) if rated else None,
        rate_words=words.rate(dataset, rated),
        trend=trend(dataset) if enough else None,
        breakdown=breakdown(dataset) if enough else None,
        comments=tuple(_said(scale, comment) for comment in dataset.comments) if enough else (),
        questions=shown(dataset.questions) if enough else (),
    )


def of(
    dataset: Dataset, selection: Selection, company: str, others: Sequence[Published]
) -> Overview:
    """Build it with figures of others beside; of one group alone it has no response rate."""
    report = build(dataset, selection, company)
    whose = alone.whose(company, selection.only)
    own = report.score.figure if report.score else None
    report = replace(report, beside=beside(report.scale, own, whose, others))
    return replace(report, rate_words=alone.why_no_rate()) if selection.only else report


def _whisker(figure: Figure, floor: int) -> Whisker:
    axis = Axis(floor, 100)
    ticks = (floor, 0, 100) if floor else (0, 50, 100)
    low, at, high = (axis.at(value) for value in (figure.low, figure.value, figure.high))
    return Whisker(figure, low, at, high, tuple(Tick(axis.at(t), signed(t)) for t in ticks))


def _parts(dataset: Dataset) -> tuple[Part, ...]:
    """Give the classes, the best first, side by side."""
    parts, start = [], 0.0
    for band in reversed(dataset.scale.bands):
        n = dataset.scale.total(dataset.counts, band)
        width = 100 * n / dataset.n
        steps = str(band.low) if band.low == band.high else f"{band.low}–{band.high}"
        written = percent(n, dataset.n)
        parts.append(
            Part(str(band.name), band.tone, steps, n, written, round(start, 2), round(width, 2))
        )
        start += width
    return tuple(parts)


def _steps(dataset: Dataset) -> tuple[Step, ...]:
    counts, tallest = dataset.counts, max(dataset.counts)
    slot = 100 / len(counts)
    return tuple(
        Step(
            label=str(step),
            tone=dataset.scale.band(step).tone,
            n=n,
            percent=percent(n, dataset.n),
            left=round(slot * (i + 0.1), 2),
            width=round(slot * 0.8, 2),
            middle=round(slot * (i + 0.5), 2),
            top=round(100 - 100 * n / tallest, 2),
            height=round(100 * n / tallest, 2),
        )
        for i, (step, n) in enumerate(zip(dataset.scale.steps, counts, strict=True))
    )


def _said(scale: Scale, comment: Comment) -> Said:
    if comment.score is None or comment.score not in scale.steps:
        return Said(comment, "none", _("no score"))
    band = scale.band(comment.score)
    return Said(comment, band.tone, str(band.one))
