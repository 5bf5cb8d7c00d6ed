"""The survey page: GET shows, POST records, thanks. GET never writes, whoever sends it."""

import secrets
from datetime import UTC, datetime

from flask import redirect, request
from werkzeug.wrappers import Response

from feedback.respond import respond
from feedback.respond.invited import Invited, answers_of, invited_by, reading
from feedback.respond.pages import Sending, form_page, fresh_form_page, kind_page
from feedback.respond.recording import Outcome, Submission, record
from feedback.respond.thanking import thanks
from surveys.answering import AnswerForm, mailed_score
from surveys.definition import REASON_KEY, SCORE_KEY

Page = str | Response | tuple[str, int]

SUBMISSION = "_submission"
LARGEST_FORM = 16 * 1024 * 1024
"""Seven answers of 100,000 signs, each up to twelve bytes on the way; then a kind refusal."""


@respond.get("/r/<token>")
def survey(token: str) -> Page:
    """Show the questions, the mailed score chosen, or the earlier answer to change."""
    with reading():
        invited = invited_by(token)
        answers = answers_of(invited)
    if invited.closed_at:
        return _closed(invited), 410
    score = mailed_score(invited.definition, request.args.get(SCORE_KEY, ""))
    if invited.earlier is None:
        return fresh_form_page(invited, score, token)
    form = AnswerForm(invited.definition, answers=answers)
    if score is not None:
        form[SCORE_KEY].data = score
    return _form_page(invited, form, _sending(invited, token, secrets.token_hex(16)))


@respond.post("/r/<token>")
def answer(token: str) -> Page:
    """Record what was sent; it is on the disk before anything is said about it."""
    request.max_form_memory_size = LARGEST_FORM
    invited = invited_by(token)
    form = AnswerForm(invited.definition, request.form)
    submission = request.form.get(SUBMISSION, "")
    if not form.validate():
        return _form_page(invited, form, _sending(invited, token, submission)), 422
    outcome = record(Submission(invited, submission, form.answers(), datetime.now(UTC)))
    if outcome != Outcome.COUNTED:
        return _too_late(invited, outcome, form[REASON_KEY].data), 410
    return redirect(f"/r/{token}/thanks", 303)


@respond.get("/r/<token>/thanks")
def thanked(token: str) -> Page:
    """Say thank you, and offer to be quoted."""
    with reading():
        invited = invited_by(token)
        if invited.earlier is None:
            return redirect(f"/r/{token}")
        return thanks(invited, token)


def _form_page(invited: Invited, form: AnswerForm, sending: Sending) -> str:
    return form_page(invited, invited.definition, form=form, sending=sending)


def _sending(invited: Invited, token: str, submission: str) -> Sending:
    earlier = invited.earlier
    at = earlier.answered_at.astimezone(invited.zone) if earlier else None
    return Sending(token, submission, at)


def _closed(invited: Invited) -> str:
    if invited.earlier is None:
        return kind_page(
            "This survey is closed",
            f"{invited.name} is no longer collecting answers here. Thank you for coming by.",
            workspace=invited,
        )
    return kind_page(
        "This survey is closed",
        "Your answer is safe with us and stays as you left it. Thank you for giving it.",
        workspace=invited,
    )


def _too_late(invited: Invited, outcome: Outcome, words: str) -> str:
    if outcome == Outcome.LATE:
        line = "Your answer came after that. We keep it, but it is not counted in the results."
    else:
        line = "Your earlier answer stands as it was; what you sent just now was not added to it."
    return kind_page("This survey closed a little while ago", line, workspace=invited, words=words)
