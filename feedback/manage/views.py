"""The list of surveys, a new one, and the page of one: its versions, its closing."""

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, may, permit
from feedback.extensions import db
from feedback.ids import spell
from feedback.languages import INTERFACE
from feedback.manage import manage
from feedback.manage.proven import in_languages
from feedback.manage.queries import counted_for, listed, state_of, tallies
from feedback.manage.rule_words import quota_in_words, rules_in_words
from feedback.manage.words import novelty
from feedback.respond.forgetting import forget_later
from surveys import drafts
from surveys.definition import Definition
from surveys.editing import rekeyed
from surveys.models import Survey, SurveyKind, Version
from surveys.questions import TYPES
from surveys.speech import _, spoken
from surveys.templates import TEMPLATES

Page = str | Response
READ, WRITE = Permission.READ_SURVEYS, Permission.WRITE_SURVEYS


@manage.get("/surveys")
@permit(READ)
def surveys() -> Page:
    """List the surveys."""
    rows = listed(db.session())
    return render_template(
        "manage/surveys.html", rows=rows, templates=TEMPLATES, may_write=may(WRITE)
    )


@manage.get("/surveys/new")
@permit(WRITE)
def new() -> Page:
    """Show the templates to begin with."""
    others = [code for code in INTERFACE if code != spoken().language]
    choices = [(t, t.asks(g.workspace.name)) for t in TEMPLATES.values()]
    return render_template("manage/new.html", choices=choices, types=TYPES, others=others)


@manage.post("/surveys")
@permit(WRITE)
def create() -> Page:
    """Begin a survey from a template."""
    kind = request.form.get("kind", type=SurveyKind)
    if kind is None:
        abort(400)
    now = datetime.now(UTC)
    survey = drafts.begin(db.session(), TEMPLATES[kind], company=g.workspace.name, now=now)
    chosen = request.form.getlist("language")
    in_languages(survey, chosen, company=g.workspace.name, now=now)
    survey.is_anonymous = "anonymous" in request.form
    db.session.commit()
    return redirect(url_for("manage.draft", survey_id=survey.id), 303)


@manage.get("/surveys/<id:survey_id>")
@permit(READ)
def survey(survey_id: int) -> Page:
    """Show a survey with all its versions."""
    found = drafts.read(db.session(), find_survey(survey_id))
    versions = [(version, _asks(version, found)) for version in found.versions]
    return render_template(
        "manage/survey.html",
        survey=found.survey,
        draft=found,
        state=state_of(published=bool(found.published), closed=bool(found.survey.closed_at)),
        template=TEMPLATES[SurveyKind(found.survey.kind)],
        versions=versions,
        so_far=counted_for(db.session(), found.survey, [asks for _version, asks in versions]),
        quota_in_words=quota_in_words,
        tallies=tallies(db.session(), found.versions),
        types=TYPES,
        novelty=novelty,
        rules=rules_in_words,
        may_write=may(WRITE),
        send_url=send_url(found.survey),
    )


@manage.post("/surveys/<id:survey_id>/closure")
@permit(WRITE)
def closure(survey_id: int) -> Page:
    """Take no more answers."""
    survey, now = find_survey(survey_id), datetime.now(UTC)
    survey.close(now)
    forget_later(db.session(), survey, now)
    db.session.commit()
    flash(_("The survey is closed. Links that were mailed now lead to a page that says so."))
    return redirect(url_for("manage.survey", survey_id=survey_id), 303)


@manage.post("/surveys/<id:survey_id>/opening")
@permit(WRITE)
def opening(survey_id: int) -> Page:
    """Take answers again."""
    find_survey(survey_id).reopen()
    db.session.commit()
    flash(_("The survey is open again. Every link that was mailed works as before."))
    return redirect(url_for("manage.survey", survey_id=survey_id), 303)


@manage.post("/surveys/<id:survey_id>/anonymity")
@permit(WRITE)
def anonymity(survey_id: int) -> Page:
    """Choose, before anything is published, whether answers lead to nobody."""
    survey, anonymous = find_survey(survey_id), "anonymous" in request.form
    try:
        drafts.set_anonymous(db.session(), survey, anonymous=anonymous)
    except drafts.SettledError:
        flash(_("Nothing was changed: once a version is published, this stays as it is."))
    else:
        db.session.commit()
        flash(
            _("The survey is anonymous.")
            if anonymous
            else _("The survey is not anonymous any more.")
        )
    return redirect(url_for("manage.survey", survey_id=survey_id), 303)


def send_url(survey: Survey) -> str:
    """Give the address where a survey is sent from; nothing where this member may not send."""
    if not may(Permission.SEND_CAMPAIGNS):
        return ""
    return url_for("campaigns.new", survey=spell(survey.id))


def find_survey(survey_id: int) -> Survey:
    """Find a survey of this workspace, or give the page that says there is none."""
    found = db.session.get(Survey, {"workspace_id": g.workspace.id, "id": survey_id})
    if found is None:
        abort(404)
    return found


def _asks(version: Version, draft: drafts.Draft) -> Definition:
    """Read what a version asks; a draft as it will be published, its replaced questions new."""
    asks = Definition.of(version.definition)
    return asks if version.published_at else rekeyed(asks, draft.asked)
