"""Whole surveys as files: taken out, looked at, brought in."""

from contextlib import closing
from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import HiddenField

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.forms import OfficeForm
from feedback.manage import manage
from feedback.manage.views import find_survey
from surveys import drafts
from surveys.definition import Definition
from surveys.files import LARGEST, Brought, NotASurveyError, own, read
from surveys.models import SurveyKind
from surveys.questions import TYPES
from surveys.speech import _, lazy

Page = str | Response | tuple[str, int]
READ, WRITE = Permission.READ_SURVEYS, Permission.WRITE_SURVEYS


class FileForm(OfficeForm):
    """A survey file to look at."""

    file = FileField(lazy("Survey file"), [FileRequired(lazy("Choose a survey file."))])


class LookedAtForm(OfficeForm):
    """A survey that was looked at, in Hark's own form."""

    survey = HiddenField()


@manage.get("/surveys/<id:survey_id>/file")
@permit(READ)
def file(survey_id: int) -> Page:
    """Give the newest words as a file."""
    draft = drafts.read(db.session(), find_survey(survey_id))
    survey, asks = draft.survey, Definition.of(draft.versions[0].definition)
    kept = own.write(survey.name, SurveyKind(survey.kind), asks)
    name = f"survey-{draft.number if draft.unpublished else draft.number - 1}.hark.json"
    return Response(
        kept,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@manage.get("/surveys/files")
@permit(WRITE)
def files() -> Page:
    """Ask for a survey file."""
    return render_template("manage/files.html", form=FileForm())


@manage.post("/surveys/files")
@permit(WRITE)
def look() -> Page:
    """Show what a file would become; nothing is kept yet."""
    form = FileForm()
    if not form.validate_on_submit():
        return render_template("manage/files.html", form=form), 422
    with closing(form.file.data.stream) as stream:
        raw = stream.read(LARGEST + 1)
    try:
        brought = read(raw)
    except NotASurveyError as error:
        form.file.errors = [str(error)]
        return render_template("manage/files.html", form=form), 422
    return _looked_at(brought)


@manage.post("/surveys/drafts")
@permit(WRITE)
def bring_in() -> Page:
    """Make a draft of a survey that was looked at."""
    form = LookedAtForm()
    if not form.validate_on_submit():
        return redirect(url_for("manage.files"), 303)
    try:
        found = own.read(form.survey.data.encode())
    except NotASurveyError as error:
        flash(_("Nothing was brought in: %(error)s", error=error))
        return redirect(url_for("manage.files"), 303)
    survey = drafts.take_in(db.session(), found.name, found.kind, found.asks, now=datetime.now(UTC))
    db.session.commit()
    flash(_("The survey is here as a draft. Nothing is sent before you publish it."))
    return redirect(url_for("manage.draft", survey_id=survey.id), 303)


def _looked_at(brought: Brought) -> str:
    whole = own.write(brought.name, brought.kind, brought.asks).decode()
    return render_template(
        "manage/brought.html", brought=brought, types=TYPES, form=LookedAtForm(survey=whole)
    )
