"""The document that an address asks for, as its page would show it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from flask import g

from feedback.filters import day
from feedback.reports import keeping, overview, queries, segment
from feedback.reports.benchmarks import shelf
from feedback.reports.breakdown import name_of
from feedback.reports.briefing import report_for
from feedback.reports.gathering import Desk
from feedback.reports.moment import one_moment
from feedback.reports.notes import notes, notes_on_groups
from feedback.reports.outputs import of_executive
from feedback.reports.outputs.document import Document
from feedback.reports.outputs.of_overview import About, document
from feedback.reports.selection import Asked, Only
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
    """Count and build a report, of one group alone where that is all its reader may see."""
    asked = Asked(parameters)
    with one_moment(workspace.id) as session:
        selection = asked.select(queries.surveys(session), queries.attributes(session))
        if only:
            selection = replace(selection, by="")
            dataset = segment.dataset(session, selection, only, workspace.zone)
        else:
            dataset = queries.dataset(session, selection, workspace.zone)
        name = keeping.name_of(session, selection, keeping.figures(dataset))
        others = shelf.of_measure(session, selection.scale.key)
    source = _(
        "Report %(name)s, counted by rules %(rules)s on %(day)s.",
        name=name,
        rules=keeping.RULES,
        day=day(now.astimezone(workspace.zone).date()),
    )
    built = overview.build(dataset, selection, workspace.name)
    built = overview.held_beside(built, _whose(workspace, only), others)
    if only:
        built = replace(built, rate_words="")
    about = About(
        workspace=workspace,
        notes=(*_only(only), *asked.problems, *notes(dataset, selection)),
        on_groups=notes_on_groups(dataset),
        source=source,
        is_anonymous=selection.is_anonymous,
    )
    return document(built, about)


def _whose(workspace: Workspace, only: Only | None) -> str:
    return f"{workspace.name}, {only.value}" if only else workspace.name


def _only(only: Only | None) -> list[str]:
    if only is None:
        return []
    return [
        _(
            "This is about those whose %(attribute)s is “%(value)s”, and nobody else.",
            attribute=name_of(only.attribute),
            value=only.value,
        )
    ]
