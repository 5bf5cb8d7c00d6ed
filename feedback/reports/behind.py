"""The answers behind a figure: exactly those that a group's or a question's figure counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select
from sqlalchemy.orm import Session

from feedback.counts import reading
from feedback.counts.reading import Daily
from feedback.models import Answer, Response
from feedback.reports.by_answer import GROUPS
from feedback.reports.comparing import tells_others, told_apart
from feedback.reports.queries import answered_in, kept_units
from feedback.reports.questions import chosen_for
from feedback.reports.selection import COHORT, LANGUAGE, OF_ANSWERS, Selection
from feedback.reports.unit import inside

KINDS = ("group", "none", "others", "all")
GIVEN = or_(Answer.number.is_not(None), func.coalesce(Answer.text, "") != "")


@dataclass(frozen=True)
class Behind:
    """Which figure's answers are wanted; all of the selection where nothing is said."""

    kind: str = ""
    """One of KINDS where it is the figure of a group; "" for all answers, counted or not."""
    value: str = ""
    question: str = ""
    since: date | None = None
    until: date | None = None
    """The part of the period that one cell is about, where periods stand side by side."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Behind":
        """Read it kindly from an address."""
        kind = given.get("kind", "")
        question = given.get("question", "")[:64].replace("\0", "")
        value = given.get("value", "").replace("\0", "")
        since, until = _day(given.get("since", "")), _day(given.get("until", ""))
        return cls(kind if kind in KINDS else "", value, question, since, until)

    @property
    def parameters(self) -> dict[str, str]:
        """Write it as an address has it."""
        given = {"kind": self.kind, "value": self.value, "question": self.question}
        days = {"since": self.since, "until": self.until}
        given |= {name: day.isoformat() for name, day in days.items() if day}
        return {name: value for name, value in given.items() if value}

    @property
    def is_narrow(self) -> bool:
        """Whether it is about some answers only: those that a figure counts."""
        return bool(self.kind or self.question)

    @property
    def is_cell(self) -> bool:
        """Whether it is about a part of the period."""
        return bool(self.since or self.until)

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in its part of the period."""
        return (self.since or day) <= day <= (self.until or day)

    def narrowed(self, selection: Selection) -> Selection:
        """Ask of all answers of the cell alone: each day counts there as it does in the whole."""
        starts = [day for day in (selection.start, self.since) if day]
        ends = [day for day in (selection.end, self.until) if day]
        start, end = max(starts, default=None), min(ends, default=None)
        return replace(selection, start=start, end=end, by="")


def behind(session: Session, selection: Selection, wanted: Behind) -> ColumnElement[bool]:
    """Choose the answers of a figure, one by one."""
    rows = reading.daily(session, [survey.id for survey in selection.surveys])
    if wanted.question:
        return _of_question(session, selection, wanted.question, rows)
    if wanted.is_cell and wanted.kind in ("", "all"):
        selection = wanted.narrowed(selection)
    if wanted.kind and selection.by:
        return and_(is_counted(selection), _of_group(session, selection, wanted, rows))
    among = answered_in(kept_units(selection, rows), selection)
    return and_(is_counted(selection), among) if wanted.kind else among


def is_counted(selection: Selection) -> ColumnElement[bool]:
    """Tell which answers carry a score that counts."""
    steps = selection.scale.steps
    return and_(Response.excluded.is_(None), Response.score.between(steps[0], steps[-1]))


def _of_question(
    session: Session, selection: Selection, key: str, rows: Sequence[Daily]
) -> ColumnElement[bool]:
    if selection.chosen is None:
        return false()
    period = (selection.start, selection.end) if selection.has_period else None
    answered = answered_in(kept_units(selection, rows), selection)
    among = chosen_for(session, selection.chosen.id, [key], [answered], period)
    theirs = (
        select(Answer.response_id)
        .join(Response, Response.id == Answer.response_id)
        .where(*among, Response.excluded.is_(None), Answer.question_key == key, GIVEN)
    )
    return Response.id.in_(theirs)


def _of_group(
    session: Session, selection: Selection, wanted: Behind, rows: Sequence[Daily]
) -> ColumnElement[bool]:
    """Follow the comparison of groups: the same units, blocks of days and groups."""
    kept = kept_units(selection, rows)
    known, named, tables, _ = told_apart(session, kept, selection, reading)
    if wanted.kind == "others" and not tells_others(known, named):
        return false()
    parts = []
    for each in known:
        unit = each.unit
        chosen, groups = each.apart(tables[unit.surveys])
        chosen = tuple(block for block in chosen if wanted.holds(block.full))
        shown = {value for value in groups if value in named}
        days = [block for block in unit.every_block if inside(chosen, block.full)]
        theirs = _in_unit(session, selection.by, wanted, shown)
        if days and theirs is not None:
            parts.append(and_(_within(unit.surveys, days[0].first, days[-1].last), theirs))
    return or_(false(), *parts)


def _within(surveys: Sequence[int], first: date, last: date) -> ColumnElement[bool]:
    return and_(Response.survey_id.in_(surveys), Response.answered_on.between(first, last))


def _in_unit(
    session: Session, name: str, wanted: Behind, shown: set[str]
) -> ColumnElement[bool] | None:
    """Choose within a unit; None where it shows no such group."""
    if wanted.kind == "all":
        return not_(false())
    if wanted.kind == "others":
        return and_(not_(false()), *(not_(_has(session, name, value)) for value in shown))
    value = wanted.value if wanted.kind == "group" else ""
    return _has(session, name, value) if value in shown else None


def _has(session: Session, name: str, value: str) -> ColumnElement[bool]:
    """Tell whether an answer is of a group; "" is those in none."""
    if name not in OF_ANSWERS:
        carried = func.coalesce(func.trim(Response.attributes[name].as_string()), "")
        return carried == value
    if name == LANGUAGE:
        return func.coalesce(Response.language, "") == value
    group, join = GROUPS[name](session)
    mine: Any = join(select(Response.id))
    is_in = group.is_not(None) if not value else _said(name, group, value)
    found: ColumnElement[bool] = Response.id.in_(mine.where(is_in))
    return found if value else not_(found)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _said(name: str, group: Any, value: str) -> ColumnElement[bool]:
    if name != COHORT:
        is_it: ColumnElement[bool] = group == value
        return is_it
    first = date.fromisoformat(f"{value}-01")
    after = date(first.year + first.month // 12, (first.month + 2) % 12 + 1, 1)
    return and_(group >= first, group < after)
