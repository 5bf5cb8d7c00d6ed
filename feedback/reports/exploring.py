"""Any measure by any group and period, held against the past or another group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis import MINIMUM, adjust
from analysis.compare import Estimated
from feedback.reports.breakdown import hidden_among, name_of, value_name
from feedback.reports.changing import ERROR, Delta, change, running
from feedback.reports.dataset import Counts, Group
from feedback.reports.figures import Figure, average, headline, live
from feedback.reports.ground import Desk, Ground, within_period
from feedback.reports.notes import notes, notes_on_groups
from feedback.reports.periods import EVERY, Period, slices
from feedback.reports.scale import Scale
from surveys.speech import _, lazy

COLUMNS = 13
"""Periods shown side by side at most."""
PAST = "before"
THEME = "theme"


@dataclass(frozen=True)
class Measure:
    """One thing that can be read off counts."""

    write: Callable[[Scale, Sequence[int]], Figure | None]
    estimate: Callable[[Scale, Sequence[int]], Estimated]
    factor: int
    decimals: int
    has_sequence: bool
    """Whether it has limits that hold at every look."""


MEASURES = {
    "score": Measure(headline, Scale.headline, 100, 0, has_sequence=True),
    "mean": Measure(average, Scale.mean, 1, 1, has_sequence=False),
}
MEASURE_NAMES = {
    "score": lazy("NPS, or share of the highest answers"),
    "mean": lazy("Mean"),
    "rate": lazy("Response rate"),
    "time": lazy("Time to answer"),
    THEME: lazy("Share of comments on a theme"),
}


@dataclass(frozen=True)
class Wish:
    """What the reader wants to see, beyond survey, period and grouping."""

    measure: str = "score"
    than: str = PAST
    """PAST, "" for nothing, or the value of the group that others are held against."""
    over: str = ""
    """Periods to show side by side; "" for none."""
    theme: str = ""
    """The theme whose share is wanted, as addresses spell it."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Wish":
        """Read it kindly from an address."""
        measure, over = given.get("measure", ""), given.get("over", "")
        return cls(
            measure if measure in MEASURE_NAMES else "score",
            given.get("than", PAST),
            over if over in EVERY else "",
            given.get("theme", ""),
        )

    @property
    def parameters(self) -> dict[str, str]:
        """Write it as an address has it."""
        given = {"measure": self.measure, "than": self.than, "over": self.over}
        return given | ({"theme": self.theme} if self.theme else {})


@dataclass(frozen=True)
class Row:
    """One group, or all answers."""

    name: str
    kind: str
    figure: Figure | None
    change: Delta | None = None
    p: float | None = None
    """Of no difference, corrected for how many were looked at; None where it has none."""
    is_sure: bool = False
    cells: tuple[Figure | None, ...] = ()
    value: str = ""
    """What is said of a group, as answers carry it."""


@dataclass(frozen=True)
class Exploration:
    """A table: groups below one another, periods beside one another."""

    measure: str
    attribute: str
    period: str
    against: str
    """What each row is held against; "" where it is nothing."""
    correction: str
    """Name of the correction for several comparisons."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    spans: tuple[tuple[date | None, date | None], ...] = ()
    """The days of each column, where its answers can be listed."""


def explore(found: Ground, desk: Desk, wish: Wish) -> Exploration:
    """Lay the table of a measure that is read off counts."""
    measure, is_running = MEASURES[wish.measure], found.period.is_running(desk.today)
    table = _Table(found, desk, measure, is_running=is_running)
    held = _held(table, wish)
    said = [*found.notes, *notes(found.now, found.selection)]
    if found.now.groups:
        shown = found.now.groups.shown
        rest = headline(found.selection.scale, shown.others) if shown.others else None
        said.append(hidden_among(found.now.groups, rest))
        said += notes_on_groups(found.now)
    if is_running and (wish.than != PAST or not measure.has_sequence):
        said.append(_("Answers of this period still come in: these limits are right for one look."))
    columns = side_by_side(found, desk, wish)
    return Exploration(
        measure=str(found.selection.scale.measure if wish.measure == "score" else _("Mean")),
        attribute=name_of(found.selection.by),
        period=found.period.name,
        against=held.against,
        correction=held.correction,
        columns=tuple(each.name for each in columns),
        rows=tuple(table.row(key, held, columns) for key in table.counts),
        notes=tuple(note for note in said if note),
        spans=tuple((each.first, each.last) for each in columns),
    )


Told = tuple[Delta, float | None, bool]
"""A difference, its corrected p value where it has one, and whether it may be named."""


@dataclass(frozen=True)
class Held:
    """How rows compare with what they are held against."""

    against: str = ""
    correction: str = ""
    changes: Mapping[str, Told] | None = None


ALL, OTHERS = "\x00all", "\x00others"


class _Table:
    """The counts of each row, now and before."""

    def __init__(self, found: Ground, desk: Desk, measure: Measure, *, is_running: bool) -> None:
        self.found, self.desk, self.measure = found, desk, measure
        self.is_running = is_running
        self.scale = found.selection.scale
        compared = found.now.groups
        self.groups: dict[str, Group] = {}
        self.counts: dict[str, Counts] = {}
        whole = found.now.counts
        if compared:
            alone = [group for group in compared.shown.alone if group.n >= MINIMUM]
            alone.sort(key=lambda group: value_name(compared.attribute, group.value))
            self.groups = {group.value: group for group in alone}
            self.counts = {group.value: group.counts for group in alone}
            if alone and compared.shown.others and sum(compared.shown.others) >= MINIMUM:
                self.counts[OTHERS] = compared.shown.others
            whole = compared.shown.everybody or whole
        self.counts[ALL] = whole

    def past(self) -> dict[str, Counts]:
        """Give the counts of the same rows in the period before."""
        before = self.found.before
        if before is None:
            return {}
        groups = before.groups.shown.alone if before.groups else ()
        return {group.value: group.counts for group in groups} | {ALL: before.counts}

    @property
    def whole_days(self) -> Mapping[date, Counts]:
        """Give the days of the period."""
        holds = self.found.period.holds
        return {day: counts for day, counts in self.found.days.items() if holds(day)}

    def name(self, key: str) -> str:
        """Name a row."""
        if key == ALL:
            return _("All answers")
        if key == OTHERS:
            return _("All others")
        return value_name(self.found.selection.by, key)

    def row(self, key: str, held: Held, columns: Sequence[Period]) -> Row:
        """Write a row."""
        kind = {ALL: "all", OTHERS: "others", "": "none"}.get(key, "group")
        write = live if self.is_running and self.measure.has_sequence else self.measure.write
        told = (held.changes or {}).get(key)
        days = self.whole_days if key == ALL else {}
        if key in self.groups:
            days = self.groups[key].days
        cells = tuple(
            self.measure.write(self.scale, within_period(self.scale, days, each))
            for each in (columns if days else ())
        )
        delta, p, is_sure = told or (None, None, False)
        figure = write(self.scale, self.counts[key])
        value = key if kind == "group" else ""
        return Row(self.name(key), kind, figure, delta, p, is_sure, cells, value)


def _held(table: _Table, wish: Wish) -> Held:
    if wish.than == PAST and table.found.earlier:
        return _against_past(table, table.found.earlier)
    if wish.than in table.groups:
        return _against_group(table, wish.than)
    return Held()


def _against_past(table: _Table, earlier: Period) -> Held:
    """Hold each row against its own past: Benjamini–Hochberg over the groups."""
    past, measure, scale = table.past(), table.measure, table.scale
    both = {key: (past[key], counts) for key, counts in table.counts.items() if key in past}
    if table.is_running and measure.has_sequence:
        among = max(1, len(both) - 1)
        told = {
            key: running(scale, *pair, among=1 if key == ALL else among)
            for key, pair in both.items()
        }
        moved = {key: (each, None, each.is_sure) for key, each in told.items() if each.is_told}
        return Held(earlier.name, _("Bonferroni, at every look"), moved)
    deltas = {key: _delta(table, *pair) for key, pair in both.items()}
    return Held(earlier.name, _("Benjamini–Hochberg"), corrected(deltas, "BH"))


def _against_group(table: _Table, reference: str) -> Held:
    """Hold each group against one of them: Holm."""
    base = table.counts[reference]
    others = [key for key in table.groups if key != reference]
    deltas = {key: _delta(table, base, table.counts[key]) for key in others}
    return Held(table.name(reference), _("Holm"), corrected(deltas, "holm"))


def _delta(table: _Table, before: Counts, after: Counts) -> Delta:
    measure, scale = table.measure, table.scale
    return change(
        measure.estimate(scale, before),
        measure.estimate(scale, after),
        factor=measure.factor,
        decimals=measure.decimals,
    )


def corrected(deltas: Mapping[str, Delta], method: str) -> dict[str, Told]:
    """Correct the groups' p values together; that of all answers stands by itself."""
    told = {key: each for key, each in deltas.items() if each.p is not None}
    groups = [key for key in told if key != ALL]
    p_values = adjust([told[key].p or 0.0 for key in groups], method)
    together = dict(zip(groups, p_values, strict=True))
    found: dict[str, Told] = {}
    for key, each in told.items():
        p = float(together[key]) if key in together else each.p
        found[key] = each, p, p is not None and p <= ERROR
    return found


def side_by_side(found: Ground, desk: Desk, wish: Wish) -> list[Period]:
    """Give the periods that stand beside one another, the latest few."""
    inside = [day for day in found.days if found.period.holds(day)]
    if not wish.over or not inside:
        return []
    return slices(wish.over, min(inside), max(inside), begins=desk.begins, most=COLUMNS)
