"""What a report says, once, for every rendering: each figure as computed and as people read it."""

from dataclasses import dataclass
from datetime import date

from feedback.reports.figures import Axis, Figure, between
from surveys.speech import counted

PERCENTS = Axis(0, 100)
LATEST = 13
"""Periods of a trend in mail: a year and one."""


@dataclass(frozen=True)
class Line:
    """One figure with its limits, or a name whose figure rests on too few answers."""

    key: str
    """What programs know it by; never translated."""
    name: str
    n: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    text: str = ""
    low_text: str = ""
    high_text: str = ""
    unit: str = ""
    tone: str = ""
    """'promoter', 'passive' or 'detractor', where it is a class of answers."""
    kind: str = ""
    """'all' or 'others' among groups; 'mailed' where it rests on mails instead of answers."""
    said: str = ""
    """What stands below it: of a figure of others its source, and what may be concluded."""
    link: str = ""
    """Where its source is found."""

    @classmethod
    def of(cls, key: str, name: str, figure: Figure | None, kind: str = "") -> "Line":
        """Take a figure of the report."""
        if figure is None:
            return cls(key, name, kind=kind)
        f = figure
        numbers = (f.n, f.value, f.low, f.high)
        return cls(key, name, *numbers, f.text, f.low_text, f.high_text, f.unit, kind=kind)

    @property
    def whole(self) -> str:
        """The figure with its unit, as people read it."""
        return f"{self.text}{self.unit}"

    @property
    def interval(self) -> str:
        """Both limits in words: 36 to 46; "" where it has none."""
        return between(self.low_text, self.high_text, self.unit)

    @property
    def rests(self) -> str:
        """What it rests on, in words."""
        if self.n is None:
            return ""
        if self.kind == "mailed":
            return counted("%(n)s survey mailed", "%(n)s surveys mailed", self.n)
        return counted("%(n)s answer", "%(n)s answers", self.n)


@dataclass(frozen=True)
class Mark:
    """A word at a place on an axis, from 0 to 100."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """How the lines of a table are drawn."""

    kind: str
    """'trend', 'forest', 'bars' or 'stacked'."""
    alt: str
    """What it says, read aloud."""
    axis: Axis = PERCENTS
    ticks: tuple[Mark, ...] = ()
    along: tuple[Mark, ...] = ()
    """Names under a trend."""

    @property
    def stretch(self) -> tuple[float, float | None]:
        """The axis of a native chart: its bars begin at 0, or their lengths would mislead."""
        if self.kind == "trend":
            return self.axis.low, self.axis.high
        if self.kind == "forest":
            return min(0, self.axis.low), max(0, self.axis.high)
        return 0, None


@dataclass(frozen=True)
class Table:
    """Figures of one kind, and how they are drawn."""

    key: str
    title: str
    heading: str
    """What the names are: a month, a group."""
    measure: str
    """What the figures are."""
    lines: tuple[Line, ...]
    note: str = ""
    chart: Chart | None = None
    is_detail: bool = False
    """Whether it is of a further question: in files to read through, on no slide, in no mail."""

    @property
    def has_intervals(self) -> bool:
        """Whether its figures have limits of their own."""
        return any(line.low_text for line in self.lines)

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """What is said below its lines, each with the name of its line."""
        return tuple((line.name, line.said) for line in self.lines if line.said)

    @property
    def is_mailed(self) -> bool:
        """Whether it stands in mail: the bars of single scores and further questions do not."""
        return not self.is_detail and (self.chart is None or self.chart.kind != "bars")

    @property
    def shown_in_mail(self) -> tuple[Line, ...]:
        """The lines that mail has room for: of a trend the latest."""
        trend = self.chart is not None and self.chart.kind == "trend"
        return self.lines[-LATEST:] if trend else self.lines


@dataclass(frozen=True)
class Quote:
    """Somebody's words; whose they are is not known here."""

    words: str
    band: str
    tone: str
    score: int | None
    day: date | None


@dataclass(frozen=True)
class Document:
    """Everything that a report says outside of its page."""

    company: str
    language: str
    rtl: bool
    accent: str
    title: str
    lead: str
    basis: str
    notes: tuple[str, ...]
    headline: Table
    tables: tuple[Table, ...]
    quotes_title: str
    quotes: tuple[Quote, ...]
    glossary: tuple[tuple[str, str], ...]
    source: str
    """The report's name and the rules by which it was counted."""
    points_title: str = ""
    points: tuple[tuple[str, str], ...] = ()
    """What to keep an eye on: a sentence, and by what rule it is said."""
    group: str = ""
    """The one group it is about; "" is everybody."""

    @property
    def footer(self) -> str:
        """What stands below each page: whom it is about, and where it comes from."""
        return " · ".join(filter(None, (self.group, self.source)))

    @property
    def every_table(self) -> tuple[Table, ...]:
        """The headline's figures, then all others."""
        return (self.headline, *self.tables)

    @property
    def charts(self) -> tuple[Table, ...]:
        """The tables that are drawn."""
        return tuple(table for table in self.every_table if table.chart)
