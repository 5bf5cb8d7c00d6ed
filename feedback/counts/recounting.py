"""Counting the answers anew: a full scan day by day, and the counts set right where they differ.

Transactions are short and of one moment each, so that answers go on arriving and are never counted
twice. The scan is SQL and folding is Python: what both agree on was counted in two ways.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Subquery,
    Table,
    Text,
    case,
    delete,
    func,
    literal_column,
    select,
    true,
    union,
    update,
)
from sqlalchemy import cast as as_type

from feedback.counts import days as derived_days
from feedback.counts import figures
from feedback.counts.figures import SKIPPED, Added, add
from feedback.counts.folding import fold_all, fold_some, folding_alone
from feedback.counts.triggers import slot
from feedback.database import read_snapshot
from feedback.extensions import db
from feedback.models import (
    Response,
    Tally,
    TallyAsked,
    TallyGroup,
    TallyValue,
    TallyWide,
)
from feedback.models.tally import STEPS
from feedback.respond.signals import OF_SCANNERS
from surveys.models import Campaign, Invitation, Survey
from surveys.models.campaign import IS_MAILED

SECONDS = 0.2
"""How long a transaction may take in more days."""


def recount(workspaces: Iterable[int] | None = None) -> Iterator[str]:
    """Count everything anew; say of each survey how many of its days had been wrong."""
    s = _columns(Survey)
    wanted = select(s.workspace_id, s.id, s.is_anonymous).order_by(s.workspace_id, s.id)
    if workspaces is not None:
        wanted = wanted.where(s.workspace_id.in_(list(workspaces)))
    with db.engine.connect() as connection:
        surveys = [tuple(row) for row in connection.execute(wanted)]
    while fold_some():
        pass
    for survey in surveys:
        yield _Anew(*survey).count()


@dataclass
class _Anew:
    """One survey that is counted anew."""

    workspace: int
    survey: int
    is_anonymous: bool
    again: frozenset[str] = frozenset()
    """Attributes that had too many values and have few again."""
    wrong: int = 0

    def count(self) -> str:
        """Count it day by day; say what was found."""
        few = self._few_again()
        with folding_alone() as connection:
            self.again = _count_under_their_mark(connection, self.workspace, self.survey, few)
            days = _days(connection, self.workspace, self.survey)
        waiting = list(reversed(days))
        while waiting:
            ends = time.monotonic() + SECONDS
            with folding_alone() as connection:
                fold_all(connection, self.workspace)
                self.wrong += self._day(connection, waiting.pop())
                while waiting and time.monotonic() < ends:
                    self.wrong += self._day(connection, waiting.pop())
        with folding_alone() as connection:
            self.wrong += _asked_anew(connection, self.workspace, self.survey)
            shown = _take_marks_off(connection, self.workspace, self.survey)
        if not self.is_anonymous:
            self.wrong += derived_days.recount(self.workspace, self.survey)
        told = f"survey {self.survey}: {len(days)} days counted, {self.wrong} set right"
        return told + (
            f"; few enough values again to compare by: {', '.join(shown)}" if shown else ""
        )

    def _few_again(self) -> set[str]:
        """Find which attributes not counted by value have few by now; nobody waits meanwhile."""
        with read_snapshot(db.engine) as connection:
            w = _columns(TallyWide)
            marked = select(w.attribute).where(
                w.workspace_id == self.workspace, w.survey_id == self.survey
            )
            few = set(connection.scalars(marked))
            if not few or self.is_anonymous:
                return few
            values = _values(connection, self.workspace, self.survey, few)
            count = select(values.c.name, func.count()).group_by(values.c.name)
            return few - {
                n for n, found in connection.execute(count) if found > figures.MOST_VALUES
            }

    def _day(self, connection: Connection, day: date) -> bool:
        """Count one day anew; tell whether it had been wrong."""
        added, here = Added(), (self.workspace, self.survey, day)
        if not self.is_anonymous:
            _scan(connection, added, *here)
        _take_away(connection, added, *here)
        old = (counts for (value, _), counts in added.groups.items() if value[2] not in self.again)
        differs = any(map(any, added.tallies.values())) or any(map(any, old))
        add(connection, added)
        return differs


def _count_under_their_mark(
    connection: Connection, workspace: int, survey: int, few: set[str]
) -> frozenset[str]:
    """Let attributes be counted while reports do not compare by them yet; name these."""
    table = cast("Table", TallyWide.__table__)
    theirs = (table.c.workspace_id == workspace, table.c.survey_id == survey)
    names = connection.execute(select(table.c.id, table.c.attribute).where(*theirs)).all()
    for key, name in names:
        is_counted = name in few
        connection.execute(
            update(table).where(*theirs, table.c.id == key).values(is_counted=is_counted)
        )
        if not is_counted:  # one that was broken off may have counted some of it
            figures.forget_values(connection, workspace, survey, name)
    return frozenset(name for _, name in names if name in few)


def _take_marks_off(connection: Connection, workspace: int, survey: int) -> list[str]:
    """Let reports compare by what is counted again."""
    table = cast("Table", TallyWide.__table__)
    theirs = (table.c.workspace_id == workspace, table.c.survey_id == survey, table.c.is_counted)
    return sorted(connection.scalars(delete(table).where(*theirs).returning(table.c.attribute)))


def _scan(connection: Connection, added: Added, workspace: int, survey: int, day: date) -> None:
    """Add what the answers of a day say."""
    r = _columns(Response)
    here = (r.workspace_id == workspace, r.survey_id == survey, r.answered_on == day)
    labelled = func.coalesce(r.signals, "").in_(OF_SCANNERS)
    key = (
        *(r.workspace_id, r.survey_id, r.answered_on, r.version_id, r.source),
        *(func.coalesce(r.language, ""), func.coalesce(r.excluded, ""), labelled),
    )
    for *its, labels, score, n in connection.execute(
        select(*key, r.score, func.count()).where(*here).group_by(*key, r.score)
    ):
        added.tallies[(*its, bool(labels))][SKIPPED if score is None else score] += n
    counted = (*here, r.excluded.is_(None), r.score.is_not(None))
    uncounted = list(figures.wide(connection, [(workspace, survey)]).values())
    source, name, value = given(connection, r.attributes)
    statement = (
        select(name, value, r.score, func.count())
        .select_from(cast("Table", Response.__table__).join(source, true()))
        .where(*counted, value != "", name.not_in(uncounted))
        .group_by(name, value, r.score)
    )
    for its, said, score, n in connection.execute(statement):
        added.value((workspace, survey, its, said), day, score, n)


def _values(connection: Connection, workspace: int, survey: int, names: set[str]) -> Subquery:
    """List the values that some attributes have among the counted answers."""
    r = _columns(Response)
    source, name, value = given(connection, r.attributes)
    return (
        select(name.label("name"), value.label("value"))
        .distinct()
        .select_from(cast("Table", Response.__table__).join(source, true()))
        .where(r.workspace_id == workspace, r.survey_id == survey)
        .where(r.excluded.is_(None), r.score.is_not(None), value != "", name.in_(names))
        .subquery()
    )


def given(
    connection: Connection, attributes: ColumnElement[Any]
) -> tuple[FromClause, ColumnElement[str], ColumnElement[str]]:
    """Take attributes apart: a source to join, and in it the name and the value as text."""
    if connection.dialect.name == "postgresql":
        each = func.jsonb_each_text(attributes).table_valued("key", "value")
        return each, each.c.key, func.trim(func.coalesce(each.c.value, ""))
    each = func.json_each(attributes).table_valued("key", "value", "type")
    as_text = case(
        (each.c.type.in_(("true", "false")), each.c.type), else_=as_type(each.c.value, Text)
    )
    return each, each.c.key, func.trim(func.coalesce(as_text, ""))


def _take_away(
    connection: Connection, added: Added, workspace: int, survey: int, day: date
) -> None:
    """Take off what is counted for a day already."""
    t, g, v = _columns(Tally), _columns(TallyGroup), cast("Table", TallyValue.__table__)
    steps = [f"s{step}" for step in range(STEPS)]
    key = (
        *(t.workspace_id, t.survey_id, t.day, t.version_id, t.source, t.language),
        *(t.excluded, t.labelled),
    )
    here = (t.workspace_id == workspace, t.survey_id == survey, t.day == day)
    for row in connection.execute(select(*key, *(t[s] for s in steps), t.skipped).where(*here)):
        counts = added.tallies[tuple(row[:8])]
        for place, n in enumerate(row[8:]):
            counts[place] -= n
    named = (
        (v.c.workspace_id == g.workspace_id)
        & (v.c.survey_id == g.survey_id)
        & (v.c.id == g.value_id)
    )
    groups = (
        select(v.c.attribute, v.c.value, *(g[s] for s in steps))
        .select_from(cast("Table", TallyGroup.__table__).join(v, named))
        .where(g.workspace_id == workspace, g.survey_id == survey, g.day == day)
    )
    for name, value, *counted in connection.execute(groups):
        counts = added.groups[(workspace, survey, name, value), day]
        for place, n in enumerate(counted):
            counts[place] -= n


def _asked_anew(connection: Connection, workspace: int, survey: int) -> bool:
    """Count the mails of a survey's campaigns anew; tell whether anything had been wrong."""
    fold_all(connection, workspace)
    c, i, r, a = map(_columns, (Campaign, Invitation, Response, TallyAsked))
    theirs = select(c.id).where(c.workspace_id == workspace, c.survey_id == survey)
    is_postgresql = connection.dialect.name == "postgresql"
    quarter: ColumnElement[int] = literal_column(slot("invitation.due_at", is_postgresql))
    answered = cast("Table", Invitation.__table__).outerjoin(
        cast("Table", Response.__table__),
        (r.workspace_id == i.workspace_id) & (r.invitation_id == i.id) & r.excluded.is_(None),
    )
    scan = (
        select(i.campaign_id, quarter, func.count(), func.count(r.id))
        .select_from(answered)
        .where(i.workspace_id == workspace, i.campaign_id.in_(theirs))
        .where(IS_MAILED)
        .group_by(i.campaign_id, quarter)
    )
    there = select(a.campaign_id, a.slot, -a.sent, -a.answered).where(
        a.workspace_id == workspace, a.campaign_id.in_(theirs)
    )
    added = Added()
    for statement in (scan, there):
        for campaign, at, sent, replies in connection.execute(statement):
            counts = added.asked[workspace, campaign, at]
            counts[0] += sent
            counts[1] += replies
    add(connection, added)
    return any(map(any, added.asked.values()))


def _days(connection: Connection, workspace: int, survey: int) -> list[date]:
    """Name the days that have answers, or counts."""
    r, t, g = map(_columns, (Response, Tally, TallyGroup))
    answered = select(r.answered_on).where(r.workspace_id == workspace, r.survey_id == survey)
    counted = select(t.day).where(t.workspace_id == workspace, t.survey_id == survey)
    grouped = select(g.day).where(g.workspace_id == workspace, g.survey_id == survey)
    return sorted(connection.scalars(union(answered, counted, grouped)))


def _columns(model: Any) -> Any:
    return cast("Table", model.__table__).c
