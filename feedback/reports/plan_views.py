"""How many to ask: the page of those who plan a survey."""

from datetime import UTC, datetime

from flask import current_app, g, render_template, request

from feedback.accounts.permissions import Permission, permit
from feedback.reports import reports
from feedback.reports.ground import Desk
from feedback.reports.moment import one_moment
from feedback.reports.periods import EVERY_NAMES
from feedback.reports.reach import basis
from feedback.reports.sizing import Wanted, sized
from feedback.reports.sizing_words import PER, points_of, range_of, sentences
from feedback.reports.sketching import sketch


@reports.get("/report/plan")
@permit(Permission.READ_REPORTS)
def plan() -> str:
    """Tell how many answers and invitations a change takes, and what the usual ones notice."""
    desk, wanted = Desk.of(g.workspace, datetime.now(UTC)), Wanted.of(request.args)
    rules, key = g.workspace.asking_rules, str(current_app.secret_key)
    with one_moment(g.workspace.id) as session:
        known = basis(session, request.args.get("survey", ""), desk, rules, key)
    found = sized(wanted, known)
    return render_template(
        "reports/plan.html",
        found=found,
        said=sentences(found),
        picture=sketch(found),
        points_of=points_of,
        range_of=range_of,
        known=known,
        selection=known.selection,
        kinds={every: name for every, name in EVERY_NAMES.items() if every in PER},
    )
