"""The editor: every button saves the draft first, and nothing typed is lost on the way."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.manage import manage
from feedback.manage.actions import act, touched
from feedback.manage.editor import Editor
from feedback.manage.rule_words import repeatable
from feedback.manage.views import find_survey
from feedback.manage.words import Trouble, trouble
from surveys import drafts, undoing
from surveys.checks import UnfitError
from surveys.definition import MAX_EXTRA_QUESTIONS
from surveys.drafts import ConflictError, Draft
from surveys.editing import EXTRA_KINDS, TooManyQuestionsError
from surveys.models import Survey, SurveyKind
from surveys.speech import _
from surveys.templates import TEMPLATES

Page = str | Response | tuple[str, int] | tuple[Response, int]
AUTOSAVE = "autosave"
STEPS = {"undo": drafts.undo, "redo": drafts.redo}


@manage.get("/surveys/<id:survey_id>/draft")
@permit(Permission.WRITE_SURVEYS)
def draft(survey_id: int) -> Page:
    """Show the newest words in the editor; a published version is copied at the first saving."""
    found = drafts.read(db.session(), find_survey(survey_id))
    return _page(found, Editor.of(found.sheet))


@manage.post("/surveys/<id:survey_id>/draft")
@permit(Permission.WRITE_SURVEYS)
def save_draft(survey_id: int) -> Page:
    """Save what was typed, then do what the button says."""
    survey = find_survey(survey_id)
    editor, do = _read(survey), request.form.get("do", "")
    try:
        saved = _save(survey, editor, do)
    except (UnfitError, ConflictError, TooManyQuestionsError) as error:
        return _refused(survey_id, editor, error, do)
    db.session.commit()
    if do == AUTOSAVE:
        return _kept(survey, saved)
    if do == "preview":
        return redirect(url_for("manage.preview", survey_id=survey_id), 303)
    shown = touched(editor.sheet.asks, saved.sheet.asks, do) or request.form.get("at", "")
    return redirect(url_for("manage.draft", survey_id=survey_id, _anchor=shown or None), 303)


@manage.post("/surveys/<id:survey_id>/publication")
@permit(Permission.WRITE_SURVEYS)
def publication(survey_id: int) -> Page:
    """Save what was typed and freeze it as a version."""
    survey = find_survey(survey_id)
    editor = _read(survey)
    try:
        saved = _save(survey, editor, "")
        db.session.commit()  # what is unfinished stays saved as a draft
        now = datetime.now(UTC)
        version = drafts.publish(db.session(), survey, seen=saved.sheet.stamp, now=now)
    except (UnfitError, ConflictError) as error:
        return _refused(survey_id, editor, error)
    db.session.commit()
    if version is None:
        flash(_("Nothing has changed since the last version, so there is nothing to publish."))
    else:
        flash(
            _(
                "Version %(number)s is published. Its words are now kept as they are.",
                number=version.number,
            )
        )
    return redirect(url_for("manage.survey", survey_id=survey_id), 303)


@manage.post("/surveys/<id:survey_id>/draft/removal")
@permit(Permission.WRITE_SURVEYS)
def removal(survey_id: int) -> Page:
    """Throw the draft away, and with it a survey that was never published."""
    survey = find_survey(survey_id)
    drafts.discard(db.session(), survey)
    gone = survey in db.session.deleted
    db.session.commit()
    flash(_("The draft is thrown away."))
    if gone:
        return redirect(url_for("manage.surveys"), 303)
    return redirect(url_for("manage.survey", survey_id=survey_id), 303)


def _read(survey: Survey) -> Editor:
    stored = drafts.read(db.session(), survey).sheet.asks
    try:
        return Editor.read(request.form, stored)
    except ValueError:
        abort(400)


def _save(survey: Survey, editor: Editor, do: str) -> Draft:
    if editor.unread:
        raise UnfitError(editor.unread)
    sheet = editor.sheet
    try:
        sheet = replace(sheet, asks=act(sheet.asks, do))
    except TooManyQuestionsError:
        raise
    except ValueError:
        abort(400)
    now = datetime.now(UTC)
    saved = drafts.save(db.session(), survey, sheet, seen=editor.seen, now=now)
    if step := STEPS.get(do):
        saved = step(db.session(), survey, now=now)
    editor.form.stamp.data = saved.sheet.stamp
    return saved


def _kept(survey: Survey, saved: Draft) -> Response:
    """Tell the page in which somebody types that what it sent is saved."""
    can_undo, can_redo = undoing.ways(db.session(), survey)
    stamp = saved.sheet.stamp
    return jsonify(stamp=stamp, said=_("Draft saved"), undo=can_undo, redo=can_redo)


def _refused(survey_id: int, editor: Editor, error: Exception, do: str = "") -> Page:
    db.session.rollback()
    if do == AUTOSAVE:
        return _not_kept(error)
    found = drafts.read(db.session(), find_survey(survey_id))
    if isinstance(error, UnfitError):
        editor.mark(error.problems)
    if isinstance(error, ConflictError):
        editor.form.stamp.data = error.stored.stamp
    status = 409 if isinstance(error, ConflictError) else 422
    return _page(found, editor, trouble(error, editor.sheet)), status


def _not_kept(error: Exception) -> tuple[Response, int]:
    """Say why what is being typed is not saved; the Save button shows the whole of it."""
    if isinstance(error, ConflictError):
        said = _("Changed in another window: press Save to see both")
        return jsonify(said=said), 409
    return jsonify(said=_("Not saved yet: press Save to see why")), 422


def _page(found: Draft, editor: Editor, trouble: Trouble | None = None) -> str:
    editor.offer()
    return render_template(
        "manage/draft.html",
        draft=found,
        survey=found.survey,
        editor=editor,
        asks=editor.sheet.asks,
        repeatable=repeatable,
        trouble=trouble,
        kinds=EXTRA_KINDS,
        template=TEMPLATES[SurveyKind(found.survey.kind)],
        most=MAX_EXTRA_QUESTIONS,
        ways=undoing.ways(db.session(), found.survey),
    )
