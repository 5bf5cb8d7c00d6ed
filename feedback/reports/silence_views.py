"""Those who did not answer: the page, and the attributes that answers are weighted by."""

from datetime import UTC, datetime

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.counts.weighing import MOST_NAMES
from feedback.extensions import db
from feedback.reports import queries, reports
from feedback.reports.ground import Desk
from feedback.reports.moment import one_moment
from feedback.reports.silence import read_ground, silence
from feedback.reports.silence_words import sentences
from feedback.reports.steps import next_steps
from surveys.speech import _


@reports.get("/report/non-response")
@permit(Permission.READ_REPORTS)
def non_response() -> str:
    """Tell how far the silent could move the score, and what speaks of them."""
    desk = Desk.of(g.workspace, datetime.now(UTC))
    with one_moment(g.workspace.id) as session:
        found = read_ground(session, request.args.get("survey", ""), desk)
        if not found.is_answered:
            return render_template("reports/empty.html", steps=next_steps())
        told = silence(session, found, g.workspace.weighs_by[:MOST_NAMES], desk)
    return render_template(
        "reports/non_response.html",
        told=told,
        said=sentences(told),
        selection=found.selection,
        surveys=found.surveys,
        offered=offered(found.attributes),
        most=MOST_NAMES,
    )


@reports.post("/report/non-response/attributes")
@permit(Permission.MANAGE_WORKSPACE)
def weigh_by() -> Response:
    """Settle by which attributes answers are weighted, for everybody who reads."""
    known = offered(queries.attributes(db.session()))
    chosen = [name for name in request.form.getlist("by") if name in known]
    if len(chosen) > MOST_NAMES:
        flash(_("At most three attributes: of more, groups grow too small. Nothing was changed."))
    else:
        g.workspace.weighs_by = chosen
        db.session.commit()
        flash(_("Saved."))
    return redirect(url_for("reports.non_response"), 303)


def offered(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the attributes that answers can be weighted by."""
    return tuple(name for name in names if '"' not in name)
