"""A report's name, made of what it says; and keeping what it said, to compute it once more."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.counts import scanning
from feedback.ids import spell
from feedback.models import KeptReport, Response
from feedback.reports import queries, segment
from feedback.reports.dataset import Dataset
from feedback.reports.selection import Asked, Only, Selection
from surveys.scope import bound_workspace

RULES = "1"
"""Which rules decide what counts; a change of them is another number.

1: scores on the survey's scale count; skips, answers after the close and tests do not; answers that
look like a machine's count and are told; whole blocks of days are shown (see `release`).
"""
Figures = dict[str, Any]


def figures(dataset: Dataset) -> Figures:
    """Give all that was counted, as JSON: no words, nobody's answer."""
    found = dataset.groups
    told: Figures = {
        "scale": dataset.scale.key,
        "days": {day.isoformat(): list(counts) for day, counts in dataset.days.items()},
        "skipped": dataset.skipped,
        "excluded": {why: n for why, n in sorted((dataset.excluded or {}).items()) if n},
        "imported": dataset.imported,
        "came_by": {how: n for how, n in sorted(dataset.came_by.items()) if n},
        "labelled": dataset.labelled,
        "mailed": [dataset.mailed.sent, dataset.mailed.answered],
    }
    if found:
        told["groups"] = [[group.value, list(group.counts)] for group in found.shown.alone]
        told["others"] = list(found.shown.others or ())
    return told


def name_of(session: Session, selection: Selection, told: Figures) -> str:
    """Name a report: the same name is the same selection, rules and figures."""
    return _name([bound_workspace(session), asked_for(selection), RULES, told])


def asked_for(selection: Selection) -> dict[str, str]:
    """Write the selection as an address has it."""
    return selection.parameters | ({"by": selection.by} if selection.by else {})


def sealed(session: Session, selection: Selection, told: Figures, *, key: str, at: datetime) -> str:
    """Write what a page says so that it is kept as it was seen, whatever came since."""
    said = [bound_workspace(session), asked_for(selection), RULES, told]
    return _signer(key).dumps([*said, at.isoformat()])


def keep(session: Session, seen: str, *, key: str, by: int | None) -> KeptReport | None:
    """Keep what somebody saw; kept twice it stays as it was. None where we never said that."""
    try:
        *said, at = _signer(key).loads(seen)
    except BadSignature:
        return None
    workspace, parameters, rules, told = said
    if workspace != bound_workspace(session):
        return None
    name = _name(said)
    kept = session.get(KeptReport, {"workspace_id": workspace, "id": name})
    if kept is None:
        kept = KeptReport(id=name, parameters=parameters, figures=told, rules=rules, kept_by=by)
        kept.at = datetime.fromisoformat(at)
        session.add(kept)
    return kept


def recomputed(session: Session, kept: KeptReport, zone: ZoneInfo) -> Figures:
    """Count a kept report once more from the answers themselves."""
    selection = _selection(session, kept)
    if selection.only:
        return figures(segment.dataset(session, selection, selection.only, zone, scanning))
    return figures(queries.dataset(session, selection, zone, scanning))


def changed_since(session: Session, kept: KeptReport) -> int:
    """Count the answers a report is about that came or were changed after it was counted."""
    selection = _selection(session, kept)
    among = [survey.id for survey in selection.surveys]
    rows = scanning.daily(session, among, anonymous=selection.is_anonymous)
    theirs = queries.answered_in(queries.kept_units(selection, rows), selection)
    found = select(func.count()).select_from(Response).where(theirs, Response.updated_at > kept.at)
    return session.scalar(found) or 0


def _selection(session: Session, kept: KeptReport) -> Selection:
    given: Mapping[str, str] = kept.parameters
    by = [given["by"]] if "by" in given else []
    selection = Asked(given).select(queries.surveys(session), by)
    return replace(selection, only=Only.read(given.get("only", "")))


def _name(said: Sequence[Any]) -> str:
    written = json.dumps(said, sort_keys=True, ensure_ascii=True).encode()
    return spell(int.from_bytes(hashlib.blake2b(written, digest_size=8).digest()) >> 4)


def _signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="hark.reports.seen")
