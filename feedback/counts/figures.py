"""What is added to the counts, and adding it: the only writer of the counted tables."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite

from feedback.models import Tally, TallyAsked, TallyBeside, TallyGroup, TallyValue, TallyWide
from feedback.models.tally import STEPS
from surveys.models import Campaign, Survey

MOST_VALUES = 10_000
"""Values of one attribute in one survey that are counted; with more it is not compared by."""
BATCH = 500
SKIPPED = STEPS

TallyKey = tuple[int, int, date, int, str, str, str, bool]
"""Workspace, survey, day, version, source, language, reason of exclusion, label."""
ValueKey = tuple[int, int, str, str]
"""Workspace, survey, attribute, value."""
AskedKey = tuple[int, int, int]
"""Workspace, campaign, quarter of an hour."""


def _row(width: int) -> Any:
    return lambda: defaultdict(lambda: [0] * width)


@dataclass
class Added:
    """Counts to be added to those that are there; what goes counts below 0."""

    tallies: dict[TallyKey, list[int]] = field(default_factory=_row(STEPS + 1))
    groups: dict[tuple[ValueKey, date], list[int]] = field(default_factory=_row(STEPS))
    asked: dict[AskedKey, list[int]] = field(default_factory=_row(2))

    def answer(
        self, key: TallyKey, score: int | None, attributes: Mapping[str, Any], n: int
    ) -> None:
        """Add n answers that are alike."""
        self.tallies[key][SKIPPED if score is None else score] += n
        workspace, survey, day, *_, excluded, _labelled = key
        if score is None or excluded:
            return
        for name, given in attributes.items():
            if value := as_text(given):
                self.value((workspace, survey, name, value), day, score, n)

    def value(self, key: ValueKey, day: date, score: int, n: int) -> None:
        """Add n answers that carry a value; each counts once more for all values together."""
        self.groups[key, day][score] += n
        self.groups[(*key[:3], ""), day][score] += n


def as_text(given: Any) -> str:
    """Read an attribute as reports write it; "" where it was not given."""
    if given is None:
        return ""
    if isinstance(given, bool):
        return str(given).lower()
    return str(given).strip(" ")


def number(*parts: str) -> int:
    """Give 63 bits of the hash of what is read as text."""
    said = "\x1f".join(parts).encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest()) >> 1


def add(connection: Connection, added: Added) -> None:
    """Add counts to those that are there; rows in which nobody is left are gone."""
    alive = _alive(connection, added)
    _add_tallies(connection, {k: v for k, v in added.tallies.items() if k[:2] in alive})
    _add_groups(connection, {k: v for k, v in added.groups.items() if k[0][:2] in alive})
    _add_asked(connection, added.asked)
    _note(connection, alive)


def _alive(connection: Connection, added: Added) -> set[tuple[int, int]]:
    named = {key[:2] for key in added.tallies} | {key[0][:2] for key in added.groups}
    s = cast("Table", Survey.__table__).c
    found = connection.execute(
        select(s.workspace_id, s.id).where(tuple_(s.workspace_id, s.id).in_(sorted(named)))
    )
    return {(row[0], row[1]) for row in found}


def wide(
    connection: Connection, surveys: Iterable[tuple[int, int]]
) -> dict[tuple[int, int, int], str]:
    """Name the attributes that are not counted by value, by workspace, survey and id."""
    t = cast("Table", TallyWide.__table__).c
    rows = connection.execute(
        select(t.workspace_id, t.survey_id, t.id, t.attribute).where(
            tuple_(t.workspace_id, t.survey_id).in_(sorted(surveys)), ~t.is_counted
        )
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def forget_values(connection: Connection, workspace: int, survey: int, name: str) -> None:
    """Take away what is counted of an attribute by its values."""
    t, g = cast("Table", TallyValue.__table__), cast("Table", TallyGroup.__table__)
    among = _values_of(workspace, survey, name)
    theirs = (g.c.workspace_id == workspace, g.c.survey_id == survey)
    connection.execute(delete(g).where(*theirs, g.c.value_id.in_(select(t.c.id).where(*among))))
    connection.execute(delete(t).where(*among))


def _add_tallies(connection: Connection, tallies: Mapping[TallyKey, list[int]]) -> None:
    where = ("workspace_id", "survey_id", "day", "version_id")
    names = (*where, "source", "language", "excluded", "labelled")
    rows = [
        dict(zip(names, key, strict=True)) | _steps(counts) | {"skipped": counts[SKIPPED]}
        for key, counts in sorted(tallies.items())
        if any(counts)
    ]
    _upsert(connection, Tally, names, rows)


def _add_groups(connection: Connection, groups: Mapping[tuple[ValueKey, date], list[int]]) -> None:
    uncounted = wide(connection, {key[:2] for key, _ in groups})
    kept = {
        key: counts
        for key, counts in sorted(groups.items())
        if any(counts) and (*key[0][:2], number(key[0][2])) not in uncounted
    }
    totals: dict[ValueKey, int] = defaultdict(int)
    for (value, _), counts in kept.items():
        totals[value] += sum(counts)
    new = _unknown(connection, totals)
    names = ("workspace_id", "survey_id", "id")
    values = [
        {"workspace_id": w, "survey_id": s, "id": number(name, value)}
        | {"attribute_id": number(name), "attribute": name, "value": value, "n": n}
        for (w, s, name, value), n in totals.items()
    ]
    by_day = [
        {"workspace_id": w, "survey_id": s, "value_id": number(name, value), "day": day}
        | _steps(counts)
        for ((w, s, name, value), day), counts in kept.items()
    ]
    _upsert(connection, TallyGroup, ("workspace_id", "survey_id", "value_id", "day"), by_day)
    _upsert(connection, TallyValue, names, values)
    _bound(connection, {key[:3] for key in new})


def _note(connection: Connection, surveys: set[tuple[int, int]]) -> None:
    """Note that groups of these surveys are to be held beside one another anew."""
    names = ("workspace_id", "survey_id")
    more = {"changes": 1, "decided": 0, "n": 0, "found": {}}
    rows = [dict(zip(names, key, strict=True)) | more for key in sorted(surveys)]
    _upsert(connection, TallyBeside, names, rows)


def _add_asked(connection: Connection, asked: Mapping[AskedKey, list[int]]) -> None:
    c = cast("Table", Campaign.__table__).c
    named = sorted({key[:2] for key in asked})
    found = select(c.workspace_id, c.id).where(tuple_(c.workspace_id, c.id).in_(named))
    alive = {(row[0], row[1]) for row in connection.execute(found)}
    names = ("workspace_id", "campaign_id", "slot")
    rows = [
        dict(zip(names, key, strict=True)) | {"sent": sent, "answered": answered}
        for key, (sent, answered) in sorted(asked.items())
        if (sent or answered) and key[:2] in alive
    ]
    _upsert(connection, TallyAsked, names, rows)


def _steps(counts: list[int]) -> dict[str, int]:
    return {f"s{step}": counts[step] for step in range(STEPS)}


def _upsert(
    connection: Connection, model: Any, key: tuple[str, ...], rows: list[dict[str, Any]]
) -> None:
    """Add each row to the one that is there; what comes to nothing is taken away."""
    if not rows:
        return
    table = cast("Table", model.__table__)
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table)
    numbers = [c for c in table.columns if c.name not in key and c.type.python_type is int]
    numbers = [column for column in numbers if column.name != "attribute_id"]
    more = {column.name: column + insert.excluded[column.name] for column in numbers}
    connection.execute(insert.on_conflict_do_update(index_elements=key, set_=more), rows)
    less = [row for row in rows if any(row[column.name] < 0 for column in numbers)]
    if less:
        here = [table.c[name] == bindparam(f"its_{name}") for name in key]
        its = [{f"its_{name}": row[name] for name in key} for row in less]
        connection.execute(delete(table).where(*here, *(column == 0 for column in numbers)), its)


def _unknown(connection: Connection, values: Iterable[ValueKey]) -> set[ValueKey]:
    """Tell which values are not counted yet."""
    by_id = {(w, s, number(name, value)): (w, s, name, value) for w, s, name, value in values}
    t, known = cast("Table", TallyValue.__table__).c, set()
    wanted = sorted(by_id)
    for start in range(0, len(wanted), BATCH):
        few = wanted[start : start + BATCH]
        ids = select(t.workspace_id, t.survey_id, t.id).where(
            t.workspace_id.in_({w for w, _, _ in few}), t.id.in_([i for _, _, i in few])
        )
        known |= {tuple(row) for row in connection.execute(ids)}
    return {value for key, value in by_id.items() if key not in known}


def _bound(connection: Connection, grown: Iterable[tuple[int, int, str]]) -> None:
    """Stop counting an attribute by its values where these have become too many."""
    table = cast("Table", TallyWide.__table__)
    for workspace, survey, name in grown:
        among = _values_of(workspace, survey, name)
        if (connection.scalar(select(func.count()).where(*among)) or 0) <= MOST_VALUES + 1:
            continue
        forget_values(connection, workspace, survey, name)
        mark = {"workspace_id": workspace, "survey_id": survey, "id": number(name)}
        connection.execute(delete(table).where(*(table.c[k] == v for k, v in mark.items())))
        connection.execute(table.insert(), mark | {"attribute": name, "is_counted": False})


def _values_of(workspace: int, survey: int, name: str) -> tuple[ColumnElement[bool], ...]:
    t = cast("Table", TallyValue.__table__).c
    return t.workspace_id == workspace, t.survey_id == survey, t.attribute_id == number(name)
