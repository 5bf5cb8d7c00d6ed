"""The survey page: GET shows, POST records, thanks. GET never writes, whoever sends it."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from feedback.ids import spell
from feedback.respond import paged, respond
from feedback.respond.crowd import origin
from feedback.respond.endings import closed_page, enough_page, late_page
from feedback.respond.invited import (
    Invited,
    answers_of,
    invited_at,
    invited_by,
    links,
    reading,
)
from feedback.respond.nameless import drop
from feedback.respond.paged import NUMBER, SUBMISSION, SWITCH
from feedback.respond.pages import Sending, flooded_page, form_page, fresh_form_page
from feedback.respond.recording import Outcome, Submission, record
from feedback.respond.standing import is_enough, met_on, person_of
from feedback.respond.thanking import thanks, thanks_alone
from surveys.answering import AnswerForm, mailed_score
from surveys.definition import REASON_KEY, SCORE_KEY
from surveys.links import Link, Purpose

Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]

LARGEST_FORM = 16 * 1024 * 1024
"""Seven answers of 100,000 signs, each up to twelve bytes on the way; then a kind refusal."""


@respond.get("/r/<token>")
def survey(token: str) -> Page:
    """Show the questions, the mailed score chosen, or the earlier answer to change."""
    with reading():
        invited = invited_by(token)
        answers = answers_of(invited)
    if invited.closed_at:
        return closed_page(invited), 410
    score = mailed_score(invited.definition, request.args.get(SCORE_KEY, ""))
    if invited.is_used:
        return redirect(f"/r/{token}/thanks")
    if score is None and is_enough(invited):
        return enough_page(invited)
    if paged.is_paged(invited):
        return paged.show(invited, f"/r/{token}", score)
    if invited.earlier is None:
        show = fresh_form_page if invited.definition.is_plain else _first_page
        return show(invited, score, f"/r/{token}")
    form = AnswerForm(invited.definition, answers=answers, person=person_of(invited))
    if score is not None:
        form[SCORE_KEY].data = score
    return _form_page(invited, form, _sending(invited, secrets.token_hex(16), score))


@respond.post("/r/<token>")
def answer(token: str) -> Page:
    """Record what was sent; it is on the disk before anything is said about it."""
    request.max_form_memory_size = LARGEST_FORM
    invited = invited_by(token)
    if NUMBER in request.form and paged.is_paged(invited):
        return paged.turned(invited, f"/r/{token}")
    return _record(invited, token)


@respond.get("/t/<code>")
@respond.get("/t/<code>/<id:version_id>")
def visit(code: str, version_id: int | None = None) -> Page:
    """Show the questions to whoever comes by; the newest, or those the address names."""
    invited = invited_at(code, version_id)
    if invited.closed_at:
        return closed_page(invited), 410
    score = mailed_score(invited.definition, request.args.get(SCORE_KEY, ""))
    if score is None and is_enough(invited):
        return enough_page(invited)
    path = f"/t/{code}/{spell(invited.version_id)}"
    show = paged.show_there if paged.is_paged(invited) else fresh_form_page
    return show(invited, score, path)


@respond.post("/t/<code>/<id:version_id>")
def answer_there(code: str, version_id: int) -> Page:
    """Record an answer without an invitation, and lead to the link that is its author's own."""
    request.max_form_memory_size = LARGEST_FORM
    invited = invited_at(code, version_id)
    if NUMBER in request.form and paged.is_paged(invited):
        return paged.turned(invited, request.path)
    return _record(invited)


@respond.get("/r/<token>/thanks")
def thanked(token: str) -> Page:
    """Say thank you, and offer to be quoted."""
    with reading():
        invited = invited_by(token)
        if invited.is_used:
            return thanks_alone(invited, token)
        if invited.earlier is None:
            return redirect(f"/r/{token}")
        return thanks(invited, token)


def _first_page(invited: Invited, score: int | None, path: str) -> str:
    """Show an anonymous survey with rules whole: nothing of it is kept on the way."""
    key = secrets.token_hex(16)
    form = AnswerForm(invited.definition, person=person_of(invited, key))
    form[SCORE_KEY].data = score
    return _form_page(invited, form, replace(_sending(invited, key, score), path=path))


def _record(invited: Invited, token: str = "") -> Page:
    submission = request.form.get(SUBMISSION) or secrets.token_hex(16)
    form = AnswerForm(invited.definition, request.form, person=person_of(invited, submission))
    if SWITCH in request.form:
        return _form_page(invited, form, _sending(invited, submission))
    if not form.validate():
        return _form_page(invited, form, _sending(invited, submission)), 422
    came_from = "" if token else origin(str(current_app.secret_key), request.remote_addr or "")
    shown = None if invited.definition.is_plain else met_on(form.path)
    sent = Submission(invited, submission, form.answers(), datetime.now(UTC), came_from, shown)
    recorded = drop(sent) if invited.is_anonymous else record(sent)
    if recorded.outcome == Outcome.FLOODED:
        return flooded_page(request.path, list(request.form.items(multi=True)))
    if recorded.outcome != Outcome.COUNTED:
        return late_page(invited, recorded.outcome, form[REASON_KEY].data), 410
    own = Link(invited.workspace_id, recorded.response_id)
    return redirect(f"/r/{token or links().token(Purpose.CHANGE, own)}/thanks", 303)


def _form_page(invited: Invited, form: AnswerForm, sending: Sending) -> str:
    return form_page(invited, invited.definition, form=form, sending=sending)


def _sending(invited: Invited, submission: str, score: int | None = None) -> Sending:
    earlier = invited.earlier
    return Sending(
        request.path,
        submission,
        answered_at=earlier.answered_at.astimezone(invited.zone) if earlier else None,
        lang=invited.said_in,
        switch=invited.switch(score),
        is_new_here=invited.is_public and not earlier,
        is_anonymous=invited.is_anonymous,
    )
