"""The page an executive opens: one report object, drawn."""

from datetime import UTC, datetime
from typing import Any

from flask import current_app, g, render_template, request

from feedback.accounts.permissions import Permission, permit
from feedback.reports import keeping, reports
from feedback.reports.benchmarks import shelf
from feedback.reports.benchmarks.drawing import drawn
from feedback.reports.breakdown import name_of
from feedback.reports.briefing import build
from feedback.reports.choosing import groups_offered
from feedback.reports.gathering import Desk, Material, gather
from feedback.reports.moment import one_moment
from feedback.reports.periods import EVERY_NAMES, Period
from feedback.reports.picture import picture
from feedback.reports.selection import LANGUAGE, Asked
from feedback.reports.steps import next_steps
from feedback.reports.views import sees_answers

KEPT = ("survey", "by", "only")
"""What a link to another period takes along."""


@reports.get("/report/summary")
@permit(Permission.READ_REPORTS)
def summary() -> str:
    """Show what changed, how sure that is, what goes along with it and what to watch."""
    desk, asked = Desk.of(g.workspace, datetime.now(UTC)), Asked(request.args)
    with one_moment(g.workspace.id) as session:
        material = gather(session, asked, desk)
        told, key = keeping.figures(material.now), str(current_app.secret_key)
        seen = keeping.sealed(session, material.selection, told, key=key, at=desk.now)
        offered = groups_offered(session, desk.source, material.selection, material.attributes)
        others = shelf.of_measure(session, material.selection.scale.key)
    if not any(survey.answered for survey in material.surveys):
        return render_template("reports/empty.html", steps=next_steps())
    report = build(material, desk, others)
    return render_template(
        "reports/executive.html",
        report=report,
        picture=picture(report),
        benchmarks=drawn(report.beside, report.scale),
        selection=material.selection,
        problems=asked.problems,
        seen=seen,
        offered=offered,
        **_choices(material, desk),
    )


def _choices(material: Material, desk: Desk) -> dict[str, Any]:
    """Give what else may be looked at from here."""
    selection, period = material.selection, material.period
    by = [(LANGUAGE, name_of(LANGUAGE)), *((name, name) for name in material.attributes)]
    return {
        "surveys": material.surveys,
        "comparable": [] if selection.is_anonymous else by,
        "every": period.every or ("all" if not selection.has_period else ""),
        "kinds": EVERY_NAMES,
        "earlier": _link(material, material.earlier),
        "later": _link(material, period.after(desk.begins)) if _is_past(period, desk) else None,
        "asked_for": keeping.asked_for(selection),
        "sees_answers": sees_answers(selection),
        "rules": keeping.RULES,
        "name": material.name,
        "now": desk.now,
    }


def _is_past(period: Period, desk: Desk) -> bool:
    return not period.is_running(desk.today)


def _link(material: Material, period: Period | None) -> tuple[str, dict[str, str]] | None:
    """Name a neighbouring period, and how an address asks for it."""
    if period is None or period.first is None or period.last is None:
        return None
    kept = {key: text for key, text in material.parameters.items() if key in KEPT}
    if period.every:
        return period.name, kept | {"every": period.every, "on": period.first.isoformat()}
    return period.name, kept | {"from": period.first.isoformat(), "to": period.last.isoformat()}
