"""The document that an address asks for, as its page would show it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from flask import g
from sqlalchemy.orm import Session

from feedback.filters import day
from feedback.reports import alone, keeping, overview, queries, segment
from feedback.reports.benchmarks import shelf
from feedback.reports.briefing import report_for
from feedback.reports.dataset import Dataset
from feedback.reports.gathering import Desk
from feedback.reports.moment import one_moment
from feedback.reports.notes import notes, notes_on_groups
from feedback.reports.outputs import of_executive
from feedback.reports.outputs.document import Document
from feedback.reports.outputs.of_overview import About, document
from feedback.reports.selection import Asked, Only, Selection
from surveys.models import Workspace
from surveys.speech import _


def document_for(parameters: Mapping[str, str]) -> Document:
    """Give what the report says that a member asks for."""
    return document_of(g.workspace, parameters, datetime.now(UTC))


def summary_for(parameters: Mapping[str, str]) -> Document:
    """Give what the executive's report says that a member asks for."""
    return summary_of(g.workspace, parameters, datetime.now(UTC))


def summary_of(
    workspace: Workspace, parameters: Mapping[str, str], now: datetime, only: Only | None = None
) -> Document:
    """Count and build the executive's report, and give what it says."""
    with one_moment(workspace.id) as session:
        report = report_for(session, Asked(parameters), Desk.of(workspace, now), only)
    return of_executive.document(report, workspace)


def document_of(
    workspace: Workspace, parameters: Mapping[str, str], now: datetime, only: Only | None = None
) -> Document:
    """Count and build a report, of one group alone where it, or its reader's order, names one."""
    asked = Asked(parameters)
    with one_moment(workspace.id) as session:
        attributes = queries.attributes(session)
        only = only or asked.only(attributes)
        selection = asked.select(queries.surveys(session), attributes)
        if only:
            selection = replace(selection, by="", only=only)
        dataset = counted(session, selection, workspace)
        name = keeping.name_of(session, selection, keeping.figures(dataset))
        others = shelf.of_measure(session, selection.scale.key)
    source = _(
        "Report %(name)s, counted by rules %(rules)s on %(day)s.",
        name=name,
        rules=keeping.RULES,
        day=day(now.astimezone(workspace.zone).date()),
    )
    built = overview.of(dataset, selection, workspace.name, others)
    about = About(
        workspace=workspace,
        notes=(*alone.about(only), *asked.problems, *notes(dataset, selection)),
        on_groups=notes_on_groups(dataset),
        source=source,
        is_anonymous=selection.is_anonymous,
        group=alone.titled(only),
    )
    return document(built, about)


def counted(session: Session, selection: Selection, workspace: Workspace) -> Dataset:
    """Count what was selected: everybody, or the one group it is about."""
    if selection.only:
        return segment.dataset(session, selection, selection.only, workspace.zone)
    return queries.dataset(session, selection, workspace.zone)
