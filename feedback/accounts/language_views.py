"""The language a member reads the back office in."""

from flask import abort, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts import accounts
from feedback.accounts.permissions import Permission, permit
from feedback.accounts.views import inner
from feedback.extensions import db
from feedback.languages import INTERFACE, speak_as_chosen
from surveys.speech import _


@accounts.post("/account/language")
@permit(Permission.OWN_ACCOUNT)
def language() -> Response:
    """Choose a language, or none and so the browser's; lead back to where they were."""
    chosen = request.form.get("language", "")
    if chosen and chosen not in INTERFACE:
        abort(400)
    g.member.language = chosen or None
    db.session.commit()
    speak_as_chosen(chosen)
    flash(_("Your language is saved."))
    return redirect(inner(request.form.get("next"), url_for("accounts.account")), 303)
