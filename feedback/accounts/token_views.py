"""The page of API tokens."""

from datetime import UTC, datetime

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts import accounts, tokens
from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.models import ApiToken
from surveys.speech import _


@accounts.route("/workspace/tokens", methods=["GET", "POST"])
@permit(Permission.MANAGE_WORKSPACE)
def api_tokens() -> str:
    """List the tokens; make one, and show it this once."""
    made = None
    if request.method == "POST":
        name = request.form.get("name", "")
        made = tokens.make_token(db.session(), name, by=g.member.id, now=datetime.now(UTC))
        db.session.commit()
    return render_template(
        "accounts/tokens.html",
        tokens=tokens.all_tokens(db.session()),
        made=made,
        address=current_app.extensions["settings"].base_url + url_for("api.events"),
    )


@accounts.post("/workspace/tokens/<id:token_id>/end")
@permit(Permission.MANAGE_WORKSPACE)
def end_token(token_id: int) -> Response:
    """End a token: whoever has it is refused from now on."""
    row = db.session.get(ApiToken, {"workspace_id": g.workspace.id, "id": token_id})
    if row is None:
        abort(404)
    if row.ended_at is None:
        row.ended_at, row.ended_by = datetime.now(UTC), g.member.id
        db.session.commit()
        flash(_("The token is ended."))
    return redirect(url_for("accounts.api_tokens"), 303)
