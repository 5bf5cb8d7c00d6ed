"""Surveys of several pages, or with rules: one page after another, back and forth, until sent."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from feedback.respond.crowd import origin
from feedback.respond.endings import closed_page, late_page
from feedback.respond.invited import Invited, links
from feedback.respond.pages import Sending, flooded_page, form_page, fresh_form_page
from feedback.respond.recording import Outcome
from feedback.respond.standing import Begun, Standing, person_of, standing_of
from feedback.respond.turning import Page, Turned, turn
from surveys.answering import EMPTY, AnswerForm
from surveys.definition import REASON_KEY, SCORE_KEY
from surveys.links import Link, Purpose
from surveys.speech import _

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]

SUBMISSION, NUMBER, BACK = "_submission", "_page", "_back"
SWITCH = "_switch"
"""Only another language was wanted: what was typed is shown in it, and nothing is recorded."""


def is_paged(invited: Invited) -> bool:
    """Tell whether somebody is asked page by page."""
    return not invited.is_whole


def show(invited: Invited, path: str, score: int | None) -> Answer:
    """Show the page that is asked for, or the one where they left off; nothing is written."""
    standing = standing_of(invited)
    number = 1 if score is not None else _wanted(standing)
    if _is_fresh(standing) and number == 1 and invited.definition.opens_alike:
        return fresh_form_page(invited, score, path)
    form = _form(standing, number)
    if score is not None:
        form[SCORE_KEY].data = score
    key = standing.begun.submission or secrets.token_hex(16)
    return _page(invited, form, _sending(invited, path, key, score))


def show_there(invited: Invited, score: int | None, path: str) -> Answer:
    """Show the first page to whoever comes by; orders of their own hang on the page's key."""
    asks = invited.definition
    if asks.opens_alike:
        return fresh_form_page(invited, score, path)
    key = secrets.token_hex(16)
    form = AnswerForm(asks, person=person_of(invited, key), page=1)
    form[SCORE_KEY].data = score
    return _page(invited, form, _sending(invited, path, key, score))


def turned(invited: Invited, path: str) -> Answer:
    """Keep the page that was sent and lead to the next one, or record the whole and say thanks."""
    number = request.form.get(NUMBER, 0, int)
    if not 1 <= number <= len(invited.definition.pages):
        number = 1
    key = request.form.get(SUBMISSION, "")
    if invited.is_public and invited.own_id is None:
        key = key or secrets.token_hex(16)  # else it would fall on a stranger's
        invited = replace(invited, seed=invited.bound(key))
    form = _form(standing_of(invited), number, is_sent=True)
    is_back = BACK in request.form
    if SWITCH in request.form:
        return _again(invited, path, form), 200
    if not (form.is_readable if is_back else form.validate()):
        return _again(invited, path, form), 422
    page = Page(
        invited,
        number,
        form.given,
        key,
        datetime.now(UTC),
        is_back=is_back,
        origin=_origin(invited),
    )
    return _after(page, turn(page), path, form)


def _after(page: Page, found: Turned, path: str, form: AnswerForm) -> Answer:
    invited = page.invited
    if invited.is_public and found.own_id:
        own = Link(invited.workspace_id, found.own_id)
        path = f"/r/{links().token(Purpose.CHANGE, own)}"
    if found.page is not None:
        return redirect(address(invited, path, found.page), 303)
    if found.outcome is None:
        return _nothing_said(invited, path, form)
    if found.outcome is Outcome.FLOODED:
        return flooded_page(request.path, list(request.form.items(multi=True)))
    if found.outcome is not Outcome.COUNTED:
        return late_page(invited, found.outcome, _words(form)), 410
    return redirect(f"{path}/thanks", 303)


def address(invited: Invited, path: str, number: int) -> str:
    """Give the address of a page, in the language that is read."""
    language = f"&lang={invited.said_in}" if invited.said_in else ""
    return f"{path}?page={number}{language}"


def _origin(invited: Invited) -> str:
    if not invited.is_public:
        return ""
    return origin(str(current_app.secret_key), request.remote_addr or "")


def _wanted(standing: Standing) -> int:
    """The page the address names, else where they left off; an answer already sent begins anew."""
    named = request.args.get("page", type=int)
    if named is None and standing.begun == Begun() and standing.sent.answers:
        named = 1
    return standing.reachable(len(standing.asks.pages) if named is None else named)


def _is_fresh(standing: Standing) -> bool:
    return not standing.answers and not standing.filled


def _form(standing: Standing, number: int, *, is_sent: bool = False) -> AnswerForm:
    return AnswerForm(
        standing.asks,
        request.form if is_sent else None,
        standing.answers,
        person=standing.person,
        page=number,
    )


def _again(invited: Invited, path: str, form: AnswerForm) -> str:
    return _page(invited, form, _sending(invited, path, request.form.get(SUBMISSION, "")))


def _nothing_said(invited: Invited, path: str, form: AnswerForm) -> Answer:
    if invited.closed_at:
        return closed_page(invited), 410
    form.general = _(EMPTY)
    return _again(invited, path, form), 422


def _words(form: AnswerForm) -> str:
    return str(form[REASON_KEY].data or "") if REASON_KEY in form else ""


def _page(invited: Invited, form: AnswerForm, sending: Sending) -> str:
    return form_page(invited, invited.definition, form=form, sending=sending)


def _sending(invited: Invited, path: str, key: str, score: int | None = None) -> Sending:
    earlier = invited.earlier
    at = earlier.answered_at.astimezone(invited.zone) if earlier else None
    return Sending(
        path,
        key,
        at,
        invited.said_in,
        invited.switch(score),
        is_new_here=invited.is_public and not earlier,
    )
