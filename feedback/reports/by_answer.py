"""Groups by what an answer itself says: its language, channel, version, campaign, quickness, …

No attribute says these; they are counted day by day all the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, Table, cast, func, select
from sqlalchemy.orm import Session

from feedback.counts.derived import Derived, Group, quarter, quickness
from feedback.counts.reading import GIVEN, Kind, Value
from feedback.models import Response
from feedback.reports.selection import CAMPAIGN, CHANNEL, COHORT, LANGUAGE, SPEED, SURVEY, VERSION
from feedback.reports.source import Source
from surveys.models import Campaign, Invitation, Survey, Version
from surveys.scope import bound_workspace


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
    """Read the days of each group from the counts."""
    if name in KINDS:
        return Told.of(_called(session, surveys, name, source.kinds(session, surveys, KINDS[name])))
    return Told.of(_called(session, surveys, name, source.told(session, surveys, DERIVED[name])))


KINDS: dict[str, Kind] = {
    LANGUAGE: "language", CHANNEL: "source", VERSION: "version_id", SURVEY: "source"
}  # fmt: skip
"""What the counts know of answers, by the name of their column."""
DERIVED: dict[str, Derived] = {SPEED: "speed", COHORT: "first", CAMPAIGN: "campaign"}
"""What they know of answers by other rows."""


def _called(session: Session, surveys: Sequence[int], name: str, found: list[Group]) -> list[Group]:
    """Call versions by their number, surveys and campaigns by their name, as elsewhere."""
    if name == SURVEY:
        rows = session.execute(select(Survey.id, Survey.name).where(Survey.id.in_(surveys)))
        names = {row.id: row.name for row in rows}
        return [(survey, names[survey], day, steps) for survey, _, day, steps in found]
    if name == VERSION:
        wanted = select(Version.id, Version.number).where(Version.survey_id.in_(surveys))
        numbers = {str(row.id): str(row.number) for row in session.execute(wanted)}
        return [(survey, numbers[text], day, steps) for survey, text, day, steps in found]
    if name == CAMPAIGN:
        ids = {int(text) for _, text, _, _ in found}
        asking = select(Campaign.id, Campaign.name).where(Campaign.id.in_(ids))
        called = {str(row.id): row.name for row in session.execute(asking)}
        return [(survey, called[text], day, steps) for survey, text, day, steps in found]
    return found


def text_of(name: str, raw: Any) -> str:
    """Write a group as reports do; "" is none."""
    if raw is None:
        return ""
    if name == COHORT:
        return quarter(raw)
    return str(raw)


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
