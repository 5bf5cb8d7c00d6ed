"""A survey's languages: the list, each beside the original, and files for translators."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.manage import manage
from feedback.manage.proven import proven_words
from feedback.manage.translators import TranslatorsFileError, read, write
from feedback.manage.views import find_survey
from surveys import drafts, translating
from surveys.checks import UnfitError
from surveys.definition import Definition
from surveys.drafts import ConflictError, Sheet
from surveys.models import Survey
from surveys.questions.text import clean
from surveys.speech import _, noted

Page = str | Redirect | tuple[str, int]
WRITE = Permission.WRITE_SURVEYS
CHANGED = noted(
    "This survey was changed in another window meanwhile. Nothing you typed is "
    "lost: it stands below, but it is not saved. Look it through, then save "
    "again."
)


@manage.get("/surveys/<id:survey_id>/languages")
@permit(WRITE)
def languages(survey_id: int) -> str:
    """List the languages of a survey with how far each is."""
    draft = drafts.read(db.session(), find_survey(survey_id))
    asks = draft.sheet.asks
    return render_template(
        "manage/languages.html",
        survey=draft.survey,
        original=asks.language,
        progress={code: _progress(asks, code) for code in asks.languages[1:]},
        addable=[code for code in translating.LANGUAGES if code not in asks.languages],
        choosable=[code for code in translating.LANGUAGES if code not in asks.translations],
        name_of=translating.name_of,
    )


@manage.post("/surveys/<id:survey_id>/languages")
@permit(WRITE)
def add_language(survey_id: int) -> Redirect:
    """Add a language; what is proven or known already is filled in."""
    survey, language = find_survey(survey_id), _one_of_all()
    asks = drafts.read(db.session(), survey).sheet.asks
    if language not in asks.languages:
        memory = proven_words(asks.language, language, g.workspace.name)
        _save(survey, translating.with_language(asks, language, memory))
    return redirect(_address(survey_id, language), 303)


@manage.post("/surveys/<id:survey_id>/languages/original")
@permit(WRITE)
def original(survey_id: int) -> Redirect:
    """Say in which language the survey itself is written."""
    survey, language = find_survey(survey_id), _one_of_all()
    asks = drafts.read(db.session(), survey).sheet.asks
    if language in asks.translations:
        abort(400)
    _save(survey, replace(asks, language=language))
    flash(
        _("The survey itself is written in %(language)s.", language=translating.name_of(language))
    )
    return redirect(url_for("manage.languages", survey_id=survey_id), 303)


@manage.get("/surveys/<id:survey_id>/languages/<language>")
@permit(WRITE)
def translation(survey_id: int, language: str) -> str:
    """Show every text beside its translation."""
    draft = drafts.read(db.session(), find_survey(survey_id))
    return _page(draft.survey, draft.sheet, language)


@manage.post("/surveys/<id:survey_id>/languages/<language>")
@permit(WRITE)
def save_translation(survey_id: int, language: str) -> Page:
    """Save the words of one language."""
    survey = find_survey(survey_id)
    sheet = drafts.read(db.session(), survey).sheet
    asks = _translated(sheet.asks, language, request.form, frozenset(request.form.getlist("fits")))
    try:
        _save(survey, asks, seen=request.form.get("stamp", ""))
    except (ConflictError, UnfitError) as error:
        db.session.rollback()
        problem = _(CHANGED) if isinstance(error, ConflictError) else str(error)
        return _page(survey, replace(sheet, asks=asks), language, problem, sheet.stamp), 409
    flash(f"{_('Saved.')} {_progress(asks, language)}")
    return redirect(_address(survey_id, language), 303)


@manage.post("/surveys/<id:survey_id>/languages/<language>/removal")
@permit(WRITE)
def remove_language(survey_id: int, language: str) -> Redirect:
    """Take a language out of the draft; versions that were published keep it."""
    survey = find_survey(survey_id)
    asks = _with(drafts.read(db.session(), survey).sheet.asks, language)
    _save(survey, translating.without_language(asks, language))
    flash(_("%(language)s is taken out of the draft.", language=translating.name_of(language)))
    return redirect(url_for("manage.languages", survey_id=survey_id), 303)


@manage.get("/surveys/<id:survey_id>/languages/<language>/file")
@permit(WRITE)
def translators_file(survey_id: int, language: str) -> Response:
    """Give the texts as a table for a translator."""
    survey = find_survey(survey_id)
    asks = _with(drafts.read(db.session(), survey).sheet.asks, language)
    response = Response(write(translating.beside(asks, language)), mimetype="text/csv")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"texts-{asks.language}-{language}.csv"
    )
    return response


@manage.post("/surveys/<id:survey_id>/languages/<language>/file")
@permit(WRITE)
def upload_translators_file(survey_id: int, language: str) -> Page:
    """Take in what a translator wrote, and save it."""
    survey = find_survey(survey_id)
    sheet = drafts.read(db.session(), survey).sheet
    asks = _with(sheet.asks, language)
    try:
        brought = read(request.files.get("file"), asks, language)
        _save(survey, brought.asks)
    except (TranslatorsFileError, UnfitError) as error:
        db.session.rollback()
        return _page(survey, sheet, language, str(error)), 422
    flash(f"{brought.words} {_progress(brought.asks, language)}")
    return redirect(_address(survey_id, language), 303)


def _translated(
    asks: Definition, language: str, given: Mapping[str, str], fits: frozenset[str]
) -> Definition:
    typed = {at: clean(given[at]) for at in translating.texts(asks) if at in given}
    return translating.translated(_with(asks, language), language, typed, fits=fits)


def _with(asks: Definition, language: str) -> Definition:
    if language not in asks.translations:
        abort(404)
    return asks


def _one_of_all() -> str:
    language = request.form.get("language", "")
    if language not in translating.LANGUAGES:
        abort(400)
    return language


def _save(survey: Survey, asks: Definition, *, seen: str | None = None) -> None:
    """Save the draft's words; `seen` is the stamp of the sheet that was looked at."""
    before = drafts.read(db.session(), survey).sheet
    seen = before.stamp if seen is None else seen
    drafts.save(db.session(), survey, Sheet(before.name, asks), seen=seen, now=datetime.now(UTC))
    db.session.commit()


def _progress(asks: Definition, language: str) -> str:
    found = translating.beside(asks, language)
    done = sum(text.state == translating.State.DONE for text in found)
    old = sum(text.state == translating.State.OLD for text in found)
    if old:
        return _("%(done)s of %(all)s texts, %(old)s to check.", done=done, all=len(found), old=old)
    return _("%(done)s of %(all)s texts.", done=done, all=len(found))


def _address(survey_id: int, language: str) -> str:
    return url_for("manage.translation", survey_id=survey_id, language=language)


def _page(survey: Survey, sheet: Sheet, language: str, problem: str = "", stamp: str = "") -> str:
    asks = _with(sheet.asks, language)
    return render_template(
        "manage/translation.html",
        survey=survey,
        stamp=stamp or sheet.stamp,
        problem=problem,
        language=language,
        original=asks.language,
        rows=translating.beside(asks, language),
        place_of=lambda at: translating.where(asks, at),
        progress=_progress(asks, language),
        name_of=translating.name_of,
    )
