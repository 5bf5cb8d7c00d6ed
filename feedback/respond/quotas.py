"""Quotas: which are full, and which an answer counts towards.

An answer says so in its own transaction, so the count is what is stored and nothing else. Nobody
stands in line for it: who was let in before a quota was full is heard, and counts beyond it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select

from feedback.respond.tables import COUNTED, RESPONSES
from surveys.definition import Definition
from surveys.logic.holds import fold
from surveys.logic.rules import Quota
from surveys.logic.walk import Person, walk
from surveys.questions import Stored

Answers = Mapping[str, Stored]


def key_of(survey_id: int, quota: Quota) -> str:
    """Give what a quota's count is kept under; another limit goes on with the same count."""
    rule = asdict(quota.rule)
    for condition in rule["conditions"]:
        condition["value"] = fold(condition["value"])
    said = json.dumps([survey_id, rule, "" if quota.ends else quota.then], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def counts(
    connection: Connection, workspace_id: int, survey_id: int, quotas: Iterable[Quota]
) -> dict[Quota, int]:
    """Count the answers of each quota; those kept and not counted are left out here as well."""
    keys = {quota: key_of(survey_id, quota) for quota in quotas}
    given = {"workspace": workspace_id, "quotas": sorted(set(keys.values()))}
    found = {quota: int(n) for quota, n in connection.execute(_COUNTS, given)} if keys else {}
    return {quota: found.get(key, 0) for quota, key in keys.items()}


def full(
    connection: Connection, workspace_id: int, survey_id: int, asks: Definition
) -> frozenset[int]:
    """Find the places of the quotas for which enough answers are counted."""
    counted = counts(connection, workspace_id, survey_id, asks.quotas)
    return frozenset(
        place
        for place, quota in enumerate(asks.quotas)
        if quota.limit and counted[quota] >= quota.limit
    )


def reached(asks: Definition, person: Person, answers: Answers) -> list[Quota]:
    """Give the quotas an answer counts towards: whom they are about, and what they leave out."""
    path = walk(asks, person, answers)
    return [q for q in asks.quotas if path.fits(q.rule) and (q.ends or q.then in answers)]


def count_in(
    connection: Connection, workspace_id: int, response_id: int, keys: Iterable[str]
) -> None:
    """Write which quotas a new answer counts towards."""
    rows = [
        {"workspace_id": workspace_id, "response_id": response_id, "quota": key}
        for key in sorted(set(keys))
    ]
    if rows:
        connection.execute(insert(COUNTED), rows)


def count_anew(
    connection: Connection, workspace_id: int, response_id: int, keys: Iterable[str]
) -> None:
    """Write which quotas a changed answer counts towards now."""
    connection.execute(_CLEAR, {"workspace": workspace_id, "response": response_id})
    count_in(connection, workspace_id, response_id, keys)


_c, _r = COUNTED.c, RESPONSES.c
_COUNTS = (
    select(_c.quota, func.count())
    .join(RESPONSES, and_(_r.workspace_id == _c.workspace_id, _r.id == _c.response_id))
    .where(
        _c.workspace_id == bindparam("workspace"),
        _c.quota.in_(bindparam("quotas", expanding=True)),
        _r.excluded.is_(None),
    )
    .group_by(_c.quota)
)
_CLEAR = delete(COUNTED).where(
    _c.workspace_id == bindparam("workspace"), _c.response_id == bindparam("response")
)
