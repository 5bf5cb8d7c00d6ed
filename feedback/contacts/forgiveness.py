"""Letting an address be written to again that mail came back from."""

from datetime import UTC, datetime

from flask import abort, current_app, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.contacts import contacts
from feedback.extensions import db
from feedback.returns import words
from feedback.returns.queries import address_of
from surveys.models import Contact
from surveys.returning import forgive
from surveys.speech import _
from surveys.unsubscribing import address_hash


@contacts.context_processor
def _of_returned_mail() -> dict[str, object]:
    key = str(current_app.secret_key)
    return {
        "given_up_of": lambda person: address_of(db.session(), key, person),
        **words.FOR_PAGES,
    }


@contacts.post("/<id:contact_id>/forgiveness")
@permit(Permission.WRITE_CONTACTS)
def forgive_address(contact_id: int) -> Response:
    """Try the address again; whoever complained or unsubscribed stays out."""
    person = db.session.get(Contact, {"workspace_id": g.workspace.id, "id": contact_id})
    if person is None:
        abort(404)
    hashed = address_hash(str(current_app.secret_key), g.workspace.id, person.email or "")
    if forgive(db.session(), hashed, now=datetime.now(UTC)):
        db.session.commit()
        flash(_("Mail goes to this address again."))
    return redirect(url_for("contacts.contact", contact_id=contact_id), 303)
