"""The contacts that answers are weighted to: looked at now and then, for all of them take seconds.

Answers are counted day by day by the attributes that a workspace weighs by, together: each by the
values that are told apart. Other values or attributes mark all days.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, String, Table, case, delete, func, literal, select
from sqlalchemy.orm import Session

from feedback.database import read_snapshot
from feedback.extensions import db
from feedback.models import KeptFrame, Response, StaleDay
from surveys.audience import attribute_values
from surveys.models import Contact, Survey, Workspace
from surveys.scope import bind_workspace

EVERY = timedelta(hours=6)
"""How old such a look may grow."""
AT_ONCE = 5_000
"""Contacts that a page counts itself: so many take no time, and are as of this moment."""
MOST_NAMES = 3
NAMED = 12
"""Values of an attribute that are told apart at most."""


@dataclass(frozen=True)
class People:
    """How many contacts there are, how many have each value, and how many another one."""

    n: int
    values: Mapping[str, Mapping[str, int]]
    others: Mapping[str, int]
    at: datetime | None = None
    """When they were counted; None: now."""

    @property
    def labels(self) -> dict[str, set[str]]:
        """Name the values that are told apart."""
        return {name: set(values) for name, values in self.values.items()}


def people(session: Session, names: Sequence[str]) -> People:
    """Count the contacts, or tell how they were counted last where they are many."""
    found = kept(session, names)
    return found if found and found.n > AT_ONCE else counted(session, names)


def kept(session: Session, names: Sequence[str]) -> People | None:
    """Tell how the contacts were counted last, by these attributes."""
    row = session.scalars(select(KeptFrame)).first()
    if row is None or row.names != list(names):
        return None
    values = {name: dict(map(tuple, theirs)) for name, theirs, _ in row.values}
    return People(row.people, values, {name: rest for name, _, rest in row.values}, row.at)


def counted(session: Session, names: Sequence[str]) -> People:
    """Count the contacts, by some attributes."""
    n = session.scalar(select(func.count()).select_from(Contact)) or 0
    values: dict[str, dict[str, int]] = {name: {} for name in names}
    others = dict.fromkeys(names, 0)
    for each in attribute_values(session):
        if each.name in values:
            values[each.name] = {v.value: v.contacts for v in each.values[:NAMED]}
            others[each.name] = each.contacts - sum(values[each.name].values())
    return People(n, values, others)


def count_frames(now: datetime) -> int:
    """Look at the contacts of those who weigh by other attributes, or whose look is old."""
    w, k = (cast("Table", model.__table__) for model in (Workspace, KeptFrame))
    wanted = select(w.c.id, w.c.weighs_by, k.c.names, k.c.at).select_from(
        w.outerjoin(k, k.c.workspace_id == w.c.id)
    )
    with read_snapshot(db.engine) as connection:
        due = [
            (workspace, names[:MOST_NAMES])
            for workspace, names, known, at in connection.execute(wanted)
            if names and (known != names[:MOST_NAMES] or at < now - EVERY)
        ]
    for workspace, names in due:
        _look(workspace, names, now)
    return len(due)


def _look(workspace: int, names: list[str], now: datetime) -> None:
    with read_snapshot(db.engine) as connection, Session(connection) as session:
        bind_workspace(session, workspace)
        before, found = kept(session, names), counted(session, names)
        is_other = before is None or before.labels != found.labels
        days = _days(session) if is_other else []
    k, s = (cast("Table", model.__table__) for model in (KeptFrame, StaleDay))
    values = [
        [name, list(map(list, v.items())), found.others[name]] for name, v in found.values.items()
    ]
    row = {
        "workspace_id": workspace,
        "names": names,
        "people": found.n,
        "values": values,
        "at": now,
    }
    mark = -1 - secrets.randbits(62)
    with db.engine.begin() as connection:
        connection.execute(delete(k).where(k.c.workspace_id == workspace))
        connection.execute(k.insert(), row)
        if days:
            of = {"workspace_id": workspace, "written_by": mark}
            connection.execute(
                s.insert(), [of | {"survey_id": survey, "day": day} for survey, day in days]
            )


def _days(session: Session) -> list[tuple[int, date]]:
    """Name all days of answers; those that come meanwhile mark theirs."""
    hidden = Response.survey_id.in_(select(Survey.id).where(Survey.is_anonymous))
    found = session.execute(
        select(Response.survey_id, Response.answered_on).where(~hidden).distinct()
    )
    return [(survey, day) for survey, day in found]


def labels(session: Session) -> ColumnElement[Any]:
    """Give what an answer's author was by all the attributes, in the code that days are kept by."""
    row = session.scalars(select(KeptFrame)).first()
    if row is None:
        return literal(None, String)
    code: ColumnElement[Any] = literal("")
    for name, values, _ in row.values:
        given = func.coalesce(Response.attributes[name].as_string(), "")
        known = {value: f"{place}," for place, value in enumerate(coded(dict(map(tuple, values))))}
        code = code + case(known, value=given, else_=f"{OTHER},")
    return code


OTHER = "o"


def coded(values: Mapping[str, int]) -> list[str]:
    """Put the values of an attribute in the order of their codes; none given is one of them."""
    return ["", *sorted(values)]


def spelled(found: People, code: str, others: str) -> tuple[str, ...]:
    """Read a code: a value of each attribute."""
    given = zip(found.values.values(), code.split(","), strict=False)
    return tuple(others if each == OTHER else coded(values)[int(each)] for values, each in given)
