"""The room: every touchpoint, a new one, one with its link and code, its end."""

from datetime import UTC, datetime

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, may, permit
from feedback.campaigns.choosing import read_id, sendable
from feedback.channels import channels
from feedback.channels.forms import KINDS, TouchpointForm
from feedback.channels.queries import Line, lines
from feedback.extensions import db
from feedback.ids import spell
from surveys import touchpoints
from surveys.models import Survey, TouchpointKind
from surveys.speech import _

Page = str | Response | tuple[str, int]
READ, WRITE = Permission.READ_CAMPAIGNS, Permission.SEND_CAMPAIGNS


@channels.get("/channels")
@permit(READ)
def index() -> Page:
    """List the touchpoints."""
    return render_template(
        "channels/index.html",
        lines=lines(db.session()),
        kinds=KINDS,
        can_make=bool(_surveys()),
        may_write=may(WRITE),
    )


@channels.get("/channels/new")
@permit(WRITE)
def new() -> Page:
    """Ask which survey, where, and how."""
    form, surveys = _form()
    asked = read_id(request.args.get("survey", ""))
    if asked:
        form.survey.data = spell(asked)
    return render_template("channels/new.html", form=form, surveys=surveys, kinds=KINDS)


@channels.post("/channels")
@permit(WRITE)
def make() -> Page:
    """Open a touchpoint."""
    form, surveys = _form()
    if not form.validate():
        return render_template("channels/new.html", form=form, surveys=surveys, kinds=KINDS), 422
    place = touchpoints.make(
        db.session(),
        surveys[form.survey.data],
        TouchpointKind(form.kind.data),
        name=form.name.data,
        sites=touchpoints.origins(form.sites.data or ""),
        by=g.member.id,
        now=datetime.now(UTC),
    )
    db.session.commit()
    return redirect(url_for("channels.touchpoint", touchpoint_id=place.id), 303)


@channels.get("/channels/<id:touchpoint_id>")
@permit(READ)
def touchpoint(touchpoint_id: int) -> Page:
    """Show what to hang up or paste, and what came back."""
    line = find(touchpoint_id)
    return render_template(
        "channels/touchpoint.html",
        line=line,
        place=line.place,
        kind=KINDS[TouchpointKind(line.place.kind)][0],
        address=address(line),
        base=current_app.extensions["settings"].base_url,
        may_write=may(WRITE),
    )


@channels.post("/channels/<id:touchpoint_id>/end")
@permit(WRITE)
def end(touchpoint_id: int) -> Page:
    """Take no more answers there."""
    touchpoints.end(find(touchpoint_id).place, datetime.now(UTC))
    db.session.commit()
    flash(_("It takes no more answers. Whoever opens it is told so kindly."))
    return redirect(url_for("channels.touchpoint", touchpoint_id=touchpoint_id), 303)


def find(touchpoint_id: int) -> Line:
    """Find a touchpoint of this workspace, or give the page that says there is none."""
    found = lines(db.session(), touchpoint_id)
    return found[0] if found else abort(404)


def address(line: Line) -> str:
    """Give the address that is printed and pasted."""
    base: str = current_app.extensions["settings"].base_url
    return f"{base}/t/{line.place.code}"


def _form() -> tuple[TouchpointForm, dict[str, Survey]]:
    surveys = _surveys()
    form = TouchpointForm()
    form.survey.choices = [(key, survey.name) for key, survey in surveys.items()]
    return form, surveys


def _surveys() -> dict[str, Survey]:
    """Give the surveys that take answers from anybody: anonymous ones ask by personal link."""
    found = (survey for survey, _ in sendable(db.session()))
    return {spell(survey.id): survey for survey in found if not survey.is_anonymous}
