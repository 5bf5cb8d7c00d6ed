"""Journey maps out and in: JSON, CSV, Mermaid."""

from datetime import datetime

from flask import Response, abort, flash, g, redirect, url_for
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as Reply

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.journey import files, journey
from feedback.journey.forms import BringForm, NewMapForm
from feedback.journey.measuring import choices, measured
from feedback.journey.plan import Plan
from feedback.journey.views import Page, add, listed, period
from feedback.models import JourneyMap
from feedback.reports import queries
from feedback.reports.moment import one_moment
from surveys.imports.table import FileProblemError
from surveys.speech import _
from surveys.telling import said

LARGEST = 1024 * 1024
TOLD = 5
"""Problems of a file that are said one by one."""
KINDS = {"json": "application/json", "csv": "text/csv", "mmd": "text/vnd.mermaid"}


@journey.get("/journey-maps/<id:map_id>/map.<kind>")
@permit(Permission.READ_REPORTS)
def download(map_id: int, kind: str) -> Response:
    """Give a map with its figures as a file."""
    if kind not in KINDS:
        abort(404)
    with one_moment(g.workspace.id) as session:
        row = session.get(JourneyMap, (g.workspace.id, map_id)) or abort(404)
        name, plan = row.name, Plan.of(row.plan)
        now = datetime.now(g.workspace.zone)
        found = measured(session, plan, queries.surveys(session), period(), now)
    if kind == "csv":
        written = files.as_csv(plan, found)
    else:
        written = (files.as_json if kind == "json" else files.as_mermaid)(name, plan, found)
    told = f'attachment; filename="{secure_filename(name) or "journey-map"}.{kind}"'
    return Response(written, mimetype=KINDS[kind], headers={"Content-Disposition": told})


@journey.post("/journey-maps/file")
@permit(Permission.WRITE_SURVEYS)
def bring() -> Page | Reply:
    """Make a map of a file; what could not be taken over is told."""
    form, session = BringForm(), db.session()
    if form.validate_on_submit():
        name = (form.file.data.filename or "").rpartition(".")[0]
        offered = choices(session, queries.surveys(session))
        try:
            brought = files.read(form.file.data.stream.read(LARGEST), offered, name)
        except FileProblemError as problem:
            form.file.errors = [said(problem.args[0])]
        else:
            row = add(brought.name, brought.plan)
            session.commit()
            for each in brought.problems[:TOLD]:
                flash(_("%(problem)s Its cell is there, without a measure.", problem=said(each)))
            return redirect(url_for("journey.show", map_id=row.id), 303)
    return listed(NewMapForm(formdata=None), form), 422
