"""Groups by what an answer itself says: its language, channel, version, campaign, quickness, …

No attribute says these: some are counted day by day all the same, the others are read from answers.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Table, case, cast, func, select
from sqlalchemy.orm import Session

from feedback.counts.reading import GIVEN, Group, Kind, Value
from feedback.models import Response
from feedback.models.tally import STEPS
from feedback.reports.selection import CAMPAIGN, CHANNEL, COHORT, LANGUAGE, SPEED, SURVEY, VERSION
from feedback.reports.source import Source
from surveys.models import Campaign, Invitation, Survey, Version
from surveys.scope import bound_workspace

QUICK_DAYS = 2
"""Whoever answers within so many days of the mail is early."""
EARLY, LATE = "early", "late"


@dataclass(frozen=True)
class Told:
    """Speaks of groups as the counts speak of an attribute."""

    days: tuple[Group, ...]

    @classmethod
    def of(cls, found: Sequence[Group]) -> "Told":
        """Take each group day by day, and once more all of them together."""
        return cls((*found, *((survey, GIVEN, day, steps) for survey, _, day, steps in found)))

    def values(self, _session: Session, _surveys: Sequence[int], _name: str) -> list[Value]:
        """Count the answers of each group, and once more those of any."""
        sums: Counter[tuple[int, str]] = Counter()
        for survey, text, _, steps in self.days:
            sums[survey, text] += sum(steps)
        return [Value(survey, text, n) for (survey, text), n in sums.items()]

    def wide(self, _session: Session, _surveys: Sequence[int], _name: str) -> set[int]:
        """Tell that none is left out for having many."""
        return set()

    def groups(self, _session: Session, wanted: Sequence[Value], _name: str) -> list[Group]:
        """Give the days of some groups, and those of any where that is wanted."""
        named = {(value.survey_id, value.text) for value in wanted}
        return [day for day in self.days if day[:2] in named]


def told_by(session: Session, source: Source, surveys: Sequence[int], name: str) -> Told:
    """Read the days of each group: from the counts what they know, all else from the answers."""
    if name in KINDS:
        return Told.of(_called(session, surveys, name, source.kinds(session, surveys, KINDS[name])))
    found: dict[tuple[int, str, date], list[int]] = defaultdict(lambda: [0] * STEPS)
    for survey, text, day, score, n in _rows(session, surveys, name):
        found[survey, text, day][score] += n
    return Told.of([(*key, tuple(steps)) for key, steps in found.items()])


KINDS: dict[str, Kind] = {
    LANGUAGE: "language", CHANNEL: "source", VERSION: "version_id", SURVEY: "source"
}  # fmt: skip
"""What the counts know of answers, by the name of their column."""


def _called(session: Session, surveys: Sequence[int], name: str, found: list[Group]) -> list[Group]:
    """Call versions by their number and surveys by their name, as they are called elsewhere."""
    if name == SURVEY:
        rows = session.execute(select(Survey.id, Survey.name).where(Survey.id.in_(surveys)))
        names = {row.id: row.name for row in rows}
        return [(survey, names[survey], day, steps) for survey, _, day, steps in found]
    if name == VERSION:
        wanted = select(Version.id, Version.number).where(Version.survey_id.in_(surveys))
        numbers = {str(row.id): str(row.number) for row in session.execute(wanted)}
        return [(survey, numbers[text], day, steps) for survey, text, day, steps in found]
    return found


Counted = tuple[int, str, date, int, int]
"""Survey, group, day, score, how many."""


def _rows(session: Session, surveys: Sequence[int], name: str) -> list[Counted]:
    """Count answers by group, day and score; those in no group are left out."""
    group, join = GROUPS[name](session)
    key = (Response.survey_id, group, Response.answered_on, Response.score)
    every: Any = select(*key, func.count())
    wanted = join(every).where(*counted(surveys)).group_by(*key)
    rows = [tuple(row) for row in session.execute(wanted)]
    told = [(row[0], text_of(name, row[1]), row[2], row[3], row[4]) for row in rows]
    return [row for row in told if row[1]]


def text_of(name: str, raw: Any) -> str:
    """Write a group as reports do; "" is none."""
    if raw is None:
        return ""
    if name == COHORT:
        return f"{raw.year}-{(raw.month - 1) // 3 * 3 + 1:02}"
    return str(raw)


def counted(surveys: Sequence[int]) -> list[ColumnElement[bool]]:
    """Choose the answers that reports count."""
    return [
        Response.survey_id.in_(surveys),
        Response.survey_id.not_in(select(Survey.id).where(Survey.is_anonymous)),
        Response.excluded.is_(None),
        Response.score.is_not(None),
    ]


Join = Callable[[Select[Any]], Select[Any]]
Column = tuple[Any, Join]
"""The column that says the group, and what has to be joined for it."""


def _itself(column: Any) -> Callable[[Session], Column]:
    return lambda _session: (column, lambda wanted: wanted)


def _version(_session: Session) -> Column:
    return cast(Version.number, String), lambda wanted: wanted.join(
        Version, Version.id == Response.version_id
    )


def _asked(wanted: Select[Any]) -> Select[Any]:
    return wanted.outerjoin(Invitation, Invitation.id == Response.invitation_id)


def _campaign(_session: Session) -> Column:
    return Campaign.name, lambda wanted: _asked(wanted).outerjoin(
        Campaign, Campaign.id == Invitation.campaign_id
    )


def _survey(_session: Session) -> Column:
    return Survey.name, lambda wanted: wanted.join(Survey, Survey.id == Response.survey_id)


def _speed(session: Session) -> Column:
    return quickness(session), _asked


def quickness(session: Session) -> Any:
    """Tell early from late answers; who was not asked by mail is neither."""
    return case((hours(session) <= 24 * QUICK_DAYS, EARLY), (hours(session).is_not(None), LATE))


def hours(session: Session) -> ColumnElement[Any]:
    """Give the hours between mail and answer, in a query that joins the invitation."""
    if session.get_bind().dialect.name == "sqlite":
        came, left = func.julianday(Response.answered_at), func.julianday(Invitation.sent_at)
        return (came - left) * 24.0
    return func.extract("epoch", Response.answered_at - Invitation.sent_at) / 3600.0


def _first_answer(session: Session) -> Column:
    r = table(Response).alias("earlier")
    first = (
        select(r.c.contact_id, func.min(r.c.answered_on).label("first"))
        .where(r.c.workspace_id == bound_workspace(session), r.c.contact_id.is_not(None))
        .group_by(r.c.contact_id)
        .subquery()
    )
    return first.c.first, lambda wanted: wanted.join(
        first, first.c.contact_id == Response.contact_id
    )


def table(model: Any) -> Table:
    """Give a model's table, for a query beside the scoped ones."""
    found: Table = model.__table__
    return found


GROUPS: dict[str, Callable[[Session], Column]] = {
    CHANNEL: _itself(Response.source),
    VERSION: _version,
    CAMPAIGN: _campaign,
    SURVEY: _survey,
    SPEED: _speed,
    COHORT: _first_answer,
}
