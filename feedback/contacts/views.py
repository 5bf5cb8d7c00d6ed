"""The list of contacts, and one contact with what they were asked and said."""

from flask import abort, g, render_template, request

from feedback.accounts.permissions import Permission, may, permit
from feedback.contacts import contacts, queries
from feedback.extensions import db
from surveys.models import Contact


@contacts.get("")
@permit(Permission.READ_CONTACTS)
def index() -> str:
    """List the contacts, page by page."""
    search = request.args.get("q", "").replace("\0", "").strip()[:200]
    number = request.args.get("page", 1, type=int)
    page = queries.contacts_page(db.session(), search=search, number=number)
    uploads = queries.recent_uploads(db.session())
    return render_template(
        "contacts/index.html",
        page=page,
        search=search,
        uploads=uploads,
        may_write=may(Permission.WRITE_CONTACTS),
    )


@contacts.get("/<id:contact_id>")
@permit(Permission.READ_CONTACTS)
def contact(contact_id: int) -> str:
    """Show one contact."""
    person = db.session.get(Contact, {"workspace_id": g.workspace.id, "id": contact_id})
    if person is None:
        abort(404)
    history = queries.history(db.session(), person)
    return render_template("contacts/contact.html", person=person, history=history)
