"""The pages of the reports."""

from flask import g, render_template, request

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.reports import REPORTS, queries, reports
from feedback.reports.selection import Asked
from feedback.reports.steps import next_steps


@reports.get("/report")
@permit(Permission.READ_REPORTS)
def overview() -> str:
    """Show the score with all it rests on, for the survey, period and attribute asked for."""
    session, kind = db.session(), REPORTS["overview"]
    surveys, attributes = queries.surveys(session), queries.attributes(session)
    if not any(survey.answered for survey in surveys):
        return render_template("reports/empty.html", steps=next_steps())
    asked = Asked(request.args)
    selection = asked.select(surveys, attributes)
    report = kind.build(
        queries.dataset(session, selection, g.workspace.zone), selection, g.workspace.name
    )
    choices = {"surveys": surveys, "attributes": attributes, "problems": asked.problems}
    return render_template(kind.template, report=report, selection=selection, **choices)
