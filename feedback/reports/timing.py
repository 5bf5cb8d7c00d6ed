"""How soon people answered: the hours of the newest answers, by the groups that may be shown.

Times are told of whole steps of days, so that two pages differ by nobody or at least five: of all
who were asked by name in steps of five of them, and by group in the very steps and groups in which
the score is told apart. For that everybody who is counted there must have been asked by name; of a
survey that was answered in other ways as well, those who were not are left away first, and what is
left is looked at as of this moment, as long as it is small.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import and_, literal, or_, select
from sqlalchemy.orm import Session

from analysis import Median, median
from feedback.counts.derived import first_answer, hours
from feedback.counts.figures import as_text
from feedback.models import Response
from feedback.reports.by_answer import GROUPS, text_of
from feedback.reports.exploring import ALL, OTHERS
from feedback.reports.known import Known, Tables
from feedback.reports.periods import Period
from feedback.reports.scale import Scale
from feedback.reports.selection import CAMPAIGN, COHORT, LANGUAGE, OF_ANSWERS
from feedback.reports.unit import Unit, in_each
from surveys.models import Invitation

NEWEST = 5000
"""Answers whose time is read of a period, more only where a single step has more."""
BESIDE = 1000
"""The same of a period that stands beside others."""
MAIL = "mail"
Time = tuple[int, date, str, float | None]
"""Survey, day, group, hours from mail to answer; None where the mail is not known."""


@dataclass(frozen=True)
class Step:
    """Days that are only told together, and how many answered in them."""

    first: date
    last: date
    full: date
    """The day at which they count."""
    n: int


@dataclass(frozen=True, eq=False)
class Steps:
    """A unit in steps of days, the oldest first, and the groups told apart in them."""

    surveys: frozenset[int]
    steps: tuple[Step, ...]
    groups: frozenset[str] = frozenset()

    @classmethod
    def of(cls, unit: Unit) -> "Steps":
        """Take a unit of which no groups are told apart."""
        sizes = unit.in_blocks(unit.by_day)
        steps = tuple(Step(b.first, b.last, b.full, sum(sizes[b.full])) for b in unit.every_block)
        return cls(frozenset(unit.surveys), steps)

    @classmethod
    def of_known(cls, known: Known, tables: Tables, named: set[str]) -> "Steps":
        """Take a unit whose groups are known."""
        unit = known.unit
        chosen, groups = known.apart(tables[unit.surveys])
        sizes = in_each(unit.scale, chosen, unit.in_blocks(unit.by_day))
        every = unit.every_block
        fulls = [block.full for block in every]
        steps = []
        for block in chosen:
            first = every[bisect_left(fulls, block.first)].first
            last = every[bisect_right(fulls, block.last) - 1].last
            steps.append(Step(first, last, block.full, sum(sizes[block.full])))
        return cls(frozenset(unit.surveys), tuple(steps), frozenset(named & groups.keys()))

    def holding(self, period: Period) -> list[Step]:
        """Give the steps that count in a period, the newest first."""
        return [step for step in reversed(self.steps) if period.holds(step.full)]


@dataclass(frozen=True, eq=False)
class Run:
    """The newest neighbouring steps of a unit that are read for a period."""

    of: Steps
    steps: tuple[Step, ...]
    """The newest first."""
    most: int

    @property
    def is_cut(self) -> bool:
        """Whether only the newest answers of its one step are read."""
        return sum(step.n for step in self.steps) > self.most

    @property
    def among(self) -> Any:
        """Choose its answers."""
        first, last = self.steps[-1].first, self.steps[0].last
        surveys = Response.survey_id.in_(self.of.surveys)
        return and_(surveys, Response.answered_on.between(first, last))

    def known(self, times: Iterable[Time]) -> list[Time]:
        """Give the times of its steps; where a time is not known, of those before or behind it.

        Steps stay whole and neighbours: the longest stretch in which all times are known.
        """
        days = sorted((row for row in times if row[0] in self.of.surveys), key=lambda row: row[1])
        if self.is_cut:
            return [row for row in days if row[3] is not None]
        at = [row[1] for row in days]
        several = [
            days[bisect_left(at, step.first) : bisect_right(at, step.last)] for step in self.steps
        ]
        whole = [
            step.n == len(rows) and all(row[3] is not None for row in rows)
            for step, rows in zip(self.steps, several, strict=True)
        ]
        stretches = [
            [row for _is_whole, rows in part for row in rows]
            for is_whole, part in groupby(zip(whole, several, strict=True), lambda each: each[0])
            if is_whole
        ]
        return max(stretches, key=len, default=[])


def medians(
    session: Session,
    several: Sequence[Steps],
    periods: Sequence[tuple[Period, int]],
    name: str,
    scale: Scale,
) -> list[dict[str, Median]]:
    """Give the median hours of each period, each with how many are read of it, by group."""
    runs = [list(_runs(several, period, most)) for period, most in periods]
    read = _read(session, [run for each in runs for run in each], name, scale)
    return [_told([(run, read[run]) for run in each]) for each in runs]


def _runs(several: Sequence[Steps], period: Period, most: int) -> Iterator[Run]:
    """Take the newest steps of all units until so many have answered in them; one at least."""
    newest = [(step, unit) for unit in several for step in unit.holding(period)]
    newest.sort(key=lambda each: each[0].full, reverse=True)
    taken: dict[Steps, list[Step]] = defaultdict(list)
    left = most
    for step, unit in newest:
        left -= step.n
        if left < 0 and taken:
            break
        taken[unit].append(step)
    return (Run(unit, tuple(steps), most) for unit, steps in taken.items())


def _told(several: Sequence[tuple[Run, Sequence[Time]]]) -> dict[str, Median]:
    found: dict[str, Counter[float]] = defaultdict(Counter)
    for run, rows in several:
        for _survey, _day, value, took in run.known(rows):
            hour = max(0.0, round(float(took or 0), 1))
            found[ALL][hour] += 1
            found[value if value in run.of.groups else OTHERS][hour] += 1
    return {value: median(given) for value, given in found.items()}


def _read(
    session: Session, runs: Sequence[Run], name: str, scale: Scale
) -> Mapping[Run, Sequence[Time]]:
    """Read the answers of all runs at once; those of a step that has too many by themselves."""
    whole = [run for run in runs if not run.is_cut]
    rows = times(session, name, scale, whole) if whole else []
    found = {run: _within(run, rows) for run in whole}
    return found | {run: times(session, name, scale, [run]) for run in runs if run.is_cut}


def _within(run: Run, rows: Sequence[Time]) -> list[Time]:
    first, last = run.steps[-1].first, run.steps[0].last
    return [row for row in rows if first <= row[1] <= last and row[0] in run.of.surveys]


def times(session: Session, name: str, scale: Scale, runs: Sequence[Run]) -> list[Time]:
    """Read how soon people answered in some runs, and their group; of a cut one the newest."""
    wanted, group = _with_group(session, name)
    if name != CAMPAIGN:  # whose group comes by way of the invitation
        wanted = wanted.outerjoin(Invitation, Invitation.id == Response.invitation_id)
    columns = (Response.survey_id, Response.answered_on, group, hours(session))
    wanted = wanted.with_only_columns(*columns).where(
        or_(*(run.among for run in runs)),
        Response.source == MAIL,
        Response.excluded.is_(None),
        Response.score.between(scale.lowest, scale.highest),
    )
    if runs[0].is_cut:
        wanted = wanted.order_by(Response.answered_at.desc()).limit(runs[0].most)
    return [
        (survey, day, _text(name, raw), None if took is None else float(took))
        for survey, day, raw, took in session.execute(wanted)
    ]


def _with_group(session: Session, name: str) -> tuple[Any, Any]:
    start = select(Response.id).select_from(Response)
    if name == LANGUAGE:
        return start, Response.language
    if name == COHORT:
        return start, first_answer()
    if name in GROUPS:
        column, join = GROUPS[name](session)
        return join(start), column
    return start, Response.attributes if name else literal("")


def _text(name: str, raw: Any) -> str:
    if name in OF_ANSWERS:
        return text_of(name, raw)
    return as_text((raw or {}).get(name)) if name else ""
