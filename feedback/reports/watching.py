"""What to watch: alarms that stay true however often somebody looks, and what limits the figures.

The watch begins with the quarter before the running one and holds every day since against the year
before it, so that its floor stands still while it runs; a new quarter begins a new watch.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from analysis import Interval, ewma_chart, watch_below
from analysis.pager import Pager
from feedback.filters import day as written_day
from feedback.reports.changing import DOWN, UP, change
from feedback.reports.dataset import Counts, Dataset, add
from feedback.reports.executive import Segments, Watch
from feedback.reports.figures import percent
from feedback.reports.periods import A_DAY, Period, calendar
from feedback.reports.scale import Scale
from surveys.speech import _

BASELINE = 100
"""Answers that a year has to have before days are held against it."""
YEAR = timedelta(days=365)
LABELLED = 0.05
"""Share of answers that may be a machine's from which it is said."""
BAD, GOOD, NOTE = "bad", "good", "note"
Three = tuple[int, int, int]


@dataclass(frozen=True)
class Watched:
    """The days that are watched, none skipped, and the year they are held against."""

    scale: Scale
    first: date
    days: tuple[Three, ...]
    baseline: Three

    @classmethod
    def of(
        cls, scale: Scale, by_day: Mapping[date, Counts], until: date, begins: int
    ) -> "Watched | None":
        """Take them from all days; None where the year before has too few answers."""
        before = calendar("quarter", until, begins).before(begins)
        assert before is not None
        assert before.first is not None
        first = before.first
        year = [each for day, each in by_day.items() if first - YEAR <= day < first]
        baseline = scale.classes(add(scale, year))
        if sum(baseline) < BASELINE:
            return None
        nobody = (0,) * len(scale.steps)
        length = (until - first).days + 1
        days = (by_day.get(first + timedelta(days=i), nobody) for i in range(length))
        return cls(scale, first, tuple(scale.classes(each) for each in days), baseline)

    @property
    def floor(self) -> float | None:
        """What is still normal, as a balance: the lower limit of the year."""
        found = self.scale.balance(self.baseline).interval()
        return found.low if isinstance(found, Interval) and found.low > -1 else None

    @property
    def alarm(self) -> date | None:
        """The day on which the pager went off."""
        number = None if self.floor is None else _first_alarm(self.floor, self.days)
        return None if number is None else self.first + number * A_DAY

    @property
    def drift(self) -> str:
        """Whether the daily average stands beyond its limits at the end: 'up', 'down' or ""."""
        return _drift(self.days, self.baseline)


@lru_cache(maxsize=64)
def _first_alarm(floor: float, days: tuple[Three, ...]) -> int | None:
    """Look day by day; the same days are looked at once, however often the page is opened."""
    pager: Pager = watch_below(floor)
    for number, counts in enumerate(days):
        pager = pager.look(counts)
        if pager.alarm:
            return number
    return None


@lru_cache(maxsize=64)
def _drift(days: tuple[Three, ...], baseline: Three) -> str:
    chart = ewma_chart(days, baseline)
    return DOWN if chart.drops[-1] else UP if chart.rises[-1] else ""


def watch(
    watched: Watched | None,
    now: Dataset,
    before: Dataset | None,
    found: Segments | None,
    earlier: Period | None,
    *,
    is_running: bool,
) -> tuple[Watch, ...]:
    """Say what to keep an eye on, the worst first."""
    said = [*_days(watched), *_segments(found, earlier)]
    if before and earlier and not is_running:
        said += _rate(now, before, earlier)
    said += _machines(now)
    order = {BAD: 0, GOOD: 1, NOTE: 2}
    return tuple(sorted(said, key=lambda each: order[each.tone]))


def _days(watched: Watched | None) -> Iterator[Watch]:
    if watched is None:
        return
    measure = str(watched.scale.subject)
    if alarm := watched.alarm:
        text = _(
            "On %(day)s the %(measure)s was found to have fallen below what was usual in the "
            "year before.",
            day=written_day(alarm),
            measure=measure,
        )
        why = _(
            "An alarm that is false about once a year at most, however often somebody looks "
            "(e-detector over the days since %(day)s).",
            day=written_day(watched.first),
        )
        yield Watch("alarm", BAD, text, why)
        return
    if drift := watched.drift:
        text = (
            _("The daily average of the %(measure)s stands below its usual range.", measure=measure)
            if drift == DOWN
            else _(
                "The daily average of the %(measure)s stands above its usual range.",
                measure=measure,
            )
        )
        why = _(
            "A control chart over the days since %(day)s: about one false signal a year.",
            day=written_day(watched.first),
        )
        yield Watch("drift", BAD if drift == DOWN else GOOD, text, why)


def _segments(found: Segments | None, earlier: Period | None) -> Iterator[Watch]:
    for line in found.groups if found else ():
        if line.change and line.is_sure and earlier:
            sentence = (
                _(
                    "“%(group)s”: up %(size)s since %(period)s.",
                    group=line.name,
                    size=line.change.text,
                    period=earlier.name,
                )
                if line.change.verdict == UP
                else _(
                    "“%(group)s”: down %(size)s since %(period)s.",
                    group=line.name,
                    size=line.change.text,
                    period=earlier.name,
                )
            )
            why = _("It holds although several groups were looked at.")
            yield Watch("segment", GOOD if line.change.verdict == UP else BAD, sentence, why)


def _rate(now: Dataset, before: Dataset, earlier: Period) -> Iterator[Watch]:
    found = change(before.mailed.rate, now.mailed.rate)
    if found.verdict == DOWN:
        text = _(
            "The response rate is %(size)s points lower than in %(period)s.",
            size=found.text,
            period=earlier.name,
        )
        yield Watch(
            "rate",
            BAD,
            text,
            _("Unlikely to be chance (95 %% interval %(interval)s).", interval=found.interval),
        )
    elif found.verdict == UP:
        text = _(
            "The response rate is %(size)s points higher than in %(period)s.",
            size=found.text,
            period=earlier.name,
        )
        yield Watch(
            "rate",
            GOOD,
            text,
            _("Unlikely to be chance (95 %% interval %(interval)s).", interval=found.interval),
        )


def _machines(now: Dataset) -> Iterator[Watch]:
    if now.n and now.labelled > LABELLED * now.n:
        yield Watch(
            "machines",
            NOTE,
            _(
                "%(share)s of the answers came so fast that a mail scanner may have sent them.",
                share=percent(now.labelled, now.n),
            ),
            _("They count, and each is replaced by the customer’s own answer."),
        )
