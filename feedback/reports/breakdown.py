"""The headline figure by one attribute: groups side by side, small ones never shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedback.languages import in_words
from feedback.reports.dataset import Compared, Dataset
from feedback.reports.figures import Axis, Figure, headline, signed
from feedback.reports.groups import SHOWN
from feedback.reports.periods import calendar
from feedback.reports.scale import Scale
from feedback.reports.selection import (
    CAMPAIGN,
    CHANNEL,
    COHORT,
    LANGUAGE,
    SPEED,
    SURVEY,
    VERSION,
)
from feedback.reports.trend import Tick, ticks_for
from surveys.speech import _, lazy

LETTERS = 120
NAMES = {
    LANGUAGE: lazy("Language of the answer"),
    CHANNEL: lazy("Channel"),
    VERSION: lazy("Version of the survey"),
    CAMPAIGN: lazy("Campaign"),
    SURVEY: lazy("Survey"),
    SPEED: lazy("Early or late"),
    COHORT: lazy("Quarter of the first answer"),
}
OF_VALUES = {
    "mail": lazy("Mail"),
    "sms": lazy("Text message"),
    "import": lazy("Import"),
    "link": lazy("Open link"),
    "qr": lazy("QR code"),
    "widget": lazy("Widget"),
    "kiosk": lazy("Kiosk"),
    "early": lazy("Within two days"),
    "late": lazy("Later"),
}
"""How channels and the quickness of answers are read."""


@dataclass(frozen=True)
class Line:
    """One row of the plot; places in percent of its width."""

    name: str
    kind: str
    """'group', 'none' (gave no value), 'others' (counted together) or 'all'."""
    figure: Figure
    low: float
    at: float
    high: float
    value: str = ""
    """What is said of a group, as answers carry it."""


@dataclass(frozen=True)
class Breakdown:
    """The rows, the highest first, and the axis they share."""

    attribute: str
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    all_at: float
    hidden: str
    """What is not shown and why, in words; "" where all is."""

    @property
    def groups(self) -> tuple[Line, ...]:
        """The rows of single groups."""
        return tuple(line for line in self.lines if line.kind in ("group", "none"))


def breakdown(dataset: Dataset) -> Breakdown | None:
    """Compare the groups; None where nothing was asked for or the whole is too small."""
    whole = headline(dataset.scale, dataset.counts)
    if dataset.groups is None or whole is None:
        return None
    compared = dataset.groups
    shown = compared.shown
    if shown.everybody:
        whole = headline(dataset.scale, shown.everybody) or whole
    rows = [
        (
            value_name(dataset.groups.attribute, group.value),
            "group" if group.value else "none",
            figure,
            group.value,
        )
        for group in shown.alone
        if (figure := headline(dataset.scale, group.counts))
    ]
    rows.sort(key=lambda row: (row[1] == "none", -row[2].value, row[0]))
    others = headline(dataset.scale, shown.others) if shown.others and rows else None
    if others:
        rows.append((_("All others"), "others", others, ""))
    rows.append((_("All answers"), "all", whole, ""))
    axis, ticks = _axis([figure for _, _, figure, _ in rows], dataset.scale)
    return Breakdown(
        attribute=name_of(dataset.groups.attribute),
        lines=tuple(_line(*row, axis) for row in rows),
        ticks=tuple(Tick(axis.at(tick), signed(tick)) for tick in ticks),
        all_at=axis.at(whole.value),
        hidden=hidden_among(compared, others),
    )


def name_of(attribute: str) -> str:
    """Name what answers are compared by."""
    return str(NAMES.get(attribute, attribute))


def value_name(attribute: str, value: str) -> str:
    """Name a group as the plot does."""
    if not value:
        return _("Not given")
    if attribute == LANGUAGE:
        return in_words(value)
    if attribute == VERSION:
        return _("Version %(number)s", number=value)
    if attribute == COHORT:
        return calendar("quarter", date.fromisoformat(f"{value}-01")).name
    if attribute in (CHANNEL, SPEED):
        return str(OF_VALUES.get(value, value))
    return value[:LETTERS]


def hidden_among(compared: Compared, others: Figure | None) -> str:
    """Say which groups are not shown and why; "" where it is not known yet (a note says so)."""
    if not compared.is_known:
        return ""
    shown = compared.shown
    return hidden_words(bool(shown.alone), others, protects=shown.protects)


def hidden_words(any_alone: bool, others: Figure | None, *, protects: bool) -> str:
    """Say what is not shown and why; "" where all is."""
    if not any_alone:
        return _(
            "No group can be shown: each has fewer than five answers, or would give "
            "away one that has."
        )
    if others is None:
        return ""
    if protects:
        return _(
            "Groups with fewer than five answers are not shown, nor is the next "
            "smallest where subtraction would give them away. They are counted "
            "together as “All others”."
        )
    return _(
        "The %(shown)s largest groups are shown; the rest are counted together as “All others”.",
        shown=SHOWN,
    )


def _axis(figures: Sequence[Figure], scale: Scale) -> tuple[Axis, list[int]]:
    ticks = ticks_for(min(f.low for f in figures), max(f.high for f in figures), scale.floor, 100)
    every = max(1, (len(ticks) + 3) // 5)
    return Axis(ticks[0], ticks[-1]), ticks[::every]


def _line(name: str, kind: str, figure: Figure, value: str, axis: Axis) -> Line:
    low, at, high = (axis.at(place) for place in (figure.low, figure.value, figure.high))
    return Line(name, kind, figure, low, at, high, value)
