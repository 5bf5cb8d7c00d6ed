"""The pages of journey maps: to look at, and to draw."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.ids import read
from feedback.journey import journey
from feedback.journey.backing import CLEAR, ROUGH, Backing
from feedback.journey.forms import (
    BringForm,
    CellForm,
    NewMapForm,
    ShapeForm,
    axes,
    chosen,
    lines,
    written,
)
from feedback.journey.measuring import PERIODS, USUAL, choices, measured
from feedback.journey.plan import Cell, Plan
from feedback.models import JourneyMap
from feedback.reports import queries
from feedback.reports.moment import one_moment
from surveys.db import new_id
from surveys.speech import _, lazy

Page = str | Response | tuple[str, int]
STAGES = (lazy("Discover"), lazy("Buy"), lazy("Receive"), lazy("Use"), lazy("Get help"))
DEPARTMENTS = (lazy("Marketing"), lazy("Sales"), lazy("Delivery"), lazy("Support"))
"""What most companies begin with; everything can be changed before it is kept."""


@journey.get("/journey-maps")
@permit(Permission.READ_REPORTS)
def maps() -> str:
    """List the maps, and offer to draw a new one."""
    usual = {"stages": "\n".join(map(str, STAGES)), "departments": "\n".join(map(str, DEPARTMENTS))}
    return listed(NewMapForm(data=usual), BringForm())


@journey.post("/journey-maps")
@permit(Permission.WRITE_SURVEYS)
def draw() -> Page:
    """Draw a new map."""
    form = NewMapForm()
    if not form.validate():
        return listed(form, BringForm(formdata=None)), 422
    plan = Plan(tuple(axes(form.stages.data)), tuple(axes(form.departments.data)))
    row = add(form.name.data, plan)
    db.session.commit()
    return redirect(url_for("journey.show", map_id=row.id), 303)


@journey.get("/journey-maps/<id:map_id>")
@permit(Permission.READ_REPORTS)
def show(map_id: int) -> str:
    """Show a map with what each cell says now."""
    days = period()
    with one_moment(g.workspace.id) as session:
        row = session.get(JourneyMap, (g.workspace.id, map_id)) or abort(404)
        plan = Plan.of(row.plan)
        surveys = queries.surveys(session)
        found = measured(session, plan, surveys, days, datetime.now(g.workspace.zone))
        shown = {"name": row.name, "id": row.id, "changed_at": row.changed_at}
    told: dict[str, Any] = {"periods": PERIODS, "Backing": Backing, "clear": CLEAR, "rough": ROUGH}
    return render_template("journey/map.html", map=shown, plan=plan, found=found, days=days, **told)


@journey.route("/journey-maps/<id:map_id>/shape", methods=["GET", "POST"])
@permit(Permission.WRITE_SURVEYS)
def shape(map_id: int) -> Page:
    """Change a map's name, stages and departments."""
    row, plan = _found(map_id)
    kept = {"stages": lines(plan.stages), "departments": lines(plan.departments)}
    form = ShapeForm(data={"name": row.name, "number": str(row.number)} | kept)
    if form.validate_on_submit():
        if form.number.data != str(row.number):
            return _conflict("journey/shape.html", form=form, map=row)
        row.name = form.name.data
        _change(row, _reshaped(plan, form))
        return redirect(url_for("journey.show", map_id=map_id), 303)
    page = render_template("journey/shape.html", form=form, map=row)
    return page, 422 if form.errors else 200


@journey.route("/journey-maps/<id:map_id>/cells/<stage>/<department>", methods=["GET", "POST"])
@permit(Permission.WRITE_SURVEYS)
def cell(map_id: int, stage: str, department: str) -> Page:
    """Say what measures a cell, and who looks after it."""
    row, plan = _found(map_id)
    if not plan.has(stage, department):
        abort(404)
    here = plan.at(stage, department)
    form = CellForm(data=written(here) | {"number": str(row.number)})
    form.offer(choices(db.session(), queries.surveys(db.session())))
    about = {"map": row, "plan": plan, "stage": stage, "department": department}
    if form.validate_on_submit():
        if form.number.data != str(row.number):
            return _conflict("journey/cell.html", form=form, **about)
        _change(row, plan.having(_written(stage, department, form)))
        return redirect(url_for("journey.show", map_id=map_id), 303)
    return render_template("journey/cell.html", form=form, **about), 422 if form.errors else 200


@journey.post("/journey-maps/<id:map_id>/removal")
@permit(Permission.WRITE_SURVEYS)
def remove(map_id: int) -> Page:
    """Take a map away; surveys and answers stay as they are."""
    row, _plan = _found(map_id)
    db.session.delete(row)
    db.session.commit()
    flash(_("The map “%(name)s” is gone. Its surveys and answers stay.", name=row.name))
    return redirect(url_for("journey.maps"), 303)


def listed(form: NewMapForm, bring: BringForm) -> str:
    """Show the list of maps, with the forms that make one."""
    rows = db.session.scalars(select(JourneyMap).order_by(JourneyMap.name, JourneyMap.id)).all()
    return render_template("journey/maps.html", form=form, bring=bring, listed=rows)


def add(name: str, plan: Plan) -> JourneyMap:
    """Keep a new map."""
    row = JourneyMap(id=new_id(), name=name, plan=plan.stored, changed_at=datetime.now(UTC))
    row.changed_by = g.member.id
    db.session.add(row)
    return row


def period() -> int:
    """Read for how many days a map is asked; the usual where that cannot be read."""
    given = request.args.get("days", "")
    return int(given) if given in map(str, PERIODS) else USUAL


def _found(map_id: int) -> tuple[JourneyMap, Plan]:
    row = db.session.get(JourneyMap, (g.workspace.id, map_id), with_for_update=True) or abort(404)
    return row, Plan.of(row.plan)


def _change(row: JourneyMap, plan: Plan) -> None:
    row.plan, row.number = plan.stored, row.number + 1
    row.changed_at, row.changed_by = datetime.now(UTC), g.member.id
    db.session.commit()


def _reshaped(plan: Plan, form: ShapeForm) -> Plan:
    stages = chosen(form.stages, plan.stages)
    return plan.reshaped(stages, chosen(form.departments, plan.departments))


def _written(stage: str, department: str, form: CellForm) -> Cell:
    survey, _colon, question = form.chosen.partition(":")
    owner, note = " ".join(form.owner.data.split()), form.note.data.strip()
    if not survey:
        return Cell(stage, department, owner=owner, note=note)
    return Cell(stage, department, read(survey), question, owner, note)


def _conflict(template: str, *, form: ShapeForm | CellForm, **about: Any) -> Page:
    """Keep what was typed, and let it be sent again on top of what a colleague changed."""
    form.number.raw_data = None
    form.number.data = str(about["map"].number)
    return render_template(template, form=form, is_conflict=True, **about), 409
