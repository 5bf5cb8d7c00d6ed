"""The report an executive reads in a minute: one frozen object, many renderings.

Whoever renders it chooses order and looks and computes nothing. Every number is a `Figure` or a
`Delta`: written in the language spoken when it was built, its raw value beside it. What too few
answers carry is None or missing, never a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from feedback.reports.benchmarks.beside import Beside
from feedback.reports.changing import Delta
from feedback.reports.figures import Figure
from feedback.reports.scale import Scale


@dataclass(frozen=True)
class Scope:
    """What the report is about, in words and as an address has it."""

    surveys: tuple[str, ...]
    """Names of the surveys counted."""
    period: str
    """Name of the period: Oct – Dec 2026."""
    against: str
    """Name of the period it is compared with; "" where there is none."""
    first: date | None
    last: date | None
    is_running: bool
    """Whether answers of the period still come in: its intervals then hold at every look."""
    filters: tuple[tuple[str, str], ...] = ()
    """(attribute, value) that all answers counted share."""
    parameters: Mapping[str, str] | None = None
    """How an address asks for the same report."""


@dataclass(frozen=True)
class Headline:
    """The sentence on top, whole and in its parts; a part without a base is ""."""

    text: str
    score: str
    answers: str
    change: str
    certainty: str


@dataclass(frozen=True)
class Share:
    """One class of answers, such as the promoters."""

    name: str
    tone: str
    range: str
    n: int
    figure: Figure


@dataclass(frozen=True)
class Point:
    """One period of the trend; no figure where fewer than five answered."""

    name: str
    first: date
    figure: Figure | None
    is_running: bool


@dataclass(frozen=True)
class Driver:
    """A question that goes along with the score: its share of what the questions explain."""

    name: str
    weight: Figure
    """Share of the score's variation that goes along with it, in percent."""
    slope: Figure
    """Points of the score per step of its own scale, the others held fixed."""
    mean: Figure
    """Mean of its answers on a scale of 0 to 100: where there is room."""


@dataclass(frozen=True)
class Drivers:
    """Drivers, the weightiest first, and what keeps them from being read as causes."""

    ranked: tuple[Driver, ...]
    n: int
    explained: str
    """Share of the variation that all of them explain together."""
    note: str


@dataclass(frozen=True)
class Segment:
    """One group in the forest plot."""

    name: str
    kind: str
    """'group', 'none' (gave no value), 'others' (counted together) or 'all'."""
    figure: Figure
    change: Delta | None = None
    """Against its own past; None where there is none, or too little of it."""
    is_sure: bool = False
    """Whether its change holds after the correction for looking at many groups."""
    value: str = ""
    """What is said of a group, as answers carry it."""


@dataclass(frozen=True)
class Segments:
    """Groups by one attribute, the highest first, and what is hidden."""

    attribute: str
    lines: tuple[Segment, ...]
    notes: tuple[str, ...]

    @property
    def groups(self) -> tuple[Segment, ...]:
        """The lines of single groups."""
        return tuple(line for line in self.lines if line.kind in ("group", "none"))


@dataclass(frozen=True)
class Quote:
    """Somebody's words; whose they are is not known here."""

    words: str
    is_cut: bool
    score: int
    day: date
    language: str


@dataclass(frozen=True)
class Theme:
    """A theme spoken of in one tone that goes along with more than chance explains."""

    id: int
    name: str
    tone: str
    """'positive', 'negative', 'mixed' or 'neutral'."""
    tone_said: str
    n: int
    """Comments that mention it so."""
    share: Figure
    """Of all comments, in percent."""
    effect: Figure
    """Points of somebody who mentions it so beside somebody who does not, all else equal."""
    impact: Figure
    """Points of the headline figure of all who wrote that this comes to."""

    @property
    def whole(self) -> str:
        """Name it with its tone."""
        return f"{self.name} ({self.tone_said})"


@dataclass(frozen=True)
class Themes:
    """What goes along with higher and lower scores, the largest first, and what it rests on."""

    lift: tuple[Theme, ...]
    hurt: tuple[Theme, ...]
    n: int
    """Comments with a score that were analysed; 0 where they are too few."""
    note: str

    @property
    def ranked(self) -> tuple[Theme, ...]:
        """All of them."""
        return (*self.lift, *self.hurt)


@dataclass(frozen=True)
class Watch:
    """Something to keep an eye on, in one sentence, and how sure it is."""

    kind: str
    tone: str
    """'bad', 'good' or 'note'."""
    text: str
    why: str
    """By what rule it is said."""


@dataclass(frozen=True)
class ExecutiveReport:
    """Everything that one page, file or mail says."""

    company: str
    title: str
    scope: Scope
    scale: Scale
    headline: Headline
    score: Figure | None
    mean: Figure | None
    change: Delta | None
    rate: Figure | None
    rate_words: str
    shares: tuple[Share, ...]
    trend: tuple[Point, ...]
    drivers: Drivers | None
    themes: Themes | None
    """None where nobody chose themes, or too few answered."""
    segments: Segments | None
    praise: tuple[Quote, ...]
    pain: tuple[Quote, ...]
    watch: tuple[Watch, ...]
    beside: Beside | None
    """Figures of others of the same measure; None where nobody entered any."""
    notes: tuple[str, ...]
    glossary: tuple[tuple[str, str], ...]
    name: str
    """The name of the figures: the same name always stands for the same ones."""
    rules: str
    moment: datetime

    @property
    def has_enough(self) -> bool:
        """Whether enough people answered for figures to be shown."""
        return self.score is not None

    @property
    def measure(self) -> str:
        """Name the headline figure."""
        return str(self.scale.measure)
