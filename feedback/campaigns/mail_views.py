"""The mail before it is sent: exactly as it will look, and as a test to oneself."""

import secrets
from datetime import UTC, datetime

from flask import Response, abort, current_app, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from feedback.accounts.permissions import Permission, permit
from feedback.campaigns import campaigns
from feedback.campaigns.addressing import Desk
from feedback.campaigns.choosing import read_choice
from feedback.extensions import db
from feedback.ids import spell
from feedback.mail import Letter, UnwritableAddressError, Verdict
from feedback.mail.invitation import Addressee, invitation
from feedback.mail.mailer import mailer_for
from surveys.definition import Definition
from surveys.models import Version
from surveys.speech import _
from surveys.telling import said

MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)
"""A mail carries its styles in its tags and nothing else that a browser should follow."""


@campaigns.get("/campaigns/mail/<id:version_id>")
@permit(Permission.READ_SURVEYS)
def mail(version_id: int) -> Response:
    """Give the invitation of a version as a page of its own, for a frame."""
    version = db.session.get(Version, {"workspace_id": g.workspace.id, "id": version_id})
    if version is None:
        abort(404)
    return framed(letter_to(version, "carla@example.com", "").html)


@campaigns.post("/campaigns/tests")
@permit(Permission.SEND_CAMPAIGNS)
def send_test() -> Redirect:
    """Send the mail to oneself, now, and say at once what the mail server says."""
    choice = read_choice(db.session())
    if choice is None:
        abort(404)
    letter = letter_to(choice.version, g.member.email, g.member.name)
    flash(_handed_over(letter))
    db.session.commit()
    address = url_for("campaigns.review_campaign", **choice.arguments)  # type: ignore[arg-type]
    return redirect(address, 303)


def framed(html: str, *, links_open: bool = False) -> Response:
    """Answer with a mail's HTML under a policy of its own; its links open apart, or not at all."""
    head, mark, rest = html.partition("<head>")
    response = Response(head + mark + '<base target="_blank">' + rest, mimetype="text/html")
    tabs = " allow-popups allow-popups-to-escape-sandbox" if links_open else ""
    response.headers["Content-Security-Policy"] = MAIL_POLICY + tabs
    return response


def letter_to(version: Version, address: str, name: str) -> Letter:
    """Write the mail of a version to somebody, without an invitation: its links preview."""
    desk = Desk.of(current_app)
    asks = Definition.of(version.definition).in_language(request.args.get("lang", ""))
    asks = asks.as_mailed(request.args.get("step", 0, int))
    mail = invitation(asks, g.workspace, sender=desk.sender)
    person = Addressee(
        address=address,
        name=name,
        answer_url=f"{desk.base_url}/surveys/{spell(version.survey_id)}/preview",
        unsubscribe_url=desk.unsubscribe_url(g.workspace.id, address),
        message_id=f"{secrets.token_hex(8)}.test@{desk.sender.rpartition('@')[2]}",
    )
    return mail.to(person, at=datetime.now(UTC))


def _handed_over(letter: Letter) -> str:
    settings = current_app.extensions["settings"]
    try:
        sealed = letter.sealed()
    except UnwritableAddressError as error:
        return _("The test was not sent. %(reason)s", reason=said(error.args[0]))
    db.session.rollback()  # nobody waits for us while the mail server takes its time
    mailer = mailer_for(settings)
    (outcome,) = mailer.send([sealed])
    mailer.close()
    if outcome.verdict != Verdict.SENT:
        return _("The test was not sent. %(reason)s", reason=said(outcome.reason))
    if not settings.smtp_host:
        return _("No mail server is set, so the test lies in the local outbox.")
    return _("The test is on its way to %(address)s.", address=letter.to)
