"""`hark recompute`: a kept report counted anew from the answers, and held against what it said."""

import json
from collections.abc import Iterator

from sqlalchemy import select

from feedback.extensions import db
from feedback.models import KeptReport
from feedback.reports.keeping import RULES, changed_since, recomputed
from feedback.reports.moment import one_moment
from surveys.models import Workspace

UNCHANGED = (
    "So some were erased since, or the daily counts were wrong then; "
    "./hark recount tells whether they are right now."
)


def recompute(name: str) -> tuple[bool, list[str]]:
    """Compute a kept report; tell whether every figure is as it was, and what was found."""
    wanted = select(KeptReport.workspace_id).where(KeptReport.id == name)
    where = db.session.scalars(wanted, execution_options={"unscoped": True}).first()
    if where is None:
        return False, [f"No report {name} is kept here."]
    with one_moment(where) as session:
        kept = session.get_one(KeptReport, {"workspace_id": where, "id": name})
        zone = session.get_one(Workspace, where).zone
        now = recomputed(session, kept, zone)
        said = [f"{kept.at:%Y-%m-%d %H:%M} UTC, rules {kept.rules}: {json.dumps(kept.parameters)}"]
        said.append(json.dumps(now, sort_keys=True, ensure_ascii=False))
        differing = list(_differences(kept.figures, now))
        if not differing:
            return True, [*said, "The same, figure by figure."]
        said += differing
        changed = changed_since(session, kept)
        said.append(f"Answers it is about that came or were changed since: {changed}.")
        if not changed:
            said.append(UNCHANGED)
        if kept.rules != RULES:
            said.append(f"The rules were {kept.rules} then and are {RULES} now.")
    return False, said


def _differences(then: dict[str, object], now: dict[str, object]) -> Iterator[str]:
    for key in sorted(then.keys() | now.keys()):
        if then.get(key) != now.get(key):
            yield f"{key}: was {json.dumps(then.get(key))}, is {json.dumps(now.get(key))}"
