"""The local outbox: each mail that did not leave the house, as its reader would see it."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from flask import Response, abort, g, render_template, request
from sqlalchemy import select

from feedback.accounts.permissions import Permission, permit
from feedback.campaigns import campaigns
from feedback.campaigns.choosing import read_id
from feedback.campaigns.mail_views import framed
from feedback.extensions import db
from feedback.models import LocalMail

PER_PAGE = 50


@campaigns.get("/outbox")
@permit(Permission.READ_CAMPAIGNS)
def outbox() -> str:
    """List the mail, the newest first."""
    before = read_id(request.args.get("before", ""))
    query = select(LocalMail.id, LocalMail.recipient, LocalMail.subject, LocalMail.created_at)
    if before:
        query = query.where(LocalMail.id < before)
    mails = db.session.execute(query.order_by(LocalMail.id.desc()).limit(PER_PAGE + 1)).all()
    return render_template(
        "campaigns/outbox.html", mails=mails[:PER_PAGE], has_more=len(mails) > PER_PAGE
    )


@campaigns.get("/outbox/<id:mail_id>")
@permit(Permission.READ_CAMPAIGNS)
def outbox_mail(mail_id: int) -> str:
    """Show one mail: as rendered, as text, and as it would have travelled."""
    row = _mail(mail_id)
    message = _parsed(row)
    text = message.get_body(["plain"])
    return render_template(
        "campaigns/outbox_mail.html",
        mail=row,
        headers=[(name, str(value)) for name, value in message.items()],
        text=text.get_content() if text else "",
        has_page=message.get_body(["html"]) is not None,
        source=row.raw.decode("ascii", "replace"),
    )


@campaigns.get("/outbox/<id:mail_id>/page")
@permit(Permission.READ_CAMPAIGNS)
def outbox_page(mail_id: int) -> Response:
    """Give the HTML part for its frame; its links open in a tab of their own."""
    part = _parsed(_mail(mail_id)).get_body(["html"])
    if part is None:
        abort(404)
    return framed(part.get_content(), links_open=True)


def _mail(mail_id: int) -> LocalMail:
    row = db.session.get(LocalMail, {"workspace_id": g.workspace.id, "id": mail_id})
    if row is None:
        abort(404)
    return row


def _parsed(row: LocalMail) -> EmailMessage:
    return message_from_bytes(row.raw, policy=default)
